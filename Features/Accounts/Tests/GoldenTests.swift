import Database
import Foundation
import Localization
import TestKit
import Testing
import Values

@testable import Accounts

/// What a person reads and can do on each page, compared with the stored
/// files in `Golden`. After a change that is meant, look at the page, then
/// `QIAO_UPDATE_GOLDEN=1` stores it anew. Markup belongs to the kit and is not compared.
@Suite struct GoldenTests {
  @Test(arguments: Language.allCases)
  func `pages say what they said`(language: Language) async throws {
    try await TestWorld.run(on: .sqlite, isDemo: true) { world in
      let entry = DemoEntry(chinese: "校企合作办", english: "Cooperation office", position: 1)
      let demo = try await world.add("demo", displayName: "陈静", demo: entry)
      _ = try await world.add("li", contact: Contact(phone: "13800138000", mail: "li@school.cn"))
      try await world.serve { client in
        let browser = BrowserClient(client, language: language.rawValue)
        var outline = ""
        func note(_ page: BrowserPage) throws {
          outline += "== \(page.address) \(page.status)\n"
          outline += try Self.outline(page).replacing(demo.id.description, with: "ID")
        }
        try note(try await browser.get("/sign-in?next=/partners"))
        try note(try await world.enter(browser, "li", "wrong"))
        try note(try await browser.get("/password/forgotten"))
        try note(try await browser.get("/invitation/unusable"))
        try await world.enter(browser, "li")
        for path in ["", "/password", "/second-factor", "/sessions", "/tokens"] {
          try note(try await browser.get("/account" + path))
        }
        world.time.pass(.minutes(16))
        for path in ["", "/tokens", "/confirm?next=/account/tokens"] {
          try note(try await browser.get("/account" + path))
        }
        try expectGolden(outline, "pages.\(language.rawValue).txt")
      }
    }
  }

  private static let parts: KeyValuePairs = [
    "h1": "#", "h2": "##", "legend": "field", "label": "field", "p[@class='hint']": "hint",
    "p[@class='error']": "error",
    "th": "column", "dt": "name", "dd": "value", "button[@type='submit']": "button", "a": "link",
    "p[not(@class='hint') and not(@class='error')]": "text",
  ]

  /// The texts of the page's parts, and where its forms and links lead.
  private static func outline(_ page: BrowserPage) throws -> String {
    var lines: [String] = []
    for (part, mark) in parts {
      for text in try page.texts("//main//\(part)") where !text.isEmpty { lines.append("\(mark) \(text)") }
    }
    lines += try page.texts("//main//form/@action").map { "posts to \($0)" }
    lines += try page.texts("//main//form//input[not(@type='hidden')]/@name").map { "input \($0)" }
    lines += try page.texts("//main//a/@href").map { "leads to \($0)" }
    return lines.map { $0 + "\n" }.joined()
  }

  private func expectGolden(_ text: String, _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["QIAO_UPDATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let stored = try String(contentsOf: file, encoding: .utf8)
    for (line, expected) in zip(text.split(separator: "\n"), stored.split(separator: "\n")) where line != expected {
      Issue.record("\(name): “\(line)” instead of “\(expected)”")
      return
    }
    #expect(text == stored, "\(name)")
  }
}
