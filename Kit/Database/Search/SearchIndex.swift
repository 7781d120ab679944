package import Values

/// Finds records by any part of their texts, from one character on, in Chinese
/// and in Latin letters, exactly and quickly on both engines.
///
/// An index is a table of its own beside the records: the folded texts of each
/// record, and their grams (see `SearchText`) in an FTS5 index on SQLite and in
/// a GIN index over numbers on PostgreSQL. Actions that write a record `put`
/// it in the same transaction.
///
/// The table's key is not called `id`, so that a condition on a record's `id`
/// means the record's also inside a subquery over the index. FTS5 walks upwards
/// much faster than downwards: its rows are the negative keys, so that the
/// newest come first. PostgreSQL keeps the texts in the key's index as well:
/// walking it is twice as fast as walking the rows.
package struct SearchIndex: Sendable {
  /// The table's name, a literal of the program.
  let table: StaticString
  /// Whether its entries are whole documents: then PostgreSQL keeps the texts with the rows only.
  private let isOfDocuments: Bool
  let counts = GramCounts()

  /// - Parameter ofDocuments: for texts longer than names and codes; its entries are made with `document`.
  package init(_ table: StaticString, ofDocuments: Bool = false) {
    self.table = table
    isOfDocuments = ofDocuments
  }

  /// One record's texts.
  package struct Entry: Sendable {
    let id: Int64
    let scope: Int64
    let body: String

    /// - Parameters:
    ///   - scope: the school the record belongs to; 0 for records that all schools share.
    ///   - texts: what it is found by, such as names and codes, 2,000 bytes in all; a term is never found across two
    ///     of them.
    package init<Owner>(_ id: ID<Owner>, scope: Int64 = 0, _ texts: [String?]) {
      self.id = id.rawValue
      self.scope = scope
      body = SearchText.body(texts)
    }

    /// A whole document, for an index of documents: 60,000 bytes in all.
    package static func document<Owner>(_ id: ID<Owner>, scope: Int64 = 0, _ texts: [String?]) -> Entry {
      Entry(id: id.rawValue, scope: scope, body: SearchText.body(texts, limit: SearchText.documentLimit))
    }

    fileprivate init(id: Int64, scope: Int64, body: String) {
      self.id = id
      self.scope = scope
      self.body = body
    }
  }

  /// The tables of this index, as a step for its feature's migrations. The text never changes.
  package func migration(_ name: String) -> Migration {
    Migration(
      name,
      sqlite: """
        CREATE TABLE \(table) (entry_id INTEGER PRIMARY KEY, scope BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE VIRTUAL TABLE \(table)_grams USING fts5 (
          grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
        );
        """,
      postgres: """
        CREATE TABLE \(table) (
          entry_id BIGINT NOT NULL, scope BIGINT NOT NULL, body TEXT NOT NULL, grams BIGINT[] NOT NULL,
          PRIMARY KEY (entry_id)\(isOfDocuments ? "" : " INCLUDE (body)")
        );
        CREATE INDEX \(table)_grams ON \(table) USING gin (grams) WITH (gin_pending_list_limit = 512);
        """)
  }

  /// Adds records or replaces what is known of them.
  package func put(_ entries: [Entry], on connection: any WriteConnection) throws {
    switch connection.dialect {
    case .sqlite:
      for entry in entries { try putInSQLite(entry, connection) }
    case .postgres:
      // One statement for many: a round trip costs more than an entry. None twice, which it would refuse.
      let latest = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { $1 }).values.sorted { $0.id < $1.id }
      for start in stride(from: 0, to: latest.count, by: 200) {
        try putInPostgres(latest[start..<min(start + 200, latest.count)], connection)
      }
    }
  }

  package func put(_ entry: Entry, on connection: any WriteConnection) throws {
    try put([entry], on: connection)
  }

  package func remove<Owner>(_ id: ID<Owner>, on connection: any WriteConnection) throws {
    if connection.dialect == .sqlite, let old = try entry(id.rawValue, connection) {
      try forgetInSQLite(old, connection)
    }
    try connection.run("DELETE FROM \(name: table) WHERE entry_id = \(id)")
  }

  /// Joins the parts that many writes have left, which makes searching two to three times as fast: for a nightly job
  /// and after a large import. Takes about a second for 100,000 records.
  package func optimize(on connection: any WriteConnection) throws {
    switch connection.dialect {
    case .sqlite: try connection.run("INSERT INTO \(name: table)_grams (\(name: table)_grams) VALUES ('optimize')")
    case .postgres:
      _ = try connection.rows("SELECT gin_clean_pending_list(CAST(\("\(table)_grams") AS regclass))")
      try connection.run("ANALYZE \(name: table)")
    }
  }

  private func putInSQLite(_ entry: Entry, _ connection: any WriteConnection) throws {
    if let old = try self.entry(entry.id, connection) {
      if old.scope == entry.scope, old.body == entry.body { return }
      try forgetInSQLite(old, connection)
      try connection.run(
        "UPDATE \(name: table) SET scope = \(entry.scope), body = \(entry.body) WHERE entry_id = \(entry.id)")
    } else {
      try connection.run(
        "INSERT INTO \(name: table) (entry_id, scope, body) VALUES (\(entry.id), \(entry.scope), \(entry.body))")
    }
    try connection.run("INSERT INTO \(name: table)_grams (rowid, grams) VALUES (\(-entry.id), \(words(entry)))")
  }

  /// The FTS5 index keeps no text: to forget an entry it must be told the very words it was given.
  private func forgetInSQLite(_ old: Entry, _ connection: any WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO \(name: table)_grams (\(name: table)_grams, rowid, grams)
      VALUES ('delete', \(-old.id), \(words(old)))
      """)
  }

  private func words(_ entry: Entry) -> String {
    GramWords.text(SearchText.grams(entry.body), scope: entry.scope)
  }

  private func entry(_ id: Int64, _ connection: any WriteConnection) throws -> Entry? {
    try connection.first("SELECT scope, body FROM \(name: table) WHERE entry_id = \(id)").map {
      Entry(id: id, scope: try $0.get(0), body: try $0.get(1))
    }
  }

  private func putInPostgres(_ entries: ArraySlice<Entry>, _ connection: any WriteConnection) throws {
    let ids = PostgresArray.numbers(entries.map(\.id))
    let scopes = PostgresArray.numbers(entries.map(\.scope))
    let bodies = PostgresArray.texts(entries.map(\.body))
    let grams = PostgresArray.texts(entries.map { PostgresArray.numbers(SearchText.grams($0.body)) })
    try connection.run(
      """
      INSERT INTO \(name: table) (entry_id, scope, body, grams)
      SELECT entry_id, scope, body, CAST(grams AS BIGINT[])
      FROM unnest(
        CAST(\(ids) AS BIGINT[]), CAST(\(scopes) AS BIGINT[]), CAST(\(bodies) AS TEXT[]), CAST(\(grams) AS TEXT[])
      ) AS entries (entry_id, scope, body, grams)
      ON CONFLICT (entry_id) DO UPDATE SET scope = EXCLUDED.scope, body = EXCLUDED.body, grams = EXCLUDED.grams
      WHERE \(name: table).scope <> EXCLUDED.scope OR \(name: table).body <> EXCLUDED.body
      """)
  }
}
