package import Database
package import Localization
package import Security
package import Values

/// A mail in the outbox. Address, recipient and text are sealed: a text may
/// carry a link that signs somebody in.
package struct StoredMail: Sendable {
  static let addressContext = "mails.address"
  static let recipientContext = "mails.recipient"
  static let bodyContext = "mails.body"

  /// `kept`: there is no mail server; it is read in the mailbox page.
  package enum Status: String, Sendable, CaseIterable, SQLConvertible {
    case waiting, sent, failed, kept
  }

  package let id: ID<StoredMail>
  package let address: String
  package let recipient: String
  package let language: Language
  package let subject: String
  /// Empty once the mail was sent: nobody needs it here any more.
  package let body: String
  package let status: Status
  package let attempts: Int
  /// `temporary 450`: what kind of failure the last one was, never what the server said.
  package let failure: String
  package let createdAt: Instant
  package let sentAt: Instant?

  /// Whether an administrator may read the text, because nobody else will receive it.
  package var isReadable: Bool { status == .kept || status == .failed }
}

/// The rows of `mails`.
package struct MailStore: Sendable {
  private let sealer: Sealer

  package init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  /// Mails, newest first, older than `before`.
  package func mails(
    _ status: StoredMail.Status? = nil, before: ID<StoredMail>? = nil, limit: Int, on connection: some Connection
  ) throws -> [StoredMail] {
    var conditions: [SQL] = ["1 = 1"]
    if let status { conditions.append("status = \(status)") }
    if let before { conditions.append("id < \(before)") }
    return try connection.rows(
      """
      SELECT \(Self.columns) FROM mails WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT \(limit)
      """
    ).map(mail)
  }

  package func mail(_ id: ID<StoredMail>, on connection: some Connection) throws -> StoredMail? {
    try connection.first("SELECT \(Self.columns) FROM mails WHERE id = \(id)").map(mail)
  }

  private static let columns: SQL = """
    id, address_sealed, recipient_sealed, language, subject, body_sealed, status, attempts, failure, created_at, sent_at
    """

  private func mail(_ row: Row) throws -> StoredMail {
    let body: String = try row.get(5)
    return StoredMail(
      id: try row.get(0), address: try sealer.open(row.get(1), context: StoredMail.addressContext),
      recipient: try sealer.open(row.get(2), context: StoredMail.recipientContext),
      language: Language(rawValue: try row.get(3)) ?? .chinese, subject: try row.get(4),
      body: body.isEmpty ? "" : try sealer.open(body, context: StoredMail.bodyContext), status: try row.get(6),
      attempts: try row.get(7), failure: try row.get(8), createdAt: try row.get(9), sentAt: try row.get(10))
  }
}

// MARK: What the sender does

extension MailStore {
  /// A mail that a sender has taken, and how often it was tried with this time.
  struct Claim: Sendable {
    let id: ID<StoredMail>
    let attempt: Int
  }

  /// Takes the next mail whose time has come. It is nobody else's until its
  /// next attempt, which a lost sender leaves to another.
  static func claim(now: Instant, on connection: some WriteConnection) throws -> Claim? {
    let lock: SQL = connection.dialect == .postgres ? "FOR UPDATE SKIP LOCKED" : ""
    guard
      let row = try connection.first(
        """
        SELECT id, attempts FROM mails WHERE status = 'waiting' AND (next_at IS NULL OR next_at <= \(now))
        ORDER BY id LIMIT 1 \(lock)
        """)
    else { return nil }
    let claim = Claim(id: try row.get(0), attempt: try row.get(1, as: Int.self) + 1)
    let next = now.advanced(by: wait(after: claim.attempt))
    try connection.run("UPDATE mails SET attempts = \(claim.attempt), next_at = \(next) WHERE id = \(claim.id)")
    return claim
  }

  /// One minute, then twice as long each time, up to four hours.
  static func wait(after attempt: Int) -> Duration {
    min(.seconds(60) * (1 << min(max(attempt - 1, 0), 12)), .seconds(4 * 3600))
  }

  static func noteSent(_ claim: Claim, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      UPDATE mails SET status = 'sent', sent_at = \(now), failure = '', body_sealed = '', next_at = NULL
      WHERE id = \(claim.id) AND status = 'waiting'
      """)
  }

  static func noteFailure(
    _ claim: Claim, _ failure: String, isFinal: Bool, on connection: some WriteConnection
  ) throws {
    let status: StoredMail.Status = isFinal ? .failed : .waiting
    try connection.run(
      "UPDATE mails SET status = \(status), failure = \(failure) WHERE id = \(claim.id) AND status = 'waiting'")
  }

  /// Keeps what waits for a server that is no longer there.
  static func keepWaiting(on connection: some WriteConnection) throws {
    try connection.run("UPDATE mails SET status = 'kept' WHERE status = 'waiting'")
  }
}
