import Database
import Organizations
import Values

/// Reads the list: every page costs what its rows cost.
enum ProjectListStore {
  static func page(
    _ query: ProjectQuery, in sight: ProjectSight, today: CivilDate, on connection: some Connection
  ) throws -> ProjectListing {
    let isBackward = query.mark?.isBefore ?? false
    var rows =
      query.order == .newest && !isBackward && !query.search.isEmpty
      ? try found(query, in: sight, today: today, on: connection)
      : try connection.rows(
        """
        SELECT \(columns) FROM \(tables)
        WHERE \(try conditions(query, sight, today: today, on: connection)) \(place(query))
        ORDER BY \(order(query, isBackward: isBackward)) LIMIT \(literal: query.limit + 1)
        """
      ).map(summary)
    let hasMore = rows.count > query.limit
    if hasMore { rows.removeLast() }
    if isBackward { rows.reverse() }
    return ProjectListing(
      rows: rows, hasPrevious: isBackward ? hasMore : query.mark != nil, hasNext: isBackward ? true : hasMore)
  }

  /// What a search finds, newest first.
  private static func found(
    _ query: ProjectQuery, in sight: ProjectSight, today: CivilDate, on connection: some Connection
  ) throws -> [ProjectSummary] {
    var others = query
    others.search = ""
    let conditions = try conditions(others, sight, today: today, on: connection)
    return try ProjectSearch.index.newest(
      query.search, scope: ProjectSearch.school(sight.scope), before: query.mark?.id, limit: query.limit + 1,
      on: connection
    ) { match, wanted in
      try connection.rows(
        """
        SELECT \(columns) FROM \(tables) WHERE \(conditions) AND \(match.condition("p.id", connection.dialect))
        ORDER BY p.id DESC LIMIT \(literal: wanted)
        """
      ).map(summary)
    }
  }

