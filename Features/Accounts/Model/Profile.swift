package import Localization
package import Records
import Security

/// What a person says about themselves.
package struct Profile: Sendable, Hashable {
  package var displayName: String
  /// `nil` follows the browser.
  package var language: Language?
  package var phone: String = ""

  package init(displayName: String, language: Language?, phone: String = "") {
    self.displayName = displayName
    self.language = language
    self.phone = phone
  }

  /// The language as its field carries it; empty follows the browser.
  var languageCode: String {
    get { language?.rawValue ?? "" }
    set { language = Language(rawValue: newValue) }
  }

  package static let fields = RecordDescription<Profile>([
    Field(
      "display_name", \.displayName, .line(max: 40), label: "accounts.field.displayName", isRequired: true,
      autocomplete: "name"),
    Field(
      "language", \.languageCode, .choice(Language.allCases.map { Choice($0.rawValue, .text($0.ownName)) }),
      label: "accounts.field.language"),
    phoneField,
  ])

  private static let phoneField = Field<Profile>(
    "phone", \.phone, .phone, label: "accounts.field.phone", privacy: .personal(mask: { Masking.phone($0) }),
    autocomplete: "tel")
}

extension Language {
  /// What its speakers call it.
  package var ownName: String {
    switch self {
    case .chinese: "中文"
    case .english: "English"
    }
  }
}
