import ArgumentParser
import Composition
import Foundation

/// The flags that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Folder of the embedded database, uploaded files and keys.")
  var data: String?

  @Option(help: "postgres://user@host/name; without it SQLite in the data folder.")
  var database: String?

  @Option(help: "A JSON file of settings.")
  var config: String?

  /// The settings in force, with the flags of a command on top.
  func settings(adding flags: [String: String?] = [:]) throws -> Settings {
    let environment = ProcessInfo.processInfo.environment
    var given = flags.compactMapValues { $0 }
    given["data"] = data
    given["database"] = database
    return try Settings(flags: given, environment: environment, file: config ?? environment["QIAO_CONFIG"])
  }
}
