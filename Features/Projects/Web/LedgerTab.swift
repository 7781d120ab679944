import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// `/projects/{project}/ledger`: what both sides gave to a project and had from it.
struct LedgerTab {
  let page: ProjectPage

  func reply() async throws -> Reply {
    let (t, project) = (page.member.t, page.project)
    let sight = ProjectSight(page.member.actor, least: .work)
    var query = LedgerQuery()
    (query.projectID, query.limit) = (project.id, 200)
    let asked = query
    let (rows, sums) = try await page.member.services.database.read { connection in
      (
        try LedgerStore.page(asked, in: sight, on: connection).rows,
        try LedgerStore.total(of: project, on: connection)
      )
    }
    let words = LedgerWords(t: t)
    let add: HTML =
      page.mayWork && project.state.wasGranted
      ? LinkButton(
        t("projects.ledger.new"), to: LedgerFormPage.new(partner: project.partnershipID, project: project.id),
        style: .primary, icon: .plus, isSmall: true
      ).html : .empty
    func tile(_ label: String, _ sum: Int64, _ side: LedgerSide, _ given: Bool) -> StatTile {
      StatTile(
        t(label), t.roundMoney(fen: sum),
        link: ProjectLinks.ledger.with([
          ("project", "\(project.id)"), ("side", side.rawValue), ("part", given ? "given" : "gained"), ("counted", "1"),
        ]))
    }
    let tiles = StatRow([
      tile("projects.balance.schoolGiven", sums.schoolGiven, .school, true),
      tile("projects.balance.enterpriseGiven", sums.enterpriseGiven, .enterprise, true),
      tile("projects.balance.schoolGained", sums.schoolGained, .school, false),
      tile("projects.balance.enterpriseGained", sums.enterpriseGained, .enterprise, false),
    ])
    let table = DataTable(
      caption: t("projects.ledger"), columns: words.columns(showsPartner: false),
      rows: rows.map { words.row($0, showsPartner: false) }, tools: rows.isEmpty ? .empty : add,
      empty: EmptyState(
        icon: .report, title: t("projects.ledger.empty"),
        text: t(project.state.wasGranted ? "projects.ledger.empty.text" : "projects.ledger.later"), actions: add),
      id: "ledger", t)
    return try await page.framed(.ledger, "\(rows.isEmpty ? .empty : tiles.html)\(table)")
  }
}
