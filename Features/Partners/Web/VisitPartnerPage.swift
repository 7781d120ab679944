import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/visits/new` before a partner is named: whom was seen?
struct VisitPartnerPage {
  let member: Member
  /// The line of a tour that an enterprise without a partnership stands in.
  var plan: VisitPlan?

  private static let limit = 20

  func reply() async throws -> Reply {
    let t = member.t
    var query = PartnerQuery()
    query.search = String(FieldText.trimmed(member.exchange.query["q"] ?? plan?.line.prospect ?? "").prefix(60))
    query.limit = Self.limit
    // Without a search those that somebody worked on last are the likeliest.
    query.order = query.search.isEmpty ? .changed : .newest
    query.isDescending = true
    let (asked, scope) = (query, member.actor.scope)
    let page = try await member.services.database.read { try PartnerListStore.page(asked, in: scope, on: $0) }
    let line = plan?.line.id.description ?? ""
    let address = ListAddress(VisitLinks.new, [("q", query.search), ("line", line)])
    let bar = FilterBar(address, placeholder: t("partners.list.search"), target: "partners", t)
    let table = DataTable(
      caption: t("partners.visit.choosePartner"),
      columns: [
        DataTable.Column("name", t("partners.field.name"), phone: .title),
        DataTable.Column("department", t("partners.field.department")),
      ],
      rows: page.rows.map { row in
        DataTable.Row(
          id: "\(row.partnershipID)", name: row.enterprise.name,
          link: VisitLinks.new(with: row.partnershipID).with([("line", line)]),
          [.text(row.enterprise.name, second: row.enterprise.shortName), .text(row.departmentName)])
      },
      empty: EmptyState(
        icon: .search, title: t("partners.list.nothingFound"), text: t("partners.visit.choosePartner.none"),
        actions: member.actor.may(.partnersManage)
          ? LinkButton(t("partners.action.new"), to: PartnerLinks.new, icon: .plus).html : .empty),
      id: "partners", t)
    return try await member.page(
      PageContent(
        title: t("partners.visit.choosePartner"),
        crumbs: [Crumb(t("partners.visits.title"), VisitLinks.list), Crumb(t("partners.visit.new"))],
        content: "\(bar)\(table)"))
  }
}
