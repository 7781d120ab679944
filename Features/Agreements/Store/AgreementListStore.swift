import Database
import Organizations
import Values

/// Reads the register: every page costs what its rows cost.
enum AgreementListStore {
  static func page(
    _ query: AgreementQuery, in scope: Actor.Scope, today: CivilDate, on connection: some Connection
  ) throws -> AgreementListing {
    let isBackward = query.mark?.isBefore ?? false
    var rows =
      query.order == .newest && !isBackward && !query.search.isEmpty
      ? try found(query, in: scope, today: today, on: connection)
      : try connection.rows(
        """
        SELECT \(columns) FROM \(tables)
        WHERE \(try conditions(query, scope, today: today, on: connection)) \(place(query))
        ORDER BY \(order(query, isBackward: isBackward)) LIMIT \(literal: query.limit + 1)
        """
      ).map(summary)
    let hasMore = rows.count > query.limit
    if hasMore { rows.removeLast() }
    if isBackward { rows.reverse() }
    return AgreementListing(
      rows: rows, hasPrevious: isBackward ? hasMore : query.mark != nil, hasNext: isBackward ? true : hasMore)
  }

  /// What a search finds, newest first.
  private static func found(
    _ query: AgreementQuery, in scope: Actor.Scope, today: CivilDate, on connection: some Connection
  ) throws -> [AgreementSummary] {
    var others = query
    others.search = ""
    let conditions = try conditions(others, scope, today: today, on: connection)
    return try AgreementSearch.index.newest(
      query.search, scope: AgreementSearch.school(scope), before: query.mark?.id, limit: query.limit + 1,
      on: connection
    ) { match, wanted in
      try connection.rows(
        """
        SELECT \(columns) FROM \(tables) WHERE \(conditions) AND \(match.condition("a.id", connection.dialect))
        ORDER BY a.id DESC LIMIT \(literal: wanted)
        """
      ).map(summary)
    }
  }

  /// How many fit, counted up to `limit`; `nil` where a search finds too many to count.
  static func count(
    _ query: AgreementQuery, upTo limit: Int, in scope: Actor.Scope, today: CivilDate, on connection: some Connection
  ) throws -> Int? {
    if limit < .max, !query.search.isEmpty {
      if try AgreementSearch.index.matches(query.search, on: connection).isCommon { return nil }
    }
    return try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM agreements a
        WHERE \(try conditions(query, scope, today: today, on: connection)) LIMIT \(limit)) found
      """) ?? 0
  }

  /// All that fit, one after the other, for exports.
  static func forEach(
    _ query: AgreementQuery, in scope: Actor.Scope, today: CivilDate, on connection: some Connection,
    _ body: (AgreementSummary) throws -> Void
  ) throws {
    var query = query
    query.mark = nil
    query.limit = 500
    while true {
      let page = try page(query, in: scope, today: today, on: connection)
      for row in page.rows { try body(row) }
      guard page.hasNext, let last = page.rows.last else { return }
      query.mark = mark(of: last, in: query.order, isBefore: false)
    }
  }

  static func mark(
    of row: AgreementSummary, in order: AgreementQuery.Order, isBefore: Bool
  ) -> AgreementQuery.Mark {
    AgreementQuery.Mark(isBefore: isBefore, day: order == .ends ? row.endOn : nil, id: row.id)
  }

  // MARK: Conditions

  static func conditions(
    _ query: AgreementQuery, _ scope: Actor.Scope, today: CivilDate, on connection: some Connection
  ) throws -> SQL {
    var conditions: [SQL] = [scope.condition(school: "a.school_id", department: "a.department_id")]
    if !query.types.isEmpty { conditions.append("a.type_code IN \(list: query.types)") }
    if !query.states.isEmpty { conditions.append("a.state IN \(list: query.states)") }
    if let department = query.departmentID { conditions.append("a.department_id = \(department)") }
    if let partnership = query.partnershipID { conditions.append("a.partnership_id = \(partnership)") }
    if let owner = query.ownerID { conditions.append("a.owner_id = \(owner)") }
    if let days = query.endingDays {
      conditions.append("a.state = 'active'")
      conditions.append(
        days == 0
          ? "a.end_on < \(today)" : "a.end_on BETWEEN \(today) AND \(today.adding(days: days))")
    }
    if query.order == .ends { conditions.append("a.end_on IS NOT NULL") }
    if !query.search.isEmpty {
      // The school is asked of the agreement: asked of the entry, every long text would be read for it alone.
      let match = try AgreementSearch.index.matches(query.search, on: connection)
      conditions.append(match.condition("a.id", connection.dialect))
    }
    return conditions.joined(separator: " AND ")
  }

  private static func order(_ query: AgreementQuery, isBackward: Bool) -> SQL {
    switch (query.order, isBackward) {
    case (.newest, false): "a.id DESC"
    case (.newest, true): "a.id"
    case (.ends, false): "a.end_on, a.id"
    case (.ends, true): "a.end_on DESC, a.id DESC"
    }
  }

  private static func place(_ query: AgreementQuery) -> SQL {
    guard let mark = query.mark else { return "" }
    switch query.order {
    case .newest: return mark.isBefore ? "AND a.id > \(mark.id)" : "AND a.id < \(mark.id)"
    case .ends:
      let sign: SQL = mark.isBefore ? "<" : ">"
      return "AND (a.end_on, a.id) \(sign) (\(mark.day?.description ?? ""), \(mark.id))"
    }
  }

  // MARK: Rows

  private static let columns: SQL = """
    a.id, a.number, a.title, a.state, a.reason, a.type_code, a.kind, a.relation, a.partnership_id, p.name,
    coalesce(d.name, ''), coalesce(o.display_name, ''), a.start_on, a.end_on, a.amount, a.due_on, a.chain, a.step,
    a.signed_on
    """
  private static let tables: SQL = """
    agreements a JOIN partnerships p ON p.id = a.partnership_id LEFT JOIN departments d ON d.id = a.department_id
    LEFT JOIN accounts o ON o.id = a.owner_id
    """

  private static func summary(_ row: Row) throws -> AgreementSummary {
    let state: AgreementState = try row.get(3)
    var post: ReviewPost?
    if state == .review, let step: Int = try row.get(17) {
      let chain = try AgreementTypeStore.posts(try row.get(16))
      post = chain.indices.contains(step) ? chain[step] : nil
    }
    return AgreementSummary(
      id: try row.get(0), number: try row.get(1), title: try row.get(2), state: state,
      isReturned: try !row.get(4, as: String.self).isEmpty, typeCode: try row.get(5), kind: try row.get(6),
      relation: try row.get(7), partnershipID: try row.get(8), enterpriseName: try row.get(9),
      departmentName: try row.get(10), ownerName: try row.get(11), startOn: try row.get(12), endOn: try row.get(13),
      amount: try row.get(14), dueOn: try row.get(15), post: post, signedOn: try row.get(18))
  }
}
