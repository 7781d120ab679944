package import Database
import Foundation

/// Whether the program can serve: the database answers, its schema is this
/// program's, and there is room to write.
package struct Readiness: Sendable {
  /// What is missing, as `/readyz` says it to whoever runs the installation.
  package enum Missing: String, Sendable {
    case database = "the database does not answer"
    case schema = "the schema is not up to date"
    case disk = "the data folder cannot be written or is full"
  }

  private let database: any DatabaseEngine
  private let folder: String
  private let roomWanted: Int64

  /// - Parameters:
  ///   - folder: where uploads are kept.
  ///   - roomWanted: bytes that must be free there; as much as one request may bring.
  package init(database: any DatabaseEngine, folder: String, roomWanted: Int64 = 64 << 20) {
    self.database = database
    self.folder = folder
    self.roomWanted = roomWanted
  }

  /// - Returns: `nil` when nothing is.
  package func missing() async -> Missing? {
    do {
      let pending = try await Migrator(sets: Assembly.migrations).pending(on: database)
      guard pending.isEmpty else { return .schema }
    } catch is MigrationError {
      return .schema
    } catch {
      return .database
    }
    // Looks only: a probe every second should not wear the disk.
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
    return FileManager.default.isWritableFile(atPath: folder) && free >= roomWanted ? nil : .disk
  }
}
