package import Database
import Security
package import Values

/// Sessions in the database. The cookie is `id.secret`; the row keeps the
/// secret's digest only.
package enum SessionStore {
  /// Begins a session.
  /// - Parameters:
  ///   - membershipID: in which membership the person acts, where that is known already.
  ///   - hasSudo: the person has just shown who they are.
  package static func start(
    id: ID<Session>, of account: Account, device: Device, isRemembered: Bool, membershipID: Int64? = nil,
    hasSudo: Bool = true, rules: SessionRules = .standard, now: Instant, on connection: any WriteConnection
  ) throws -> StartedSession {
    let token = Token<Session>(id: id)
    let absolute = rules.absolute(isRemembered: isRemembered)
    let idle = rules.idle(isRemembered: isRemembered)
    try connection.run(
      """
      INSERT INTO sessions (id, account_id, membership_id, secret_digest, csrf_secret, device, address, started_at,
        seen_at, idle_milliseconds, expires_at, sudo_until)
      VALUES (\(id), \(account.id), \(membershipID), \(token.digest), \(Base64URL.encode(randomBytes(32))), \
      \(device.name), \(device.address), \(now), \(now), \(Instant(milliseconds: 0).advanced(by: idle).milliseconds), \
      \(now.advanced(by: absolute)), \(hasSudo ? now.advanced(by: rules.sudo) : nil))
      """)
    return StartedSession(
      id: id, accountID: account.id, cookie: token.text(), cookieAge: isRemembered ? absolute : nil,
      mustChangePassword: account.mustChangePassword)
  }

  /// The live session of a cookie with what every request needs; `nil` for a
  /// forged, an expired and an ended one, and for a closed account.
  package static func load(cookie: String, now: Instant, on connection: any Connection) throws -> LoadedSession? {
    guard let token = Token<Session>(cookie), let row = try live(token.id, now: now, on: connection),
      token.matches(digest: try row.get(0))
    else { return nil }
    return try session(token.id, row)
  }

  /// The live session of a key that the request's principal carries, and so was authenticated already.
  package static func load(_ id: ID<Session>, now: Instant, on connection: any Connection) throws -> LoadedSession? {
    try live(id, now: now, on: connection).map { try session(id, $0) }
  }

  private static func live(_ id: ID<Session>, now: Instant, on connection: any Connection) throws -> Row? {
    try connection.first(
      """
      SELECT s.secret_digest, s.account_id, a.display_name, a.language, a.is_demo, a.must_change_password,
        s.membership_id, s.csrf_secret, s.sudo_until, s.started_at, s.seen_at
      FROM sessions s JOIN accounts a ON a.id = s.account_id
      WHERE s.id = \(id) AND s.expires_at > \(now) AND s.seen_at + s.idle_milliseconds > \(now)
        AND a.status = \(Account.Status.active)
      """)
  }

  private static func session(_ id: ID<Session>, _ row: Row) throws -> LoadedSession {
    LoadedSession(
      sessionID: id, accountID: try row.get(1), displayName: try row.get(2),
      language: AccountStore.language(try row.get(3)), isDemo: try row.get(4), mustChangePassword: try row.get(5),
      membershipID: try row.get(6), csrfSecret: try row.get(7), sudoUntil: try row.get(8), startedAt: try row.get(9),
      seenAt: try row.get(10))
  }

  /// Chooses in which membership the person acts.
  package static func setMembership(
    _ membershipID: Int64?, of id: ID<Session>, on connection: any WriteConnection
  ) throws {
    try connection.run("UPDATE sessions SET membership_id = \(membershipID) WHERE id = \(id)")
  }

  /// Notes that a session was used; see `SeenSessions`.
  static func setSeen(_ id: ID<Session>, at now: Instant, on connection: any WriteConnection) throws {
    try connection.run("UPDATE sessions SET seen_at = \(now) WHERE id = \(id) AND seen_at < \(now)")
  }

  static func setSudo(until: Instant?, of id: ID<Session>, on connection: any WriteConnection) throws {
    try connection.run("UPDATE sessions SET sudo_until = \(until) WHERE id = \(id)")
  }

  /// - Returns: false when that account has no such session.
  @discardableResult
  package static func end(
    _ id: ID<Session>, of account: ID<Account>, on connection: any WriteConnection
  ) throws -> Bool {
    try connection.run("DELETE FROM sessions WHERE id = \(id) AND account_id = \(account)") == 1
  }

  /// Ends all sessions of an account, or all but the one it is asked from.
  /// - Returns: how many.
  @discardableResult
  package static func endAll(
    of account: ID<Account>, except kept: ID<Session>? = nil, on connection: any WriteConnection
  ) throws -> Int {
    // No session has the key -1.
    try connection.run(
      "DELETE FROM sessions WHERE account_id = \(account) AND id <> \(kept ?? ID(rawValue: -1))")
  }

  /// The live sessions of an account, the one used last first.
  package static func list(of account: ID<Account>, now: Instant, on connection: any Connection) throws -> [Session] {
    try connection.rows(
      """
      SELECT id, device, address, started_at, seen_at, expires_at FROM sessions
      WHERE account_id = \(account) AND expires_at > \(now) AND seen_at + idle_milliseconds > \(now)
      ORDER BY seen_at DESC, id DESC
      """
    ).map { row in
      Session(
        id: try row.get(0), device: try row.get(1), address: try row.get(2), startedAt: try row.get(3),
        seenAt: try row.get(4), expiresAt: try row.get(5))
    }
  }

  /// Removes sessions that can never be used again.
  static func removeExpired(before now: Instant, on connection: any WriteConnection) throws {
    try connection.run("DELETE FROM sessions WHERE expires_at <= \(now) OR seen_at + idle_milliseconds <= \(now)")
  }
}