  /// How many fit, counted up to `limit`; `nil` where a search finds too many to count.
  static func count(
    _ query: ProjectQuery, upTo limit: Int, in sight: ProjectSight, today: CivilDate, on connection: some Connection
  ) throws -> Int? {
    if limit < .max, !query.search.isEmpty {
      let match = try ProjectSearch.index.matches(
        query.search, scope: ProjectSearch.school(sight.scope), on: connection)
      if match.isCommon { return nil }
    }
    return try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM projects p
        WHERE \(try conditions(query, sight, today: today, on: connection)) LIMIT \(limit)) found
      """) ?? 0
  }

  /// All that fit, one after the other, for exports.
  static func forEach(
    _ query: ProjectQuery, in sight: ProjectSight, today: CivilDate, on connection: some Connection,
    _ body: (ProjectSummary) throws -> Void
  ) throws {
    var query = query
    query.mark = nil
    query.limit = 500
    while true {
      let page = try page(query, in: sight, today: today, on: connection)
      for row in page.rows { try body(row) }
      guard page.hasNext, let last = page.rows.last else { return }
      query.mark = mark(of: last, in: query.order, isBefore: false)
    }
  }

  static func mark(of row: ProjectSummary, in order: ProjectQuery.Order, isBefore: Bool) -> ProjectQuery.Mark {
    let key =
      switch order {
      case .newest: ""
      case .ends: row.endOn?.description ?? ""
      case .amount: "\(row.amount)"
      }
    return ProjectQuery.Mark(isBefore: isBefore, key: key, id: row.id)
  }

  // MARK: Conditions

  static func conditions(
    _ query: ProjectQuery, _ sight: ProjectSight, today: CivilDate, on connection: some Connection
  ) throws -> SQL {
    var conditions: [SQL] = [sight.condition]
    if !query.modes.isEmpty { conditions.append("p.mode IN \(list: query.modes)") }
    if let forms = words(query.forms) { conditions.append("p.form IN \(list: forms)") }
    if let places = words(query.places) { conditions.append("p.place IN \(list: places)") }
    if !query.states.isEmpty { conditions.append("p.state IN \(list: query.states)") }
    if let department = query.departmentID { conditions.append("p.department_id = \(department)") }
    if let partnership = query.partnershipID { conditions.append("p.partnership_id = \(partnership)") }
    if let leader = query.leaderID { conditions.append("p.leader_id = \(leader)") }
    if let person = query.participantID {
      conditions.append(ProjectSight.takesPart(person, least: .review))
    }
    if let year = query.year {
      conditions.append("p.start_on <= \("\(year)-12-31") AND p.end_on >= \("\(year)-01-01")")
    }
    if query.isLate {
      conditions.append(
        """
        (p.state IN ('running', 'mid-term') AND p.end_on < \(today) OR EXISTS (SELECT 1 FROM project_milestones m
          WHERE m.school_id = p.school_id AND m.project_id = p.id AND m.state = 'open' AND m.due_on < \(today)
            AND p.state IN ('running', 'mid-term', 'closing')))
        """)
    }
    if query.order == .ends { conditions.append("p.end_on IS NOT NULL") }
    if !query.search.isEmpty {
      let match = try ProjectSearch.index.matches(
        query.search, scope: ProjectSearch.school(sight.scope), on: connection)
      conditions.append(match.condition("p.id", connection.dialect))
    }
    return conditions.joined(separator: " AND ")
  }

  /// The codes of a grouping; a project without one has an empty word.
  private static func words(_ codes: [String]) -> [String]? {
    codes.isEmpty ? nil : codes.map { $0 == ProjectQuery.none ? "" : $0 }
  }

  private static func order(_ query: ProjectQuery, isBackward: Bool) -> SQL {
    switch (query.order, isBackward) {
    case (.newest, false): "p.id DESC"
    case (.newest, true): "p.id"
    case (.ends, false): "p.end_on, p.id"
    case (.ends, true): "p.end_on DESC, p.id DESC"
    case (.amount, false): "p.amount DESC, p.id DESC"
    case (.amount, true): "p.amount, p.id"
    }
  }

  private static func place(_ query: ProjectQuery) -> SQL {
    guard let mark = query.mark else { return "" }
    switch query.order {
    case .newest: return mark.isBefore ? "AND p.id > \(mark.id)" : "AND p.id < \(mark.id)"
    case .ends:
      let sign: SQL = mark.isBefore ? "<" : ">"
      return "AND (p.end_on, p.id) \(sign) (\(mark.key), \(mark.id))"
    case .amount:
      let sign: SQL = mark.isBefore ? ">" : "<"
      return "AND (p.amount, p.id) \(sign) (\(Int64(mark.key) ?? 0), \(mark.id))"
    }
  }

  // MARK: Rows

  private static let columns: SQL = """
    p.id, p.number, p.title, p.state, p.reason, p.mode, p.form, p.place, p.partnership_id, s.name, coalesce(d.name, ''),
    coalesce(o.display_name, ''), p.start_on, p.end_on, p.asked, p.granted, p.due_on, p.reported_by,
    (SELECT count(*) FROM project_milestones m WHERE m.school_id = p.school_id AND m.project_id = p.id
      AND m.state <> 'cancelled'),
    (SELECT count(*) FROM project_milestones m WHERE m.school_id = p.school_id AND m.project_id = p.id
      AND m.state = 'done')
    """
  private static let tables: SQL = """
    projects p JOIN partnerships s ON s.id = p.partnership_id LEFT JOIN departments d ON d.id = p.department_id
    LEFT JOIN accounts o ON o.id = p.leader_id
    """

  private static func summary(_ row: Row) throws -> ProjectSummary {
    ProjectSummary(
      id: try row.get(0), number: try row.get(1), title: try row.get(2), state: try row.get(3),
      isReturned: try !row.get(4, as: String.self).isEmpty, mode: try row.get(5), form: try row.get(6),
      place: try row.get(7), partnershipID: try row.get(8), enterpriseName: try row.get(9),
      departmentName: try row.get(10), leaderName: try row.get(11), startOn: try row.get(12), endOn: try row.get(13),
      asked: try row.get(14), granted: try row.get(15), dueOn: try row.get(16),
      hasReport: try row.get(17, as: Int64?.self) != nil, milestones: try row.get(18), done: try row.get(19))
  }
}
