package import Localization

/// What is said about fields and mistakes in them, in every language.
package enum RecordsTexts {
  package static var sources: [(language: Language, json: String)] {
    Language.allCases.flatMap { language in
      EmbeddedFiles.all.filter { $0.path == "Locales/\(language.rawValue).json" }.map { (language, $0.text) }
    }
  }
}
