package import Localization

/// The frame of every page of a person who is signed in: navigation, the way
/// here, title and actions on one line, and on a phone the tabs below.
package struct Shell: Sendable {
  /// The words and the language of the page.
  package var localizer: Localizer
  /// The name of the installation: "桥 Qiao".
  package var applicationName: String
  /// The heading of the page and, with the name, of the window.
  package var title: String
  /// The way here; the page itself may be the last.
  package var breadcrumbs: [Crumb] = []
  /// What the reader's role may use.
  package var navigation: [NavigationSection] = []
  /// At most four; the fifth place opens the navigation.
  package var phoneTabs: [NavigationItem] = []
  /// The one who is signed in.
  package var user: ShellUser?
  /// What the last act came to.
  package var flash: Flash?
  /// The token of forms in the frame (sign-out).
  package var csrf: String
  /// A line above everything: "演示系统".
  package var banner: HTML?
  /// Style sheets and scripts.
  package var assets: AssetPaths
  /// How the language is changed; `nil` leaves the switch out.
  package var languageSwitch: LanguageSwitch?
  /// The search over everything, a GET with `q`; `nil` leaves it out.
  package var search: Link?
  /// What the browser's cookie `theme` says.
  package var theme: Theme = .automatic
  /// Reloads after so many seconds where scripts do not run (see `JobProgress`).
  package var refreshAfter: Int?
  /// Said in print: when and where this was printed.
  package var printNote: String?
  /// A short line beside the title: a state, a code.
  package var titleNote: HTML = .empty
  /// Where the name leads.
  package var home: Link = "/"

  /// What every page needs; the rest is set afterwards.
  package init(
    localizer: Localizer, applicationName: String, title: String, csrf: String, assets: AssetPaths
  ) {
    self.localizer = localizer
    self.applicationName = applicationName
    self.title = title
    self.csrf = csrf
    self.assets = assets
  }

  /// The whole page.
  /// - Parameter actions: buttons at the right of the title, the main one last.
  package func document(_ content: HTML, actions: HTML = .empty) -> HTML {
    let t = localizer
    let bar: HTML = actions.isEmpty ? .empty : "<div class=\"actions\">\(actions)</div>"
    let note: HTML =
      banner.map { "<aside class=\"banner\" aria-label=\"\(t("kit.shell.notice"))\">\($0)</aside>" } ?? .empty
    let body: HTML = """
      <a class="skip" href="#main">\(t("kit.shell.skip"))</a><div class="shell">\(sidebar)\(note)\
      <main class="page" id="main" tabindex="-1">\(printHead)<header class="page-head">\
      \(Breadcrumb(t("kit.shell.breadcrumb"), breadcrumbs))\
      <div class="title-line"><h1>\(title)</h1>\(titleNote)\(bar)</div></header>\
      \(flash.map { $0.html(t) } ?? .empty)\(content)\(printFoot)</main></div>\(tabBar)\(ShellDialogs(t, navigation))
      """
    return page(body, title: "\(title) · \(applicationName)", className: "with-shell")
  }

  /// A page without navigation: sign-in, errors, pages opened by a link.
  /// - Parameter isWide: as wide as a form instead of a small card.
  package func bare(_ content: HTML, isWide: Bool = false) -> HTML {
    let t = localizer
    let note: HTML =
      banner.map { "<aside class=\"banner\" aria-label=\"\(t("kit.shell.notice"))\">\($0)</aside>" } ?? .empty
    let body: HTML = """
      <a class="skip" href="#main">\(t("kit.shell.skip"))</a>\(note)<div class="bare\(if: isWide, " wide")">\
      <header class="bare-head"><a class="wordmark" href="\(home)">\(Logo())<span>\(applicationName)</span></a>\
      \(languageSwitch.map { $0.html(t) } ?? .empty)</header>\
      <main class="bare-main" id="main" tabindex="-1">\(printHead)<h1>\(title)</h1>\(flash.map { $0.html(t) } ?? .empty)\
      \(content)\(printFoot)</main></div>\(ShellDialogs(t, []))
      """
    return page(body, title: "\(title) · \(applicationName)", className: "without-shell")
  }

  private func page(_ body: HTML, title: String, className: String) -> HTML {
    let t = localizer
    let refresh: HTML =
      refreshAfter.map { "<noscript><meta http-equiv=\"refresh\" content=\"\($0)\"/></noscript>" } ?? .empty
    return """
      <!DOCTYPE html>
      <html lang="\(t.language.rawValue)"\(attribute: "data-theme", theme == .automatic ? nil : theme.rawValue)>\
      <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>\
      <meta name="color-scheme" content="light dark"/><title>\(title)</title>\(refresh)\(assets.head)</head>\
      <body class="\(className)" data-copied="\(t("kit.copied"))" data-failed="\(t("kit.live.failed"))">\(body)</body></html>

      """
  }

  private var sidebar: HTML {
    let t = localizer
    let find: HTML =
      search.map {
        """
        <form class="side-search" method="get" action="\($0)" role="search">\(Icon.search)<input type="search" name="q" \
        aria-label="\(t("kit.search"))" placeholder="\(t("kit.search"))" autocomplete="off" data-search-all=""/></form>
        """
      } ?? .empty
    return """
      <nav class="sidebar" id="navigation" aria-label="\(t("kit.shell.navigation"))">\
      <div class="side-head"><a class="wordmark" href="\(home)">\(Logo())<span>\(applicationName)</span></a>\
      <a class="button quiet icon-only side-close" href="#main" aria-label="\(t("kit.close"))">\(Icon.close)</a></div>\
      \(find)<div class="side-sections">\(navigation.map(section))</div>\(userMenu)</nav>
      """
  }

  private func section(_ section: NavigationSection) -> HTML {
    let items = section.items.map { item -> HTML in
      """
      <li><a href="\(item.link)"\(if: item.isCurrent, " aria-current=\"page\"")\
      \(attribute: "data-go", item.key.map { String($0) })>\(item.icon)<span>\(item.label)</span>\
      \(item.badge.map { CountMark($0, tone: .bad) })</a></li>
      """
    }
    let heading: HTML = section.label.map { "<p class=\"side-label\">\($0)</p>" } ?? .empty
    return "<div class=\"side-section\">\(heading)<ul>\(items)</ul></div>"
  }

  private var userMenu: HTML {
    guard let user else { return .empty }
    let t = localizer
    let links = user.menu.map { "<li><a href=\"\($0.link)\">\($0.label)</a></li>" as HTML }
    let school: HTML = user.school.map { "<span class=\"user-role\">\($0)</span>" } ?? .empty
    let themes = Theme.allCases.map { choice -> HTML in
      """
      <button type="button" data-theme-choice="\(choice.rawValue)" aria-pressed="\(choice == theme ? "true" : "false")">\
      \(t("kit.theme.\(choice.rawValue)"))</button>
      """
    }
    return """
      <details class="user-menu" data-popover=""><summary>\(Avatar(user.name))<span class="user-words">\
      <span class="user-name">\(user.name)</span><span class="user-role">\(user.role)</span>\(school)</span>\(Icon.more)</summary>\
      <div class="user-body"><ul>\(links)\
      <li class="needs-js"><button type="button" data-dialog="keys-dialog">\(t("kit.keys.title"))</button></li></ul>\
      \(languageSwitch.map { $0.html(t) } ?? .empty)\
      <div class="segments needs-js" role="group" aria-label="\(t("kit.theme.label"))">\(themes)</div>\
      <form method="post" action="\(user.signOut)" data-clears-drafts="">\(csrfField(csrf))\
      <button type="submit" class="button secondary small">\(Icon.signOut)<span>\(t("kit.shell.signOut"))</span></button>\
      </form></div></details>
      """
  }

  private var tabBar: HTML {
    guard user != nil || !phoneTabs.isEmpty else { return .empty }
    let tabs = phoneTabs.prefix(4).map { item -> HTML in
      """
      <li><a href="\(item.link)"\(if: item.isCurrent, " aria-current=\"page\"")>\(item.icon ?? .file)\
      <span>\(item.label)</span>\(item.badge.map { CountMark($0, tone: .bad) })</a></li>
      """
    }
    let t = localizer
    return """
      <nav class="tab-bar" aria-label="\(t("kit.shell.tabs"))"><ul>\(tabs)<li><a href="#navigation">\(Icon.menu)\
      <span>\(t("kit.shell.menu"))</span></a></li></ul></nav>
      """
  }

  private var printHead: HTML {
    let place = user?.school ?? applicationName
    return "<div class=\"print-only print-head\"><span>\(place)</span><span>\(printNote)</span></div>"
  }

  private var printFoot: HTML {
    """
    <div class="print-only print-foot"><span>\(localizer("kit.print.office"))</span>\
    <span>\(localizer("kit.print.signed"))</span><span>\(localizer("kit.print.date"))</span></div>
    """
  }
}
