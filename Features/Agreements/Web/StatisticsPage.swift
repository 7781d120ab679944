import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// `/agreements/statistics`: the register in figures; each opens the rows behind it.
struct StatisticsPage {
  let member: Member

  private struct Figure: Sendable {
    let name: String
    let count: Int
    let link: Link
  }

  func reply() async throws -> Reply {
    let (t, scope, today) = (member.t, member.actor.scope, member.now.day)
    let (byType, byState, byEnd, types) = try await member.services.database.readLong { connection in
      let sight = scope.condition(school: "a.school_id", department: "a.department_id")
      func counts(_ column: SQL, _ condition: SQL) throws -> [(String, Int)] {
        try connection.rows(
          """
          SELECT \(column), count(*) FROM agreements a WHERE \(sight) AND \(condition)
          GROUP BY \(column) ORDER BY \(column)
          """
        ).map { (try $0.get(0), try $0.get(1)) }
      }
      let ends = try AgreementRules.warnings.map { days -> (Int, Int) in
        var query = AgreementQuery()
        query.endingDays = days
        let count = try AgreementListStore.count(query, upTo: .max, in: scope, today: today, on: connection)
        return (days, count ?? 0)
      }
      return (
        try counts("a.type_code", "a.state = 'active'"), try counts("a.state", "1 = 1"), ends,
        try AgreementTypeStore.types(in: scope, on: connection)
      )
    }
    let names = Dictionary(types.map { ($0.code, $0.name.text(t)) }, uniquingKeysWith: { first, _ in first })
    let kinds = byType.sorted { $0.1 > $1.1 }.map { code, count in
      Figure(
        name: names[code] ?? code, count: count,
        link: AgreementLinks.list.with([("state", "active"), ("type", code)]))
    }
    let states = AgreementState.allCases.compactMap { state -> Figure? in
      guard let count = byState.first(where: { $0.0 == state.rawValue })?.1 else { return nil }
      return Figure(name: t(state.label), count: count, link: AgreementLinks.list.with([("state", state.rawValue)]))
    }
    let ends = byEnd.map { days, count in
      Figure(
        name: t("agreements.ending.\(days)"), count: count, link: AgreementLinks.list.with([("ending", "\(days)")]))
    }
    return try await member.page(
      PageContent(
        title: t("agreements.statistics"),
        crumbs: [Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.statistics"))],
        content: """
          <div class="columns"><div class="stack">\(card("types", t("agreements.statistics.types"), kinds))\
          \(card("states", t("agreements.statistics.states"), states))</div>\
          <div class="stack">\(card("ends", t("agreements.statistics.ends"), ends))</div></div>
          """))
  }

  private func card(_ id: String, _ title: String, _ figures: [Figure]) -> HTML {
    let t = member.t
    let chart = BarChart(
      id: id, title: title, categories: figures.map(\.name),
      series: [Series(t("agreements.title"), figures.map { Double($0.count) })], unit: t("agreements.unit.agreements"),
      isHorizontal: true, t)
    let rows = figures.map { "<tr><td><a href=\"\($0.link)\">\($0.name)</a></td><td>\($0.count)</td></tr>" as HTML }
    return Card(nil, "\(chart)<table class=\"plain\"><tbody>\(rows)</tbody></table>").html
  }
}
