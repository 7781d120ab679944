import Database
import DatabaseTesting
import Documents
import Files
import Foundation
import Jobs
import Localization
import Logging
import Platform
import Security
import Synchronization
import TestKit
import Values
import Views
import Web

@testable import Imports

/// A desk with everything behind it: a database of its own, files, the real worker.
struct TestHall: Sendable {
  let services: Services
  let desk: ImportDesk<Things>
  let folder: String
  let notices: CollectedNotices

  static let school = ImportOwner(schoolID: 1, accountID: 7)

  static func open(
    _ engine: TestEngine, _ body: (TestHall) async throws -> Void
  ) async throws {
    try await engine.withDatabase([JobQueue.migrations, ImportsMigrations.set, Things.migrations]) { database in
      let folder = FileManager.default.temporaryDirectory.appending(path: "imports-\(UUID())").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(try TestHall(database, folder))
    }
  }

  private init(_ database: any DatabaseEngine, _ folder: String) throws {
    let (ids, keys) = (IDGenerator(), KeyRing())
    let catalogue = try Things.catalogue()
    let notices = CollectedNotices()
    self.folder = folder
    self.notices = notices
    services = Services(
      database: database, clock: .system, ids: ids, catalogue: catalogue,
      installation: Installation(baseURL: "http://localhost", isDemo: false, version: "test"),
      hasher: PasswordHasher(parameters: .forTests), sealer: Sealer(keys), keys: keys,
      files: try FileStore(root: folder), documents: DocumentWorker(settings: .init(processes: 1)),
      jobs: JobQueue(engine: database, ids: ids, clock: .system), audit: NoAudit(), notices: notices,
      logger: Logger(label: "test"), assets: AssetPaths(css: [], js: []),
      frame: BareFrame(assets: AssetPaths(css: [], js: []), isDemo: false), navigation: [], grants: [])
    desk = ImportDesk(Things(services: services), services: services)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Hands a sheet in and does all that the program does by itself.
  func handIn(
    _ file: SheetFile, named name: String = "things.xlsx", by owner: ImportOwner = school
  ) async throws -> ImportBatch {
    let path = try file.write(to: path(UUID().uuidString))
    let batch = try await desk.handIn(fileAt: path, fileName: name, by: owner)
    return try await worked(batch)
  }

  /// The batch after the step that it waits for.
  func worked(_ batch: ImportBatch) async throws -> ImportBatch {
    try await desk.work(on: batch.id, school: batch.owner.schoolID)
    return try await desk.batch(batch.id, school: batch.owner.schoolID)
  }

  func confirmed(_ batch: ImportBatch, isOnlyNew: Bool = false) async throws -> ImportBatch {
    try await desk.confirm(batch, isOnlyNew: isOnlyNew)
    return try await worked(batch)
  }

  func things(of school: Int64 = 1) async throws -> [Thing] {
    try await services.database.read { try Things.all(of: school, on: $0) }
  }

  func rows(_ batch: ImportBatch, _ filter: RowFilter? = nil) async throws -> [KeptRow] {
    try await desk.rows(of: batch, only: filter, .after(0)).rows
  }

  static let sheet = SheetFile([
    ["编号", "名称", "件数", "电话"], ["a1", "锤子", .number("3"), "13800000001"], ["a2", "扳手", "２０", ""],
    ["a3", "", "1", ""], ["a4", "钳子", "很多", ""],
  ])
}

struct NoAudit: AuditTrail {
  func record(_ entry: AuditEntry, on connection: any WriteConnection) throws {}
}

/// Keeps what was said to whom.
final class CollectedNotices: NoticeBoard {
  private let kept = Mutex<[Notice]>([])
  var all: [Notice] { kept.withLock { $0 } }

  func post(_ notice: Notice, on connection: any WriteConnection) throws {
    kept.withLock { $0.append(notice) }
  }

  func mail(_ letter: Letter, on connection: any WriteConnection) throws {}

  func waiting(for accountID: Int64, membershipID: Int64?, on connection: any Connection) throws -> Int { 0 }
}
