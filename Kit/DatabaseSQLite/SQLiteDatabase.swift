package import Database
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// SQLite as the embedded engine: one file, many readers beside one writer (WAL).
///
/// Writers inside this process queue, so that none ever sees "database is
/// locked"; another process is waited for `busyTimeout` long, then the write
/// fails with `DatabaseError.busy`. See `WriterLane` for group commit and
/// `SQLiteSettings` for what a power cut can cost.
package final class SQLiteDatabase: DatabaseEngine {
  /// The database's file; `-wal` and `-shm` lie beside it while it is open.
  package let path: String
  package var dialect: Dialect { .sqlite }

  private let settings: SQLiteSettings
  private let readers: ReaderLanes
  private let writer: WriterLane
  private let threads: LaneThreads
  private let changes = TableChanges()

  /// Opens or creates the file, readable by its owner only (0600).
  /// - Throws: `DatabaseError.unavailable` when it cannot be opened or is no database.
  package init(path: String, settings: SQLiteSettings = SQLiteSettings()) throws {
    self.path = path
    self.settings = settings
    readers = ReaderLanes(inlineLimit: settings.inlineReaders)
    writer = WriterLane(groupCount: settings.groupCount, groupTime: settings.groupTime, changes: changes)
    let isNew = try createPrivately(path)
    do {
      threads = try LaneThreads(path: path, settings: settings, readers: readers, writer: writer)
    } catch {
      if isNew { try? FileManager.default.removeItem(atPath: path) }
      throw translated(error)
    }
  }

  deinit {
    writer.close()
    readers.close()
  }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
    try Task.checkCancellation()
    if let answer = try readers.runInline({ try $0.snapshot(body) }) { return answer }
    return try await readLong(body)
  }

  package func readWithBasis<T: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> (T, ReadBasis) {
    // Before the snapshot: a change in between makes the answer look older than it is, never younger.
    let before = changes.counts
    let tracked: @Sendable (SQLiteConnection) throws -> (T, ReadBasis) = { connection in
      let (answer, tables) = try connection.namingTables { try connection.snapshot(body) }
      return (answer, before.basis(tables))
    }
    try Task.checkCancellation()
    if let answer = try readers.runInline(tracked) { return answer }
    let assignment = Assignment<SQLiteConnection, (T, ReadBasis)>(interrupt: { $0.interrupt() }, tracked)
    return try await assignment.answer { try readers.submit($0) }
  }

  package func isCurrent(_ basis: ReadBasis) async throws -> Bool {
    guard case .tables(let counts) = basis else { return false }
    return changes.counts.hold(counts)
  }

  package func readLong<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
    let assignment = Assignment<SQLiteConnection, T>(interrupt: { $0.interrupt() }) { try $0.snapshot(body) }
    return try await assignment.answer { try readers.submit($0) }
  }

  @discardableResult
  package func write<T: Sendable>(_ body: @escaping @Sendable (any WriteConnection) throws -> T) async throws -> T {
    try await write(.grouped, body)
  }

  @discardableResult
  package func writeAlone<T: Sendable>(
    _ body: @escaping @Sendable (any WriteConnection) throws -> T
  ) async throws -> T {
    try await write(.alone, body)
  }

  /// Serves what waits, then closes all connections. Later calls do nothing.
  package func close() async throws {
    writer.close()
    readers.close()
    try await threads.finished()
  }

  /// Moves what the write-ahead log holds into the main file and empties the log.
  package func checkpoint() async throws {
    try await write(.outside) { connection in
      // A row with "busy" = 1 means that a reader still needs the log; the next checkpoint will do.
      _ = try connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// Reads the whole file and checks every page, index and foreign key.
  /// - Returns: a line per problem, in SQLite's words; empty when all is well.
  package func integrityProblems() async throws -> [String] {
    try await readLong { connection in
      let pages = try connection.values("PRAGMA integrity_check", as: String.self).filter { $0 != "ok" }
      let keys = try connection.rows("PRAGMA foreign_key_check").map { row in
        "foreign key: \(try row.get(0, as: String.self)) → \(try row.get(2, as: String.self))"
      }
      return pages + keys
    }
  }

  private func write<T: Sendable>(
    _ mode: WriterLane.Mode, _ body: @escaping @Sendable (any WriteConnection) throws -> T
  ) async throws -> T {
    let assignment = Assignment<SQLiteConnection, T> { try body($0) }
    return try await assignment.answer { try writer.submit($0, mode) }
  }
}

/// - Returns: whether the file was made.
private func createPrivately(_ path: String) throws -> Bool {
  let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  if descriptor >= 0 {
    Foundation.close(descriptor)
    return true
  }
  if errno == EEXIST { return false }
  throw DatabaseError.unavailable("cannot create the database file: \(String(cString: strerror(errno)))")
}
