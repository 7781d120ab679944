import Foundation
import FoundationXML
import Testing

@testable import Views

/// The style sheets and scripts, read from the folder `Assets`.
@Suite struct AssetTests {
  private static let folder = (1...4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }
  .appending(path: "Assets")

  private func files(_ kind: String) throws -> [(name: String, text: String)] {
    let folder = Self.folder.appending(path: kind)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
      .map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
  }

  @Test func stayLight() throws {
    #expect(try files("css").map(\.text.utf8.count).reduce(0, +) < 64_000)
    #expect(try files("js").map(\.text.utf8.count).reduce(0, +) < 40_000)
  }

  @Test func scriptsStandAloneAndWriteNoMarkup() throws {
    for (name, text) in try files("js") {
      for word in [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write", "import ", "export ", ".style",
      ] {
        #expect(!text.contains(word), "\(name): \(word)")
      }
    }
  }

  @Test func stylesAgreeOnTheOrderOfLayers() throws {
    let orders = try files("css").map { file in file.text.split(separator: "\n").first { $0.hasPrefix("@layer ") } }
    #expect(Set(orders).count == 1)
    for (name, text) in try files("css") {
      #expect(text.count { $0 == "{" } == text.count { $0 == "}" }, "\(name)")
      #expect(!text.contains("url("), "\(name)")
    }
  }

  @Test func everyPropertyThatIsUsedIsDefined() throws {
    let text = try files("css").map(\.text).joined()
    let defined = Set(text.matches(of: /(--[a-z0-9-]+):/).map { String($0.output.1) })
    let used = Set(text.matches(of: /var\((--[a-z0-9-]+)/).map { String($0.output.1) })
    #expect(used.subtracting(defined).sorted() == [])
  }

  @Test func everyClassOfThePagesHasAStyle() throws {
    let styles = try files("css").map(\.text).joined() + files("js").map(\.text).joined()
    let shell = try Pages.shell()
    let root = try Pages.tree(ofPage: shell.document(Styleguide.page(shell.localizer)))
    let names = Set(try Pages.values("//@class", in: root).flatMap { $0.split(separator: " ").map(String.init) })
    // Names that say what something is and look like what encloses them.
    let unstyled: Set<String> = [
      "actor-due", "cell", "choices", "clear", "difference", "drop-words", "event-text", "full", "invalid",
      "meter-text",
      "panel-tabs", "phone-line", "series-1", "series-2", "spark", "start", "step-words", "upcoming",
    ]
    #expect(unstyled.subtracting(names).sorted() == [])
    let missing = names.subtracting(unstyled).filter { !styles.contains(".\($0)") && !styles.contains("=\"\($0)\"") }
    #expect(missing.sorted() == [])
  }

  /// WCAG 2.2 AA: 4.5 for text, 3 for the edges of controls, in both themes.
  @Test(arguments: ["light", "dark"])
  func coloursHaveContrast(_ theme: String) throws {
    let colours = try palette(theme)
    func contrast(_ one: String, _ other: String) throws -> Double {
      let (first, second) = (try #require(colours[one]), try #require(colours[other]))
      let (a, b) = (try luminance(first), try luminance(second))
      return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
    for text in ["text", "soft", "brand", "ok", "warning", "bad", "info", "neutral"] {
      for ground in ["ground", "surface", "raised", "chosen"] {
        #expect(try contrast(text, ground) >= 4.5, "\(text) on \(ground)")
      }
    }
    for tone in ["ok", "warning", "bad", "info", "brand"] {
      #expect(try contrast(tone, "\(tone)-soft") >= 4.5, "\(tone)")
      #expect(try contrast("text", "\(tone)-soft") >= 4.5, "text on \(tone)")
    }
    #expect(try contrast("on-brand", "brand") >= 4.5)
    #expect(try contrast("soft", "brand-soft") >= 4.5)
    for edge in ["control", "focus", "fill-warning"] + (0..<6).map({ "chart-\($0)" }) {
      #expect(try contrast(edge, "surface") >= 3, "\(edge)")
    }
  }

  @Test func bothWaysToDarkAreTheSame() throws {
    let text = try tokens()
    let blocks = text.matches(of: /:root(?::not\(\[data-theme="light"\]\)|\[data-theme="dark"\]) \{([^}]*)\}/)
      .map {
        String($0.output.1).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
          !$0.isEmpty
        }
      }
    #expect(blocks.count == 2)
    #expect(blocks.first == blocks.last)
  }

  private func tokens() throws -> String {
    try String(contentsOf: Self.folder.appending(path: "css/tokens.css"), encoding: .utf8)
  }

  private func palette(_ theme: String) throws -> [String: String] {
    let text = try tokens()
    var colours: [String: String] = [:]
    func take(_ block: Substring) {
      for match in block.matches(of: /--([a-z0-9-]+): (#[0-9a-f]{3,6});/) {
        colours[String(match.output.1)] = String(match.output.2)
      }
    }
    let light = try #require(text.firstMatch(of: /:root \{([^}]*)\}/))
    take(light.output.1)
    if theme == "dark" {
      let dark = try #require(text.firstMatch(of: /:root\[data-theme="dark"\] \{([^}]*)\}/))
      take(dark.output.1)
    }
    return colours
  }

  private func luminance(_ colour: String) throws -> Double {
    var digits = String(colour.dropFirst())
    if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
    let number = try #require(Int(digits, radix: 16))
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double((number >> shift) & 255) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
