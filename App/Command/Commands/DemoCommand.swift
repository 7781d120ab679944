import Accounts
import ArgumentParser
import Composition
import Database
import Platform

/// `qiao demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Fill an empty installation with three invented schools, their people and 134 enterprises.")

  @OptionGroup var common: CommonOptions

  @Option(help: "So many times as many enterprises, teachers and students, for measurement.")
  var scale = 1

  @Option(help: "So many enterprises, whatever the scale.")
  var enterprises: Int?

  func validate() throws {
    guard (1...1000).contains(scale) else { throw ValidationError("--scale is a number from 1 to 1000") }
    guard (1...5_000_000).contains(enterprises ?? 1) else {
      throw ValidationError("--enterprises is a number from 1 to 5000000")
    }
  }

  func run() async throws {
    let installation = try await OpenedInstallation.open(try common.settings())
    guard try await installation.database.read({ try AccountStore.isEmpty(on: $0) }) else {
      throw Failure("the installation is not empty; the demo is only put into a new one (--data NEWFOLDER)")
    }
    try await DemoFilling.fill(installation.services, scale: scale, enterprises: enterprises)
    try await installation.database.close()
    Output.line("The demo is in \(installation.settings["data"]). Start it with `qiao serve`.")
  }
}

/// Fills in the demo and shows how far it is.
enum DemoFilling {
  static func fill(_ services: Services, scale: Int, enterprises: Int? = nil) async throws {
    let line = ProgressLine("Demo")
    try await Demo(scale: scale, enterprises: enterprises, services: services).fill { done, total in
      line.show(done, of: total)
    }
  }
}
