package import Localization

/// The words of the building blocks (`kit.…`), for the catalogue.
package enum ViewsTexts {
  /// One flat JSON object per language.
  package static var sources: [(language: Language, json: String)] {
    EmbeddedFiles.all.compactMap { file in
      guard file.path.hasPrefix("Locales/"), file.path.hasSuffix(".json") else { return nil }
      let name = file.path.dropFirst("Locales/".count).dropLast(".json".count)
      return Language(rawValue: String(name)).map { ($0, file.text) }
    }
  }
}
