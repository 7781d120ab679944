import CLibPQ
import Database

/// One connection to the server, spoken to in pipeline mode: what belongs
/// together (BEGIN, PREPARE, the statement) travels in one packet.
///
/// One thread at a time uses it.
final class PostgresSession {
  private let handle: OpaquePointer
  private var prepared: PreparedNames
  /// Synchronization points sent whose answers nobody has read yet.
  private var unread = 0
  /// The rows that `stream` has not handed out yet.
  private var stream: RowStream?

  /// - Throws: `DatabaseError.unavailable` with libpq's reason, which names host and user but no password.
  init(_ url: ConnectionURL, _ settings: PostgresSettings) throws {
    handle = try connect(
      url,
      """
      SET statement_timeout = \(settings.statementTimeout); SET idle_in_transaction_session_timeout = 120000;
      SET jit = off; SET plan_cache_mode = force_generic_plan; SET TIME ZONE 'UTC'
      """)
    prepared = PreparedNames(capacity: settings.statements)
    guard PQenterPipelineMode(handle) == 1 else {
      throw DatabaseError.unavailable(lastMessage(of: handle))
    }
  }

  deinit {
    PQfinish(handle)
  }

  /// Whether the connection is lost; everything not committed is undone by the server then.
  private(set) var isBroken = false

  /// A handle to stop what runs here from another thread.
  func canceller() -> Canceller? {
    PQgetCancel(handle).map(Canceller.init)
  }

  /// Runs a statement and reads its whole answer.
  /// - Parameter preface: statements without values to run before it, in the same packet.
  func answer(_ sql: SQL, preface: [String]) throws -> (rows: [Row], changed: Int) {
    let statement = try send(sql, preface: preface, streaming: false)
    var rows: [Row] = []
    var changed = 0
    var failure: (any Error)?
    try readCommand { result in
      switch PQresultStatus(result) {
      case PGRES_TUPLES_OK:
        do { rows = try statement.rows(of: result) } catch { failure = error }
        changed = changedCount(result)
      case PGRES_COMMAND_OK: changed = changedCount(result)
      default: failure = ServerError(result)
      }
    }
    try readSync()
    if let failure { throw failure }
    return (rows, changed)
  }

  /// Runs a statement and hands out its rows as they arrive. `body` may run other statements here: what has not
  /// arrived yet is then kept in memory.
  func forEach(_ sql: SQL, preface: [String], _ body: (Row) throws -> Void) throws {
    let statement = try send(sql, preface: preface, streaming: true)
    let rows = RowStream(statement: statement)
    stream = rows
    do {
      while let row = try nextRow(of: rows) { try body(row) }
    } catch {
      // The connection must be clean for whoever handles this error.
      while !isBroken, !rows.isFinished { _ = try? receive(rows) }
      throw error
    }
  }

  /// Runs a statement without values or rows and waits until it is done.
  /// - Returns: the command's tag: `COMMIT`, `ROLLBACK`.
  func control(_ text: String) throws -> String {
    try post(text)
    try catchUp(leaving: 1)
    var tag = ""
    var failure: ServerError?
    try readCommand { result in
      if PQresultStatus(result) == PGRES_COMMAND_OK {
        tag = String(cString: PQcmdStatus(result))
      } else {
        failure = ServerError(result)
      }
    }
    try readSync()
    if let failure { throw failure }
    return tag
  }

