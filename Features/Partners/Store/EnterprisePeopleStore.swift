import Accounts
import Database
import Organizations
import Values

/// Who works in an enterprise's space: memberships of the roles of enterprises.
enum EnterprisePeopleStore {
  /// A membership with whose it is.
  struct Person: Sendable, Hashable {
    let membershipID: ID<Membership>
    let accountID: ID<Account>
    let name: String
    let role: Role
    /// `false` until the person has accepted the invitation.
    let hasJoined: Bool
    let since: Instant
  }

  /// The people of an enterprise, administrators first.
  static func people(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> [Person] {
    try connection.rows(
      """
      SELECT \(columns) WHERE m.enterprise_id = \(enterprise) AND m.status = 'active' AND a.status = 'active'
      ORDER BY m.role, a.display_name, m.id
      """
    ).map(person)
  }

  static func person(
    _ id: ID<Membership>, of enterprise: ID<EnterpriseKey>, on connection: any Connection
  ) throws -> Person? {
    try connection.first(
      "SELECT \(columns) WHERE m.id = \(id) AND m.enterprise_id = \(enterprise) AND m.status = 'active'"
    ).map(person)
  }

  /// The accounts that manage the space: who is told of what happens to it.
  static func administrators(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> [ID<Account>] {
    try people(of: enterprise, on: connection).filter { $0.role == .enterpriseAdministrator }.map(\.accountID)
  }

  /// Whether an account was never let in anywhere but here.
  static func works(
    _ account: ID<Account>, onlyFor enterprise: ID<EnterpriseKey>, on connection: any Connection
  ) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM memberships
      WHERE account_id = \(account) AND coalesce(enterprise_id, 0) <> \(enterprise) LIMIT 1
      """) == nil
  }

  /// Holds other acts on the same people until this one is over, so that two cannot each end the other's membership.
  static func lock(_ enterprise: ID<EnterpriseKey>, on connection: any WriteConnection) throws {
    guard connection.dialect == .postgres else { return }
    _ = try connection.first("SELECT id FROM enterprises WHERE id = \(enterprise) FOR UPDATE")
  }

  static func end(
    _ id: ID<Membership>, of enterprise: ID<EnterpriseKey>, at now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE memberships SET status = 'ended', ended_at = \(now)
      WHERE id = \(id) AND enterprise_id = \(enterprise) AND status = 'active'
      """) == 1
  }

  // MARK: Merging

  /// Ends memberships of people who are the same for both enterprises of a merge.
  /// - Returns: which, so that undoing brings them back.
  static func endTwins(
    of gone: ID<EnterpriseKey>, in kept: ID<EnterpriseKey>, at now: Instant, on connection: any WriteConnection
  ) throws -> [Int64] {
    let ids = try connection.values(
      """
      SELECT m.id FROM memberships m WHERE m.enterprise_id = \(gone) AND m.status = 'active'
        AND EXISTS (SELECT 1 FROM memberships k WHERE k.enterprise_id = \(kept) AND k.status = 'active'
          AND k.account_id = m.account_id AND k.role = m.role)
      """, as: Int64.self)
    guard !ids.isEmpty else { return [] }
    try connection.run("UPDATE memberships SET status = 'ended', ended_at = \(now) WHERE id IN \(list: ids)")
    return ids
  }

  static func revive(_ ids: [Int64], on connection: any WriteConnection) throws {
    guard !ids.isEmpty else { return }
    try connection.run("UPDATE memberships SET status = 'active', ended_at = NULL WHERE id IN \(list: ids)")
  }

  private static let columns: SQL = """
    m.id, m.account_id, a.display_name, m.role, CASE WHEN a.password_hash IS NULL AND a.is_demo = 0 THEN 0 ELSE 1 END,
    m.created_at FROM memberships m JOIN accounts a ON a.id = m.account_id
    """

  private static func person(_ row: Row) throws -> Person {
    Person(
      membershipID: try row.get(0), accountID: try row.get(1), name: try row.get(2), role: try row.get(3),
      hasJoined: try row.get(4), since: try row.get(5))
  }
}
