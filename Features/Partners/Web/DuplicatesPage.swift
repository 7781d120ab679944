import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/partners/duplicates`: pairs that may be one, the likeliest first, each
/// with the reasons; and those of which somebody said that they are two.
struct DuplicatesPage {
  let member: Member

  private static let rows = 20
  private static let dismissedRows = 100

  func reply() async throws -> Reply {
    let t = member.t
    let isDismissed = member.exchange.query["view"] == "dismissed"
    let (school, mark) = (member.actor.schoolID, mark)
    guard school != nil || member.actor.scope == .installation else {
      throw WebError.forbidden(Message("partners.problem.noSchool"))
    }
    var pairs = try await member.services.database.read { connection in
      isDismissed
        ? try DuplicateStore.dismissed(of: school, limit: Self.dismissedRows, on: connection)
        : try DuplicateStore.pairs(of: school, after: mark, limit: Self.rows + 1, on: connection)
    }
    var next: Link?
    if !isDismissed, pairs.count > Self.rows {
      pairs = Array(pairs.prefix(Self.rows))
      next = pairs.last.map {
        PartnerLinks.duplicates.with([("after", "\($0.weight).\($0.first.id).\($0.second.id)")])
      }
    }
    let list: HTML =
      pairs.isEmpty
      ? EmptyState(
        icon: .check, title: t(isDismissed ? "partners.duplicate.noneDismissed" : "partners.duplicate.none"),
        text: t(isDismissed ? "partners.duplicate.noneDismissed.text" : "partners.duplicate.none.text")
      ).html : "\(pairs.map { card($0, isDismissed: isDismissed) })"
    let pager: HTML =
      next != nil || mark != nil
      ? Pager(previous: mark == nil ? nil : PartnerLinks.duplicates, next: next, t).html : .empty
    return try await member.page(
      PageContent(
        title: t("partners.duplicate.title"),
        crumbs: [Crumb(t("partners.list.title"), PartnerLinks.list), Crumb(t("partners.duplicate.title"))],
        content: """
          \(DuplicateTabs.html(isDismissed ? .dismissed : .open, t))\
          <p class="soft">\(t(school == nil ? "partners.duplicate.intro.all" : "partners.duplicate.intro"))</p>\
          <div class="stack" id="pairs">\(list)</div>\(pager)
          """))
  }

  /// `weight.first.second`; what cannot be read begins the list anew.
  private var mark: DuplicateStore.Mark? {
    let parts = (member.exchange.query["after"] ?? "").split(separator: ".")
    guard parts.count == 3, let weight = Int(parts[0]), (0...99).contains(weight),
      let first = ID<EnterpriseKey>(parts[1]), let second = ID<EnterpriseKey>(parts[2])
    else { return nil }
    return DuplicateStore.Mark(weight: weight, first: first.rawValue, second: second.rawValue)
  }

  private func card(_ pair: DuplicatePair, isDismissed: Bool) -> HTML {
    let t = member.t
    let comparison = pair.comparison
    let reasons = comparison.reasons.map { reason in
      " \(Badge(reason.speaksAgainst ? .neutral : .info, t(reason.message)))" as HTML
    }
    let csrf = member.exchange.csrfToken
    let (first, second) = (pair.inOrder.kept.id, pair.inOrder.gone.id)
    let actions: HTML
    if isDismissed {
      actions =
        PostButton(
          t("partners.duplicate.restore"), to: PartnerLinks.act("restore", first, second), csrf: csrf, isSmall: true
        ).html
    } else {
      actions = """
        \(PostButton(t("partners.duplicate.dismiss"), to: PartnerLinks.act("dismiss", first, second), csrf: csrf, style: .quiet, isSmall: true))\
        \(LinkButton(t("partners.duplicate.compare"), to: PartnerLinks.pair(first, second), style: .primary, isSmall: true))
        """
    }
    let likelihood =
      isDismissed
      ? HTML.empty
      : Badge(
        pair.weight >= 75 ? .warning : .neutral,
        t(pair.weight >= 75 ? "partners.duplicate.likely" : "partners.duplicate.possible")
      ).html
    return Card(
      nil, footer: "<div class=\"actions\">\(actions)</div>",
      """
      <div class="grid"><div>\(side(pair.inOrder.kept))</div><div>\(side(pair.inOrder.gone))</div></div>\
      <p class="reasons">\(likelihood) \(reasons)</p>
      """
    ).html
  }

  private func side(_ enterprise: Enterprise) -> HTML {
    let place = EnterpriseFields.regions.title(enterprise.region, member.t.language) ?? ""
    let lines = [enterprise.creditCode, place, enterprise.address].filter { !$0.isEmpty }
    return """
      <strong>\(enterprise.name)</strong>\(lines.map { "<div class=\"soft\">\($0)</div>" as HTML })
      """
  }
}

/// The three views of the same work.
enum DuplicateTabs {
  enum View { case open, dismissed, merges }

  static func html(_ current: View, _ t: Localizer) -> HTML {
    Tabs(
      t("partners.duplicate.title"),
      [
        Tabs.Item(t("partners.duplicate.tab.open"), PartnerLinks.duplicates, isCurrent: current == .open),
        Tabs.Item(t("partners.duplicate.tab.dismissed"), PartnerLinks.dismissed, isCurrent: current == .dismissed),
        Tabs.Item(t("partners.duplicate.tab.merges"), PartnerLinks.merges, isCurrent: current == .merges),
      ]
    ).html
  }
}
