import FoundationXML
import Localization
import Testing
import Values

@testable import Views

@Suite struct EscapingTests {
  @Test func textIsEscapedInContentAndAttributes() {
    let text = "<b title=\"x\">'&'</b>"
    let content: HTML = "<p>\(text)</p>"
    #expect(content.text == "<p>&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;</p>")
    let attribute: HTML = "<p\(attribute: "title", text)></p>"
    #expect(attribute.text == "<p title=\"&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;\"></p>")
  }

  @Test func missingValuesLeaveNothing() {
    let none: String? = nil
    let noLink: Link? = nil
    let noBadge: Badge? = nil
    let html: HTML = "<p\(attribute: "title", none)\(attribute: "href", noLink)>\(none)\(noBadge)</p>"
    #expect(html.text == "<p></p>")
  }

  @Test func partsNestAsTheyAre() {
    let html: HTML = "\(Badge(.ok, "a<b"))\([Kbd("x"), Kbd("&")])"
    #expect(html.text == "<span class=\"badge ok\">a&lt;b</span><kbd>x</kbd><kbd>&amp;</kbd>")
  }

  /// A control character would make the page unreadable as XML and means nothing in HTML.
  @Test func controlCharactersAreReplaced() {
    let html: HTML = "\("a\u{0}b\u{1B}c\td\ne")"
    #expect(html.text == "a\u{FFFD}b\u{FFFD}c\td\ne")
  }

  @Test(arguments: [
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x",
    "//evil.example",
    "/\\evil.example", "https://evil.example", "ftp://x", "partners", "",
  ])
  func ourLinksStayHere(_ address: String) {
    let link = Link(address)
    #expect(link.text == "#", "\(address)")
  }

  @Test(arguments: ["/partners?x=1&y=2", "?after=3", "#main", "/"])
  func ourLinksAreKept(_ address: String) {
    #expect(Link(address).text == address)
  }

  @Test(arguments: ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "/partners", "https://a\nb"])
  func foreignLinksNeedAKnownScheme(_ address: String) {
    #expect(Link(external: address) == nil)
  }

  @Test func foreignLinksAreEscaped() throws {
    let link = try #require(Link(external: "https://example.org/?a=1&b=\"><script>"))
    let html: HTML = "<a href=\"\(link)\">x</a>"
    #expect(html.text == "<a href=\"https://example.org/?a=1&amp;b=&quot;&gt;&lt;script&gt;\">x</a>")
  }

  @Test func queriesAreEncoded() {
    let link = Link("/partners").with([("q", "岭南&<>\""), ("empty", "")])
    #expect(link.text == "/partners?q=%E5%B2%AD%E5%8D%97%26%3C%3E%22")
  }

  /// Each part gets hostile text wherever it takes text; no element and no
  /// handler may come of it.
  @Test func noPartLetsTextBecomeMarkup() throws {
    let x = Pages.hostile
    let t = try Pages.localizer()
    for (name, html) in try PartSamples.all(text: x, t) {
      let root = try Pages.tree(html)
      #expect(try Pages.elements(".//script", in: root).isEmpty, "\(name)")
      let handlers = try Pages.elements(".//*", in: root).flatMap { $0.attributes ?? [] }
        .compactMap(\.name).filter { $0.hasPrefix("on") || $0 == "style" }
      #expect(handlers.isEmpty, "\(name): \(handlers)")
    }
  }
}
