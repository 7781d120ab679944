import Foundation
import Localization
import Testing

@testable import Views

/// The style guide as it was last looked at. After a change of markup: look at
/// the page, then `QIAO_UPDATE_GOLDEN=1` stores it anew.
@Suite struct GoldenTests {
  @Test(arguments: Language.allCases)
  func styleguide(_ language: Language) throws {
    try compare(Styleguide.page(Pages.localizer(language)), with: "styleguide.\(language.rawValue).html")
  }

  @Test func frame() throws {
    let shell = try Pages.shell()
    try compare(shell.document("<p>…</p>", actions: Button("x", style: .primary).html), with: "shell.html")
    try compare(shell.bare("<p>…</p>"), with: "bare.html")
  }

  private func compare(_ html: HTML, with name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
    // One element in a line, so that a difference can be read.
    let text = html.text.replacing("><", with: ">\n<") + "\n"
    if ProcessInfo.processInfo.environment["QIAO_UPDATE_GOLDEN"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let stored = try String(contentsOf: file, encoding: .utf8)
    guard stored != text else { return }
    let (old, new) = (stored.split(separator: "\n"), text.split(separator: "\n"))
    let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    Issue.record(
      """
      \(name) differs from line \(line + 1):
      - \(line < old.count ? old[line] : "(end)")
      + \(line < new.count ? new[line] : "(end)")
      """)
  }
}
