import Database
import GRDB
import GRDBSQLite

/// The error for a result code, in the words both engines share.
///
/// SQLite's messages name tables and columns but never values, so they may be logged.
func failure(_ code: CInt, on connection: OpaquePointer) -> any Error {
  // Another call would change the message: read it first. The code passed may be the primary one only.
  let message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? ""
  let extended = sqlite3_extended_errcode(connection)
  return failure(extended & 0xff == code & 0xff ? extended : code, message: message)
}

func failure(_ code: CInt, message: String) -> any Error {
  switch code & 0xff {
  case SQLITE_CONSTRAINT: constraint(code, message)
  case SQLITE_FULL: DatabaseError.full
  case SQLITE_BUSY, SQLITE_LOCKED: DatabaseError.busy
  case SQLITE_INTERRUPT: CancellationError()
  case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_PERM, SQLITE_READONLY:
    DatabaseError.unavailable(message)
  default: DatabaseError.failed(code: "\(code)", message: message)
  }
}

/// An error of GRDB, which opens and closes connections.
func translated(_ error: any Error) -> any Error {
  guard let error = error as? GRDB.DatabaseError else { return error }
  return failure(error.extendedResultCode.rawValue, message: error.message ?? "")
}

private func constraint(_ code: CInt, _ message: String) -> DatabaseError {
  // "UNIQUE constraint failed: partners.code" → "partners.code"
  let detail = message.firstRange(of: "constraint failed: ").map { String(message[$0.upperBound...]) } ?? message
  switch code {
  case (SQLITE_CONSTRAINT | (8 << 8)), (SQLITE_CONSTRAINT | (6 << 8)), (SQLITE_CONSTRAINT | (10 << 8)):
    return .unique(detail: detail)
  case SQLITE_CONSTRAINT | (3 << 8): return .foreignKey(detail: detail)
  case SQLITE_CONSTRAINT | (5 << 8): return .notNull(detail: detail)
  // 1 is a CHECK, 7 a trigger's RAISE: both are rules of the schema.
  case (SQLITE_CONSTRAINT | (1 << 8)), (SQLITE_CONSTRAINT | (7 << 8)): return .check(detail: detail)
  default: return .failed(code: "\(code)", message: message)
  }
}
