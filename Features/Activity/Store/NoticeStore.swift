package import Accounts
package import Database
package import Localization
package import Platform
package import Security
package import Values

/// The notice board in the tables `notices` and `mails`.
package struct NoticeStore: NoticeBoard {
  private let ids: IDGenerator
  private let clock: Clock
  private let sealer: Sealer
  private let catalogue: Catalogue
  private let installation: Installation
  /// Asks for the mails to be sent once the transaction is kept; the outbox is the table itself.
  private let mailWasPut: @Sendable (any WriteConnection) throws -> Void

  package init(
    ids: IDGenerator, clock: Clock, sealer: Sealer, catalogue: Catalogue, installation: Installation,
    mailWasPut: @escaping @Sendable (any WriteConnection) throws -> Void
  ) {
    self.ids = ids
    self.clock = clock
    self.sealer = sealer
    self.catalogue = catalogue
    self.installation = installation
    self.mailWasPut = mailWasPut
  }

  package func post(_ notice: Notice, on connection: any WriteConnection) throws {
    for accountID in Set(notice.accountIDs).sorted() {
      try connection.run(
        """
        INSERT INTO notices (id, account_id, message, path, created_at)
        VALUES (\(ids.next(PostedNotice.self)), \(accountID), \(notice.message.stored), \(notice.path), \(clock.now()))
        """)
      guard notice.alsoByMail, let account = try AccountStore.find(ID(rawValue: accountID), on: connection),
        let address = try ContactStore.load(of: account.id, sealer: sealer, on: connection).mail
      else { continue }
      try mail(
        Letter(
          address: address, name: account.displayName, language: account.language ?? .chinese,
          subject: notice.message, body: notice.message, path: notice.path), on: connection)
    }
  }

  package func mail(_ letter: Letter, on connection: any WriteConnection) throws {
    let subject = catalogue.text(letter.subject.key, letter.subject.arguments, in: letter.language)
    var body = catalogue.text(letter.body.key, letter.body.arguments, in: letter.language)
    if let path = letter.path { body += "\n\n\(installation.baseURL)\(path)" }
    let status = installation.mailSender == nil ? "kept" : "waiting"
    try connection.run(
      """
      INSERT INTO mails (id, address_sealed, recipient_sealed, language, subject, body_sealed, status, attempts,
        failure, created_at)
      VALUES (\(ids.next(StoredMail.self)), \(try sealer.seal(letter.address, context: StoredMail.addressContext)),
        \(try sealer.seal(letter.name, context: StoredMail.recipientContext)), \(letter.language.rawValue), \(subject),
        \(try sealer.seal(body, context: StoredMail.bodyContext)), \(status), 0, '', \(clock.now()))
      """)
    if status == "waiting" { try mailWasPut(connection) }
  }

  package func waiting(
    for accountID: Int64, membershipID: Int64?, on connection: any Connection
  ) throws -> Int {
    try InboxStore.count(account: accountID, membershipID: membershipID, on: connection)
  }
}

/// A notice as its reader sees it.
package struct PostedNotice: Sendable {
  package let id: ID<PostedNotice>
  package let message: Message
  package let path: String
  package let createdAt: Instant
  package let isRead: Bool
}

extension NoticeStore {
  /// The notices of an account, newest first, older than `before`.
  package static func notices(
    for account: ID<Account>, before: ID<PostedNotice>? = nil, limit: Int, on connection: some Connection
  ) throws -> [PostedNotice] {
    let older: SQL = before.map { "AND id < \($0)" } ?? ""
    return try connection.rows(
      """
      SELECT id, message, path, created_at, read_at FROM notices WHERE account_id = \(account) \(older)
      ORDER BY id DESC LIMIT \(limit)
      """
    ).map { row in
      PostedNotice(
        id: try row.get(0), message: Message(stored: try row.get(1)), path: try row.get(2), createdAt: try row.get(3),
        isRead: try row.get(4, as: Instant?.self) != nil)
    }
  }

  package static func markRead(
    for account: ID<Account>, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      "UPDATE notices SET read_at = \(now) WHERE account_id = \(account) AND read_at IS NULL")
  }
}
