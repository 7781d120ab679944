import Localization
import Records
import Values
import Views
import Web

/// The choice of a language: of a text, and of the people who are written to.
enum LanguageField {
  /// - Parameter name: of the field; what it sends is read by `read`.
  static func html(_ name: String, label: String, value: Language, hint: String? = nil) -> HTML {
    FormField.select(
      name, label: label, choices: Language.allCases.map { FormField.Choice($0.rawValue, $0.ownName) },
      value: value.rawValue, hint: hint
    ).html
  }

  /// What a form says; what it does not say stays as it is.
  static func read(_ text: String?, otherwise language: Language) -> Language {
    text.flatMap(Language.init(rawValue:)) ?? language
  }
}

extension Language {
  /// As its own speakers write it.
  var ownName: String {
    switch self {
    case .chinese: "中文"
    case .english: "English"
    }
  }
}

/// A language in the interface: `zh-CN` or `en`.
enum APILanguage {
  static let schema: JSONValue = ["type": "string", "enum": .array(Language.allCases.map { .string($0.rawValue) })]

  /// - Returns: `nil` where it is left out.
  /// - Throws: `WebError.unprocessable` for anything that is no language of ours.
  static func read(_ value: JSONValue?, of field: String) throws -> Language? {
    guard let value else { return nil }
    guard let language = value.string.flatMap(Language.init(rawValue:)) else {
      throw WebError.unprocessable([FieldProblem(field, "kit.records.kind")])
    }
    return language
  }
}
