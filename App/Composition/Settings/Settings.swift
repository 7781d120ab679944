import Configuration
import Foundation
import Values

/// All settings, read once at the start and never again.
package struct Settings: Sendable {
  /// A value and where it came from, for `qiao config`.
  package struct Effective: Sendable {
    package let setting: Setting
    package let value: String
    package let source: String
  }

  package let effective: [Effective]

  /// Reads flags before environment before file before fallbacks, through one
  /// chain of providers; secrets may stand in a file that `<VARIABLE>_FILE` names.
  ///
  /// - Parameters:
  ///   - flags: by setting name, only those that were given.
  ///   - environment: all of it; variables without the prefix `QIAO_` are not ours.
  ///   - file: a JSON object of settings.
  /// - Throws: `SettingError` for an unknown or wrong setting.
  package init(flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil) throws {
    let variables = try Self.variables(environment)
    let entries = try file.map(Self.entries) ?? [:]
    let reader = ConfigReader(providers: [
      InMemoryProvider(values: Self.configValues(flags)),
      InMemoryProvider(values: Self.configValues(variables)),
      InMemoryProvider(values: Self.configValues(entries)),
    ])

    effective = try Setting.all.map { setting in
      let value = reader.string(
        forKey: ConfigKey([setting.name]), isSecret: setting.isSecret, default: setting.fallback)
      let source =
        flags[setting.name] != nil
        ? "--\(setting.name)"
        : variables[setting.name] != nil
          ? setting.variable : entries[setting.name] != nil ? file ?? "" : "default"
      if let expected = setting.kind.complaint(about: value) {
        throw SettingError.invalid(name: setting.name, source: source, expected: expected)
      }
      return Effective(setting: setting, value: value, source: source)
    }
  }

  package subscript(name: String) -> String {
    effective.first { $0.setting.name == name }?.value ?? ""
  }

  package func integer(_ name: String) -> Int { Int(self[name]) ?? 0 }

  /// The settings from `QIAO_…` and `QIAO_…_FILE`.
  private static func variables(_ environment: [String: String]) throws -> [String: String] {
    var result: [String: String] = [:]
    for (variable, value) in environment.sorted(by: { $0.key < $1.key })
    where variable.hasPrefix("QIAO_") && !reserved.contains(variable) {
      if let setting = Setting.all.first(where: { $0.variable == variable }) {
        result[setting.name] = value
      } else if variable.hasSuffix("_FILE"),
        let setting = Setting.all.first(where: { $0.variable + "_FILE" == variable })
      {
        result[setting.name] = try contents(of: value).trimmingCharacters(in: .newlines)
      } else {
        throw SettingError.unknown(name: variable, source: "environment")
      }
    }
    return result
  }

  /// Variables with our prefix that are not settings: the settings file's own
  /// path, and the database of the tests.
  private static let reserved: Set<String> = ["QIAO_CONFIG", "QIAO_TEST_POSTGRES", "QIAO_TEST_RECORD"]

  private static func entries(of path: String) throws -> [String: String] {
    guard let members = JSONValue.parse(try contents(of: path))?.object else {
      throw SettingError.unreadableFile(path: path, reason: "it is not a JSON object")
    }
    var result: [String: String] = [:]
    for member in members {
      guard Setting.named(member.name) != nil else { throw SettingError.unknown(name: member.name, source: path) }
      switch member.value {
      case .string(let text): result[member.name] = text
      case .integer(let number): result[member.name] = String(number)
      default: throw SettingError.invalid(name: member.name, source: path, expected: "a text or a number")
      }
    }
    return result
  }

  private static func contents(of path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw SettingError.unreadableFile(path: path, reason: error.localizedDescription)
    }
  }

  private static func configValues(_ values: [String: String]) -> [AbsoluteConfigKey: ConfigValue] {
    Dictionary(
      uniqueKeysWithValues: values.map { name, value in
        (AbsoluteConfigKey([name]), ConfigValue(.string(value), isSecret: Setting.named(name)?.isSecret ?? true))
      })
  }
}