  /// Sends a statement without values and does not wait; its answer is read before the next one's.
  func post(_ text: String) throws {
    try absorbStream()
    try check(PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1))
    try check(PQpipelineSync(handle))
    unread += 1
  }

  /// Forgets the prepared statements, after the tables have changed under them.
  func forgetStatements() {
    _ = try? control("DEALLOCATE ALL")
    prepared.removeAll()
  }

  private func send(_ sql: SQL, preface: [String], streaming: Bool) throws -> PreparedStatement {
    try absorbStream()
    for text in preface {
      try check(PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1))
    }
    let (statement, isNew, dropped) = prepared.take(sql)
    if let dropped {
      try check(PQsendQueryParams(handle, "DEALLOCATE \(dropped)", 0, nil, nil, nil, nil, 1))
    }
    if isNew {
      try check(
        PQsendPrepare(
          handle, statement.name, statement.text, CInt(statement.types.count), statement.types))
    }
    let sent = Parameters(sql).withPointers { count, addresses, lengths, formats in
      PQsendQueryPrepared(handle, statement.name, count, addresses, lengths, formats, 1)
    }
    try check(sent)
    try check(PQpipelineSync(handle))
    unread += 1
    try catchUp(leaving: 1)

    var failure: ServerError?
    for _ in 0..<(preface.count + (dropped == nil ? 0 : 1) + (isNew ? 1 : 0)) {
      try readCommand { result in
        // After the first failure the rest of the packet is answered with "aborted".
        if PQresultStatus(result) == PGRES_FATAL_ERROR { failure = failure ?? ServerError(result) }
      }
    }
    if let failure {
      try readCommand { _ in }
      try readSync()
      throw failure
    }
    if isNew { prepared.keep(statement) }
    if streaming { PQsetSingleRowMode(handle) }
    return statement
  }

  private func nextRow(of rows: RowStream) throws -> Row? {
    if let row = rows.kept.popFirst() { return row }
    if rows.isFinished { return nil }
    return try receive(rows)
  }

  private func receive(_ rows: RowStream) throws -> Row? {
    var row: Row?
    var failure: (any Error)?
    guard let result = PQgetResult(handle) else { return try finish(rows, nil) }
    switch PQresultStatus(result) {
    case PGRES_SINGLE_TUPLE:
      do { row = try rows.statement.rows(of: result).first } catch { failure = error }
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: break
    default: failure = ServerError(result)
    }
    PQclear(result)
    if let row { return row }
    try readCommand { _ in }
    return try finish(rows, failure)
  }

  private func finish(_ rows: RowStream, _ failure: (any Error)?) throws -> Row? {
    rows.isFinished = true
    stream = nil
    try readSync()
    if let failure { throw failure }
    return nil
  }

  /// Takes in what is still to arrive of a stream, so that another statement can run.
  private func absorbStream() throws {
    guard let stream else { return }
    while let row = try receive(stream) { stream.kept.append(row) }
  }

  /// Reads the answers of posted statements. Their refusals do not matter: nobody waits for them.
  private func catchUp(leaving: Int) throws {
    while unread > leaving {
      try readCommand { _ in }
      try readSync()
    }
  }

  private func readCommand(_ body: (OpaquePointer) -> Void) throws {
    while let result = PQgetResult(handle) {
      body(result)
      PQclear(result)
    }
    try checkAlive()
  }

  private func readSync() throws {
    while true {
      try checkAlive()
      guard let result = PQgetResult(handle) else { continue }
      defer { PQclear(result) }
      if PQresultStatus(result) == PGRES_PIPELINE_SYNC {
        unread -= 1
        return
      }
    }
  }

  private func check(_ code: CInt) throws {
    if code != 1 {
      isBroken = true
      throw DatabaseError.unavailable(lastMessage(of: handle))
    }
  }

  private func checkAlive() throws {
    if PQstatus(handle) == CONNECTION_BAD {
      isBroken = true
      throw DatabaseError.unavailable(lastMessage(of: handle))
    }
  }

  private func changedCount(_ result: OpaquePointer) -> Int {
    Int(String(cString: PQcmdTuples(result))) ?? 0
  }
}

/// The rows of one streamed statement.
final class RowStream {
  let statement: PreparedStatement
  var kept = Backlog<Row>()
  var isFinished = false

  init(statement: PreparedStatement) {
    self.statement = statement
  }
}

/// Asks the server to stop what a connection runs.
///
/// `@unchecked Sendable`: libpq says that `PQcancel` may be called from any thread.
final class Canceller: @unchecked Sendable {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) {
    self.handle = handle
  }

  deinit {
    PQfreeCancel(handle)
  }

  func cancel() {
    var message = [CChar](repeating: 0, count: 256)
    PQcancel(handle, &message, CInt(message.count))
  }
}
