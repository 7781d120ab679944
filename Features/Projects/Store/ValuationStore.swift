import Database
import Organizations
import Values

/// The rows of `valuation_rules`. A school without rows works with the usual rates.
enum ValuationStore {
  static func rules(of school: ID<School>, on connection: some Connection) throws -> ValuationRules {
    ValuationRules(
      own: try connection.rows(
        "SELECT kind, since, rate, basis, version FROM valuation_rules WHERE school_id = \(school) ORDER BY kind, since DESC"
      ).map { row in
        ValuationRule(
          kind: try row.get(0), since: try row.get(1), rate: try row.get(2), basis: try row.get(3),
          version: try row.get(4))
      })
  }

  /// Writes a rule; version 0 is one that is not there yet.
  /// - Returns: `false` when somebody wrote it since it was read.
  static func put(_ rule: ValuationRule, of school: ID<School>, on connection: some WriteConnection) throws -> Bool {
    if rule.version == 0 {
      return try connection.run(
        """
        INSERT INTO valuation_rules (school_id, kind, since, rate, basis, version)
        VALUES (\(school), \(rule.kind), \(rule.since), \(rule.rate), \(rule.basis), 1) ON CONFLICT DO NOTHING
        """) == 1
    }
    return try connection.run(
      """
      UPDATE valuation_rules SET rate = \(rule.rate), basis = \(rule.basis), version = version + 1
      WHERE school_id = \(school) AND kind = \(rule.kind) AND since = \(rule.since) AND version = \(rule.version)
      """) == 1
  }

  /// Values the entries of a kind anew, from a year on.
  /// - Returns: how many changed.
  static func revalue(
    _ kind: LedgerKind, from year: Int, by rules: ValuationRules, of school: ID<School>,
    on connection: some WriteConnection
  ) throws -> Int {
    let rows = try connection.rows(
      """
      SELECT \(LedgerStore.columns) FROM \(LedgerStore.tables)
      WHERE l.school_id = \(school) AND l.kind = \(kind) AND l.year >= \(year)
      """
    ).map { try LedgerStore.row($0).entry }
    var changed = 0
    for entry in rows {
      let value = rules.value(of: entry)
      guard value != entry.value else { continue }
      try connection.run("UPDATE ledger_entries SET value = \(value) WHERE id = \(entry.id) AND school_id = \(school)")
      changed += 1
    }
    return changed
  }
}
