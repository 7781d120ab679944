package import Values

/// Which records match a query, as a condition for a statement of the feature.
///
/// Rare terms and common terms want opposite plans, and neither engine's
/// planner knows which a term is; the index remembers (`GramCounts`). The
/// entries of a rare gram are read and compared, and lead to the records. For
/// common grams the records are read in the statement's own order and compared
/// one by one, which soon has enough.
package struct SearchMatch: Sendable {
  enum Kind: Sendable {
    case everything
    case ids([Int64])
    case rare([Int64])
    case common
  }

  let kind: Kind
  let table: StaticString
  var terms: [String] = []
  var scope: Int64?
  /// Only ids below this one, when a page continues another.
  var before: Int64?

  /// For `WHERE`: true for the records that match. `id` is the record's key in the statement: `"e.id"`.
  package func condition(_ id: SQL, _ dialect: Dialect) -> SQL {
    let match: SQL =
      switch (kind, dialect) {
      case (.everything, _): "1 = 1"
      // A list is one value, so that the statement's text is the same for any number of ids.
      case (.ids(let ids), .sqlite): "\(id) IN (SELECT value FROM json_each(\("\(ids)")))"
      case (.ids(let ids), .postgres): "\(id) = ANY(CAST(\(PostgresArray.numbers(ids)) AS BIGINT[]))"
      case (.rare(let grams), .sqlite): "\(id) IN (\(Self.entries(grams, unproven(by: grams), scope, table)))"
      case (.rare(let grams), .postgres):
        """
        \(id) = ANY(ARRAY(
          SELECT hit.entry_id FROM \(name: table) AS hit
          WHERE hit.grams @> CAST(\(PostgresArray.numbers(grams)) AS BIGINT[])\(
            Self.holds(unproven(by: grams), scope, dialect))))
        """
      case (.common, _):
        "EXISTS (SELECT 1 FROM \(name: table) AS hit WHERE hit.entry_id = \(id)\(Self.holds(terms, scope, dialect)))"
      }
    return before.map { "\(match) AND \(id) < \($0)" } ?? match
  }

  /// The keys of the entries with `grams` on SQLite. The index alone answers when nothing is left to compare.
  private static func entries(_ grams: [Int64], _ terms: [String], _ scope: Int64?, _ table: StaticString) -> SQL {
    let found: SQL = "grams.\(name: table)_grams MATCH \(GramWords.text(grams, scope: nil))"
    if terms.isEmpty, scope == nil {
      return "SELECT -grams.rowid FROM \(name: table)_grams AS grams WHERE \(found)"
    }
    return """
      SELECT hit.entry_id FROM \(name: table)_grams AS grams CROSS JOIN \(name: table) AS hit
      WHERE \(found) AND hit.entry_id = -grams.rowid\(holds(terms, scope, .sqlite))
      """
  }

  /// The terms that an entry with `grams` need not contain: longer ones, and those of other grams.
  func unproven(by grams: [Int64]) -> [String] {
    // A term of one or two characters is one gram: the largest of those in it.
    terms.filter { $0.unicodeScalars.count > 2 || SearchText.grams($0).last.map(grams.contains) != true }
  }

  /// ` AND …` for a row `hit` of the index: the comparison that makes the answer exact.
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
    try match(SearchQuery(text), scope, few: GramCounts.limit, connection)
  }

  /// A page of matching records, newest first, that is, by descending id.
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
    // By descending id matches hardly ever come all last: a lower limit than for any order.
    var match = try match(query, scope, few: 700, connection)
    match.before = before?.rawValue
    guard connection.dialect == .sqlite, !query.isEmpty else { return try page(match, limit) }
    // FTS5 gives the newest first and stops when it has enough. Few at first: without further conditions they
    // suffice. After the second list the further conditions decide, and the records' own indexes are the better way.
    var found: [Element] = []
    for size in [limit + limit / 4, limit * 16] {
      let ids = try newestInSQLite(query, match, limit: size, connection)
      if !ids.isEmpty { found += try page(SearchMatch(kind: .ids(ids), table: table), limit - found.count) }
      if found.count >= limit || ids.count < size { return found }
      match.before = ids.last
    }
    return found + (try page(match, limit - found.count))
  }

  private func match(
    _ query: SearchQuery, _ scope: Int64?, few: Int, _ connection: any Connection
  ) throws -> SearchMatch {
    if query.isEmpty { return SearchMatch(kind: .everything, table: table) }
    let rarest = try counts.rarest(of: query.grams) { try count($0, connection) }
    return SearchMatch(
      kind: rarest.count < few ? .rare(rarest.grams) : .common, table: table, terms: query.terms, scope: scope)
  }

  private func newestInSQLite(
    _ query: SearchQuery, _ match: SearchMatch, limit: Int, _ connection: any Connection
  ) throws -> [Int64] {
    // Of common grams only all together may be rare.
    let words =
      if case .rare(let grams) = match.kind {
        GramWords.text(grams, scope: nil)
      } else {
        GramWords.text(query.grams, scope: match.scope)
      }
    return try connection.values(
      """
      SELECT hit.entry_id FROM \(name: table)_grams AS grams CROSS JOIN \(name: table) AS hit
      WHERE grams.\(name: table)_grams MATCH \(words) AND grams.rowid > \(-(match.before ?? .max))
      AND hit.entry_id = -grams.rowid\(
        SearchMatch.holds(match.terms, match.scope, .sqlite)) ORDER BY grams.rowid LIMIT \(literal: limit)
      """)
  }

  /// Counts the entries that have all of `grams`, up to the limit.
  private func count(_ grams: [Int64], _ connection: any Connection) throws -> Int {
    let entries: SQL =
      switch connection.dialect {
      case .sqlite:
        "SELECT 1 FROM \(name: table)_grams WHERE \(name: table)_grams MATCH \(GramWords.text(grams, scope: nil))"
      case .postgres:
        "SELECT 1 FROM \(name: table) WHERE grams @> CAST(\(PostgresArray.numbers(grams)) AS BIGINT[])"
      }
    return try connection.value("SELECT COUNT(*) FROM (\(entries) LIMIT \(literal: GramCounts.limit)) AS entries") ?? 0
  }
}
