package import Database
import Dispatch
import Foundation
import Synchronization

/// PostgreSQL through libpq: a pool of connections, each on a thread of its own.
///
/// A `read` is REPEATABLE READ READ ONLY, a `write` SERIALIZABLE, `writeAlone`
/// REPEATABLE READ. A body is run again when the server gave it up in favour
/// of another transaction, when the connection broke before COMMIT was sent,
/// or when the tables changed under a prepared statement. When the connection
/// breaks during COMMIT nothing is sent twice: the caller gets
/// `DatabaseError.unavailable`.
package final class PostgresDatabase: DatabaseEngine {
  package var dialect: Dialect { .postgres }

  private let url: ConnectionURL
  private let lanes: PostgresLanes

  /// Makes the first connection; the others are made when needed.
  /// - Throws: `DatabaseError.unavailable` when the URL or the server refuses.
  package init(url: String, settings: PostgresSettings = PostgresSettings()) throws {
    let url = try ConnectionURL(url)
    self.url = url
    lanes = try PostgresLanes(url: url, settings: settings)
  }

  package convenience init(url: String, poolSize: Int) throws {
    try self.init(url: url, settings: PostgresSettings(poolSize: poolSize))
  }

  deinit {
    lanes.close()
  }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T)
    async throws -> T
  {
    try await run(.read, body)
  }

  package func readLong<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T)
    async throws -> T
  {
    try await run(.readLong, body)
  }

  package func readWithBasis<T: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> (T, ReadBasis) {
    try await read { connection in
      // In the same transaction: this is the very snapshot that the rows are read from.
      let snapshot = try connection.value("SELECT CAST(pg_current_snapshot() AS TEXT)", as: String.self)
      return (try body(connection), .snapshot(snapshot ?? ""))
    }
  }

  package func isCurrent(_ basis: ReadBasis) async throws -> Bool {
    let now = try await read { try $0.value("SELECT CAST(pg_current_snapshot() AS TEXT)", as: String.self) }
    return now.map { .snapshot($0) } == basis
  }

  @discardableResult
  package func write<T: Sendable>(_ body: @escaping @Sendable (any WriteConnection) throws -> T)
    async throws -> T
  {
    try await run(.write, body)
  }

  @discardableResult
  package func writeAlone<T: Sendable>(
    _ body: @escaping @Sendable (any WriteConnection) throws -> T
  ) async throws -> T {
    try await run(.writeAlone, body)
  }

  /// Serves what waits, then closes all connections. Later calls do nothing.
  package func close() async throws {
    lanes.close()
    await lanes.finished()
  }

  /// What others send with `pg_notify(channel, text)`, over a connection of its own.
  ///
  /// Only a hint: what is sent while the connection is down is lost. After each (re)connection an empty text is
  /// delivered, so that the receiver looks by itself once.
  package func notifications(_ channel: String) -> AsyncStream<String> {
    listen(channel, url: url)
  }

  private func run<T: Sendable>(
    _ mode: PostgresConnection.Mode, _ body: @escaping @Sendable (PostgresConnection) throws -> T
  ) async throws -> T {
    try Task.checkCancellation()
    var interrupt: (@Sendable (PostgresLane) -> Void)?
    if mode.isRead { interrupt = { lane in lane.interrupt() } }
    let assignment = Assignment<PostgresLane, T>(interrupt: interrupt) { try $0.run(mode, body) }
    return try await assignment.answer { try lanes.submit($0) }
  }
}

/// The threads and the queue they serve.
final class PostgresLanes: Sendable {
  private struct State {
    var waiting = Backlog<any PendingAssignment<PostgresLane>>()
    var isClosed = false
    var running = 0
    var closers: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let wakeups = DispatchSemaphore(value: 0)
  private let count: Int

  init(url: ConnectionURL, settings: PostgresSettings) throws {
    count = settings.poolSize
    let first = PostgresLane(url: url, settings: settings)
    try first.connected()
    start(first, name: "postgres-1")
    for number in 1..<settings.poolSize {
      start(PostgresLane(url: url, settings: settings), name: "postgres-\(number + 1)")
    }
  }

  func submit(_ assignment: any PendingAssignment<PostgresLane>) throws {
    let isOpen = state.withLock { state in
      if !state.isClosed { state.waiting.append(assignment) }
      return !state.isClosed
    }
    guard isOpen else { throw DatabaseError.unavailable("the database is closed") }
    wakeups.signal()
  }

  func close() {
    state.withLock { $0.isClosed = true }
    for _ in 0..<count { wakeups.signal() }
  }

  func finished() async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.running > 0 { state.closers.append(continuation) }
        return state.running == 0
      }
      if isDone { continuation.resume() }
    }
  }

  private func start(_ lane: PostgresLane, name: String) {
    state.withLock { $0.running += 1 }
    let thread = Thread { [self] in
      serve(lane)
      lane.disconnect()
      let closers = state.withLock { state in
        state.running -= 1
        guard state.running == 0 else { return [CheckedContinuation<Void, Never>]() }
        defer { state.closers = [] }
        return state.closers
      }
      for closer in closers { closer.resume() }
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  private func serve(_ lane: PostgresLane) {
    while true {
      let (next, isClosed) = state.withLock { ($0.waiting.popFirst(), $0.isClosed) }
      if let next {
        lane.ready()
        if next.perform(on: lane) { next.settle(failure: nil) }
      } else if isClosed {
        return
      } else {
        wakeups.wait()
      }
    }
  }
}
