package import Localization

/// What pages of imports say, in every language.
package enum ImportsTexts {
  package static var sources: [(language: Language, json: String)] {
    Language.allCases.flatMap { language in
      EmbeddedFiles.all.filter { $0.path == "Locales/\(language.rawValue).json" }.map { (language, $0.text) }
    }
  }
}
