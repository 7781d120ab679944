/// SQLite: entries whose grams are not in the index yet, as PostgreSQL's GIN indexes have their pending list.
///
/// Writing a hundred grams costs more than writing the record, so a write leaves them for later: in the table
/// `…_waiting` stands which entries wait, with the text that the gram index still has of each (NULL: none). A search
/// compares these entries themselves, so it finds and misses nothing meanwhile; `SearchIndex.fold` writes their grams.
struct WaitingEntries: Sendable {
  let table: StaticString

  /// From here on a small write folds, so that no search ever compares many.
  static let most = 64

  /// Notes that the entry is about to change, or to be made or removed; must come before the change.
  func add(_ id: Int64, on connection: any WriteConnection) throws {
    try connection.run(
      """
      INSERT OR IGNORE INTO \(name: table)_waiting (entry_id, scope, body)
      SELECT \(id), old.scope, old.body FROM (SELECT 1) LEFT JOIN \(name: table) AS old ON old.entry_id = \(id)
      """)
  }

  /// Notes entries that are not in the index, some hundred with one statement.
  func add(new ids: [Int64], on connection: any WriteConnection) throws {
    try connection.insert(
      "INSERT OR IGNORE INTO \(name: table)_waiting (entry_id, scope, body)",
      ids.map { "(\($0), NULL, NULL)" })
  }

  func isEmpty(on connection: any Connection) throws -> Bool {
    try connection.value("SELECT 1 FROM \(name: table)_waiting LIMIT 1", as: Int.self) == nil
  }

  /// Whether more wait than a search should compare.
  func areMany(on connection: any Connection) throws -> Bool {
    try connection.value(
      "SELECT 1 FROM \(name: table)_waiting LIMIT 1 OFFSET \(literal: Self.most)", as: Int.self) != nil
  }

  /// ` AND …` for a row `hit` of the index that the gram index found: its grams are those of its text.
  func excluding() -> SQL {
    " AND hit.entry_id NOT IN (SELECT entry_id FROM \(name: table)_waiting)"
  }

  /// The keys of those that match.
  func matching(_ terms: [String], _ scope: Int64?) -> SQL {
    """
    SELECT hit.entry_id FROM \(name: table)_waiting AS waiting CROSS JOIN \(name: table) AS hit
    WHERE hit.entry_id = waiting.entry_id\(SearchMatch.holds(terms, scope, .sqlite))
    """
  }

  /// What waits, oldest first: the text that the gram index has, and the one it should have.
  func next(_ limit: Int, on connection: any Connection) throws -> [Change] {
    try connection.rows(
      """
      SELECT waiting.entry_id, waiting.scope, waiting.body, hit.scope, hit.body
      FROM \(name: table)_waiting AS waiting LEFT JOIN \(name: table) AS hit ON hit.entry_id = waiting.entry_id
      ORDER BY waiting.entry_id LIMIT \(limit)
      """
    ).map { row in
      let id: Int64 = try row.get(0)
      return Change(id: id, before: try Self.text(row, 1), after: try Self.text(row, 3))
    }
  }

  func remove(_ changes: [Change], on connection: any WriteConnection) throws {
    guard let first = changes.first, let last = changes.last else { return }
    try connection.run(
      "DELETE FROM \(name: table)_waiting WHERE entry_id BETWEEN \(first.id) AND \(last.id)")
  }

  private static func text(_ row: Row, _ column: Int) throws -> Text? {
    guard let scope: Int64 = try row.get(column) else { return nil }
    return Text(scope: scope, body: try row.get(column + 1))
  }

  struct Text: Hashable {
    let scope: Int64
    let body: String

    /// Its grams as FTS5 stores them.
    var words: String { GramWords.text(SearchText.grams(body), scope: scope) }
  }

  struct Change {
    let id: Int64
    let before: Text?
    let after: Text?
  }
}
