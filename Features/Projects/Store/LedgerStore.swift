import Accounts
import Database
import Organizations
import Partners
import Values

/// The rows of `ledger_entries`.
enum LedgerStore {
  static func insert(
    _ entry: LedgerEntry, by account: ID<Account>?, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO ledger_entries (id, school_id, partnership_id, project_id, kind, is_given, side, day, year, title,
        amount, arrived, quantity, months, units, owner, location, note, value, is_removed, version, created_by,
        created_at, noted_side, noted_by, standing, answer, answered_by, answered_at)
      VALUES (\(entry.id), \(entry.schoolID), \(entry.partnershipID), \(entry.projectID), \(entry.kind),
        \(entry.kind.isGiven), \(entry.side), \(entry.day), \(entry.day.year), \(entry.title), \(entry.amount),
        \(entry.arrived), \(entry.quantity), \(entry.months), \(entry.units), \(entry.owner), \(entry.location),
        \(entry.note), \(entry.value), \(entry.isRemoved), 1, \(account), \(now), \(entry.notedSide),
        \(entry.notedBy), \(entry.standing), \(entry.answer), \(entry.answeredBy), \(entry.answeredAt))
      """)
  }

  /// - Returns: `false` when somebody changed it since it was read.
  static func update(_ entry: LedgerEntry, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE ledger_entries SET side = \(entry.side), day = \(entry.day), year = \(entry.day.year),
        title = \(entry.title), amount = \(entry.amount), arrived = \(entry.arrived), quantity = \(entry.quantity),
        months = \(entry.months), units = \(entry.units), owner = \(entry.owner), location = \(entry.location),
        note = \(entry.note), value = \(entry.value), is_removed = \(entry.isRemoved),
        noted_side = \(entry.notedSide), noted_by = \(entry.notedBy), standing = \(entry.standing),
        answer = \(entry.answer), answered_by = \(entry.answeredBy), answered_at = \(entry.answeredAt),
        version = version + 1
      WHERE id = \(entry.id) AND school_id = \(entry.schoolID) AND version = \(entry.version)
      """) == 1
  }

  static func entry(
    _ id: ID<LedgerEntry>, in sight: ProjectSight, on connection: some Connection
  ) throws -> LedgerRow? {
    try connection.first(
      "SELECT \(columns) FROM \(tables) WHERE l.id = \(id) AND \(Self.seen(sight))"
    ).map(row)
  }

  /// The latest first.
  static func page(
    _ query: LedgerQuery, in sight: ProjectSight, on connection: some Connection
  ) throws -> (rows: [LedgerRow], hasNext: Bool) {
    let place: SQL = query.after.map { "AND (l.day, l.id) < (\($0.day), \($0.id))" } ?? ""
    var rows = try connection.rows(
      """
      SELECT \(columns) FROM \(tables) WHERE \(conditions(query, sight)) \(place)
      ORDER BY l.day DESC, l.id DESC LIMIT \(literal: query.limit + 1)
      """
    ).map(row)
    let hasNext = rows.count > query.limit
    if hasNext { rows.removeLast() }
    return (rows, hasNext)
  }

  /// How many fit and what they are worth together.
  static func sum(
    _ query: LedgerQuery, in sight: ProjectSight, on connection: some Connection
  ) throws -> (count: Int, value: Int64) {
    let row = try connection.first(
      """
      SELECT count(*), CAST(coalesce(sum(l.value), 0) AS BIGINT) FROM \(tables) WHERE \(conditions(query, sight))
      """)
    return try row.map { (try $0.get(0), try $0.get(1)) } ?? (0, 0)
  }

  static func forEach(
    _ query: LedgerQuery, in sight: ProjectSight, on connection: some Connection, _ body: (LedgerRow) throws -> Void
  ) throws {
    var query = query
    (query.after, query.limit) = (nil, 500)
    while true {
      let page = try page(query, in: sight, on: connection)
      for row in page.rows { try body(row) }
      guard page.hasNext, let last = page.rows.last?.entry else { return }
      query.after = (last.day, last.id)
    }
  }

  // MARK: Balances

  /// - Parameter year: `nil` for all years.
  static func balance(
    of partnership: ID<Partnership>, year: Int?, on connection: some Connection
  ) throws -> BalanceSheet {
    let when: SQL = year.map { "AND year = \($0)" } ?? ""
    let of: SQL = "FROM ledger_entries WHERE partnership_id = \(partnership) AND is_removed = 0 \(when)"
    let lines = try connection.rows(
      """
      SELECT kind, side, count(*), CAST(coalesce(sum(amount), 0) AS BIGINT),
        CAST(coalesce(sum(arrived), 0) AS BIGINT), CAST(sum(units) AS BIGINT), CAST(sum(value) AS BIGINT),
        CAST(sum(CASE WHEN standing = 'confirmed' THEN value ELSE 0 END) AS BIGINT)
      \(of) AND standing <> 'disputed' GROUP BY kind, side ORDER BY kind, side
      """
    ).map { row in
      BalanceSheet.Line(
        kind: try row.get(0), side: try row.get(1), entries: try row.get(2), amount: try row.get(3),
        arrived: try row.get(4), units: try row.get(5), value: try row.get(6), confirmed: try row.get(7))
    }
    let shares = try connection.rows(
      """
      SELECT standing, noted_side, count(*), CAST(sum(value) AS BIGINT) \(of)
      GROUP BY standing, noted_side ORDER BY standing, noted_side
      """
    ).map { row in
      BalanceSheet.Share(
        standing: try row.get(0), notedSide: try row.get(1), entries: try row.get(2), value: try row.get(3))
    }
    return BalanceSheet(
      lines: lines.sorted { (place($0.kind), $0.side.rawValue) < (place($1.kind), $1.side.rawValue) },
      shares: shares)
  }

  private static func place(_ kind: LedgerKind) -> Int { LedgerKind.allCases.firstIndex(of: kind) ?? 0 }

  /// What is disputed does not count until it is settled.
  static let totals: SQL = """
    CAST(sum(CASE WHEN l.is_given = 1 AND l.side = 'school' AND l.standing <> 'disputed' THEN l.value ELSE 0 END) AS BIGINT),
    CAST(sum(CASE WHEN l.is_given = 1 AND l.side = 'enterprise' AND l.standing <> 'disputed' THEN l.value ELSE 0 END) AS BIGINT),
    CAST(sum(CASE WHEN l.is_given = 0 AND l.side = 'school' AND l.standing <> 'disputed' THEN l.value ELSE 0 END) AS BIGINT),
    CAST(sum(CASE WHEN l.is_given = 0 AND l.side = 'enterprise' AND l.standing <> 'disputed' THEN l.value ELSE 0 END) AS BIGINT),
    CAST(sum(CASE WHEN l.is_given = 0 AND l.side = 'students' AND l.standing <> 'disputed' THEN l.value ELSE 0 END) AS BIGINT)
    """

  static func year(_ row: Row, from first: Int, _ year: Int) throws -> BalanceYear {
    BalanceYear(
      year: year, schoolGiven: try row.get(first), enterpriseGiven: try row.get(first + 1),
      schoolGained: try row.get(first + 2), enterpriseGained: try row.get(first + 3),
      studentsGained: try row.get(first + 4))
  }

  /// The years in which a partnership has entries, in order.
  static func years(of partnership: ID<Partnership>, on connection: some Connection) throws -> [BalanceYear] {
    try connection.rows(
      """
      SELECT l.year, \(totals) FROM ledger_entries l WHERE l.partnership_id = \(partnership) AND l.is_removed = 0
      GROUP BY l.year ORDER BY l.year
      """
    ).map { try year($0, from: 1, try $0.get(0)) }
  }

  /// What a list of balances shows of a partner.
  struct PartnerTotal: Sendable, Hashable {
    let partnershipID: ID<Partnership>
    let name: String
    let departmentID: ID<Department>?
    let figures: BalanceYear

    /// Whether the partner itself is in sight, and not only a project with it.
    func isOwn(in scope: Actor.Scope) -> Bool {
      guard case .department(_, let own) = scope else { return true }
      return departmentID == own
    }
  }

  /// The partners with entries in a year, the most valuable first.
  static func partners(
    in year: Int, _ sight: ProjectSight, limit: Int, on connection: some Connection
  ) throws -> [PartnerTotal] {
    try connection.rows(
      """
      SELECT l.partnership_id, s.name, s.department_id, \(totals) FROM \(tables)
      WHERE \(Self.seen(sight)) AND l.is_removed = 0 AND l.year = \(year)
      GROUP BY l.partnership_id, s.name, s.department_id ORDER BY sum(l.value) DESC, l.partnership_id LIMIT \(literal: limit)
      """
    ).map { row in
      PartnerTotal(
        partnershipID: try row.get(0), name: try row.get(1), departmentID: try row.get(2),
        figures: try Self.year(row, from: 3, year))
    }
  }

  /// What all partners of a year come to together, beside the list that shows only some of them.
  static func total(in year: Int, _ sight: ProjectSight, on connection: some Connection) throws -> BalanceYear {
    let row = try connection.first(
      """
      SELECT \(totals) FROM \(tables)
      WHERE \(Self.seen(sight)) AND l.is_removed = 0 AND l.year = \(year)
      """)
    return try row.flatMap { try $0.get(0, as: Int64?.self) == nil ? nil : Self.year($0, from: 0, year) }
      ?? BalanceYear(year: year)
  }

  /// What a project has from both sides.
  static func total(of project: Project, on connection: some Connection) throws -> BalanceYear {
    let row = try connection.first(
      """
      SELECT \(totals) FROM ledger_entries l
      WHERE l.school_id = \(project.schoolID) AND l.project_id = \(project.id) AND l.is_removed = 0
      """)
    return try row.flatMap { try $0.get(0, as: Int64?.self) == nil ? nil : Self.year($0, from: 0, 0) }
      ?? BalanceYear(year: 0)
  }

  /// The years in which anybody in sight has entries, the latest first.
  static func years(_ sight: ProjectSight, on connection: some Connection) throws -> [Int] {
    try connection.values(
      "SELECT DISTINCT l.year FROM \(tables) WHERE \(Self.seen(sight)) AND l.is_removed = 0 ORDER BY l.year DESC LIMIT 12"
    )
  }

  // MARK: Rows

  /// A department sees what belongs to its projects and to its partnerships; who works on a project sees its entries.
  private static func seen(_ sight: ProjectSight) -> SQL {
    guard case .department(let school, let department) = sight.scope else {
      return sight.scope.condition(school: "l.school_id", department: nil)
    }
    return """
      (l.school_id = \(school)
        AND (s.department_id = \(department) OR p.department_id = \(department) OR \(sight.takesPart)))
      """
  }

  private static func conditions(_ query: LedgerQuery, _ sight: ProjectSight) -> SQL {
    var conditions: [SQL] = [Self.seen(sight), "l.is_removed = \(query.isRemoved)"]
    if let partnership = query.partnershipID { conditions.append("l.partnership_id = \(partnership)") }
    if let project = query.projectID { conditions.append("l.project_id = \(project)") }
    if !query.kinds.isEmpty { conditions.append("l.kind IN \(list: query.kinds)") }
    if !query.sides.isEmpty { conditions.append("l.side IN \(list: query.sides)") }
    if let isGiven = query.isGiven { conditions.append("l.is_given = \(isGiven)") }
    if let year = query.year { conditions.append("l.year = \(year)") }
    if !query.standings.isEmpty { conditions.append("l.standing IN \(list: query.standings)") }
    if let side = query.notedSide { conditions.append("l.noted_side = \(side)") }
    if query.isCounted { conditions.append("l.standing <> 'disputed'") }
    if query.isOutstanding { conditions.append("l.arrived < l.amount") }
    if !query.search.isEmpty {
      let pattern = "%\(Like.escaped(query.search))%"
      conditions.append("(l.title LIKE \(pattern) ESCAPE '\\' OR s.name LIKE \(pattern) ESCAPE '\\')")
    }
    return conditions.joined(separator: " AND ")
  }

  static let columns: SQL = """
    l.id, l.school_id, l.partnership_id, l.project_id, l.kind, l.side, l.day, l.title, l.amount, l.arrived, l.quantity,
    l.months, l.owner, l.location, l.note, l.value, l.is_removed, l.version, s.name, coalesce(p.title, ''),
    l.noted_side, l.noted_by, l.standing, l.answer, l.answered_by, l.answered_at
    """
  static let tables: SQL = """
    ledger_entries l JOIN partnerships s ON s.id = l.partnership_id LEFT JOIN projects p ON p.id = l.project_id
    """

  static func row(_ row: Row) throws -> LedgerRow {
    var entry = LedgerEntry(
      id: try row.get(0), school: try row.get(1), partnership: try row.get(2), kind: try row.get(4),
      day: try row.get(6))
    entry.projectID = try row.get(3)
    entry.side = try row.get(5)
    entry.title = try row.get(7)
    entry.amount = try row.get(8)
    entry.arrived = try row.get(9)
    entry.quantity = try row.get(10)
    entry.months = try row.get(11)
    entry.owner = try row.get(12)
    entry.location = try row.get(13)
    entry.note = try row.get(14)
    entry.value = try row.get(15)
    entry.isRemoved = try row.get(16)
    entry.version = try row.get(17)
    entry.notedSide = try row.get(20)
    entry.notedBy = try row.get(21)
    entry.standing = try row.get(22)
    entry.answer = try row.get(23)
    entry.answeredBy = try row.get(24)
    entry.answeredAt = try row.get(25)
    return LedgerRow(entry: entry, enterpriseName: try row.get(18), projectTitle: try row.get(19))
  }
}
