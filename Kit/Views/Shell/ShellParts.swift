import Localization

/// One entry of the navigation.
package struct NavigationItem: Sendable {
  let label: String
  let link: Link
  let icon: Icon?
  let isCurrent: Bool
  let badge: Int?
  let key: Character?

  /// - Parameters:
  ///   - badge: things that wait there; nothing is shown for zero.
  ///   - key: typed after `g` it leads here.
  package init(
    _ label: String, _ link: Link, icon: Icon? = nil, isCurrent: Bool = false, badge: Int? = nil,
    key: Character? = nil
  ) {
    self.label = label
    self.link = link
    self.icon = icon
    self.isCurrent = isCurrent
    self.badge = badge
    self.key = key
  }
}

/// Entries under a heading: 合作, 育人, 就业, 评价. Entries that stand for
/// themselves (待办, 总览) are in a section without heading.
package struct NavigationSection: Sendable {
  let label: String?
  let items: [NavigationItem]

  /// - Parameter label: `nil` for entries that stand for themselves.
  package init(_ label: String?, _ items: [NavigationItem]) {
    self.label = label
    self.items = items
  }
}

/// Who is signed in.
package struct ShellUser: Sendable {
  let name: String
  let role: String
  let school: String?
  let menu: [(label: String, link: Link)]
  let signOut: Link

  /// - Parameters:
  ///   - school: the school the person works in now.
  ///   - menu: settings and the like; the language, theme and sign-out
  ///     entries are added.
  ///   - signOut: where a POST signs out.
  package init(
    name: String, role: String, school: String? = nil, menu: [(label: String, link: Link)] = [], signOut: Link
  ) {
    self.name = name
    self.role = role
    self.school = school
    self.menu = menu
    self.signOut = signOut
  }
}

/// Where the style sheets, scripts and icons of this build are.
package struct AssetPaths: Sendable {
  let styles: [Link]
  let scripts: [Link]
  let icon: Link?
  let manifest: Link?

  /// - Parameters:
  ///   - css: the files of `Assets/css` in the order of their names, or one
  ///     file that joins them in that order.
  ///   - js: the modules of `Assets/js`; each stands alone, in any order.
  package init(css: [Link], js: [Link], icon: Link? = nil, manifest: Link? = nil) {
    styles = css
    scripts = js
    self.icon = icon
    self.manifest = manifest
  }

  /// The tags for `<head>`.
  package var head: HTML {
    let sheets = styles.map { "<link rel=\"stylesheet\" href=\"\($0)\"/>" as HTML }
    let modules = scripts.map { "<script type=\"module\" src=\"\($0)\"></script>" as HTML }
    let picture: HTML = icon.map { "<link rel=\"icon\" type=\"image/svg+xml\" href=\"\($0)\"/>" } ?? .empty
    let app: HTML = manifest.map { "<link rel=\"manifest\" href=\"\($0)\"/>" } ?? .empty
    return "\(picture)\(app)\(sheets)\(modules)"
  }
}

/// Light, dark, or as the system says.
package enum Theme: String, Sendable, CaseIterable {
  case automatic = "auto", light, dark
}

/// How a reader changes language: a POST of `language` and `return`.
package struct LanguageSwitch: Sendable {
  let action: Link
  let returnPath: String
  let csrf: String?

  /// - Parameters:
  ///   - returnPath: the page to come back to.
  ///   - csrf: `nil` for a visitor without a session.
  package init(action: Link, returnPath: String, csrf: String?) {
    self.action = action
    self.returnPath = returnPath
    self.csrf = csrf
  }

  func html(_ t: Localizer) -> HTML {
    let buttons = Language.allCases.map { language -> HTML in
      let isCurrent = language == t.language
      let name = language == .chinese ? "中文" : "English"
      return """
        <button type="submit" name="language" value="\(language.rawValue)" lang="\(language.rawValue)" \
        aria-pressed="\(isCurrent ? "true" : "false")">\(name)</button>
        """
    }
    return """
      <form class="segments" method="post" action="\(action)" aria-label="\(t("kit.shell.language"))">\
      \(csrf.map(csrfField) ?? .empty)\(FormField.hidden("return", returnPath))\(buttons)</form>
      """
  }
}
