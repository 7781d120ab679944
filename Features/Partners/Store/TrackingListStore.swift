package import Database
package import Organizations
package import Values

/// What the page of tracking is asked for.
package struct TrackingQuery: Sendable, Hashable {
  package var view = View.week
  /// Only the partners that an account looks after.
  package var ownerID: Int64?
  package var after: Mark?
  package var limit = 20

  package init() {}

  package enum View: String, Sendable, CaseIterable {
    /// To be seen within seven days.
    case week
    case overdue
    case silent
  }

  /// The last row of the page that was shown: its day, or for silent partners its name.
  package struct Mark: Sendable, Hashable {
    package var key: String
    package var id: ID<Partnership>

    package init(key: String, id: ID<Partnership>) {
      self.key = key
      self.id = id
    }
  }
}

/// A partner as the page of tracking shows it.
package struct TrackedPartner: Sendable, Hashable {
  package let id: ID<Partnership>
  package let name: String
  package let level: String
  package let levelName: LevelName
  package let departmentName: String
  package let ownerName: String
  package let lastOn: CivilDate?
  package let nextOn: CivilDate?
  package let isByHand: Bool
}

/// Lists of partners by when they are to be seen.
package enum TrackingListStore {
  package static func page(
    _ query: TrackingQuery, in scope: Actor.Scope, today: CivilDate, on connection: some Connection
  ) throws -> [TrackedPartner] {
    var conditions = conditions(query, in: scope, today: today)
    let key: SQL = query.view == .silent ? "p.name" : "p.next_contact_on"
    if let mark = query.after { conditions += " AND (\(key), p.id) > (\(mark.key), \(mark.id))" }
    return try connection.rows(
      """
      SELECT p.id, p.name, p.level, coalesce(l.name, ''), coalesce(l.english_name, ''), coalesce(d.name, ''),
        coalesce(o.display_name, ''), p.last_contact_on, p.next_contact_on, p.next_contact_is_set
      FROM partnerships p LEFT JOIN partner_levels l ON l.school_id = p.school_id AND l.code = p.level
      LEFT JOIN departments d ON d.id = p.department_id LEFT JOIN accounts o ON o.id = p.owner_id
      WHERE \(conditions) ORDER BY \(key), p.id LIMIT \(literal: query.limit)
      """
    ).map { row in
      TrackedPartner(
        id: try row.get(0), name: try row.get(1), level: try row.get(2),
        levelName: LevelName(chinese: try row.get(3), english: try row.get(4)), departmentName: try row.get(5),
        ownerName: try row.get(6), lastOn: try row.get(7), nextOn: try row.get(8), isByHand: try row.get(9))
    }
  }

  package static func mark(after row: TrackedPartner, in view: TrackingQuery.View) -> TrackingQuery.Mark {
    TrackingQuery.Mark(key: view == .silent ? row.name : row.nextOn?.description ?? "", id: row.id)
  }

  package static func count(
    _ query: TrackingQuery, upTo limit: Int, in scope: Actor.Scope, today: CivilDate, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM partnerships p WHERE \(conditions(query, in: scope, today: today))
        LIMIT \(literal: limit)) found
      """) ?? 0
  }

  private static func conditions(_ query: TrackingQuery, in scope: Actor.Scope, today: CivilDate) -> SQL {
    var conditions: [SQL] = [
      scope.condition(school: "p.school_id", department: "p.department_id"), "p.status = 'active'",
    ]
    switch query.view {
    case .week:
      conditions.append(
        """
        p.next_contact_on IS NOT NULL AND p.next_contact_on >= \(today)
        AND p.next_contact_on < \(today.adding(days: 7))
        """)
    case .overdue: conditions.append("p.next_contact_on IS NOT NULL AND p.next_contact_on < \(today)")
    case .silent: conditions.append("p.is_silent = 1")
    }
    if let owner = query.ownerID { conditions.append("p.owner_id = \(owner)") }
    return conditions.joined(separator: " AND ")
  }

  // MARK: Growth

  /// By what partners are counted over the years.
  package enum Division: String, Sendable, CaseIterable {
    case level, province, industry
  }

  /// How many active partners there were at the end of each year, by level, province or section of industry.
  ///
  /// Partners without a beginning count from the day they were entered.
  package static func growth(
    by division: Division, years: [Int], in scope: Actor.Scope, on connection: some Connection
  ) throws -> [(key: String, counts: [Int])] {
    let key: SQL =
      switch division {
      case .level: "p.level"
      case .province: "p.province"
      case .industry: "substr(p.industry, 1, 1)"
      }
    let sums = years.map { year -> SQL in
      "sum(CASE WHEN \(PartnerListStore.known(by: year)) THEN 1 ELSE 0 END)"
    }
    return try connection.rows(
      """
      SELECT \(key), \(sums.joined(separator: ", ")) FROM partnerships p
      WHERE \(scope.condition(school: "p.school_id", department: "p.department_id")) AND p.status = 'active'
      GROUP BY \(key) ORDER BY \(key)
      """
    ).map { row in
      (try row.get(0), try years.indices.map { try row.get($0 + 1, as: Int.self) })
    }
  }
}

extension PartnerListStore {
  /// Partners who were there by the end of a year.
  static func known(by year: Int) -> SQL {
    let end = CivilDate(year: year, month: 12, day: 31) ?? CivilDate(daysSinceEpoch: 0)
    let after = Instant(milliseconds: Int64(end.daysSinceEpoch + 1) * 86_400_000 - 28_800_000)
    return "(p.since <= \(end) OR (p.since IS NULL AND p.created_at < \(after)))"
  }
}
