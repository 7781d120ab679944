import Database
import GRDBSQLite

/// A compiled statement and the names of its columns. Its connection's thread owns it.
final class PreparedStatement {
  let text: String
  var isInUse = false
  var lastUse = 0
  /// The tables it reads.
  var tables: Set<String> = []
  private let handle: OpaquePointer
  private var columns: Row.Columns
  private var columnCount: CInt
  private var preparations: CInt

  init(_ text: String, on connection: OpaquePointer) throws {
    var handle: OpaquePointer?
    var text = text
    let code = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        sqlite3_prepare_v3(
          connection, characters.baseAddress, CInt(characters.count), CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &handle,
          nil)
      }
    }
    guard code == SQLITE_OK else { throw failure(code, on: connection) }
    guard let handle else { throw DatabaseError.failed(code: "empty", message: "the statement has no text") }
    self.text = text
    self.handle = handle
    columnCount = sqlite3_column_count(handle)
    columns = Self.columns(of: handle)
    preparations = 0
  }

  deinit {
    sqlite3_finalize(handle)
  }

  func bind(_ sql: SQL, on connection: OpaquePointer) throws {
    var position: CInt = 0
    try sql.forEachValue { value in
      position += 1
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, position)
        case .integer(let number): sqlite3_bind_int64(handle, position, number)
        case .real(let number): sqlite3_bind_double(handle, position, number)
        case .text(var text):
          text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
              // An empty string may have no address, which SQLite would take for NULL.
              sqlite3_bind_text64(
                handle, position, $0.baseAddress ?? emptyText, UInt64($0.count), transient, UInt8(SQLITE_UTF8))
            }
          }
        case .blob(let bytes):
          bytes.withUnsafeBytes {
            $0.isEmpty
              ? sqlite3_bind_zeroblob(handle, position, 0)
              : sqlite3_bind_blob64(handle, position, $0.baseAddress, UInt64($0.count), transient)
          }
        }
      guard code == SQLITE_OK else { throw failure(code, on: connection) }
    }
  }

  /// - Returns: whether there is a row.
  func step(_ connection: OpaquePointer) throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code, on: connection)
    }
  }

  /// The row of the last step.
  func row() -> Row {
    refreshColumns()
    let values = [SQLValue](unsafeUninitializedCapacity: Int(columnCount)) { buffer, count in
      for position in 0..<columnCount {
        (buffer.baseAddress.unsafelyUnwrapped + Int(position)).initialize(to: value(position))
      }
      count = Int(columnCount)
    }
    return Row(columns: columns, values: values)
  }

  /// Ends the run, so that the statement holds no lock and no text, and can run again.
  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  private func value(_ position: CInt) -> SQLValue {
    switch sqlite3_column_type(handle, position) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, position))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, position))
    case SQLITE_TEXT:
      guard let start = sqlite3_column_text(handle, position) else { return .text("") }
      let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, position)))
      return .text(String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
      guard let start = sqlite3_column_blob(handle, position) else { return .blob([]) }
      return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, position)))))
    default: return .null
    }
  }

  /// SQLite compiles a statement again by itself when the schema has changed; `*` may then mean other columns.
  private func refreshColumns() {
    let now = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
    guard now != preparations else { return }
    preparations = now
    columnCount = sqlite3_column_count(handle)
    columns = Self.columns(of: handle)
  }

  private static func columns(of handle: OpaquePointer) -> Row.Columns {
    Row.Columns(
      (0..<sqlite3_column_count(handle)).map { position in
        sqlite3_column_name(handle, position).map { String(cString: $0) } ?? ""
      })
  }
}

/// Tells SQLite to copy what is bound: the value may be gone before the statement runs.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// Zero bytes that have an address.
nonisolated(unsafe) private let emptyText: UnsafePointer<CChar> = {
  let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
  byte.initialize(to: 0)
  return UnsafePointer(byte)
}()

/// The statements of one connection, by text; the longest unused go first.
struct StatementCache {
  private let capacity: Int
  private var statements: [String: PreparedStatement] = [:]
  private var uses = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  mutating func take(_ text: String, on connection: OpaquePointer) throws -> PreparedStatement {
    uses += 1
    if let kept = statements[text] {
      // A body of `forEach` may run the very statement it walks over: that one gets its own.
      if kept.isInUse { return try PreparedStatement(text, on: connection) }
      kept.isInUse = true
      kept.lastUse = uses
      return kept
    }
    let statement = try PreparedStatement(text, on: connection)
    statement.isInUse = true
    statement.lastUse = uses
    if statements.count >= capacity { forgetOldest() }
    statements[text] = statement
    return statement
  }

  func giveBack(_ statement: PreparedStatement) {
    statement.reset()
    statement.isInUse = false
  }

  mutating func removeAll() {
    statements.removeAll()
  }

  /// A quarter at a time: one by one would sort for every new statement.
  private mutating func forgetOldest() {
    let idle = statements.values.filter { !$0.isInUse }.sorted { $0.lastUse < $1.lastUse }
    for statement in idle.prefix(max(1, capacity / 4)) {
      statements[statement.text] = nil
    }
  }
}
