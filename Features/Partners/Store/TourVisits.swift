package import Accounts
package import Database
package import Organizations
package import Values

/// Which visits belong to which tour: the one place that says it.
///
/// A visit that was held face to face within the tour's period belongs to it
/// when its partner stands in the tour; and when it was added on the way, that
/// is in a city of the tour by somebody who came along.
package enum TourVisits {
  /// The condition over `tours t` and `visits v`.
  static let belongs: SQL = """
    v.school_id = t.school_id AND v.held_on >= t.begins_on AND v.held_on <= t.ends_on AND v.removed_at IS NULL
    AND v.kind IN ('visit', 'seminar') AND t.state <> 'cancelled' AND (
      EXISTS (SELECT 1 FROM tour_lines bl WHERE bl.tour_id = t.id AND bl.partnership_id = v.partnership_id)
      OR (EXISTS (SELECT 1 FROM tour_stops bs JOIN partnerships bp ON bp.id = v.partnership_id
          WHERE bs.tour_id = t.id AND bs.state = 'planned' AND substr(bp.region, 1, length(bs.city)) = bs.city)
        AND (v.owner_id = t.lead_id
          OR EXISTS (SELECT 1 FROM tour_people bm WHERE bm.tour_id = t.id AND bm.account_id = v.owner_id)
          OR EXISTS (SELECT 1 FROM tour_people bm JOIN visit_people bv ON bv.teacher_id = bm.teacher_id
            WHERE bm.tour_id = t.id AND bv.visit_id = v.id))))
    """

  /// The visits of a tour that was found in sight, the oldest first, with their people and openings.
  package static func visits(of tour: Tour, on connection: some Connection) throws -> [VisitedPartner] {
    let count = VisitStore.columnCount
    let rows = try connection.rows(
      """
      SELECT \(VisitStore.columns), p.name, p.region
      FROM tours t JOIN visits v ON v.school_id = t.school_id JOIN partnerships p ON p.id = v.partnership_id
      WHERE t.id = \(tour.id) AND v.school_id = \(tour.schoolID) AND v.held_on >= \(tour.beginsOn)
        AND v.held_on <= \(tour.endsOn) AND \(belongs)
      ORDER BY v.held_on, v.begins, v.id LIMIT 2000
      """
    ).map { row in
      (
        try VisitStore.visit(row), name: try row.get(count, as: String.self),
        region: try row.get(count + 1, as: String.self)
      )
    }
    let visits = try VisitStore.adding(detailsTo: rows.map(\.0), on: connection)
    return zip(rows, visits).map { VisitedPartner(visit: $1, name: $0.name, region: $0.region) }
  }

  /// The tours in sight that a visit belongs to.
  package static func tours(
    with visit: Visit, in scope: Actor.Scope, of account: ID<Account>, on connection: some Connection
  ) throws -> [(id: ID<Tour>, title: String)] {
    try connection.rows(
      """
      SELECT t.id, t.title FROM visits v JOIN tours t ON t.school_id = v.school_id
      WHERE v.id = \(visit.id) AND v.school_id = \(visit.schoolID) AND t.begins_on <= \(visit.day)
        AND t.ends_on >= \(visit.day) AND \(belongs) AND \(TourStore.sight(scope, account))
      ORDER BY t.begins_on, t.id LIMIT 20
      """
    ).map { (try $0.get(0), try $0.get(1)) }
  }

  /// The condition of a list over `visits v`: those of a tour.
  static func condition(_ tour: ID<Tour>, on connection: some Connection) throws -> SQL {
    // The period in words lets the list walk along its days.
    guard let row = try connection.first("SELECT begins_on, ends_on FROM tours WHERE id = \(tour)") else {
      return "1 = 0"
    }
    let (first, last): (CivilDate, CivilDate) = (try row.get(0), try row.get(1))
    return """
      v.held_on >= \(first) AND v.held_on <= \(last)
      AND EXISTS (SELECT 1 FROM tours t WHERE t.id = \(tour) AND \(belongs))
      """
  }
}
