import CLibPQ
import Database
import Foundation

/// Opens a connection and sets it up with `statements`.
/// - Throws: `DatabaseError.unavailable` with libpq's reason, which names host and user but no password.
func connect(_ url: ConnectionURL, _ statements: String) throws -> OpaquePointer {
  let parameters = url.parameters
  let names = parameters.map { strdup($0.0) } + [nil]
  let values = parameters.map { strdup($0.1) } + [nil]
  defer { for text in names + values { free(text) } }
  let handle = PQconnectdbParams(
    names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
  guard let handle else { throw DatabaseError.unavailable("no memory for a connection") }
  guard PQstatus(handle) == CONNECTION_OK else {
    defer { PQfinish(handle) }
    throw DatabaseError.unavailable(lastMessage(of: handle))
  }
  // Notices ("relation exists, skipping") would be printed on the terminal.
  PQsetNoticeProcessor(handle, { _, _ in }, nil)
  let setup = PQexec(handle, statements)
  defer { PQclear(setup) }
  guard PQresultStatus(setup) == PGRES_COMMAND_OK else {
    defer { PQfinish(handle) }
    throw DatabaseError.unavailable(lastMessage(of: handle))
  }
  return handle
}

func lastMessage(of handle: OpaquePointer) -> String {
  String(cString: PQerrorMessage(handle)).trimmingCharacters(in: .whitespacesAndNewlines)
}
