import Database
import Dispatch
import Foundation
import GRDB
import GRDBSQLite

extension SQLiteDatabase {
  /// Writes a compact copy of the database as it is now to a new file (0600), while reads and writes go on.
  ///
  /// The copy is whole or not there: it is written beside `target`, flushed to the disk, then named.
  /// - Throws: `DatabaseError.unavailable` when `target` exists or cannot be written, `.full` when the disk is full.
  package func backup(to target: String) async throws {
    let source = path
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      // A connection of its own: a long copy must not keep a reader from serving.
      DispatchQueue.global().async {
        continuation.resume(with: Result { try copy(source, to: target) })
      }
    }
  }

  /// A database in a new file of the temporary directory, for tests and trials; `removeFiles` deletes it.
  package static func temporary(settings: SQLiteSettings = SQLiteSettings(readers: 2)) throws -> SQLiteDatabase {
    let name = "qiao-\(UUID().uuidString.lowercased()).sqlite"
    return try SQLiteDatabase(
      path: FileManager.default.temporaryDirectory.appendingPathComponent(name).path, settings: settings)
  }

  /// Deletes a closed database with its log.
  package func removeFiles() {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }
}

private func copy(_ source: String, to target: String) throws {
  let files = FileManager.default
  guard !files.fileExists(atPath: target) else {
    throw DatabaseError.unavailable("the backup file exists already")
  }
  let partial = "\(target).\(UUID().uuidString.prefix(8)).partial"
  let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else { throw fileProblem("cannot create the backup file") }
  defer {
    Foundation.close(descriptor)
    try? files.removeItem(atPath: partial)
  }
  do {
    var settings = GRDB.Configuration()
    settings.readonly = true
    settings.busyMode = .timeout(5)
    let queue = try DatabaseQueue(path: source, configuration: settings)
    // `VACUUM INTO` accepts an empty file, which already has its permissions.
    try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [partial]) }
    try queue.close()
  } catch {
    throw translated(error)
  }
  guard fsync(descriptor) == 0 else { throw fileProblem("cannot flush the backup file") }
  // A link, unlike a rename, never replaces a file that appeared meanwhile.
  guard link(partial, target) == 0 else { throw fileProblem("cannot name the backup file") }
}

private func fileProblem(_ what: String) -> DatabaseError {
  errno == ENOSPC ? .full : .unavailable("\(what): \(String(cString: strerror(errno)))")
}
