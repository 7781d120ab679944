import ArgumentParser
import Composition
import Database

/// `qiao backup`
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Write database, uploaded files and keys into one file; also while serving.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "The file to write (.tar).")
  var file: String

  func run() async throws {
    let settings = try common.settings()
    let paths = DataPaths(root: settings["data"])
    let database = try settings.openDatabase(paths)
    try await Archive(path: file).write(settings, paths: paths, database: database)
    try await database.close()
    Output.line("\(file) is written. It holds the keys of personal data: keep it where only you can read it.")
  }
}

/// `qiao restore`
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Bring back an installation from a backup.")

  @OptionGroup var common: CommonOptions

  @Argument(help: "The backup (.tar).")
  var file: String

  @Flag(help: "Put an installation that is there aside instead of refusing.")
  var force = false

  func run() async throws {
    let settings = try common.settings()
    let kept = try Archive(path: file)
      .restore(settings, paths: DataPaths(root: settings["data"]), isForced: force)
    if let kept { Output.line("What was there before is kept in \(kept).") }
    Output.line("Restored. Start it with `qiao serve`.")
  }
}
