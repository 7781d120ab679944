import Foundation
import FoundationXML
import Localization
import Testing
import Values

@testable import Views

/// What the tests of this folder share: words, a day, a parser.
enum Pages {
  static let today = CivilDate(daysSinceEpoch: 20_778)
  static let now = Instant(milliseconds: 1_795_244_640_000)

  /// Text that would break a page wherever it came through unescaped.
  static let hostile = "<script>alert(1)</script>\" onmouseover='x' & ]]> </textarea>"

  static func localizer(_ language: Language = .chinese) throws -> Localizer {
    Localizer(
      language: language, catalogue: try Catalogue(sources: LocalizationTexts.sources + ViewsTexts.sources))
  }

  /// The tree of a part of a page; throws when it is not well-formed.
  static func tree(_ html: HTML) throws -> XMLElement {
    let document = try XMLDocument(xmlString: "<root>\(html.text)</root>", options: [])
    return try #require(document.rootElement())
  }

  /// The tree of a whole page.
  static func tree(ofPage html: HTML) throws -> XMLElement {
    let text = try #require(html.text.hasPrefix("<!DOCTYPE html>\n") ? html.text.dropFirst(16) : nil)
    return try #require(XMLDocument(xmlString: String(text), options: []).rootElement())
  }

  static func elements(_ path: String, in root: XMLElement) throws -> [XMLElement] {
    try root.nodes(forXPath: path).compactMap { $0 as? XMLElement }
  }

  static func values(_ path: String, in root: XMLElement) throws -> [String] {
    try root.nodes(forXPath: path).compactMap(\.stringValue)
  }

  /// A page with everything a frame can have.
  static func shell(_ language: Language = .chinese) throws -> Shell {
    let t = try localizer(language)
    var shell = Shell(
      localizer: t, applicationName: t("kit.applicationName"), title: t("kit.styleguide.title"), csrf: "token",
      assets: AssetPaths(
        css: ["/assets/css/base.css"], js: ["/assets/js/shell.js"], icon: "/assets/icons/favicon.svg",
        manifest: "/assets/icons/manifest.webmanifest"))
    shell.breadcrumbs = [Crumb(t("kit.shell.menu"), "/"), Crumb(t("kit.styleguide.title"))]
    shell.navigation = [
      NavigationSection(nil, [NavigationItem("Inbox", "/inbox", icon: .inbox, badge: 7, key: "i")]),
      NavigationSection("Cooperation", [NavigationItem("Partners", "/partners", icon: .building, isCurrent: true)]),
    ]
    shell.phoneTabs = (1...6).map { NavigationItem("Tab \($0)", "/tab", icon: .inbox, badge: $0 == 1 ? 3 : nil) }
    shell.user = ShellUser(
      name: "Ada", role: "Office", school: "School", menu: [("Account", "/account")], signOut: "/out")
    shell.flash = Flash(.ok, "Saved")
    shell.banner = "Demo"
    shell.languageSwitch = LanguageSwitch(action: "/language", returnPath: "/styleguide", csrf: "token")
    shell.search = "/search"
    shell.theme = .dark
    shell.refreshAfter = 5
    shell.printNote = "2026-11-21"
    shell.titleNote = Badge(.info, "Draft").html
    return shell
  }
}
