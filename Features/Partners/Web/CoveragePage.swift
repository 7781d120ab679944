import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// `/partners/coverage`: every major with the partners behind it, as picture
/// and table, with a warning below three (inventory 42).
struct CoveragePage {
  let member: Member

  func reply() async throws -> Reply {
    let t = member.t
    let scope = member.actor.scope
    let majors = try await member.services.database.readLong { connection in
      try CoverageStore.majors(in: scope, on: connection)
    }
    let short = majors.filter { !$0.isCovered }
    let body: HTML =
      majors.isEmpty
      ? EmptyState(icon: .classroom, title: t("partners.coverage.empty"), text: t("partners.coverage.empty.text")).html
      : """
      <div class="stack">\(verdict(short, of: majors))\
      <div class="columns even"><div>\(table(majors))</div>\(Card(nil, chart(majors)))</div></div>
      """
    return try await member.page(
      PageContent(
        title: t("partners.coverage.title"),
        crumbs: [Crumb(t("partners.list.title"), PartnerLinks.list), Crumb(t("partners.coverage.title"))], content: body
      ))
  }

  private func verdict(_ short: [MajorCoverage], of majors: [MajorCoverage]) -> Alert {
    let t = member.t
    let least = "\(CoverageStore.leastPartners)"
    guard !short.isEmpty else { return Alert(.ok, title: t("partners.coverage.all", ["least": least])) }
    return Alert(
      .warning, title: t("partners.coverage.short", ["count": "\(short.count)", "least": least]),
      "<p>\(short.map(\.major.name).joined(separator: "、"))</p>")
  }

  private func chart(_ majors: [MajorCoverage]) -> BarChart {
    let t = member.t
    return BarChart(
      id: "coverage", title: t("partners.coverage.picture"), categories: majors.map(\.major.name),
      series: [Series(t("partners.coverage.partners"), majors.map { Double($0.partners) })],
      unit: t("partners.unit.enterprises"), isHorizontal: true,
      least: Double(CoverageStore.leastPartners), t)
  }

  private func table(_ majors: [MajorCoverage]) -> DataTable {
    let t = member.t
    return DataTable(
      caption: t("partners.coverage.title"),
      columns: [
        DataTable.Column("major", t("partners.coverage.major"), phone: .title),
        DataTable.Column("department", t("partners.field.department")),
        DataTable.Column("code", t("partners.coverage.code")),
        DataTable.Column("partners", t("partners.coverage.partners"), alignment: .end),
        DataTable.Column("state", t("partners.coverage.state")),
      ],
      rows: majors.map { row in
        DataTable.Row(
          id: "\(row.major.id)", name: row.major.name, link: PartnerLinks.list.with([("major", "\(row.major.id)")]),
          [
            .text(row.major.name), .text(row.departmentName), .text(row.major.catalogueCode), .number(row.partners),
            DataTable.Cell(
              row.isCovered
                ? "\(Badge(.ok, t("partners.coverage.enough")))"
                : "\(Badge(.warning, t("partners.coverage.missing", ["count": "\(CoverageStore.leastPartners - row.partners)"])))"
            ),
          ])
      }, empty: EmptyState(title: ""), id: "majors", t)
  }
}
