import Foundation

/// Every text of the program in every language.
///
/// Sources are flat JSON objects, one per feature and language:
/// `{"partners.title": "合作企业", "partners.count": "共 {count} 家"}`. Where English
/// needs a singular it has `"partners.count.one"` beside `"partners.count"`; it
/// is taken when the argument `count` is 1.
package struct Catalogue: Sendable {
  private let texts: [Language: [String: String]]

  /// A catalogue of the given texts, by language and key.
  package init(_ texts: [Language: [String: String]]) {
    self.texts = texts
  }

  /// Joins the sources of all features.
  /// - Throws: `CatalogueError` for a source that is not a flat JSON object of
  ///   strings, and for a key that two sources define.
  package init(sources: [(language: Language, json: String)]) throws {
    var texts: [Language: [String: String]] = [:]
    for source in sources {
      let decoded: [String: String]
      do {
        decoded = try JSONDecoder().decode([String: String].self, from: Data(source.json.utf8))
      } catch {
        throw CatalogueError.unreadable(language: source.language, reason: "\(error)")
      }
      for (key, text) in decoded {
        guard texts[source.language, default: [:]].updateValue(text, forKey: key) == nil else {
          throw CatalogueError.duplicate(key: key, language: source.language)
        }
      }
    }
    self.texts = texts
  }

  /// The texts among a target's embedded files: `Locales/zh-CN.json` and so on.
  /// - Throws: `CatalogueError.unknownLanguage`.
  package static func sources(
    embedded files: [(path: String, text: String)]
  ) throws(CatalogueError) -> [(language: Language, json: String)] {
    var sources: [(language: Language, json: String)] = []
    for file in files where file.path.hasPrefix("Locales/") && file.path.hasSuffix(".json") {
      guard let language = Language(rawValue: String(file.path.dropFirst(8).dropLast(5))) else {
        throw .unknownLanguage(path: file.path)
      }
      sources.append((language, file.text))
    }
    return sources
  }

  /// Every key that has a text in `language`.
  package func keys(in language: Language) -> Set<String> {
    Set(texts[language, default: [:]].keys)
  }

  /// The text as it is written, with its places; `nil` where there is none.
  func pattern(_ key: String, in language: Language) -> String? {
    texts[language]?[key]
  }

  /// Whether `key` has a text in Chinese, which is complete.
  package func has(_ key: String) -> Bool {
    texts[.chinese]?[key] != nil
  }

  /// The text of `key` with its places filled; in Chinese where the language
  /// has none, and the key itself where Chinese has none either.
  package func text(_ key: String, _ arguments: [String: String] = [:], in language: Language) -> String {
    let isSingular = arguments["count"].map { language.pluralForm(of: $0) == .one } ?? false
    let singular = isSingular ? texts[language]?[key + ".one"] : nil
    let pattern = singular ?? texts[language]?[key] ?? texts[.chinese]?[key] ?? key
    return arguments.isEmpty ? pattern : Self.fill(pattern, arguments)
  }

  /// Replaces `{name}` by its argument in one pass, so that an argument that
  /// looks like a place itself stays as it is.
  private static func fill(_ pattern: String, _ arguments: [String: String]) -> String {
    // Braces are one byte each, and no byte of another character looks like one.
    var result = ""
    var rest = pattern.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      result += Substring(rest[..<open])
      let tail = rest[rest.index(after: open)...]
      guard let close = tail.firstIndex(of: UInt8(ascii: "}")), let value = arguments[String(Substring(tail[..<close]))]
      else {
        result += "{"
        rest = tail
        continue
      }
      result += value
      rest = tail[tail.index(after: close)...]
    }
    return result + Substring(rest)
  }
}

/// Why the texts cannot be joined; the program refuses to start then.
package enum CatalogueError: Error, Sendable, Hashable {
  case unreadable(language: Language, reason: String)
  case duplicate(key: String, language: Language)
  /// A file of texts whose name is no language of ours.
  case unknownLanguage(path: String)
}
