import ArgumentParser
import Foundation

/// The program `qiao`.
@main
struct Main: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qiao",
    abstract: "The open platform for school–enterprise cooperation (校企合作).",
    discussion: """
      Settings come from flags, then from QIAO_… variables (secrets also from the file that QIAO_…_FILE names), \
      then from the JSON file of --config; `qiao config` prints what is in force.

      Exit codes: 0 done · 1 failed · 64 wrong call · 65 wrong data (some rows were refused) · 69 database, port or \
      worker not available · 73 a file cannot be written · 75 try again later · 77 not permitted · 78 wrong settings.
      """,
    version: Program.version,
    subcommands: [
      ServeCommand.self, MigrateCommand.self, DemoCommand.self, ImportCommand.self, ExportCommand.self,
      BackupCommand.self, RestoreCommand.self,
      DoctorCommand.self, AdminCommand.self, TokenCommand.self,
      ConfigCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("qiao: \(failure.sentence)\n".utf8))
      Foundation.exit(failure.code.rawValue)
    } catch {
      if let failure = Failure(describing: error) {
        FileHandle.standardError.write(Data("qiao: \(failure.sentence)\n".utf8))
        Foundation.exit(failure.code.rawValue)
      }
      exit(withError: error)
    }
  }
}

enum Program {
  static let version = "0.1.0"
}
