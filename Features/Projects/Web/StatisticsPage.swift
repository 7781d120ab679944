import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// `/projects/statistics`: projects in figures; each opens the rows behind it.
struct StatisticsPage {
  let member: Member

  private static let years = 6

  private struct Figures: Sendable {
    let modes: [(String, Int, Int64)]
    let states: [(String, Int)]
    let forms: [(String, Int)]
    let years: [Int]
    let classes: ProjectClasses
  }

  private struct Bar: Sendable {
    let name: String
    let value: Double
    let link: Link
  }

  func reply() async throws -> Reply {
    let (t, sight, today) = (member.t, ProjectSight(member.actor), member.now.day)
    let years = Array((today.year - Self.years + 1)...today.year)
    let figures = try await member.services.database.readLong { connection in
      try Self.read(sight, years, today, on: connection)
    }
    let words = ProjectWords(t: t)
    let modes = figures.modes.sorted { $0.1 > $1.1 }
    let count = t("projects.unit.projects")
    let byMode = modes.map { mode in
      Bar(
        name: words.name(figures.classes, .mode, mode.0), value: Double(mode.1),
        link: ProjectLinks.list.with([("mode", mode.0)]))
    }
    let money = modes.filter { $0.2 > 0 }.map { mode in
      Bar(
        name: words.name(figures.classes, .mode, mode.0), value: Double(mode.2) / 1_000_000,
        link: ProjectLinks.list.with([("mode", mode.0), ("sort", "amount")]))
    }
    let byState = ProjectState.allCases.compactMap { state -> Bar? in
      guard let found = figures.states.first(where: { $0.0 == state.rawValue }) else { return nil }
      return Bar(
        name: t(state.label), value: Double(found.1), link: ProjectLinks.list.with([("state", state.rawValue)]))
    }
    let byForm = figures.forms.map { form in
      Bar(
        name: form.0.isEmpty ? t("projects.none") : words.name(figures.classes, .form, form.0), value: Double(form.1),
        link: ProjectLinks.list.with([("form", form.0.isEmpty ? ProjectQuery.none : form.0)]))
    }
    let byYear = zip(years, figures.years).map { year, count in
      Bar(name: "\(year)", value: Double(count), link: ProjectLinks.list.with([("year", "\(year)")]))
    }
    return try await member.page(
      PageContent(
        title: t("projects.statistics"),
        crumbs: [Crumb(t("projects.title"), ProjectLinks.list), Crumb(t("projects.statistics"))],
        content: """
          <div class="columns even"><div class="stack">\(chart("modes", "projects.statistics.modes", byMode, count))\
          \(chart("money", "projects.statistics.money", money, t("projects.unit.tenThousand")))\
          \(chart("years", "projects.statistics.years", byYear, count, isHorizontal: false))</div>\
          <div class="stack">\(chart("states", "projects.statistics.states", byState, count))\
          \(chart("forms", "projects.statistics.forms", byForm, count))</div></div>
          """))
  }

  private func chart(
    _ id: String, _ title: String, _ bars: [Bar], _ unit: String, isHorizontal: Bool = true
  ) -> HTML {
    let chart = BarChart(
      id: id, title: member.t(title), categories: bars.map(\.name),
      series: [Series(member.t("projects.title"), bars.map(\.value))], unit: unit, isHorizontal: isHorizontal,
      links: [bars.map(\.link)], member.t)
    return Card(nil, chart).html
  }

  private static func read(
    _ sight: ProjectSight, _ years: [Int], _ today: CivilDate, on connection: any Connection
  ) throws -> Figures {
    let seen = sight.condition
    func counts(_ column: SQL) throws -> [(String, Int)] {
      try connection.rows(
        "SELECT \(column), count(*) FROM projects p WHERE \(seen) GROUP BY \(column) ORDER BY \(column)"
      ).map { (try $0.get(0), try $0.get(1)) }
    }
    let modes = try connection.rows(
      """
      SELECT p.mode, count(*), CAST(coalesce(sum(p.granted), 0) AS BIGINT) FROM projects p WHERE \(seen)
      GROUP BY p.mode ORDER BY p.mode
      """
    ).map { (try $0.get(0, as: String.self), try $0.get(1, as: Int.self), try $0.get(2, as: Int64.self)) }
    return Figures(
      modes: modes, states: try counts("p.state"), forms: try counts("p.form"),
      years: try years.map { year in
        var query = ProjectQuery()
        query.year = year
        return try ProjectListStore.count(query, upTo: .max, in: sight, today: today, on: connection) ?? 0
      }, classes: try ProjectClassStore.words(in: sight.scope, on: connection))
  }
}
