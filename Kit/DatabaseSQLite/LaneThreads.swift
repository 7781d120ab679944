import Database
import Foundation
import GRDB
import Synchronization

/// The threads that hold GRDB's connections for as long as the engine lives.
///
/// Each thread takes one connection out of GRDB's pool and keeps it: the pool
/// opens, configures and closes, and costs nothing per read.
final class LaneThreads: Sendable {
  private struct State {
    var running = 0
    var result: Result<Void, any Error>?
    var waiting: [CheckedContinuation<Void, any Error>] = []
  }

  private let pool: DatabasePool
  private let state = Mutex(State())

  /// Opens all connections.
  /// - Throws: GRDB's error; no thread is left running.
  init(path: String, settings: SQLiteSettings, readers: ReaderLanes, writer: WriterLane) throws {
    let pool = try DatabasePool(path: path, configuration: configuration(settings))
    self.pool = pool
    do {
      try start(name: "sqlite-writer") { opened in
        pool.writeWithoutTransaction { database in
          guard let connection = lend(database, settings, opened) else { return }
          writer.serve(with: connection)
          // Statistics for the query planner, bounded to a fraction of a second by SQLite.
          try? database.execute(sql: "PRAGMA analysis_limit = 400; PRAGMA optimize")
        }
      }
      for number in 1...settings.readers {
        try start(name: "sqlite-reader-\(number)") { opened in
          do {
            try pool.unsafeRead { database in
              guard let connection = lend(database, settings, opened) else { return }
              readers.serve(with: connection)
            }
          } catch {
            opened(error)
          }
        }
      }
    } catch {
      writer.close()
      readers.close()
      throw error
    }
  }

  /// Waits until every thread has ended and the connections are closed.
  func finished() async throws {
    try await withCheckedThrowingContinuation { continuation in
      let result: Result<Void, any Error>? = state.withLock { state in
        if state.result == nil { state.waiting.append(continuation) }
        return state.result
      }
      if let result { continuation.resume(with: result) }
    }
  }

  /// Starts a thread and waits until it calls `opened` with nil or with what went wrong.
  private func start(
    name: String, _ body: @escaping @Sendable (_ opened: @escaping @Sendable ((any Error)?) -> Void) -> Void
  ) throws {
    let opening = DispatchSemaphore(value: 0)
    let problem = Mutex<(any Error)?>(nil)
    state.withLock { $0.running += 1 }
    let thread = Thread { [self] in
      body { error in
        problem.withLock { $0 = error }
        opening.signal()
      }
      threadEnded()
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
    opening.wait()
    if let error = problem.withLock({ $0 }) { throw error }
  }

  private func threadEnded() {
    let isLast = state.withLock { state in
      state.running -= 1
      return state.running == 0
    }
    guard isLast else { return }
    // The writer must be the last to go: only then SQLite moves the log into the file and deletes it.
    pool.invalidateReadOnlyConnections()
    let result = Result { try pool.close() }
    let waiting = state.withLock { state in
      state.result = result
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(with: result) }
  }
}

/// GRDB's connection as ours; tells `opened`.
private func lend(
  _ database: GRDB.Database, _ settings: SQLiteSettings, _ opened: (((any Error)?) -> Void)
) -> SQLiteConnection? {
  guard let handle = database.sqliteConnection else {
    opened(DatabaseError.unavailable("the connection is closed"))
    return nil
  }
  let connection = SQLiteConnection(handle: handle, statementCapacity: settings.statements)
  opened(nil)
  return connection
}

/// Busy timeout first: the statements after it may already have to wait.
func configuration(_ settings: SQLiteSettings) -> GRDB.Configuration {
  var configuration = GRDB.Configuration()
  configuration.label = "qiao"
  configuration.busyMode = .timeout(settings.busyTimeout)
  configuration.foreignKeysEnabled = true
  configuration.maximumReaderCount = settings.readers
  configuration.prepareDatabase { database in
    try database.execute(
      sql: """
        PRAGMA cache_size = \(-settings.cacheKiB);
        PRAGMA mmap_size = 0;
        PRAGMA temp_store = MEMORY;
        """)
    if !database.configuration.readonly {
      try database.execute(
        sql: """
          PRAGMA synchronous = NORMAL;
          PRAGMA journal_size_limit = 67108864;
          PRAGMA cache_size = \(-settings.writerCacheKiB);
          """)
    }
  }
  return configuration
}
