package import Values

/// Finds records by any part of their texts, from one character on, in Chinese
/// and in Latin letters, exactly and quickly on both engines.
///
/// An index is a table of its own beside the records: the folded texts of each
/// record, and their grams (see `SearchText`) in an FTS5 index on SQLite and in
/// a GIN index over numbers on PostgreSQL. Actions that write a record `put`
/// it in the same transaction.
///
/// The key is not called `id`, so that a condition on a record's `id` means
/// the record's also inside a subquery over the index.
package struct SearchIndex: Sendable {
  /// The table's name, a literal of the program.
  let table: StaticString

  package init(_ table: StaticString) {
    self.table = table
  }

  /// One record's texts.
  package struct Entry: Sendable {
    let id: Int64
    let scope: Int64
    let body: String

    /// - Parameters:
    ///   - scope: the school the record belongs to; 0 for records that all schools share.
    ///   - texts: what it is found by, such as names and codes; a term is never found across two of them.
    package init<Owner>(_ id: ID<Owner>, scope: Int64 = 0, _ texts: [String?]) {
      self.id = id.rawValue
      self.scope = scope
      body = SearchText.body(texts)
    }
  }

  /// The tables of this index, as a step for its feature's migrations. The text never changes.
  package func migration(_ name: String) -> Migration {
    Migration(
      name,
      sqlite: """
        CREATE TABLE \(table) (entry_id INTEGER PRIMARY KEY, scope BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX \(table)_scope ON \(table) (scope, entry_id);
        CREATE VIRTUAL TABLE \(table)_grams USING fts5 (
          grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
        );
        """,
      postgres: """
        CREATE TABLE \(table) (
          entry_id BIGINT PRIMARY KEY, scope BIGINT NOT NULL, body TEXT NOT NULL, grams BIGINT[] NOT NULL
        );
        CREATE INDEX \(table)_scope ON \(table) (scope, entry_id);
        CREATE INDEX \(table)_grams ON \(table) USING gin (grams) WITH (gin_pending_list_limit = 512);
        """)
  }

  /// Adds records or replaces what is known of them.
  package func put(_ entries: [Entry], on connection: any WriteConnection) throws {
    for entry in entries {
      switch connection.dialect {
      case .sqlite: try putInSQLite(entry, connection)
      case .postgres:
        try connection.run(
          """
          INSERT INTO \(name: table) (entry_id, scope, body, grams)
          VALUES (\(entry.id), \(entry.scope), \(entry.body), CAST(\(postgresGrams(entry)) AS BIGINT[]))
          ON CONFLICT (entry_id) DO UPDATE SET scope = EXCLUDED.scope, body = EXCLUDED.body, grams = EXCLUDED.grams
          WHERE \(name: table).scope <> EXCLUDED.scope OR \(name: table).body <> EXCLUDED.body
          """)
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
    try connection.run(
      "INSERT INTO \(name: table)_grams (rowid, grams) VALUES (\(entry.id), \(sqliteGrams(entry)))")
  }

  /// The FTS5 index keeps no text: to forget an entry it must be told the very words it was given.
  private func forgetInSQLite(_ old: Entry, _ connection: any WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO \(name: table)_grams (\(name: table)_grams, rowid, grams)
      VALUES ('delete', \(old.id), \(sqliteGrams(old)))
      """)
  }

  private func entry(_ id: Int64, _ connection: any WriteConnection) throws -> Entry? {
    try connection.first("SELECT scope, body FROM \(name: table) WHERE entry_id = \(id)").map {
      Entry(id: id, scope: try $0.get(0), body: try $0.get(1))
    }
  }

  private func sqliteGrams(_ entry: Entry) -> String {
    GramWords.text(SearchText.grams(entry.body), scope: entry.scope)
  }

  /// The scope stands among the grams as a negative number.
  private func postgresGrams(_ entry: Entry) -> String {
    "{\(([-entry.scope] + SearchText.grams(entry.body)).map(String.init).joined(separator: ","))}"
  }
}

extension SearchIndex.Entry {
  fileprivate init(id: Int64, scope: Int64, body: String) {
    self.id = id
    self.scope = scope
    self.body = body
  }
}

/// Grams as words for FTS5: `g` and the number, the scope as `s` and the number, in 32 letters and digits, so that
/// no punctuation of the searched text meets the tokenizer.
enum GramWords {
  private static let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)

  static func text(_ grams: [Int64], scope: Int64?) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(grams.count * 10 + 16)
    if let scope { append("s", scope, to: &bytes) }
    for gram in grams { append("g", gram, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ kind: Unicode.Scalar, _ number: Int64, to bytes: inout [UInt8]) {
    if !bytes.isEmpty { bytes.append(32) }
    bytes.append(UInt8(ascii: kind))
    var rest = UInt64(bitPattern: number)
    repeat {
      bytes.append(digits[Int(rest & 31)])
      rest >>= 5
    } while rest > 0
  }
}
