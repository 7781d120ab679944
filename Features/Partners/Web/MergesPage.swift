import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/partners/merges`: what was merged and can be taken back.
struct MergesPage {
  let member: Member

  private static let rows = 30

  func reply() async throws -> Reply {
    let t = member.t
    let school = member.actor.schoolID
    guard school != nil || member.actor.scope == .installation else {
      throw WebError.forbidden(Message("partners.problem.noSchool"))
    }
    let before = member.exchange.query["after"].flatMap { ID<Merge>($0) }
    var merges = try await member.services.database.read { connection in
      try MergeStore.merges(of: school, before: before, limit: Self.rows + 1, on: connection)
    }
    var next: Link?
    if merges.count > Self.rows {
      merges.removeLast()
      next = merges.last.map { PartnerLinks.merges.with([("after", $0.id.description)]) }
    }
    let table = DataTable(
      caption: t("partners.duplicate.tab.merges"),
      columns: [
        DataTable.Column("kept", t("partners.merge.column.kept"), phone: .title),
        DataTable.Column("gone", t("partners.merge.column.gone")),
        DataTable.Column("who", t("partners.merge.column.who")),
        DataTable.Column("state", t("partners.merge.column.state")),
      ],
      rows: merges.map { merge in
        DataTable.Row(
          id: "\(merge.id)", name: merge.keptName, link: PartnerLinks.merge(merge.id),
          [
            .text(merge.keptName), .text(merge.goneName), .text(merge.accountName, second: merge.mergedAt.minuteText),
            DataTable.Cell("\(MergeText.badge(merge, at: member.now, t))"),
          ])
      }, pager: Pager(previous: before == nil ? nil : PartnerLinks.merges, next: next, t),
      empty: EmptyState(
        icon: .history, title: t("partners.merge.none"), text: t("partners.merge.none.text")), id: "merges", t)
    return try await member.page(
      PageContent(
        title: t("partners.duplicate.title"),
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list),
          Crumb(t("partners.duplicate.title"), PartnerLinks.duplicates), Crumb(t("partners.duplicate.tab.merges")),
        ], content: "\(DuplicateTabs.html(.merges, t))\(table)"))
  }

  /// One merge, with what stands against taking it back.
  func one(_ merge: Merge) async throws -> Reply {
    let t = member.t
    let undo = UndoMerge(member.services)
    let scope = member.actor.scope
    let (obstacle, kept) = try await member.services.database.read { connection in
      let kept = try member.actor.schoolID.flatMap {
        try PartnershipStore.partner(of: $0, with: merge.keptID, on: connection)
      }
      let seen = try kept.flatMap { try PartnershipStore.partner($0.partnership.id, in: scope, on: connection) }
      return (try undo.obstacle(merge, on: connection), seen)
    }
    let words = ["kept": merge.keptName, "gone": merge.goneName]
    let name: HTML =
      kept.map { "<a href=\"\(PartnerLinks.show($0.partnership.id))\">\(merge.keptName)</a>" } ?? "\(merge.keptName)"
    let facts = DescriptionList([
      DescriptionList.Item(t("partners.merge.column.kept"), name),
      .text(t("partners.merge.column.gone"), merge.goneName),
      .text(t("partners.merge.reach"), t("partners.merge.reach.\(merge.reach.rawValue)")),
      .text(t("partners.merge.column.who"), merge.accountName),
      .text(t("partners.merge.at"), merge.mergedAt.minuteText),
      DescriptionList.Item(t("partners.merge.column.state"), MergeText.badge(merge, at: member.now, t).html),
    ])
    let note: HTML
    var actions = HTML.empty
    switch obstacle {
    case nil:
      note = Alert(.info, title: t("partners.merge.undo.title"), "<p>\(t("partners.merge.undo.text", words))</p>").html
      actions =
        PostButton(
          t("partners.merge.undo"), to: PartnerLinks.undo(merge.id), csrf: member.exchange.csrfToken, style: .danger,
          confirm: t("partners.merge.undo.question", words)
        ).html
    case .undone: note = Alert(.ok, "<p>\(t("partners.merge.obstacle.undone"))</p>").html
    case .some(let obstacle):
      note =
        Alert(
          .warning, title: t("partners.merge.undo.impossible"),
          "<p>\(t("partners.merge.obstacle.\(obstacle.rawValue)"))</p>"
        ).html
    }
    let title = t("partners.merge.one", words)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list),
          Crumb(t("partners.duplicate.tab.merges"), PartnerLinks.merges), Crumb(title),
        ], actions: actions, content: "\(note)\(Card(nil, facts))"))
  }
}

/// How the state of a merge is said.
enum MergeText {
  static func badge(_ merge: Merge, at now: Instant, _ t: Localizer) -> Badge {
    if merge.undoneAt != nil { return Badge(.neutral, t("partners.merge.state.undone")) }
    guard merge.isUndoable(at: now) else { return Badge(.neutral, t("partners.merge.state.final")) }
    return Badge(.info, t("partners.merge.state.undoable", ["date": merge.undoableUntil.day.description]))
  }
}

/// What was merged into a partner, as a tab of its page.
struct MergesTab {
  let member: Member
  let merges: [Merge]

  var html: HTML {
    let t = member.t
    let mayMerge = member.actor.may(.partnersMerge)
    return DataTable(
      caption: t("partners.tab.merges"),
      columns: [
        DataTable.Column("gone", t("partners.merge.column.gone"), phone: .title),
        DataTable.Column("who", t("partners.merge.column.who")),
        DataTable.Column("state", t("partners.merge.column.state")),
      ],
      rows: merges.map { merge in
        // Who merged for all schools takes it back for all schools.
        let isOwn = merge.schoolID == member.actor.schoolID
        return DataTable.Row(
          id: "\(merge.id)", name: merge.goneName, link: mayMerge && isOwn ? PartnerLinks.merge(merge.id) : nil,
          [
            .text(merge.goneName), .text(merge.accountName, second: merge.mergedAt.minuteText),
            DataTable.Cell("\(MergeText.badge(merge, at: member.now, t))"),
          ])
      }, empty: EmptyState(icon: .history, title: t("partners.merge.none"), text: t("partners.merge.none.here")),
      id: "merges", t
    ).html
  }
}
