package import Database
package import Security
package import Values

/// Links that work once. The row keeps the digest of the link's secret only.
package enum OneTimeLinkStore {
  private static func context(_ id: ID<OneTimeLink>) -> String { "accounts.link/\(id)" }

  /// Makes a link; older ones of the same account and purpose stop working.
  /// - Returns: its page, `/password/reset/…`.
  package static func issue(
    _ purpose: OneTimeLink.Purpose, id: ID<OneTimeLink>, for account: ID<Account>, payload: String? = nil,
    sealer: Sealer, now: Instant, on connection: any WriteConnection
  ) throws -> String {
    try void(purpose, of: account, on: connection)
    let token = Token<OneTimeLink>(id: id)
    let sealed = try payload.map { try sealer.seal($0, context: context(id)) }
    try connection.run(
      """
      INSERT INTO one_time_links (id, account_id, purpose, secret_digest, payload_sealed, created_at, expires_at)
      VALUES (\(id), \(account), \(purpose), \(token.digest), \(sealed), \(now), \(now.advanced(by: purpose.lifetime)))
      """)
    return purpose.path(token.text())
  }

  /// The link of a token; `nil` when it was used, has expired, was made for
  /// another purpose or is forged, or when its account is closed.
  package static func find(
    _ token: String, for purpose: OneTimeLink.Purpose, sealer: Sealer, now: Instant, on connection: any Connection
  ) throws -> OneTimeLink? {
    guard let token = Token<OneTimeLink>(token),
      let row = try connection.first(
        """
        SELECT l.secret_digest, l.account_id, l.expires_at, l.payload_sealed
        FROM one_time_links l JOIN accounts a ON a.id = l.account_id
        WHERE l.id = \(token.id) AND l.purpose = \(purpose) AND l.used_at IS NULL AND l.expires_at > \(now)
          AND a.status = \(Account.Status.active)
        """),
      token.matches(digest: try row.get(0))
    else { return nil }
    let sealed: String? = try row.get(3)
    return OneTimeLink(
      id: token.id, accountID: try row.get(1), purpose: purpose, expiresAt: try row.get(2),
      payload: try sealed.map { try sealer.open($0, context: context(token.id)) })
  }

  /// Uses a link up.
  /// - Returns: false when somebody else was faster.
  package static func use(_ id: ID<OneTimeLink>, now: Instant, on connection: any WriteConnection) throws -> Bool {
    try connection.run("UPDATE one_time_links SET used_at = \(now) WHERE id = \(id) AND used_at IS NULL") == 1
  }

  /// Makes the unused links of a purpose worthless.
  package static func void(
    _ purpose: OneTimeLink.Purpose, of account: ID<Account>, on connection: any WriteConnection
  ) throws {
    try connection.run(
      "DELETE FROM one_time_links WHERE account_id = \(account) AND purpose = \(purpose) AND used_at IS NULL")
  }

  static func removeExpired(before instant: Instant, on connection: any WriteConnection) throws {
    try connection.run("DELETE FROM one_time_links WHERE expires_at <= \(instant)")
  }
}
