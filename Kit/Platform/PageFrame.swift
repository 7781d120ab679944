import Localization
package import Views
package import Web

/// Puts a page's content into the frame that its reader sees: with navigation
/// for people who are signed in, bare for visitors.
package protocol PageFrame: Sendable {
  func page(_ page: PageContent, for exchange: Exchange) async throws -> Reply
}

/// What a handler has to say; the frame adds the rest.
package struct PageContent: Sendable {
  package var title: String
  package var crumbs: [Crumb]
  /// A state or a code beside the title.
  package var titleNote: HTML
  /// Buttons at the right of the title, the main one last.
  package var actions: HTML
  package var content: HTML
  package var status: Int
  /// Reloads after so many seconds where scripts do not run.
  package var refreshAfter: Int?

  package init(
    title: String, crumbs: [Crumb] = [], titleNote: HTML = .empty, actions: HTML = .empty, status: Int = 200,
    refreshAfter: Int? = nil, content: HTML
  ) {
    self.title = title
    self.crumbs = crumbs
    self.titleNote = titleNote
    self.actions = actions
    self.status = status
    self.refreshAfter = refreshAfter
    self.content = content
  }
}

/// The frame without navigation: sign-in, errors, pages opened by a link.
package struct BareFrame: PageFrame {
  private let assets: AssetPaths
  private let isDemo: Bool

  package init(assets: AssetPaths, isDemo: Bool) {
    self.assets = assets
    self.isDemo = isDemo
  }

  package func page(_ page: PageContent, for exchange: Exchange) async throws -> Reply {
    .page(document(page, for: exchange), status: page.status)
  }

  package func document(_ page: PageContent, for exchange: Exchange, isWide: Bool = false) -> HTML {
    var shell = Frames.shell(title: page.title, exchange: exchange, assets: assets, isDemo: isDemo)
    shell.refreshAfter = page.refreshAfter
    return shell.bare(page.content, isWide: isWide)
  }
}

/// What all frames have in common.
package enum Frames {
  package static func shell(title: String, exchange: Exchange, assets: AssetPaths, isDemo: Bool) -> Shell {
    let t = exchange.localizer
    var shell = Shell(
      localizer: t, applicationName: t("kit.applicationName"), title: title, csrf: exchange.csrfToken, assets: assets)
    shell.flash = exchange.flash.map { Flash(tone($0.kind), t($0.message)) }
    shell.theme = exchange.cookie("theme").flatMap(Theme.init) ?? .automatic
    shell.languageSwitch = LanguageSwitch(
      action: "/language", returnPath: exchange.method == .get ? exchange.pathText : "/",
      csrf: exchange.principal == nil ? nil : exchange.csrfToken)
    if isDemo { shell.banner = "\(t("kit.demoBanner"))" }
    return shell
  }

  private static func tone(_ kind: FlashMessage.Kind) -> Tone {
    switch kind {
    case .ok: .ok
    case .info: .info
    case .warning: .warning
    case .bad: .bad
    }
  }
}
