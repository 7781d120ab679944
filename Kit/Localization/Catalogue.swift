import Foundation

/// Every text of the program in every language.
///
/// Sources are flat JSON objects, one per feature and language:
/// `{"partners.title": "合作企业", "partners.count": "共 {count} 家"}`. Where English
/// needs a singular it has `"partners.count.one"` beside `"partners.count"`; it
/// is taken when the argument `count` is 1.
package struct Catalogue: Sendable {
  private let texts: [Language: [String: String]]

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

  package func keys(in language: Language) -> Set<String> {
    Set(texts[language, default: [:]].keys)
  }

  package func has(_ key: String) -> Bool {
    texts[.chinese]?[key] != nil
  }

  package func text(_ key: String, _ arguments: [String: String] = [:], in language: Language) -> String {
    let singular = arguments["count"] == "1" ? texts[language]?[key + ".one"] : nil
    let pattern = singular ?? texts[language]?[key] ?? texts[.chinese]?[key] ?? key
    return arguments.isEmpty ? pattern : Self.fill(pattern, arguments)
  }

  /// Replaces `{name}` by its argument in one pass, so that an argument that
  /// looks like a place itself stays as it is.
  private static func fill(_ pattern: String, _ arguments: [String: String]) -> String {
    var result = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      let tail = rest[rest.index(after: open)...]
      guard let close = tail.firstIndex(of: "}"), let value = arguments[String(tail[..<close])] else {
        result += "{"
        rest = tail
        continue
      }
      result += value
      rest = tail[tail.index(after: close)...]
    }
    return result + rest
  }
}

package enum CatalogueError: Error, Sendable {
  case unreadable(language: Language, reason: String)
  case duplicate(key: String, language: Language)
}
