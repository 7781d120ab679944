package import Values

/// Which records match a query, as a condition for a statement of the feature.
///
/// Rare terms and common terms want opposite plans, and neither engine's
/// planner knows which a term is: the index looks first. Few matches become a
/// list of their ids; many become a comparison made while the records are read
/// in their own order, which then soon has enough.
package struct SearchMatch: Sendable {
  enum Kind: Sendable {
    case everything
    case ids([Int64])
    case comparison(table: StaticString, terms: [String], scope: Int64?)
  }

  let kind: Kind
  /// Only ids below this one, when a page continues another.
  var before: Int64?

  /// Whether there is no need to ask the database further.
  package var isNothing: Bool {
    if case .ids(let ids) = kind { ids.isEmpty } else { false }
  }

  /// For `WHERE`: true for the records that match. `id` is the record's key in the statement: `"e.id"`.
  package func condition(_ id: SQL, _ dialect: Dialect) -> SQL {
    let match: SQL =
      switch kind {
      case .everything: "1 = 1"
      case .ids(let ids): Self.isAmong(ids, id, dialect)
      case .comparison(let table, let terms, let scope):
        "EXISTS (SELECT 1 FROM \(name: table) AS hit WHERE hit.entry_id = \(id)\(Self.holds(terms, scope, dialect)))"
      }
    return before.map { "\(match) AND \(id) < \($0)" } ?? match
  }

  /// The list is one value, so that the statement's text is the same for any number of ids.
  private static func isAmong(_ ids: [Int64], _ id: SQL, _ dialect: Dialect) -> SQL {
    let list = ids.map(String.init).joined(separator: ",")
    return switch dialect {
    case .sqlite: "\(id) IN (SELECT value FROM json_each(\("[\(list)]")))"
    case .postgres: "\(id) = ANY(CAST(\("{\(list)}") AS BIGINT[]))"
    }
  }

  /// ` AND …` for a row `hit` of the index.
  static func holds(_ terms: [String], _ scope: Int64?, _ dialect: Dialect) -> SQL {
    var condition = SQL.empty
    if let scope { condition += " AND hit.scope = \(scope)" }
    for term in terms {
      switch dialect {
      case .sqlite: condition += " AND instr(hit.body, \(term)) > 0"
      case .postgres: condition += " AND strpos(hit.body, \(term)) > 0"
      }
    }
    return condition
  }
}

extension SearchIndex {
  /// The records that match, for a list in any order. An empty query matches all.
  /// - Parameter scope: the school to search in; nil for all records.
  package func matches(_ text: String, scope: Int64? = nil, on connection: any Connection) throws -> SearchMatch {
    let query = SearchQuery(text)
    if query.isEmpty { return SearchMatch(kind: .everything) }
    // With 100,000 records: 1,000 lookups cost about as much as reading 20 hits of a hundredth of them.
    let few = 1_000
    guard let ids = try candidates(query, scope: scope, before: nil, limit: few + 1, connection), ids.count <= few
    else {
      return SearchMatch(kind: .comparison(table: table, terms: query.terms, scope: scope))
    }
    return SearchMatch(kind: .ids(ids))
  }

  /// A page of matching records, newest first.
  ///
  /// Calls `page` with a condition on the record's id and the number of records still wanted, until it has returned
  /// `limit` in all or there are no more; `page` may have further conditions of its own and must order by the id,
  /// descending.
  /// - Parameter before: the last id of the page before.
  package func newest<Owner, Element>(
    _ text: String, scope: Int64? = nil, before: ID<Owner>? = nil, limit: Int, on connection: any Connection,
    page: (SearchMatch, Int) throws -> [Element]
  ) throws -> [Element] {
    let query = SearchQuery(text)
    var before = before?.rawValue
    if query.isEmpty { return try page(SearchMatch(kind: .everything, before: before), limit) }
    var found: [Element] = []
    // Few at first: without further conditions the first list is enough. After the second the records' other
    // conditions decide, and their own indexes are the better way.
    for size in [limit * 2, limit * 16] {
      guard let ids = try candidates(query, scope: scope, before: before, limit: size, connection) else { break }
      if !ids.isEmpty { found += try page(SearchMatch(kind: .ids(ids)), limit - found.count) }
      if found.count >= limit || ids.count < size { return found }
      before = ids.last
    }
    let rest = SearchMatch(kind: .comparison(table: table, terms: query.terms, scope: scope), before: before)
    return found + (try page(rest, limit - found.count))
  }

  /// The newest matching ids, descending.
  /// - Returns: nil when the term is so common that its list of places is too long to be read.
  private func candidates(
    _ query: SearchQuery, scope: Int64?, before: Int64?, limit: Int, _ connection: any Connection
  ) throws -> [Int64]? {
    switch connection.dialect {
    case .sqlite: try candidatesInSQLite(query, scope, before ?? .max, limit, connection)
    case .postgres: try candidatesInPostgres(query, scope, before ?? .max, limit, connection)
    }
  }

  /// FTS5 walks its lists from the highest rowid down and stops when it has enough.
  private func candidatesInSQLite(
    _ query: SearchQuery, _ scope: Int64?, _ before: Int64, _ limit: Int, _ connection: any Connection
  ) throws -> [Int64] {
    let words = GramWords.text(query.grams, scope: scope)
    let unproven = query.unproven
    let ids: SQL = "SELECT grams.rowid FROM \(name: table)_grams AS grams"
    let found: SQL = "grams.\(name: table)_grams MATCH \(words) AND grams.rowid < \(before)"
    let end: SQL = "ORDER BY grams.rowid DESC LIMIT \(limit)"
    if unproven.isEmpty { return try connection.values("\(ids) WHERE \(found) \(end)") }
    return try connection.values(
      """
      \(ids) CROSS JOIN \(name: table) AS hit ON hit.entry_id = grams.rowid
      WHERE \(found)\(SearchMatch.holds(unproven, nil, .sqlite)) \(end)
      """)
  }

  /// A GIN index always reads the whole list of a term, so a common term must not be asked of it. A look at the
  /// newest 200 entries tells: with 4 or more matches among them, 20 are found among some 1,000 by comparing.
  private func candidatesInPostgres(
    _ query: SearchQuery, _ scope: Int64?, _ before: Int64, _ limit: Int, _ connection: any Connection
  ) throws -> [Int64]? {
    let holds = SearchMatch.holds(query.terms, scope, .postgres)
    let within: SQL = scope.map { "hit.scope = \($0) AND hit.entry_id < \(before)" } ?? "hit.entry_id < \(before)"
    let grams = (query.grams + (scope.map { [-$0] } ?? [])).map(String.init).joined(separator: ",")
    let ids: [Int64] = try connection.values(
      """
      WITH newest AS MATERIALIZED (
        SELECT hit.entry_id, hit.scope, hit.body FROM \(name: table) AS hit WHERE \(within) ORDER BY hit.entry_id DESC LIMIT 200
      ), sample AS MATERIALIZED (SELECT COUNT(*) AS hits FROM newest AS hit WHERE 1 = 1\(holds))
      (SELECT -1 AS entry_id FROM sample WHERE hits >= 4)
      UNION ALL
      (SELECT hit.entry_id FROM \(name: table) AS hit
      WHERE (SELECT hits FROM sample) < 4 AND hit.grams @> CAST(\("{\(grams)}") AS BIGINT[]) AND hit.entry_id < \(before)\(
        SearchMatch.holds(query.unproven, nil, .postgres))
      ORDER BY hit.entry_id DESC LIMIT \(limit))
      """)
    return ids.first == -1 ? nil : ids
  }
}
