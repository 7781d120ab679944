import Testing

@testable import Localization

@Suite("Catalogue")
struct CatalogueTests {
  let catalogue = Catalogue([
    .chinese: ["a.title": "合作企业", "a.count": "共 {count} 家", "a.pair": "{one} 和 {two}", "a.onlyChinese": "只有中文"],
    .english: [
      "a.title": "Partners", "a.count": "{count} partners", "a.count.one": "{count} partner",
      "a.pair": "{one} and {two}",
    ],
  ])

  @Test("Texts are said in the language asked for, else in Chinese, else as their key")
  func fallback() {
    let english = Localizer(language: .english, catalogue: catalogue)
    let chinese = Localizer(language: .chinese, catalogue: catalogue)
    #expect(english("a.title") == "Partners")
    #expect(chinese("a.title") == "合作企业")
    #expect(english("a.onlyChinese") == "只有中文")
    #expect(english("a.nowhere") == "a.nowhere")
    #expect(english(Message("a.pair", ["one": "x", "two": "y"])) == "x and y")
    #expect(english.has("a.onlyChinese") && !english.has("a.nowhere"))
  }

  @Test("One of something is singular in English only, 1.0 and 21 are not")
  func plural() {
    let english = Localizer(language: .english, catalogue: catalogue)
    let expected = [
      "1": "1 partner", "-1": "-1 partner", "0": "0 partners", "21": "21 partners", "1.0": "1.0 partners",
      "1,001": "1,001 partners",
    ]
    for (count, text) in expected { #expect(english("a.count", ["count": count]) == text) }
    #expect(Localizer(language: .chinese, catalogue: catalogue)("a.count", ["count": "1"]) == "共 1 家")
    #expect(english("a.title", ["count": "1"]) == "Partners")
  }

  @Test("An argument that looks like a place is not filled again, and stray braces stay")
  func filling() {
    let english = Localizer(language: .english, catalogue: catalogue)
    #expect(english("a.pair", ["one": "{two}", "two": "{one}"]) == "{two} and {one}")
    #expect(english("a.pair", ["one": "x"]) == "x and {two}")
    let odd = Catalogue([.chinese: ["k": "{ {{a}} } {a"]])
    #expect(odd.text("k", ["a": "1"], in: .chinese) == "{ {1} } {a")
  }

  @Test("Sources are joined; what is unreadable or defined twice is refused by name")
  func sources() throws {
    let joined = try Catalogue(sources: [(.chinese, #"{"a": "甲"}"#), (.chinese, #"{"b": "乙"}"#), (.english, "{}")])
    #expect(joined.keys(in: .chinese) == ["a", "b"])
    #expect(joined.keys(in: .english).isEmpty)
    #expect(throws: CatalogueError.duplicate(key: "a", language: .english)) {
      try Catalogue(sources: [(.english, #"{"a": "x"}"#), (.english, #"{"a": "x"}"#)])
    }
    for broken in ["", "[]", #"{"a": {"b": "c"}}"#, #"{"a": 1}"#] {
      #expect(throws: CatalogueError.self) { try Catalogue(sources: [(.chinese, broken)]) }
    }
  }

  @Test("Embedded files are taken by their language; others are passed over, unknown languages refused")
  func embedded() throws {
    let sources = try Catalogue.sources(embedded: [
      ("Locales/en.json", #"{"a": "A"}"#), ("Locales/zh-CN.json", #"{"a": "甲"}"#), ("Embedded/app.js", "x"),
    ])
    #expect(sources.map(\.language) == [.english, .chinese])
    #expect(try Catalogue(sources: sources).text("a", in: .chinese) == "甲")
    #expect(throws: CatalogueError.unknownLanguage(path: "Locales/fr.json")) {
      try Catalogue.sources(embedded: [("Locales/fr.json", "{}")])
    }
  }

  @Test("Missing, blank and differing texts are found")
  func problems() {
    #expect(catalogue.problems() == [.missing(key: "a.onlyChinese", language: .english)])
    let broken = Catalogue([
      .chinese: ["a": "{x}", "b": "乙", "c": " ", "d": "{count} 天", "d.one": "一天", "f": "己"],
      .english: [
        "a": "{y}", "c": "C", "d": "{count} days", "d.one": "{number} day", "e": "E", "f": "F", "f.one": "one",
      ],
    ])
    #expect(
      Set(broken.problems()) == [
        .places(key: "a", language: .english, expected: ["x"], found: ["y"]),
        .missing(key: "b", language: .english),
        .blank(key: "c", language: .chinese),
        .strayForm(key: "d.one", language: .chinese),
        .places(key: "d.one", language: .english, expected: ["count"], found: ["number"]),
        .missing(key: "e", language: .chinese),
      ])
    #expect(broken.problems().allSatisfy { !$0.description.isEmpty })
  }

  @Test("Our own texts have no problems")
  func ownTexts() throws {
    #expect(try Catalogue(sources: LocalizationTexts.sources).problems().isEmpty)
  }
}

@Suite("Language negotiation")
struct LanguageNegotiationTests {
  @Test(
    "The heaviest of our languages wins, Chinese when there is none",
    arguments: [
      (nil, .chinese), ("", .chinese), ("zh-CN,zh;q=0.9,en;q=0.8", .chinese), ("en-US,en;q=0.9,zh-CN;q=0.8", .english),
      ("zh;q=0.5, en;q=0.7", .english), ("en;q=0.5, zh-TW", .chinese), ("fr-FR,de;q=0.9", .chinese),
      ("fr-FR,en;q=0.4", .english), ("EN-gb", .english), ("en;q=0, zh;q=0.1", .chinese), ("en;q=0", .chinese),
      ("*", .chinese), ("en ; q = 0.9 , * ; q=0.1", .english), ("en;q=2, zh;q=0.1", .chinese), ("en;q=x", .chinese),
      (";;;,,,=", .chinese), ("zh-Hans-CN;q=1.0,en;q=1.0", .chinese), ("english", .chinese),
    ] as [(String?, Language)])
  func preferred(header: String?, language: Language) {
    #expect(Language.preferred(header: header) == language)
  }

  @Test("A header without end costs little")
  func long() {
    let header = String(repeating: "xx;q=0.1,", count: 200_000) + "en"
    let time = ContinuousClock().measure { #expect(Language.preferred(header: header) == .chinese) }
    #expect(time < .seconds(1))
  }
}
