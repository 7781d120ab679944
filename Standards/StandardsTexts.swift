/// What this library says, in both languages: the terms of its vocabularies
/// (`standards.<vocabulary>.<raw value>`) and the remarks of its readers
/// (`standards.<reader>.<remark>`).
package enum StandardsTexts {
  /// Flat JSON objects, one per language (`zh-CN`, `en`).
  package static var sources: [(language: String, json: String)] {
    EmbeddedFiles.all.compactMap { file in
      guard file.path.hasPrefix("Locales/"), file.path.hasSuffix(".json") else { return nil }
      return (String(file.path.dropFirst("Locales/".count).dropLast(".json".count)), file.text)
    }
  }
}
