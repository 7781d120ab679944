/// Says keys and messages in one language: `t("partners.title")`,
/// `t("partners.count", ["count": "12"])`, `t(message)`.
///
/// A key that the catalogue lacks is said in Chinese, and failing that as the
/// key itself; a test fails long before a person sees that.
package struct Localizer: Sendable {
  package let language: Language
  let catalogue: Catalogue

  package init(language: Language, catalogue: Catalogue) {
    self.language = language
    self.catalogue = catalogue
  }

  package func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
    catalogue.text(key, arguments, in: language)
  }

  package func callAsFunction(_ message: Message) -> String {
    catalogue.text(message.key, message.arguments, in: language)
  }

  package func has(_ key: String) -> Bool { catalogue.has(key) }

  /// The same texts in another language.
  package func speaking(_ language: Language) -> Localizer { Localizer(language: language, catalogue: catalogue) }
}
