import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The visits of a partner, the latest first.
struct VisitsTab {
  let member: Member
  let partner: Partner
  private let rows: [VisitSummary]
  private let next: Link?

  static func load(_ member: Member, _ partner: Partner) async throws -> VisitsTab {
    guard member.actor.may(.visitsRead) else { throw WebError.forbidden() }
    let link = VisitLinks.list(of: partner.partnership.id)
    var query = VisitListAddress.query(member.exchange.query)
    query.partnershipID = partner.partnership.id
    (query.order, query.isDescending) = (.day, true)
    let asked = query
    // The partner was found in sight: so are all its visits.
    let school = partner.partnership.schoolID
    let page = try await member.services.database.read { connection in
      try VisitListStore.page(asked, in: .school(school), on: connection)
    }
    let last = page.hasNext ? page.rows.last : nil
    return VisitsTab(
      member: member, partner: partner, rows: page.rows,
      next: last.map {
        link.with([("after", VisitListAddress.text(of: VisitListStore.mark(of: $0, in: .day, isBefore: false)))])
      })
  }

  var html: HTML {
    let t = member.t
    let link = VisitLinks.new(with: partner.partnership.id)
    let add: HTML =
      member.actor.may(.visitsWrite) && member.actor.schoolID != nil
      ? LinkButton(t("partners.visit.new"), to: link, style: .primary, icon: .plus, isSmall: true).html : .empty
    let isFirst = member.exchange.query["after"] == nil
    guard !rows.isEmpty || !isFirst else {
      return EmptyState(
        icon: .visit, title: t("partners.visits.none"), text: t("partners.visits.empty.text"), actions: add
      ).html
    }
    return DataTable(
      caption: t("partners.visits.title"),
      columns: [
        DataTable.Column("day", t("partners.visit.day"), phone: .title),
        DataTable.Column("kind", t("partners.visit.kind")),
        DataTable.Column("people", t("partners.visit.schoolPeople")),
        DataTable.Column("result", t("partners.visit.result")),
        DataTable.Column("owner", t("partners.visit.owner"), isNarrow: true),
      ],
      rows: rows.map { VisitRow(summary: $0, showsPartner: false, t: t).row }, tools: add,
      pager: Pager(previous: isFirst ? nil : VisitLinks.list(of: partner.partnership.id), next: next, t),
      empty: EmptyState(title: t("partners.visits.none")), id: "visits", t
    ).html
  }
}
