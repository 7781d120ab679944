import Database
import Localization
import Organizations
import Platform
import Records
import Standards
import Values
import Views
import Web

/// `/partners/tracking/growth`: how many partners there were at the end of
/// each year (inventory 50); each bar opens its rows.
struct GrowthPage {
  let member: Member

  private static let years = 6
  /// Series that a chart can still tell apart; the rest stand together.
  private static let mostSeries = 6

  func reply() async throws -> Reply {
    let (t, scope, form) = (member.t, member.actor.scope, member.exchange.query)
    let division = form["by"].flatMap { TrackingListStore.Division(rawValue: $0) } ?? .level
    let today = member.now.day
    let years = Array((today.year - Self.years + 1)...today.year)
    // A figure over the whole registry: read beside the short ones.
    let (rows, levels) = try await member.services.database.readLong { connection in
      (
        try TrackingListStore.growth(by: division, years: years, in: scope, on: connection),
        try PartnerLevelStore.levels(in: scope, on: connection)
      )
    }
    let ordered = order(rows.filter { $0.counts.contains { $0 > 0 } }, division, levels)
    let tabs = Tabs(
      t("partners.growth.title"),
      TrackingListStore.Division.allCases.map { each in
        Tabs.Item(
          t("partners.growth.by.\(each.rawValue)"),
          Link("\(TrackingRoutes.path.text)/growth").with([("by", each.rawValue)]), isCurrent: each == division)
      })
    let content: HTML =
      ordered.isEmpty
      ? EmptyState(icon: .report, title: t("partners.list.empty"), text: t("partners.list.empty.other")).html
      : Card(nil, chart(ordered, years, division)).html
    return try await member.page(
      PageContent(
        title: t("partners.growth.title"),
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list),
          Crumb(t("partners.tracking.title"), TrackingRoutes.path), Crumb(t("partners.growth.title")),
        ], content: "<p class=\"soft\">\(t("partners.growth.intro"))</p>\(tabs)\(content)"))
  }

  /// A series of the chart; `key` is what its rows have in common, `nil` where several were put together.
  private struct Group {
    let key: String?
    let name: String
    var counts: [Int]
  }

  private func order(
    _ rows: [(key: String, counts: [Int])], _ division: TrackingListStore.Division, _ levels: [PartnerLevel]
  ) -> [Group] {
    let t = member.t
    if division == .level {
      return levels.compactMap { level in
        rows.first { $0.key == level.code }.map {
          Group(key: level.code, name: level.name.text(of: level.code, t), counts: $0.counts)
        }
      }
    }
    let sorted = rows.sorted { ($0.counts.last ?? 0, $1.key) > ($1.counts.last ?? 0, $0.key) }
    let named = sorted.filter { !$0.key.isEmpty }.prefix(Self.mostSeries - 1)
    var groups = named.map { Group(key: $0.key, name: name($0.key, division), counts: $0.counts) }
    let rest = sorted.filter { row in !named.contains { $0.key == row.key } }
    if let first = rest.first {
      let sums = rest.dropFirst().reduce(first.counts) { zip($0, $1.counts).map(+) }
      groups.append(Group(key: nil, name: t("partners.growth.others"), counts: sums))
    }
    return groups
  }

  private func name(_ key: String, _ division: TrackingListStore.Division) -> String {
    switch division {
    case .level: key
    case .province: Regions.national.provinces.first { $0.code.hasPrefix(key) }?.name ?? key
    case .industry: EnterpriseFields.industries.title(key, member.t.language) ?? key
    }
  }

  private func chart(_ groups: [Group], _ years: [Int], _ division: TrackingListStore.Division) -> BarChart {
    let t = member.t
    let parameter = division == .level ? "level" : division == .province ? "province" : "industry"
    return BarChart(
      id: "growth", title: t("partners.growth.chart.\(division.rawValue)"), categories: years.map { "\($0)" },
      series: groups.map { Series($0.name, $0.counts.map(Double.init)) }, unit: t("partners.growth.unit"),
      isStacked: true,
      links: groups.map { group in
        years.map { year in
          group.key.map { PartnerLinks.list.with([(parameter, $0), ("known", "\(year)")]) }
        }
      }, t)
  }
}
