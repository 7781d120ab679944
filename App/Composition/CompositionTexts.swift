import Localization
import Platform

/// The texts of what belongs to no feature.
enum CompositionTexts {
  static var sources: [(language: Language, json: String)] {
    Language.allCases.flatMap { language in
      EmbeddedFiles.all.filter { $0.path == "Locales/\(language.rawValue).json" }.map { (language, $0.text) }
    }
  }
}
