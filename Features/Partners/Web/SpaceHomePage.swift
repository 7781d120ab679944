import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/enterprise`: where people of an enterprise begin. What waits for them,
/// what is missing, with whom they work, what they did last.
struct SpaceHomePage {
  let space: Space
  private let found: Found

  private struct Found: Sendable {
    let progress: SpaceProgress
    let page: PublicityPage?
    let contacts: Int
    let schools: [SpaceStore.WorkingSchool]
    let shares: [ID<School>: SharedWith]
    let waiting: [WaitingEntry]
    let changes: [EnterpriseChange]
  }

  private static let mostWaiting = 8
  private static let mostSchools = 6

  static func load(_ space: Space) async throws -> SpaceHomePage {
    let (enterprise, actor, sealer) = (space.enterprise, space.member.actor, space.services.sealer)
    let found = try await space.read { connection in
      let page = try PublicityStore.page(of: enterprise.id, on: connection)
      let contacts = try EnterpriseContactBook(sealer).count(of: enterprise.id, on: connection)
      return Found(
        progress: SpaceProgress(
          enterprise, statement: try SpaceStore.statement(of: enterprise.id, on: connection),
          hasContact: contacts > 0, page: page),
        page: page, contacts: contacts, schools: try SpaceStore.schools(with: enterprise.id, on: connection),
        shares: try ShareStore.shares(of: enterprise.id, on: connection),
        waiting: try InboxStore.waiting(for: actor, limit: mostWaiting, on: connection),
        changes: try EnterpriseChangeStore.own(enterprise.id, limit: 4, on: connection))
    }
    return SpaceHomePage(space: space, found: found)
  }

  private var t: Localizer { space.t }

  func reply() async throws -> Reply {
    let open: HTML =
      found.page?.isPublic == true
      ? LinkButton(t("partners.space.page.open"), to: SpaceLinks.show(space.enterprise.id), icon: .external).html
      : LinkButton(t("partners.space.page.preview"), to: SpaceLinks.preview, icon: .eye).html
    return try await space.member.page(
      PageContent(
        title: space.enterprise.name, actions: open,
        content: """
          \(hiding)\(tiles)<div class="columns"><div class="stack">\(waiting)\(schools)\(changes)</div>\
          <div class="stack">\(progress)</div></div>
          """))
  }

  private var hiding: HTML {
    found.page?.hiding.map { hiding in
      Alert(.warning, title: t("partners.space.page.isHidden"), "<p>\(hiding.reason)</p>").html
    } ?? .empty
  }

  private var tiles: HTML {
    let active = found.schools.filter(\.isActive).count
    let state =
      found.page?.published == nil
      ? t("partners.space.page.state.draft")
      : found.page?.hiding != nil
        ? t("partners.space.page.state.hidden")
        : t("partners.space.page.visibility.\(found.page?.visibility.rawValue ?? "public")")
    return StatRow([
      StatTile(
        t("partners.space.home.progress"), FigureText.percent(found.progress.share),
        note: found.progress.missing.isEmpty
          ? nil : t("partners.space.home.missing", ["count": "\(found.progress.missing.count)"]),
        tone: found.progress.missing.isEmpty ? .ok : .warning, link: SpaceLinks.profile),
      StatTile(t("partners.space.home.schools"), "\(active)", link: SpaceLinks.schools),
      StatTile(
        t("partners.space.page"), state, note: found.page?.hasNews == true ? t("partners.space.page.unpublished") : nil,
        tone: found.page?.hasNews == true ? .warning : .neutral, link: SpaceLinks.page),
      StatTile(t("partners.space.contacts"), "\(found.contacts)", link: SpaceLinks.contacts),
    ]).html
  }

  private var waiting: HTML {
    guard !found.waiting.isEmpty else { return .empty }
    let today = space.member.now.day
    let rows = found.waiting.map { waiting -> HTML in
      let link = Link.ownPage(waiting.entry.path) ?? "/inbox"
      let due: HTML = waiting.entry.dueOn.map { DueDate($0, today: today, t).html } ?? .empty
      return
        "<li><a href=\"\(link)\">\(t(waiting.entry.message))</a><span class=\"soft\">\(waiting.entry.subject.name) \(due)</span></li>"
    }
    return Card(t("partners.space.home.waiting"), isFlush: true, "<ul class=\"lines\">\(rows)</ul>").html
  }

  private var schools: HTML {
    let shown = found.schools.filter(\.isActive)
    guard !shown.isEmpty else {
      return Card(
        t("partners.space.schools"),
        EmptyState(
          icon: .school, title: t("partners.space.schools.empty"), text: t("partners.space.schools.empty.text"))
      ).html
    }
    let rows = shown.prefix(Self.mostSchools).map { school -> HTML in
      let since = school.since.map { t("partners.space.schools.since", ["date": $0.description]) } ?? ""
      let note = [since, ShareWords(t: t).summary(found.shares[school.id] ?? SharedWith())]
        .filter { !$0.isEmpty }.joined(separator: " · ")
      return "<li><span>\(school.name)</span><span class=\"soft\">\(note)</span></li>"
    }
    return Card(
      t("partners.space.schools"),
      actions: LinkButton(t("partners.space.sharing"), to: SpaceLinks.sharing, isSmall: true).html, isFlush: true,
      "<ul class=\"lines\">\(rows)</ul>"
    ).html
  }

  private var progress: HTML {
    let missing = found.progress.missing
    let bar = ProgressBar(
      found.progress.share, label: t("partners.space.home.progress"), tone: missing.isEmpty ? .ok : .brand)
    guard !missing.isEmpty else {
      return Card(t("partners.space.home.progress"), "<p>\(bar)</p><p>\(t("partners.space.home.complete"))</p>").html
    }
    let rows = missing.map { step -> HTML in
      "<li><a href=\"\(Self.link(step))\">\(t("partners.space.step.\(step.rawValue)"))</a></li>"
    }
    return Card(
      t("partners.space.home.progress"),
      "<p>\(bar)</p><p class=\"soft\">\(t("partners.space.home.next"))</p><ul>\(rows)</ul>"
    ).html
  }

  private static func link(_ step: SpaceProgress.Step) -> Link {
    switch step {
    case .creditCode: SpaceLinks.identity
    case .place, .business, .products, .description, .website: SpaceLinks.editProfile
    case .logo: SpaceLinks.profile
    case .figures, .wishes: SpaceLinks.statement
    case .contact: SpaceLinks.contacts
    case .page, .published: SpaceLinks.page
    }
  }

  private var changes: HTML {
    guard !found.changes.isEmpty else { return .empty }
    let words = ChangeWords(t: t)
    return Card(
      t("partners.space.home.changes"), Timeline(found.changes.map(words.entry), now: space.member.now, t)
    ).html
  }
}

/// What is shared with a school, in a few words.
struct ShareWords {
  let t: Localizer

  func summary(_ shared: SharedWith) -> String {
    var words = SharedPart.allCases.filter(shared.parts.contains).map { t("partners.space.part.\($0.rawValue)") }
    if !shared.contacts.isEmpty {
      words.append(t("partners.space.share.contacts", ["count": "\(shared.contacts.count)"]))
    }
    return words.isEmpty
      ? t("partners.space.share.nothing") : t("partners.space.share.these", ["parts": t.list(words)])
  }
}
