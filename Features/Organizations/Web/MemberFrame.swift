package import Database
import Localization
package import Platform
import Values
package import Views
package import Web

/// The frame of members' pages: the navigation of their role, what waits for
/// them, and the menu in which they change membership.
package struct MemberFrame: PageFrame {
  private let database: any DatabaseEngine
  private let notices: any NoticeBoard
  private let navigation: [NavigationEntry]
  private let assets: AssetPaths
  private let isDemo: Bool

  package init(
    database: any DatabaseEngine, notices: any NoticeBoard, navigation: [NavigationEntry], assets: AssetPaths,
    isDemo: Bool
  ) {
    self.database = database
    self.notices = notices
    self.navigation = navigation
    self.assets = assets
    self.isDemo = isDemo
  }

  package func page(_ page: PageContent, for exchange: Exchange) async throws -> Reply {
    .page(try await document(page, for: exchange), status: page.status)
  }

  package func document(_ page: PageContent, for exchange: Exchange) async throws -> HTML {
    guard let actor = exchange.principal?.value as? Actor else {
      return BareFrame(assets: assets, isDemo: isDemo).document(page, for: exchange, isWide: true)
    }
    return shell(page, for: exchange, actor, waiting: try await waiting(for: actor))
      .document(page.content, actions: page.actions)
  }

  /// How much waits for them to act.
  private func waiting(for actor: Actor) async throws -> Int {
    let account = actor.accountID.rawValue
    let membership = actor.membership?.id.rawValue
    return try await database.read { [notices] connection in
      try notices.waiting(for: account, membershipID: membership, on: connection)
    }
  }

  private func shell(_ page: PageContent, for exchange: Exchange, _ actor: Actor, waiting: Int) -> Shell {
    let t = exchange.localizer
    var shell = Frames.shell(title: page.title, exchange: exchange, assets: assets, isDemo: isDemo)
    shell.breadcrumbs = page.crumbs
    shell.titleNote = page.titleNote
    shell.refreshAfter = page.refreshAfter
    shell.printNote = "\(exchange.now.minuteText) · \(actor.name)"
    shell.user = ShellUser(
      name: actor.name, role: actor.role.map { t($0.label) } ?? "", school: actor.membership?.organisationName,
      menu: [
        (t("organizations.menu.account"), "/account"), (t("organizations.menu.memberships"), "/memberships"),
        (t("organizations.menu.notices"), "/notices"),
      ], signOut: "/sign-out")

    let visible = navigation.filter { entry in entry.permission.map { actor.may(Permission($0)) } ?? true }
    func item(_ entry: NavigationEntry) -> NavigationItem {
      NavigationItem(
        t(entry.label), Link(entry.path), icon: entry.icon,
        isCurrent: isCurrent(entry, exchange.pathText, among: visible), badge: entry.showsInboxCount ? waiting : nil)
    }
    shell.navigation = NavigationEntry.Section.allCases.compactMap { section in
      let entries = visible.filter { $0.section == section }
      guard !entries.isEmpty else { return nil }
      let standsAlone = section == .inbox || section == .overview
      return NavigationSection(standsAlone ? nil : t("organizations.section.\(section.rawValue)"), entries.map(item))
    }
    shell.phoneTabs = visible.filter(\.isOnPhoneBar).prefix(4).map(item)
    return shell
  }

  /// The entry whose path is the longest beginning of the page's path.
  private func isCurrent(_ entry: NavigationEntry, _ path: String, among entries: [NavigationEntry]) -> Bool {
    func covers(_ entry: NavigationEntry) -> Bool {
      path == entry.path || (entry.path != "/" && path.hasPrefix(entry.path + "/"))
    }
    guard covers(entry) else { return false }
    return !entries.contains { covers($0) && $0.path.count > entry.path.count }
  }
}

extension Member {
  /// The page in the member's frame.
  package func page(_ page: PageContent) async throws -> Reply {
    try await services.frame.page(page, for: exchange)
  }
}
