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

  @Option(help: "So many more agreements of the first school, for measurement.")
  var agreements = 0

  @Option(help: "So many more obligations of these agreements, for measurement.")
  var obligations = 0

  func validate() throws {
    guard (1...1000).contains(scale) else { throw ValidationError("--scale is a number from 1 to 1000") }
    guard (1...5_000_000).contains(enterprises ?? 1) else {
      throw ValidationError("--enterprises is a number from 1 to 5000000")
    }
    guard (0...1_000_000).contains(agreements) else {
      throw ValidationError("--agreements is a number from 0 to 1000000")
    }
    guard (0...20_000_000).contains(obligations), obligations == 0 || agreements > 0 else {
      throw ValidationError("--obligations is a number from 0 to 20000000 and needs --agreements")
    }
  }

  func run() async throws {
    let installation = try await OpenedInstallation.open(try common.settings())
    guard try await installation.database.read({ try AccountStore.isEmpty(on: $0) }) else {
      throw Failure("the installation is not empty; the demo is only put into a new one (--data NEWFOLDER)")
    }
    try await DemoFilling.fill(
      Demo(
        scale: scale, enterprises: enterprises, agreements: agreements, obligations: obligations,
        services: installation.services))
    try await installation.database.close()
    Output.line("The demo is in \(installation.settings["data"]). Start it with `qiao serve`.")
  }
}

/// Fills in the demo and shows how far it is.
enum DemoFilling {
  static func fill(_ demo: Demo) async throws {
    let line = ProgressLine("Demo")
    try await demo.fill { done, total in line.show(done, of: total) }
  }
}
