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
/// newest come first. What was just written is not in FTS5 yet but compared by
/// itself (`WaitingEntries`). PostgreSQL keeps the texts in the key's index as well:
/// walking it is twice as fast as walking the rows.
package struct SearchIndex: Sendable {
  /// The table's name, a literal of the program.
  let table: StaticString
  /// Whether its entries are whole documents: then PostgreSQL keeps the texts with the rows only.
  private let isOfDocuments: Bool
  let counts = GramCounts()
  var waiting: WaitingEntries { WaitingEntries(table: table) }

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

    private init(id: Int64, scope: Int64, body: String) {
      self.id = id
      self.scope = scope
      self.body = body
    }
  }

  /// The tables of this index, as a step for its feature's migrations; `waitingMigration` is the other one. The text
  /// never changes.
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

  /// The table of entries that wait, as the next step for its feature's migrations. The text never changes.
  package func waitingMigration(_ name: String) -> Migration {
    Migration(
      name,
      sqlite: "CREATE TABLE \(table)_waiting (entry_id INTEGER PRIMARY KEY, scope BIGINT, body TEXT)",
      postgres: "-- A GIN index has such a list of its own.")
  }

  /// Adds records or replaces what is known of them.
  package func put(_ entries: [Entry], on connection: any WriteConnection) throws {
    try putUnfolded(entries, on: connection)
    guard connection.dialect == .sqlite, try waiting.areMany(on: connection) else { return }
    // Many entries are folded as many as came, so that who writes little never pays for who wrote much.
    try fold(limit: max(entries.count, 2 * WaitingEntries.most), on: connection)
  }

  /// Like `put`, for entries that are new or known, but leaves the work on the grams to `fold`, which the caller sees
  /// to soon: until then every search compares them one by one.
  package func putUnfolded(_ entries: [Entry], on connection: any WriteConnection) throws {
    if entries.count == 1, connection.dialect == .sqlite { return try putInSQLite(entries[0], connection) }
    // One statement for many; none twice, which would be refused.
    let latest = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { $1 }).values.sorted { $0.id < $1.id }
    for start in stride(from: 0, to: latest.count, by: 200) {
      let some = latest[start..<min(start + 200, latest.count)]
      switch connection.dialect {
      case .sqlite: try putInSQLite(some, connection)
      case .postgres: try putInPostgres(some, connection)
      }
    }
  }

  package func put(_ entry: Entry, on connection: any WriteConnection) throws {
    try put([entry], on: connection)
  }

  package func remove<Owner>(_ id: ID<Owner>, on connection: any WriteConnection) throws {
    if connection.dialect == .sqlite { try waiting.add(id.rawValue, on: connection) }
    try connection.run("DELETE FROM \(name: table) WHERE entry_id = \(id)")
  }

  /// Brings entries that wait into the gram index, the oldest first.
  /// - Returns: how many did not wait in vain; fewer than `limit` when none is left.
  @discardableResult
  package func fold(limit: Int, on connection: any WriteConnection) throws -> Int {
    guard connection.dialect == .sqlite else { return 0 }
    let changes = try waiting.next(limit, on: connection)
    for change in changes where change.before != change.after {
      if let before = change.before {
        // The gram index keeps no text: to forget an entry it must be told the very words it was given.
        try connection.run(
          """
          INSERT INTO \(name: table)_grams (\(name: table)_grams, rowid, grams)
          VALUES ('delete', \(-change.id), \(before.words))
          """)
      }
      if let after = change.after {
        try connection.run("INSERT INTO \(name: table)_grams (rowid, grams) VALUES (\(-change.id), \(after.words))")
      }
    }
    try waiting.remove(changes, on: connection)
    return changes.count
  }

  /// Joins the parts that many writes have left, which makes searching two to three times as fast: for a nightly job
  /// and after a large import. Takes about a second for 100,000 records.
  package func optimize(on connection: any WriteConnection) throws {
    switch connection.dialect {
    case .sqlite:
      while try fold(limit: 1_000, on: connection) > 0 {}
      try connection.run("INSERT INTO \(name: table)_grams (\(name: table)_grams) VALUES ('optimize')")
    case .postgres:
      _ = try connection.rows("SELECT gin_clean_pending_list(CAST(\("\(table)_grams") AS regclass))")
      try connection.run("ANALYZE \(name: table)")
    }
  }

  private func putInSQLite(_ entry: Entry, _ connection: any WriteConnection) throws {
    let changed: WaitingEntries.Text? = try connection.first(
      "SELECT scope, body FROM \(name: table) WHERE entry_id = \(entry.id)"
    ).map { WaitingEntries.Text(scope: try $0.get(0), body: try $0.get(1)) }
    if changed == WaitingEntries.Text(scope: entry.scope, body: entry.body) { return }
    try waiting.add(entry.id, on: connection)
    try connection.run(
      """
      INSERT INTO \(name: table) (entry_id, scope, body) VALUES (\(entry.id), \(entry.scope), \(entry.body))
      ON CONFLICT (entry_id) DO UPDATE SET scope = excluded.scope, body = excluded.body
      """)
  }

  private func putInSQLite(_ entries: ArraySlice<Entry>, _ connection: any WriteConnection) throws {
    let known = Set(
      try connection.values(
        "SELECT entry_id FROM \(name: table) WHERE entry_id IN \(list: entries.map(\.id))", as: Int64.self))
    for entry in entries where known.contains(entry.id) { try putInSQLite(entry, connection) }
    let new = known.isEmpty ? entries : ArraySlice(entries.filter { !known.contains($0.id) })
    try waiting.add(new: new.map(\.id), on: connection)
    try connection.insert(
      "INSERT INTO \(name: table) (entry_id, scope, body)", new.map { "(\($0.id), \($0.scope), \($0.body))" })
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
