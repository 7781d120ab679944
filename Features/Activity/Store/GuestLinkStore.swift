package import Accounts
package import Database
import Localization
package import Organizations
package import Platform
package import Security
package import Values

/// The rows of `guest_links`.
package struct GuestLinkStore: Sendable {
  private let sealer: Sealer

  package init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  private static func context(_ id: ID<GuestLink>) -> String { "guest_links.mail/\(id)" }

  /// Makes a link.
  /// - Returns: its page, `/l/sign/…`, which is known only now.
  package func insert(
    _ purpose: GuestPurpose, id: ID<GuestLink>, for person: GuestPerson, to subject: AuditEntry.Subject,
    of school: ID<School>, until expiresAt: Instant, by account: ID<Account>?, at now: Instant,
    on connection: some WriteConnection
  ) throws -> String {
    let token = Token<GuestLink>(id: id)
    try connection.run(
      """
      INSERT INTO guest_links (id, school_id, purpose, subject_kind, subject_id, subject_name, secret_digest, name,
        mail_sealed, language, created_by, created_at, expires_at, uses)
      VALUES (\(id), \(school), \(purpose.name), \(subject.kind), \(subject.id), \(subject.name), \(token.digest),
        \(person.name), \(try sealer.seal(person.mail, context: Self.context(id))), \(person.language.rawValue),
        \(account), \(now), \(expiresAt), 0)
      """)
    return purpose.page(token.text())
  }

  /// The link of a token, in whatever state; `nil` for a token that was never made or is for another matter.
  package func find(
    _ token: String, for purpose: GuestPurpose, on connection: some Connection
  ) throws -> GuestLink? {
    guard let token = Token<GuestLink>(token),
      let row = try connection.first(
        "SELECT \(Self.columns), l.secret_digest FROM \(Self.tables) WHERE l.id = \(token.id) AND l.purpose = \(purpose.name)"
      ), token.matches(digest: try row.get(16))
    else { return nil }
    return try link(row)
  }

  /// All links to a record for a matter, the oldest first.
  package func links(
    _ purpose: GuestPurpose, to subject: AuditEntry.Subject, of school: ID<School>, on connection: some Connection
  ) throws -> [GuestLink] {
    try connection.rows(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE l.school_id = \(school) AND l.subject_kind = \(subject.kind) AND l.subject_id = \(subject.id)
        AND l.purpose = \(purpose.name) ORDER BY l.id LIMIT 200
      """
    ).map(link)
  }

  /// Notes that a link was opened.
  /// - Returns: whether it was the first time.
  package static func open(
    _ link: GuestLink, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run("UPDATE guest_links SET opened_at = \(now) WHERE id = \(link.id) AND opened_at IS NULL") == 1
  }

  /// Counts an act, in the transaction of the act.
  /// - Throws: `GuestLinkClosed` when the link is no longer good for anything.
  package func use(_ link: GuestLink, at now: Instant, on connection: some WriteConnection) throws {
    let counted = try connection.run(
      """
      UPDATE guest_links SET uses = uses + 1
      WHERE id = \(link.id) AND expires_at > \(now) AND revoked_at IS NULL AND finished_at IS NULL
        AND forwarded_at IS NULL
      """)
    guard counted == 0 else { return }
    let row = try connection.first("SELECT \(Self.columns) FROM \(Self.tables) WHERE l.id = \(link.id)")
    throw GuestLinkClosed(try row.map { try self.link($0).state(at: now) } ?? .revoked)
  }

  /// What links to a record come to, all of them that are open: done, taken back, or passed on.
  /// - Parameter forwarded: the link that acts instead, where the new state is `.forwarded`.
  package static func close(
    _ purpose: GuestPurpose, to subject: AuditEntry.Subject, of school: ID<School>, as state: GuestLink.State,
    forwarded: ID<GuestLink>? = nil, at now: Instant, on connection: some WriteConnection
  ) throws {
    let change: SQL
    switch state {
    case .finished: change = "finished_at = \(now)"
    case .revoked: change = "revoked_at = \(now)"
    case .forwarded: change = "forwarded_at = \(now), forwarded_to = \(forwarded)"
    case .open, .expired: return
    }
    // One who passes on may act on the same record as who acts instead: that one's link stays.
    let others: SQL = forwarded.map { "AND id <> \($0)" } ?? ""
    try connection.run(
      """
      UPDATE guest_links SET \(change)
      WHERE school_id = \(school) AND subject_kind = \(subject.kind) AND subject_id = \(subject.id)
        AND purpose = \(purpose.name) AND finished_at IS NULL AND revoked_at IS NULL AND forwarded_at IS NULL
        \(others)
      """)
  }

  /// Takes one link back.
  /// - Returns: `false` when it was closed already.
  package static func revoke(
    _ id: ID<GuestLink>, of school: ID<School>, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE guest_links SET revoked_at = \(now)
      WHERE id = \(id) AND school_id = \(school) AND revoked_at IS NULL AND finished_at IS NULL
        AND forwarded_at IS NULL
      """) == 1
  }

  // MARK: Rows

  private static let columns: SQL = """
    l.id, l.school_id, l.purpose, l.subject_kind, l.subject_id, l.subject_name, l.name, l.mail_sealed, l.language,
    l.created_at, l.expires_at, l.opened_at, l.uses, l.finished_at, l.revoked_at, l.forwarded_at
    """
  private static let tables: SQL = "guest_links l"

  private func link(_ row: Row) throws -> GuestLink {
    let id: ID<GuestLink> = try row.get(0)
    return GuestLink(
      id: id, schoolID: try row.get(1), purpose: try row.get(2),
      subject: AuditEntry.Subject(kind: try row.get(3), id: try row.get(4), name: try row.get(5)),
      person: GuestPerson(
        name: try row.get(6), mail: try sealer.open(try row.get(7), context: Self.context(id)),
        language: Language(rawValue: try row.get(8)) ?? .chinese), createdAt: try row.get(9),
      expiresAt: try row.get(10), openedAt: try row.get(11), uses: try row.get(12), finishedAt: try row.get(13),
      revokedAt: try row.get(14), forwardedAt: try row.get(15))
  }
}
