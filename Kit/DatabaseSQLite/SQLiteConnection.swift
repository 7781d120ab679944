import Database
import GRDBSQLite

/// One open SQLite connection with its prepared statements.
///
/// GRDB opens, configures and closes it; reading and writing go straight to
/// SQLite's own functions, which halves the time of a small read.
///
/// `@unchecked Sendable`: a connection is used by one thread at a time; the
/// engine hands it from thread to thread under a lock.
final class SQLiteConnection: WriteConnection, @unchecked Sendable {
  let handle: OpaquePointer
  private var statements: StatementCache
  private let names = TableNames()
  /// The tables read so far, while somebody wants to know.
  private var tablesRead: Set<String>?
  private var rowsBefore: Int64 = 0
  private var othersVersion: Int64 = 0

  init(handle: OpaquePointer, statementCapacity: Int) {
    self.handle = handle
    statements = StatementCache(capacity: statementCapacity)
    // GRDB watches statements and commits for its observations, which nobody uses here. Ours only notes which tables a
    // statement reads; SQLite asks when it prepares one.
    sqlite3_set_authorizer(
      handle,
      { names, action, table, _, _, _ in
        if action == SQLITE_READ, let names, let table {
          Unmanaged<TableNames>.fromOpaque(names).takeUnretainedValue().read.insert(String(cString: table))
        }
        return SQLITE_OK
      }, Unmanaged.passUnretained(names).toOpaque())
    sqlite3_commit_hook(handle, nil, nil)
    sqlite3_rollback_hook(handle, nil, nil)
  }

  var dialect: Dialect { .sqlite }

  func rows(_ sql: SQL) throws -> [Row] {
    var rows: [Row] = []
    try forEach(sql) { rows.append($0) }
    return rows
  }

  func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    try withStatement(sql) { statement in
      while try statement.step(handle) {
        try body(statement.row())
      }
    }
  }

  @discardableResult
  func run(_ sql: SQL) throws -> Int {
    let before = sqlite3_total_changes64(handle)
    try withStatement(sql) { statement in
      while try statement.step(handle) {}
    }
    // `sqlite3_changes` keeps the count of the statement before when a statement changes nothing by itself.
    return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
  }

  /// Runs one of the driver's own statements, which has no values.
  func control(_ text: String) throws {
    let statement = try statements.take(text, on: handle)
    defer { statements.giveBack(statement) }
    while try statement.step(handle) {}
  }

  /// Runs `body` in a transaction that only reads: one state of the data.
  func snapshot<T>(_ body: (SQLiteConnection) throws -> T) throws -> T {
    try control("BEGIN DEFERRED")
    // A transaction that only read has nothing to lose; and after an I/O error there may be none left to end.
    defer { if isInTransaction { try? control("ROLLBACK") } }
    return try body(self)
  }

  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Whether a deferred foreign key is violated at this moment; it would fail the commit.
  var hasForeignKeyViolation: Bool {
    var current: CInt = 0
    var highest: CInt = 0
    sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0)
    return current != 0
  }

  /// Runs `body` and tells which tables its statements read.
  func namingTables<T>(_ body: () throws -> T) rethrows -> (T, Set<String>) {
    tablesRead = []
    defer { tablesRead = nil }
    let answer = try body()
    return (answer, tablesRead ?? [])
  }

  /// From now on the tables are noted whose rows change.
  func noteChangedTables() {
    sqlite3_update_hook(
      handle,
      { names, _, _, table, _ in
        guard let names, let table else { return }
        Unmanaged<TableNames>.fromOpaque(names).takeUnretainedValue().noteChange(of: table)
      }, Unmanaged.passUnretained(names).toOpaque())
    _ = othersHaveWritten()
    rowsBefore = sqlite3_total_changes64(handle)
  }

  /// The tables changed since this was asked last.
  func takeChangedTables() -> TableChanges.Change {
    let rows = sqlite3_total_changes64(handle)
    defer {
      rowsBefore = rows
      names.forgetChanges()
    }
    // SQLite does not report the rows of tables without row ids and of `DELETE FROM t` without a condition.
    return rows - rowsBefore > names.changedRows ? .unknown : .tables(names.changed)
  }

  /// From now on a commit leaves its pages in the log: SQLite would move them into the file, and wait for the disk,
  /// before it says that the commit is done.
  func takeOverCheckpoints() {
    sqlite3_wal_hook(
      handle,
      { names, _, _, pages in
        if let names { Unmanaged<TableNames>.fromOpaque(names).takeUnretainedValue().logPages = pages }
        return SQLITE_OK
      }, Unmanaged.passUnretained(names).toOpaque())
  }

  /// Moves the log into the file when it has grown to what SQLite would let it grow to.
  func checkpointWhenDue() {
    guard names.logPages >= 1000 else { return }
    names.logPages = 0
    // A reader may still need the log, and a full disk is told by the next commit: then the next one does it.
    _ = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
  }

  /// Whether another connection has written since this was asked last.
  func othersHaveWritten() -> Bool {
    guard let version = try? value("PRAGMA data_version", as: Int64.self), version != othersVersion else {
      return false
    }
    othersVersion = version
    return true
  }

  /// Stops the statement that runs, from any thread; it then throws `CancellationError`.
  func interrupt() {
    sqlite3_interrupt(handle)
  }

  /// Gives the connection back as GRDB lent it: SQLite cannot close one that has statements, and must not call back
  /// into what is about to be freed.
  func letGo() {
    statements.removeAll()
    sqlite3_set_authorizer(handle, nil, nil)
    sqlite3_update_hook(handle, nil, nil)
    sqlite3_wal_hook(handle, nil, nil)
  }

  private func withStatement<T>(_ sql: SQL, _ body: (PreparedStatement) throws -> T) throws -> T {
    names.read.removeAll(keepingCapacity: true)
    let statement = try statements.take(sql.text(for: .sqlite), on: handle)
    defer { statements.giveBack(statement) }
    // Only a statement that has just been prepared has told its tables.
    if !names.read.isEmpty { statement.tables = names.read }
    tablesRead?.formUnion(statement.tables)
    try statement.bind(sql, on: handle)
    return try body(statement)
  }
}
