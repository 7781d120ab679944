import ArgumentParser
import Composition

/// `qiao config`
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Print the settings in force and where each comes from; secrets are hidden.")

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    for entry in settings.effective {
      let value = entry.setting.isSecret && !entry.value.isEmpty ? "(set)" : entry.value
      Output.line("\(entry.setting.name) = \(value)")
      Output.line("    \(entry.setting.explanation) [\(entry.source); \(entry.setting.variable)]")
    }
  }
}
