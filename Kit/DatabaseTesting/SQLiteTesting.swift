package import Database
import DatabaseSQLite
import Foundation
import Synchronization

extension TestEngine {
  /// A file in the temporary directory.
  package func makeSQLite(_ sets: [MigrationSet] = []) async throws -> TestDatabase {
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appendingPathComponent("qiao-test-\(UUID().uuidString.lowercased()).sqlite")
      .path
    if !sets.isEmpty {
      let template = folder.appendingPathComponent(
        "\(templateName(sets))-\(ProcessInfo.processInfo.processIdentifier).sqlite"
      ).path
      try await Templates.shared.ensure(template) { try await buildSQLiteTemplate(template, sets) }
      try FileManager.default.copyItem(atPath: template, toPath: path)
    }
    let engine = try SQLiteDatabase(path: path, settings: SQLiteSettings(readers: 2))
    return TestDatabase(engine: engine, location: path) {
      try? await engine.close()
      engine.removeFiles()
    }
  }
}

private func buildSQLiteTemplate(_ path: String, _ sets: [MigrationSet]) async throws {
  let engine = try SQLiteDatabase(path: path, settings: SQLiteSettings(readers: 1))
  try await Migrator(sets: sets).migrate(engine)
  // Closing the last connection moves the log into the file: the file alone is the database.
  try await engine.close()
  TemplateFiles.removeAtExit(path)
}

/// Template files of this process; they go when it ends.
enum TemplateFiles {
  private static let paths = Mutex<[String]>([])
  private static let registration: Void = {
    atexit { TemplateFiles.removeAll() }
  }()

  static func removeAtExit(_ path: String) {
    _ = registration
    paths.withLock { $0.append(path) }
  }

  private static func removeAll() {
    for path in paths.withLock({ $0 }) { unlink(path) }
  }
}
