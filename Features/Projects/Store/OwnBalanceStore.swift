import Database
import Organizations
import Partners
import Values

/// The balances of an enterprise with the schools that have a partnership with it.
enum OwnBalanceStore {
  struct Row: Sendable, Hashable {
    let partnershipID: ID<Partnership>
    let schoolName: String
    let figures: BalanceYear
    /// Entries that wait for the enterprise's word, and those the school disputes.
    let waiting: Int
    let disputed: Int
  }

  /// One row for each school and year, the latest first; a school without entries has none.
  static func rows(of enterprise: ID<EnterpriseKey>, on connection: some Connection) throws -> [Row] {
    try connection.rows(
      """
      SELECT l.partnership_id, o.name, l.year, \(LedgerStore.totals),
        sum(CASE WHEN l.standing = 'noted' AND l.noted_side = 'school' THEN 1 ELSE 0 END),
        sum(CASE WHEN l.standing = 'disputed' AND l.noted_side = 'enterprise' THEN 1 ELSE 0 END)
      FROM partnerships s JOIN ledger_entries l ON l.partnership_id = s.id JOIN schools o ON o.id = s.school_id
      WHERE s.enterprise_id = \(enterprise) AND l.is_removed = 0
      GROUP BY l.partnership_id, o.name, l.year ORDER BY l.year DESC, o.name, l.partnership_id LIMIT 300
      """
    ).map { row in
      Row(
        partnershipID: try row.get(0), schoolName: try row.get(1),
        figures: try LedgerStore.year(row, from: 3, try row.get(2)), waiting: try row.get(8), disputed: try row.get(9))
    }
  }

  /// The schools that have a partnership with an enterprise, whether or not anything is noted.
  static func schools(
    of enterprise: ID<EnterpriseKey>, on connection: some Connection
  ) throws -> [(id: ID<Partnership>, name: String)] {
    try connection.rows(
      """
      SELECT s.id, o.name FROM partnerships s JOIN schools o ON o.id = s.school_id
      WHERE s.enterprise_id = \(enterprise) ORDER BY o.name, s.id LIMIT 300
      """
    ).map { (id: try $0.get(0), name: try $0.get(1)) }
  }
}
