import Foundation
import FoundationXML
import Localization
import Testing
import Values

@testable import Views

@Suite struct WellFormedTests {
  @Test(arguments: Language.allCases)
  func everyPartIsWellFormed(_ language: Language) throws {
    let t = try Pages.localizer(language)
    for (name, html) in try PartSamples.all(text: "岭南 & <Co> \"x\"", t) {
      #expect(throws: Never.self, "\(name)") { try Pages.tree(html) }
    }
    for icon in Icon.allCases {
      let shapes = try Pages.elements("svg/*", in: Pages.tree(icon.html))
      #expect(!shapes.isEmpty, "\(icon)")
    }
  }

  @Test(arguments: Language.allCases)
  func wholePagesFitTogether(_ language: Language) throws {
    let shell = try Pages.shell(language)
    let content = Styleguide.page(shell.localizer)
    for page in [shell.document(content, actions: Button("x").html), shell.bare(content, isWide: true)] {
      let root = try Pages.tree(ofPage: page)
      let ids = try Pages.values("//@id", in: root)
      #expect(ids.count == Set(ids).count, "\(ids.filter { id in ids.count { $0 == id } > 1 })")
      let known = Set(ids)

      // Whatever points to an id on the page finds it.
      for name in [
        "for", "aria-describedby", "aria-labelledby", "form", "list", "data-counter", "data-reveal", "data-dialog",
      ] {
        for value in try Pages.values("//@\(name)", in: root) {
          for id in value.split(separator: " ") {
            #expect(known.contains(String(id)), "\(name)=\(id)")
          }
        }
      }
      for target in try Pages.values("//@href[starts-with(., '#')]", in: root) where target != "#" {
        #expect(known.contains(String(target.dropFirst())), "\(target)")
      }
    }
  }

  /// The policy allows no inline style and no inline script.
  @Test func pagesKeepThePolicy() throws {
    let shell = try Pages.shell()
    let root = try Pages.tree(ofPage: shell.document(Styleguide.page(shell.localizer)))
    #expect(try Pages.elements("//style | //*[@style]", in: root).isEmpty)
    #expect(try Pages.elements("//script[not(@src)]", in: root).isEmpty)
    let names = try Pages.elements("//*", in: root).flatMap { $0.attributes ?? [] }.compactMap(\.name)
    #expect(!names.contains { $0.hasPrefix("on") })
  }

  @Test func everyControlHasAName() throws {
    let shell = try Pages.shell()
    let root = try Pages.tree(ofPage: shell.document(Styleguide.page(shell.localizer)))
    let labelled = Set(try Pages.values("//label/@for", in: root))
    for control in try Pages.elements("//input[not(@type='hidden')] | //select | //textarea", in: root) {
      let id = control.attribute(forName: "id")?.stringValue ?? ""
      let isInLabel = try !control.nodes(forXPath: "ancestor::label").isEmpty
      let isNamed = control.attribute(forName: "aria-label") != nil
      #expect(labelled.contains(id) || isInLabel || isNamed, "\(control.xmlString)")
    }
    for button in try Pages.elements("//button | //a[@href]", in: root) {
      let words = (button.stringValue ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
      #expect(!words.isEmpty || button.attribute(forName: "aria-label") != nil, "\(button.xmlString)")
    }
    for picture in try Pages.elements("//svg", in: root) {
      let isHidden = picture.attribute(forName: "aria-hidden") != nil
      let isNamed = picture.attribute(forName: "aria-label") ?? picture.attribute(forName: "aria-labelledby")
      #expect(isHidden || isNamed != nil && picture.attribute(forName: "role")?.stringValue == "img")
    }
  }

  @Test func formsDoNotNest() throws {
    let shell = try Pages.shell()
    let root = try Pages.tree(ofPage: shell.document(Styleguide.page(shell.localizer)))
    #expect(try Pages.elements("//form//form", in: root).isEmpty)
    #expect(
      try Pages.elements("//a//a | //a//button | //button//a | //summary//a | //summary//button", in: root).isEmpty)
    for form in try Pages.elements("//form[@method='post']", in: root) {
      let hasToken = try !form.nodes(forXPath: ".//input[@name='_csrf']").isEmpty
      let action = form.attribute(forName: "action")?.stringValue ?? ""
      #expect(hasToken || action.contains("_csrf="), "\(action)")
    }
  }
}
