import Foundation
import Localization
import Testing

@testable import Views

@Suite struct LocaleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// Keys made at run time, which no search of the sources can see.
  private static let made = Set(Theme.allCases.map { "kit.theme.\($0.rawValue)" } + (1...7).map { "kit.weekday.\($0)" })

  /// Said by other parts of the kit, which look to this module for them.
  private static let spokenElsewhere: Set<String> = Set(
    ["kit.applicationName", "kit.demoBanner"]
      + [
        "data", "died", "fontMissing", "made", "pages", "seal", "template", "templateMissing", "tooLarge",
        "unprintable",
        "workerMissing",
      ].map { "kit.documents.\($0)" })

  private func keys(_ language: Language) throws -> [String: String] {
    let source = try #require(ViewsTexts.sources.first { $0.language == language })
    return try JSONDecoder().decode([String: String].self, from: Data(source.json.utf8))
  }

  private func usedKeys() throws -> Set<String> {
    var used = Self.made
    let files = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path())
    for file in files where file.hasSuffix(".swift") && !file.hasPrefix("Tests/") {
      let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
      used.formUnion(text.matches(of: /"(kit\.[A-Za-z0-9.]+)"/).map { String($0.output.1) })
    }
    return used
  }

  @Test func bothLanguagesHaveEveryKeyThatIsUsed() throws {
    let (chinese, english) = (try keys(.chinese), try keys(.english))
    let shared = Set(
      try LocalizationTexts.sources.flatMap { source in
        try JSONDecoder().decode([String: String].self, from: Data(source.json.utf8)).keys
      })
    let used = try usedKeys().subtracting(shared)
    #expect(used.count > 100)
    #expect(used.subtracting(chinese.keys).sorted() == [])
    #expect(used.subtracting(english.keys).sorted() == [])
  }

  @Test func noKeyIsLeftOver() throws {
    let used = try usedKeys().union(Self.spokenElsewhere)
    for language in Language.allCases {
      let spare = try keys(language).keys.filter { key in
        !used.contains(key) && !used.contains(key.replacing(/\.one$/, with: ""))
      }
      #expect(spare.sorted() == [])
    }
  }

  @Test func textsFitTogether() throws {
    let (chinese, english) = (try keys(.chinese), try keys(.english))
    #expect(Set(chinese.keys) == Set(english.keys.filter { !$0.hasSuffix(".one") }))
    for (key, text) in english {
      let other = try #require(chinese[key.replacing(/\.one$/, with: "")])
      let places = Set(text.matches(of: /\{[a-zA-Z]+\}/).map { String($0.output) })
      let wanted = Set(other.matches(of: /\{[a-zA-Z]+\}/).map { String($0.output) })
      // A singular need not say the number.
      #expect(places == wanted || key.hasSuffix(".one") && places.isSubset(of: wanted), "\(key)")
      #expect(!text.isEmpty && !other.isEmpty, "\(key)")
    }
  }

  @Test func catalogueTakesThem() throws {
    let catalogue = try Catalogue(sources: LocalizationTexts.sources + ViewsTexts.sources)
    #expect(catalogue.problems().isEmpty, "\(catalogue.problems())")
  }
}
