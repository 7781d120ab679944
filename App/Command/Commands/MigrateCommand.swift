import ArgumentParser
import Composition
import Database

/// `qiao migrate`
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Bring the database to this version's schema.")

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let paths = DataPaths(root: settings["data"])
    try paths.make()
    let database = try settings.openDatabase(paths)
    let applied = try await Migrator(sets: Assembly.migrations).migrate(database)
    for step in applied { Output.line(step) }
    Output.line(applied.isEmpty ? "Nothing to do: the database is up to date." : "\(applied.count) steps applied.")
    try await database.close()
  }
}
