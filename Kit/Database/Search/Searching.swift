package import Values

extension SearchIndex {
  /// The records that match, for a list in any order. An empty query matches all.
  /// - Parameter scope: the school to search in; nil for all records.
  package func matches(_ text: String, scope: Int64? = nil, on connection: any Connection) throws -> SearchMatch {
    let query = SearchQuery(text)
    var match = SearchMatch(kind: .everything, table: table, terms: query.terms, scope: scope)
    guard let rarest = try counts.rarest(of: query.grams, count: { try count($0, connection) }) else { return match }
    // A row costs PostgreSQL three to four times as much.
    let few = connection.dialect == .sqlite ? GramCounts.limit : GramCounts.limit / 4
    if rarest.count < few {
      match.kind = .rare([rarest.gram])
    } else if query.grams.count > 1, try areRareTogether(query, match, connection) {
      match.kind = .rare(query.grams)
    } else {
      match.kind = .common
    }
    if connection.dialect == .sqlite { match.isIncomplete = try !waiting.isEmpty(on: connection) }
    return match
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
    var match = SearchMatch(kind: .everything, table: table, terms: query.terms, scope: scope)
    match.before = before?.rawValue
    guard let rarest = try counts.rarest(of: query.grams, count: { try count($0, connection) }) else {
      return try page(match, limit)
    }
    // Of common grams only all together may be rare.
    let isRare = rarest.count < 400
    match.kind = .rare(isRare ? [rarest.gram] : query.grams)
    if connection.dialect == .sqlite {
      let words = GramWords.text(isRare ? [rarest.gram] : query.grams, scope: isRare ? nil : scope)
      return try newestInSQLite(words, match, limit, connection, page)
    }
    // One school's records stand together in its own tables only, not in the index.
    if isRare || scope != nil { return try page(match, limit) }
    return try newestInPostgres(match, limit, connection, page)
  }

  /// FTS5 gives the newest first and stops when it has enough. Few at first: without further conditions they suffice.
  /// After the second list the further conditions decide, and the records' own indexes are the better way.
  private func newestInSQLite<Element>(
    _ words: String, _ match: SearchMatch, _ limit: Int, _ connection: any Connection,
    _ page: (SearchMatch, Int) throws -> [Element]
  ) throws -> [Element] {
    var rest = match
    rest.kind = .common
    rest.isIncomplete = try !waiting.isEmpty(on: connection)
    var found: [Element] = []
    for size in [limit + limit / 4, limit * 16] {
      let ids = try newestIDs(words, rest, size, connection)
      if !ids.isEmpty { found += try page(SearchMatch(kind: .ids(ids), table: table), limit - found.count) }
      if found.count >= limit || ids.count < size { return found }
      rest.before = ids.last
    }
    return found + (try page(rest, limit - found.count))
  }

  /// At most `size` ids of matching entries, newest first: those of the gram index, and those that it does not know.
  private func newestIDs(
    _ words: String, _ match: SearchMatch, _ size: Int, _ connection: any Connection
  ) throws -> [Int64] {
    let known: [Int64] = try connection.values(
      """
      SELECT hit.entry_id FROM \(name: table)_grams AS grams CROSS JOIN \(name: table) AS hit
      WHERE grams.\(name: table)_grams MATCH \(words)
      AND grams.rowid > \(-(match.before ?? .max)) AND hit.entry_id = -grams.rowid\(
        SearchMatch.holds(match.terms, match.scope, .sqlite))\(match.isIncomplete ? waiting.excluding() : .empty)
      ORDER BY grams.rowid LIMIT \(literal: size)
      """)
    guard match.isIncomplete else { return known }
    let new: [Int64] = try connection.values(
      """
      \(waiting.matching(match.terms, match.scope)) AND hit.entry_id < \(match.before ?? .max)
      ORDER BY hit.entry_id DESC LIMIT \(literal: size)
      """)
    return new.isEmpty ? known : Array((known + new).sorted(by: >).prefix(size))
  }

  /// A GIN index reads the whole list of a gram, so it is asked only when the newest entries do not suffice.
  private func newestInPostgres<Element>(
    _ match: SearchMatch, _ limit: Int, _ connection: any Connection, _ page: (SearchMatch, Int) throws -> [Element]
  ) throws -> [Element] {
    let size = limit + limit / 4
    let ids: [Int64] = try connection.values(
      """
      SELECT hit.entry_id FROM (
        SELECT entry_id, body FROM \(name: table) WHERE entry_id < \(match.before ?? .max)
        ORDER BY entry_id DESC LIMIT 4000
      ) AS hit WHERE 1 = 1\(SearchMatch.holds(match.terms, nil, .postgres))
      ORDER BY hit.entry_id DESC LIMIT \(literal: size)
      """)
    if ids.count < size { return try page(match, limit) }
    let found = try page(SearchMatch(kind: .ids(ids), table: table), limit)
    if found.count >= limit { return found }
    var rest = match
    rest.kind = .common
    rest.before = ids.last
    return found + (try page(rest, limit - found.count))
  }

  /// Whether few entries have all of the query's grams, each of which is common.
  private func areRareTogether(
    _ query: SearchQuery, _ match: SearchMatch, _ connection: any Connection
  ) throws -> Bool {
    switch connection.dialect {
    case .sqlite:
      return try counts.remembered(query.grams) { try count($0, connection) } < GramCounts.limit
    case .postgres:
      // Counting would read all the lists; among the newest 1,000 a common query has some.
      let hits: Int? = try connection.value(
        """
        SELECT COUNT(*) FROM (
          SELECT entry_id, body FROM \(name: table) ORDER BY entry_id DESC LIMIT 1000
        ) AS hit WHERE 1 = 1\(SearchMatch.holds(match.terms, nil, .postgres))
        """)
      return hits ?? 0 < 10
    }
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
