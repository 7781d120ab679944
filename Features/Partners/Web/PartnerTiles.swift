import Database
import Localization
import Organizations
import Values
import Views

/// The figures at the head of the registry; each opens the rows behind it.
struct PartnerTiles: Sendable {
  let partners: Int
  let validReviews: Int
  let expiringReviews: Int
  let covered: Int
  let majors: Int

  /// Warn when a review ends within so many days.
  static let warningDays = 60

  static func read(
    in scope: Actor.Scope, today: CivilDate, on connection: some Connection
  ) throws -> PartnerTiles {
    let coverage = try CoverageStore.summary(in: scope, on: connection)
    var all = PartnerQuery()
    all.limit = 1
    var valid = all
    valid.reviews = [Partnership.ReviewState.valid.rawValue]
    let limit = PartnerListPage.countLimit
    let soon = today.adding(days: warningDays)
    return PartnerTiles(
      partners: try PartnerListStore.count(all, upTo: limit, in: scope, on: connection) ?? 0,
      validReviews: try PartnerListStore.count(valid, upTo: limit, in: scope, on: connection) ?? 0,
      expiringReviews: try connection.value(
        """
        SELECT count(*) FROM (SELECT 1 FROM partnerships p
          WHERE \(scope.condition(school: "p.school_id", department: "p.department_id")) AND p.status = 'active'
            AND p.review_state = 'valid' AND p.review_valid_until <= \(soon) LIMIT \(limit)) found
        """) ?? 0,
      covered: coverage.covered, majors: coverage.majors)
  }

  func html(_ t: Localizer) -> HTML {
    let least = CoverageStore.leastPartners
    let isShort = covered < majors
    return StatRow([
      StatTile(t("partners.tile.partners"), figure(partners), link: PartnerLinks.list),
      StatTile(
        t("partners.tile.reviews"), figure(validReviews), of: figure(partners),
        note: expiringReviews > 0 ? t("partners.tile.expiring", ["count": figure(expiringReviews)]) : nil,
        tone: expiringReviews > 0 ? .warning : .neutral, link: "/partners?review=valid"),
      StatTile(
        t("partners.tile.coverage", ["count": "\(least)"]), "\(covered)", of: "\(majors)",
        note: isShort ? t("partners.tile.short", ["count": "\(majors - covered)"]) : t("partners.tile.allCovered"),
        tone: isShort ? .warning : .ok, link: PartnerLinks.coverage),
    ]).html
  }

  private func figure(_ count: Int) -> String {
    count >= PartnerListPage.countLimit
      ? "\(FigureText.grouped(PartnerListPage.countLimit))+" : FigureText.grouped(count)
  }
}
