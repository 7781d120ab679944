import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// `/enterprise/balances`: what an enterprise gave and gained, by school and year.
struct OwnBalancesPage {
  let member: Member

  func reply() async throws -> Reply {
    guard let enterprise = member.actor.enterpriseID else { throw WebError.forbidden() }
    let t = member.t
    let (rows, schools) = try await member.services.database.read { connection in
      (
        try OwnBalanceStore.rows(of: enterprise, on: connection),
        try OwnBalanceStore.schools(of: enterprise, on: connection)
      )
    }
    let labels = [
      "projects.balance.enterpriseGiven", "projects.balance.enterpriseGained", "projects.balance.schoolGiven",
      "projects.balance.schoolGained",
    ]
    let table = DataTable(
      caption: t("projects.own.list"),
      columns: [
        .init("school", t("projects.side.school"), phone: .title), .init("year", t("projects.field.year")),
        .init("waiting", t("projects.own.waits")),
      ] + labels.map { .init($0, t($0), alignment: .end) },
      rows: rows.map { row in
        let figures = row.figures
        return DataTable.Row(
          id: "\(row.partnershipID)-\(figures.year)", name: row.schoolName,
          link: ConfirmationLinks.own(row.partnershipID, year: figures.year),
          [.text(row.schoolName), .text("\(figures.year)"), .init(state(row))]
            + [figures.enterpriseGiven, figures.enterpriseGained, figures.schoolGiven, figures.schoolGained]
            .map { .text(t.money(fen: $0)) })
      }, empty: EmptyState(icon: .report, title: t("projects.own.none"), text: t("projects.own.none.text")),
      id: "balances", t)
    // A school with which nothing stands in this year can be begun with.
    let year = member.now.day.year
    let blank = schools.filter { school in
      !rows.contains { $0.partnershipID == school.id && $0.figures.year == year }
    }
    let begin: HTML =
      blank.isEmpty
      ? .empty
      : Card(
        t("projects.own.begin", ["year": "\(year)"]),
        "<ul>\(blank.map { "<li><a href=\"\(ConfirmationLinks.own($0.id, year: year))\">\($0.name)</a></li>" as HTML })</ul>"
      ).html
    return try await member.page(
      PageContent(
        title: t("projects.own.list"),
        content: "<p class=\"soft\">\(t("projects.own.list.text"))</p>\(table)\(begin)"))
  }

  private func state(_ row: OwnBalanceStore.Row) -> HTML {
    let t = member.t
    let waiting: HTML =
      row.waiting > 0 ? Badge(.warning, t("projects.own.waiting", ["count": "\(row.waiting)"])).html : .empty
    let disputed: HTML =
      row.disputed > 0 ? Badge(.bad, t("projects.own.disputed", ["count": "\(row.disputed)"])).html : .empty
    guard row.waiting + row.disputed > 0 else { return Badge(.ok, t("projects.own.answered")).html }
    return "\(waiting) \(disputed)"
  }
}
