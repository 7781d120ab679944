import Accounts
import Database
import Organizations
import Values

/// The rows of `enterprise_requests`.
enum IdentityRequestStore {
  /// The latest request of an enterprise, whatever became of it.
  static func latest(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> IdentityRequest? {
    try connection.first(
      "SELECT \(columns) WHERE r.enterprise_id = \(enterprise) ORDER BY r.id DESC LIMIT 1"
    ).map(request)
  }

  static func open(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> IdentityRequest? {
    try connection.first("SELECT \(columns) WHERE r.enterprise_id = \(enterprise) AND r.state = 'open'").map(request)
  }

  /// - Throws: `DatabaseError.unique` while another one is open.
  static func insert(
    _ enterprise: Enterprise, reason: String, id: ID<IdentityRequest>, by account: ID<Account>, at now: Instant,
    on connection: any WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO enterprise_requests (id, enterprise_id, name, credit_code, credit_code_reason, reason, state, asked_by,
        asked_at, answer)
      VALUES (\(id), \(enterprise.id), \(enterprise.name), \(enterprise.creditCode), \(enterprise.creditCodeReason),
        \(reason), 'open', \(account), \(now), '')
      """)
  }

  /// - Returns: `false` when it was decided already.
  static func close(
    _ id: ID<IdentityRequest>, as state: IdentityRequest.State, answer: String, by account: ID<Account>,
    at now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE enterprise_requests SET state = \(state), answer = \(answer), decided_by = \(account), decided_at = \(now)
      WHERE id = \(id) AND state = 'open'
      """) == 1
  }

  private static let columns: SQL = """
    r.id, r.enterprise_id, r.name, r.credit_code, r.credit_code_reason, r.reason, r.state, r.asked_at, r.asked_by,
    coalesce(a.display_name, ''), r.answer, r.decided_at
    FROM enterprise_requests r LEFT JOIN accounts a ON a.id = r.asked_by
    """

  private static func request(_ row: Row) throws -> IdentityRequest {
    IdentityRequest(
      id: try row.get(0), enterpriseID: try row.get(1), name: try row.get(2), creditCode: try row.get(3),
      creditCodeReason: try row.get(4), reason: try row.get(5), state: try row.get(6), askedAt: try row.get(7),
      askedBy: try row.get(8), askerName: try row.get(9), answer: try row.get(10), decidedAt: try row.get(11))
  }
}
