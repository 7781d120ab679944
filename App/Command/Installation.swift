import Accounts
import Composition
import Database
import Documents
import Foundation
import Logging
import Platform
import Values

/// An installation opened by a command: its database, migrated, and its parts.
struct OpenedInstallation {
  let settings: Settings
  let paths: DataPaths
  let database: any DatabaseEngine
  let assembly: Assembly
  let logger: Logger
  /// Steps of the schema that were applied just now.
  let applied: [String]

  var services: Services { assembly.services }

  /// - Parameter migrates: commands that only read an installation leave an
  ///   older schema alone and say so.
  /// - Parameter readsSheets: starts the document worker at once, beside everything else.
  static func open(
    _ settings: Settings, migrates: Bool = true, readsSheets: Bool = false
  ) async throws -> OpenedInstallation {
    let paths = DataPaths(root: settings["data"])
    try paths.make()
    let logger = Logs.logger(settings)
    let documents = DocumentWorker(settings: settings.documentWorker(paths), logger: logger)
    async let isReady: Void = readsSheets ? documents.makeReady() : ()
    let database = try settings.openDatabase(paths)
    let migrator = Migrator(sets: Assembly.migrations)
    var applied: [String] = []
    if migrates {
      applied = try await migrator.migrate(database)
    } else if try await !migrator.pending(on: database).isEmpty {
      throw Failure("the database is from an older version; run `qiao migrate` first", .wrongSettings)
    }
    let isDemo = try await database.read { try !AccountStore.demoAccounts(on: $0).isEmpty }
    let assembly = try Assembly(
      settings: settings, paths: paths, database: database, documents: documents, isDemo: isDemo,
      version: Program.version, logger: logger)
    await isReady
    return OpenedInstallation(
      settings: settings, paths: paths, database: database, assembly: assembly, logger: logger, applied: applied)
  }
}

/// Where log entries go: standard error, one line each.
enum Logs {
  static func logger(_ settings: Settings) -> Logger {
    let isJSON = settings["log-format"] == "json"
    var logger = Logger(label: "qiao") { label in
      let handler: any LogHandler =
        isJSON ? JSONLogHandler(label: label) : StreamLogHandler.standardError(label: label)
      return handler
    }
    logger.logLevel = Logger.Level(rawValue: settings["log-level"]) ?? .info
    return logger
  }
}
