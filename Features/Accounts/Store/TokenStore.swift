package import Database
import Security
package import Values

/// Personal access tokens in the database.
package enum TokenStore {
  /// Makes a token.
  /// - Returns: what the person gets to see once.
  static func insert(
    id: ID<PersonalToken>, of account: ID<Account>, membershipID: Int64?, name: String, scopes: Set<String>,
    expiresAt: Instant, now: Instant, on connection: any WriteConnection
  ) throws -> String {
    let token = Token<PersonalToken>(id: id)
    try connection.run(
      """
      INSERT INTO personal_tokens (id, account_id, membership_id, name, secret_digest, scopes, created_at, expires_at)
      VALUES (\(id), \(account), \(membershipID), \(name), \(token.digest), \
      \(scopes.sorted().joined(separator: " ")), \(now), \(expiresAt))
      """)
    return token.text(prefix: PersonalToken.prefix)
  }

  /// The live token that a program showed; `nil` for a forged, an expired and
  /// a revoked one, and for a closed account.
  package static func load(bearer: String, now: Instant, on connection: any Connection) throws -> LoadedToken? {
    guard let token = Token<PersonalToken>(bearer, prefix: PersonalToken.prefix),
      let row = try connection.first(
        """
        SELECT t.secret_digest, t.account_id, a.display_name, a.language, t.membership_id, t.scopes, t.used_at
        FROM personal_tokens t JOIN accounts a ON a.id = t.account_id
        WHERE t.id = \(token.id) AND t.expires_at > \(now) AND t.revoked_at IS NULL
          AND a.status = \(Account.Status.active)
        """),
      token.matches(digest: try row.get(0))
    else { return nil }
    return LoadedToken(
      tokenID: token.id, accountID: try row.get(1), displayName: try row.get(2),
      language: AccountStore.language(try row.get(3)), membershipID: try row.get(4), scopes: scopes(try row.get(5)),
      usedAt: try row.get(6))
  }

  private static func scopes(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }

  private static let columns: SQL = "id, name, scopes, created_at, expires_at, used_at, revoked_at"

  private static func token(_ row: Row) throws -> PersonalToken {
    PersonalToken(
      id: try row.get(0), name: try row.get(1), scopes: scopes(try row.get(2)), createdAt: try row.get(3),
      expiresAt: try row.get(4), usedAt: try row.get(5), revokedAt: try row.get(6))
  }

  /// The tokens of an account that are not revoked, newest first; expired ones
  /// stay visible so that a program which stopped working can be explained.
  package static func list(of account: ID<Account>, on connection: any Connection) throws -> [PersonalToken] {
    try connection.rows(
      """
      SELECT \(columns) FROM personal_tokens WHERE account_id = \(account) AND revoked_at IS NULL
      ORDER BY created_at DESC, id DESC
      """
    ).map(token)
  }

  static func find(
    _ id: ID<PersonalToken>, of account: ID<Account>, on connection: any Connection
  ) throws -> PersonalToken? {
    try connection.first("SELECT \(columns) FROM personal_tokens WHERE id = \(id) AND account_id = \(account)")
      .map(token)
  }

  /// - Returns: false when that account has no such live token.
  static func revoke(
    _ id: ID<PersonalToken>, of account: ID<Account>, now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE personal_tokens SET revoked_at = \(now)
      WHERE id = \(id) AND account_id = \(account) AND revoked_at IS NULL
      """) == 1
  }

  static func revokeAll(of account: ID<Account>, now: Instant, on connection: any WriteConnection) throws {
    try connection.run(
      "UPDATE personal_tokens SET revoked_at = \(now) WHERE account_id = \(account) AND revoked_at IS NULL")
  }

  /// Notes that a token was used; see `SeenSessions`.
  static func setUsed(_ id: ID<PersonalToken>, at now: Instant, on connection: any WriteConnection) throws {
    try connection.run(
      "UPDATE personal_tokens SET used_at = \(now) WHERE id = \(id) AND (used_at IS NULL OR used_at < \(now))")
  }
}
