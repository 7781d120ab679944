package import Database
package import Organizations
import Values

/// Reads lists of partners: every page costs what its rows cost, wherever in
/// the list it stands.
package enum PartnerListStore {
  /// One page of the partners in sight.
  package static func page(
    _ query: PartnerQuery, in scope: Actor.Scope, on connection: some Connection
  ) throws -> PartnerListing {
    let isBackward = query.mark?.isBefore ?? false
    let order = sorting(query, isReversed: isBackward)
    // One row more than shown tells whether there is another page.
    var rows =
      query.order == .newest && order.isDescending && !query.search.isEmpty
      ? try found(query, limit: query.limit + 1, in: scope, on: connection)
      : try connection.rows(
        """
        SELECT \(columns) FROM \(tables)
        WHERE \(try conditions(query, scope, on: connection)) \(place(query, isDescending: order.isDescending))
        ORDER BY \(order.sql) LIMIT \(query.limit + 1)
        """
      ).map(summary)
    let hasMore = rows.count > query.limit
    if hasMore { rows.removeLast() }
    if isBackward { rows.reverse() }
    return PartnerListing(
      rows: try adding(majorsTo: rows, on: connection), hasPrevious: isBackward ? hasMore : query.mark != nil,
      hasNext: isBackward ? true : hasMore)
  }

  /// What a search finds, newest first.
  private static func found(
    _ query: PartnerQuery, limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> [PartnerSummary] {
    var others = query
    others.search = ""
    let conditions = try conditions(others, scope, on: connection)
    return try PartnerSearch.index.newest(
      query.search, scope: scope.searched, before: query.mark?.id, limit: limit, on: connection
    ) { match, wanted in
      try connection.rows(
        """
        SELECT \(columns) FROM \(tables) WHERE \(conditions) AND \(match.condition("p.id", connection.dialect))
        ORDER BY p.id DESC LIMIT \(wanted)
        """
      ).map(summary)
    }
  }

  /// How many partners fit, counted up to `limit` so that the count never
  /// costs more than a page or two; `nil` where counting would cost more than
  /// finding: a search that finds very many, or filters each of which leaves
  /// as many as the limit, so that only reading them tells which fit all.
  package static func count(
    _ query: PartnerQuery, upTo limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Int? {
    if limit < .max {
      let isEndless =
        query.search.isEmpty
        ? try isWalk(query, upTo: limit, in: scope, on: connection)
        : try PartnerSearch.isCommon(query.search, in: scope, on: connection)
      if isEndless { return nil }
    }
    return try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM partnerships p \(enterpriseJoin(query))
        WHERE \(try conditions(query, scope, on: connection)) LIMIT \(limit)) found
      """) ?? 0
  }

  /// Whether a count has to read more than `limit` partners: there is an index for each filter, none for two together
  /// and none for tags.
  private static func isWalk(
    _ query: PartnerQuery, upTo limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Bool {
    let (base, filters) = (base(query, scope), filters(query, scope))
    guard filters.count > 1 || !query.tag.isEmpty else { return false }
    return try (filters.isEmpty ? [base] : filters.map { "\(base) AND \($0)" }).allSatisfy { condition in
      let found: Int =
        try connection.value(
          "SELECT count(*) FROM (SELECT 1 FROM partnerships p WHERE \(condition) LIMIT \(limit)) found") ?? 0
      return found >= limit
    }
  }

  /// All partners that fit, one after the other, for exports.
  package static func forEach(
    _ query: PartnerQuery, in scope: Actor.Scope, on connection: some Connection,
    _ body: (PartnerSummary) throws -> Void
  ) throws {
    var query = query
    query.mark = nil
    query.limit = 500
    while true {
      let page = try page(query, in: scope, on: connection)
      for row in page.rows { try body(row) }
      guard page.hasNext, let last = page.rows.last else { return }
      query.mark = mark(of: last, in: query.order, isBefore: false)
    }
  }

  /// The place after or before a row.
  package static func mark(
    of row: PartnerSummary, in order: PartnerQuery.Order, isBefore: Bool
  ) -> PartnerQuery.Mark {
    let key =
      switch order {
      case .name: row.enterprise.name
      case .changed: String(row.updatedAt.milliseconds)
      case .newest: ""
      }
    return PartnerQuery.Mark(isBefore: isBefore, key: key, id: row.partnershipID)
  }

  private static let columns: SQL = """
    p.id, p.school_id, p.level, coalesce(l.name, ''), coalesce(d.name, ''), coalesce(o.display_name, ''), p.source,
    p.motives, p.since, p.note, p.status, p.review_state, p.review_valid_until, p.updated_at,
    coalesce(l.english_name, ''), p.unseen_changes, \(EnterpriseStore.columns)
    """

  private static let tables: SQL = """
    partnerships p JOIN enterprises e ON e.id = p.enterprise_id
    LEFT JOIN partner_levels l ON l.school_id = p.school_id AND l.code = p.level
    LEFT JOIN departments d ON d.id = p.department_id
    LEFT JOIN accounts o ON o.id = p.owner_id
    """

  private static func enterpriseJoin(_ query: PartnerQuery) -> SQL {
    query.tag.isEmpty ? "" : "JOIN enterprises e ON e.id = p.enterprise_id"
  }

  private static func summary(_ row: Row) throws -> PartnerSummary {
    PartnerSummary(
      partnershipID: try row.get(0), schoolID: try row.get(1), enterprise: try EnterpriseStore.enterprise(row, at: 16),
      level: try row.get(2), levelName: LevelName(chinese: try row.get(3), english: try row.get(14)),
      departmentName: try row.get(4), ownerName: try row.get(5),
      source: try row.get(6), motives: TextList.items(try row.get(7)), since: try row.get(8), note: try row.get(9),
      status: try row.get(10), reviewState: try row.get(11), reviewValidUntil: try row.get(12),
      updatedAt: try row.get(13), unseenChanges: try row.get(15), majors: [])
  }

  private static func adding(
    majorsTo rows: [PartnerSummary], on connection: some Connection
  ) throws -> [PartnerSummary] {
    guard !rows.isEmpty else { return rows }
    var names: [Int64: [String]] = [:]
    for row in try connection.rows(
      """
      SELECT pm.partnership_id, m.name FROM partnership_majors pm JOIN majors m ON m.id = pm.major_id
      WHERE pm.partnership_id IN \(list: rows.map(\.partnershipID)) ORDER BY pm.partnership_id, m.name
      """)
    {
      names[try row.get(0), default: []].append(try row.get(1))
    }
    return rows.map { row in
      var row = row
      row.majors = names[row.partnershipID.rawValue] ?? []
      return row
    }
  }
}

// MARK: Conditions

extension PartnerListStore {
  private static func conditions(
    _ query: PartnerQuery, _ scope: Actor.Scope, on connection: some Connection
  ) throws -> SQL {
    var conditions = [base(query, scope)] + filters(query, scope)
    if !query.tag.isEmpty {
      // A tag stands in the list as a JSON string, so its quotes are part of the pattern.
      let pattern = "%" + Like.escaped(JSONValue.string(query.tag).text) + "%"
      conditions.append("e.tags LIKE \(pattern) ESCAPE '\\'")
    }
    if !query.search.isEmpty {
      conditions.append(try PartnerSearch.condition(query.search, in: scope, on: connection))
    }
    return conditions.joined(separator: " AND ")
  }

  /// What holds for every list of a school.
  private static func base(_ query: PartnerQuery, _ scope: Actor.Scope) -> SQL {
    let school = scope.condition(school: "p.school_id", department: nil)
    return query.includesEnded ? school : "\(school) AND p.status = 'active'"
  }

  /// What narrows the list, each with an index of its own.
  private static func filters(_ query: PartnerQuery, _ scope: Actor.Scope) -> [SQL] {
    var conditions: [SQL] = []
    if case .department(_, let department) = scope { conditions.append("p.department_id = \(department)") }
    if let department = query.departmentID { conditions.append("p.department_id = \(department)") }
    if !query.levels.isEmpty { conditions.append("p.level IN \(list: query.levels)") }
    if !query.provinces.isEmpty { conditions.append("p.province IN \(list: query.provinces)") }
    if !query.sizes.isEmpty { conditions.append("p.size IN \(list: query.sizes)") }
    if !query.reviews.isEmpty { conditions.append("p.review_state IN \(list: query.reviews)") }
    if query.isSilent { conditions.append("p.is_silent = 1") }
    if query.hasChanges { conditions.append("p.unseen_changes > 0") }
    if let year = query.knownBy { conditions.append(known(by: year)) }
    if let owner = query.ownerID { conditions.append("p.owner_id = \(owner)") }
    if !query.enterpriseStatus.isEmpty { conditions.append("p.enterprise_status = \(query.enterpriseStatus)") }
    if !query.industries.isEmpty { conditions.append(industries(query.industries)) }
    if let major = query.majorID {
      conditions.append(
        """
        p.id IN (SELECT pm.partnership_id FROM partnership_majors pm
          WHERE pm.school_id = p.school_id AND pm.major_id = \(major))
        """)
    }
    return conditions
  }

  /// Sections are letters, divisions a letter and two digits. The expression is the one of the sections' index.
  private static func industries(_ codes: [String]) -> SQL {
    let (sections, divisions) = (codes.filter { $0.count == 1 }, codes.filter { $0.count > 1 })
    var each: [SQL] = []
    if !sections.isEmpty { each.append("substr(p.industry, 1, 1) IN \(list: sections)") }
    if !divisions.isEmpty { each.append("p.industry IN \(list: divisions)") }
    return "(\(each.joined(separator: " OR ")))"
  }

  private static func sorting(_ query: PartnerQuery, isReversed: Bool) -> (sql: SQL, isDescending: Bool) {
    // Newest first is descending, whichever way it was asked for.
    let isDescending = query.order == .newest ? !isReversed : query.isDescending != isReversed
    switch (query.order, isDescending) {
    case (.name, false): return ("p.name, p.id", false)
    case (.name, true): return ("p.name DESC, p.id DESC", true)
    case (.changed, false): return ("p.updated_at, p.id", false)
    case (.changed, true): return ("p.updated_at DESC, p.id DESC", true)
    case (.newest, false): return ("p.id", false)
    case (.newest, true): return ("p.id DESC", true)
    }
  }

  private static func place(_ query: PartnerQuery, isDescending: Bool) -> SQL {
    guard let mark = query.mark else { return "" }
    let sign: SQL = isDescending ? "<" : ">"
    switch query.order {
    case .name: return "AND (p.name, p.id) \(sign) (\(mark.key), \(mark.id))"
    case .newest: return "AND p.id \(sign) \(mark.id)"
    case .changed: return "AND (p.updated_at, p.id) \(sign) (\(Int64(mark.key) ?? 0), \(mark.id))"
    }
  }
}

/// Texts as patterns of LIKE.
package enum Like {
  /// With the wildcards that people type escaped by `\`.
  package static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
  }
}
