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

  var kind: Kind
  let table: StaticString
  var terms: [String] = []
  var scope: Int64?
  /// Only ids below this one, when a page continues another.
  var before: Int64?
  /// SQLite: whether entries wait that the gram index does not know.
  var isIncomplete = false

  /// Whether more records match than are worth counting for a page.
  package var isCommon: Bool {
    if case .common = kind { true } else { false }
  }

  /// For `WHERE`: true for the records that match. `id` is the record's key in the statement: `"e.id"`.
  package func condition(_ id: SQL, _ dialect: Dialect) -> SQL {
    let match: SQL =
      switch (kind, dialect) {
      case (.everything, _): "1 = 1"
      // A list is one value, so that the statement's text is the same for any number of ids.
      case (.ids(let ids), .sqlite): "\(id) IN (SELECT value FROM json_each(\("\(ids)")))"
      case (.ids(let ids), .postgres): "\(id) = ANY(CAST(\(PostgresArray.numbers(ids)) AS BIGINT[]))"
      case (.rare(let grams), .sqlite): "\(id) IN (\(entries(grams)))"
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
  private func entries(_ grams: [Int64]) -> SQL {
    let terms = unproven(by: grams)
    let found: SQL = "grams.\(name: table)_grams MATCH \(GramWords.text(grams, scope: nil))"
    if terms.isEmpty, scope == nil, !isIncomplete {
      return "SELECT -grams.rowid FROM \(name: table)_grams AS grams WHERE \(found)"
    }
    let hits: SQL = """
      SELECT hit.entry_id FROM \(name: table)_grams AS grams CROSS JOIN \(name: table) AS hit
      WHERE \(found) AND hit.entry_id = -grams.rowid\(Self.holds(terms, scope, .sqlite))
      """
    guard isIncomplete else { return hits }
    let waiting = WaitingEntries(table: table)
    return "\(hits)\(waiting.excluding()) UNION ALL \(waiting.matching(self.terms, scope))"
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
