/// What is wrong with the texts of a catalogue; a test of the whole program
/// expects none.
package enum CatalogueProblem: Sendable, Hashable, CustomStringConvertible {
  /// The key has a text in another language, but none in this one.
  case missing(key: String, language: Language)
  /// The text has other `{places}` than the Chinese one.
  case places(key: String, language: Language, expected: Set<String>, found: Set<String>)
  /// The text is empty or blank.
  case blank(key: String, language: Language)
  /// A singular without the plural beside it, or in a language that has none.
  case strayForm(key: String, language: Language)

  package var description: String {
    switch self {
    case .missing(let key, let language): "\(key) has no text in \(language.rawValue)"
    case .places(let key, let language, let expected, let found):
      "\(key) in \(language.rawValue) has the places \(found.sorted()) instead of \(expected.sorted())"
    case .blank(let key, let language): "\(key) in \(language.rawValue) is blank"
    case .strayForm(let key, let language): "\(key) in \(language.rawValue) is a singular that is never used"
    }
  }
}

extension Catalogue {
  /// Compares the languages with each other; in order of the keys.
  package func problems() -> [CatalogueProblem] {
    let all = Language.allCases.reduce(into: Set<String>()) { $0.formUnion(keys(in: $1)) }
    return all.sorted().flatMap { key in Language.allCases.flatMap { problems(of: key, in: $0) } }
  }

  private func problems(of key: String, in language: Language) -> [CatalogueProblem] {
    let plural = key.hasSuffix(".one") ? String(key.dropLast(4)) : nil
    guard let pattern = pattern(key, in: language) else {
      // A singular is needed by no language that has no such form.
      let isNeeded = plural.map { !has($0) || language.pluralForm(of: "1") == .one } ?? true
      return isNeeded ? [.missing(key: key, language: language)] : []
    }
    var problems: [CatalogueProblem] = []
    if pattern.allSatisfy(\.isWhitespace) { problems.append(.blank(key: key, language: language)) }
    if let plural, has(plural) {
      if language.pluralForm(of: "1") != .one { problems.append(.strayForm(key: key, language: language)) }
      // "One day left" may leave its number out, but may not ask for more than the plural does.
      let expected = Self.places(self.pattern(plural, in: language) ?? "")
      let found = Self.places(pattern)
      if !found.isSubset(of: expected) {
        problems.append(.places(key: key, language: language, expected: expected, found: found))
      }
    } else if let chinese = self.pattern(key, in: .chinese), Self.places(chinese) != Self.places(pattern) {
      problems.append(
        .places(key: key, language: language, expected: Self.places(chinese), found: Self.places(pattern)))
    }
    return problems
  }

  /// The names between braces.
  static func places(_ pattern: String) -> Set<String> {
    Set(
      pattern.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
        .compactMap { part in part.firstIndex(of: "}").map { String(part[..<$0]) } })
  }
}
