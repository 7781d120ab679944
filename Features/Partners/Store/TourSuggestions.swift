package import Database
package import Organizations
package import Values

/// Partners of a city that a tour could see.
package enum TourSuggestions {
  /// A partner to choose.
  package struct Suggestion: Sendable, Hashable {
    package let id: ID<Partnership>
    package let name: String
    package let region: String
    package let level: String
    package let levelName: LevelName
    package let lastOn: CivilDate?
    package let nextOn: CivilDate?
    package let isSilent: Bool
  }

  /// Those in sight that the tour does not have yet: silent ones first, then by the day of their next contact.
  ///
  /// - Parameter search: looks in the whole registry instead of the city.
  package static func suggestions(
    for stop: TourStop, search: String, limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> [Suggestion] {
    let city = TourCity.key(of: stop.region) ?? stop.region
    let place: SQL =
      search.isEmpty
      ? "p.province = \(String(city.prefix(2))) AND substr(p.region, 1, \(literal: city.count)) = \(city)"
      : try PartnerSearch.condition(search, in: scope, on: connection)
    return try connection.rows(
      """
      SELECT p.id, p.name, p.region, p.level, coalesce(l.name, ''), coalesce(l.english_name, ''), p.last_contact_on,
        p.next_contact_on, p.is_silent
      FROM partnerships p LEFT JOIN partner_levels l ON l.school_id = p.school_id AND l.code = p.level
      WHERE p.school_id = \(stop.schoolID) AND \(scope.condition(school: "p.school_id", department: "p.department_id"))
        AND p.status = 'active' AND \(place)
        AND NOT EXISTS (SELECT 1 FROM tour_lines t WHERE t.tour_id = \(stop.tourID) AND t.partnership_id = p.id
          AND t.state = 'planned')
      ORDER BY p.is_silent DESC, coalesce(p.next_contact_on, '9999-12-31'), p.name, p.id LIMIT \(literal: limit)
      """
    ).map { row in
      Suggestion(
        id: try row.get(0), name: try row.get(1), region: try row.get(2), level: try row.get(3),
        levelName: LevelName(chinese: try row.get(4), english: try row.get(5)), lastOn: try row.get(6),
        nextOn: try row.get(7), isSilent: try row.get(8))
    }
  }
}
