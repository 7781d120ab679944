import Accounts
import Database
import Organizations
import Values

/// The rows of `agreement_delegations`.
enum DelegationStore {
  static func insert(_ delegation: Delegation, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO agreement_delegations (id, school_id, from_id, to_id, from_on, until_on, reason, created_at)
      VALUES (\(delegation.id), \(delegation.schoolID), \(delegation.from), \(delegation.to), \(delegation.fromOn),
        \(delegation.untilOn), \(delegation.reason), \(now))
      """)
  }

  /// Ends a person's own delegation.
  static func revoke(
    _ id: ID<Delegation>, of account: ID<Account>, school: ID<School>, at now: Instant,
    on connection: some WriteConnection
  ) throws -> Delegation? {
    guard
      let found = try delegations(where: "d.id = \(id) AND d.from_id = \(account)", school: school, on: connection)
        .first
    else { return nil }
    try connection.run(
      """
      UPDATE agreement_delegations SET revoked_at = \(now)
      WHERE id = \(id) AND school_id = \(school) AND from_id = \(account) AND revoked_at IS NULL
      """)
    return found
  }

  /// A person's delegations that have not ended, both ways.
  static func open(
    of account: ID<Account>, school: ID<School>, today: CivilDate, on connection: some Connection
  ) throws -> [Delegation] {
    try delegations(
      where: "(d.from_id = \(account) OR d.to_id = \(account)) AND d.until_on >= \(today)", school: school,
      on: connection)
  }

  /// Who acts for a person today.
  static func takers(
    for accounts: [ID<Account>], school: ID<School>, today: CivilDate, on connection: some Connection
  ) throws -> [Delegation] {
    guard !accounts.isEmpty else { return [] }
    return try delegations(
      where: "d.from_id IN \(list: accounts) AND d.from_on <= \(today) AND d.until_on >= \(today)", school: school,
      on: connection)
  }

  /// For whom a person acts today.
  static func givers(
    to account: ID<Account>, school: ID<School>, today: CivilDate, on connection: some Connection
  ) throws -> [Delegation] {
    try delegations(
      where: "d.to_id = \(account) AND d.from_on <= \(today) AND d.until_on >= \(today)", school: school,
      on: connection)
  }

  private static func delegations(
    where condition: SQL, school: ID<School>, on connection: some Connection
  ) throws -> [Delegation] {
    try connection.rows(
      """
      SELECT d.id, d.school_id, d.from_id, f.display_name, d.to_id, t.display_name, d.from_on, d.until_on, d.reason
      FROM agreement_delegations d JOIN accounts f ON f.id = d.from_id JOIN accounts t ON t.id = d.to_id
      WHERE d.school_id = \(school) AND d.revoked_at IS NULL AND \(condition) ORDER BY d.from_on, d.id LIMIT 100
      """
    ).map { row in
      Delegation(
        id: try row.get(0), schoolID: try row.get(1), from: try row.get(2), fromName: try row.get(3),
        to: try row.get(4), toName: try row.get(5), fromOn: try row.get(6), untilOn: try row.get(7),
        reason: try row.get(8))
    }
  }
}
