package import Database
package import Localization
package import Security
package import Values

/// Accounts in the database.
package enum AccountStore {
  /// Columns of `Account`, in the order in which `account(_:)` reads them.
  static let columns: SQL = """
    id, sign_in_name, display_name, language, status, CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, \
    CASE WHEN totp_sealed IS NULL THEN 0 ELSE 1 END, must_change_password, is_demo, created_at
    """

  static func account(_ row: Row) throws -> Account {
    Account(
      id: try row.get(0), signInName: try row.get(1), displayName: try row.get(2),
      language: try language(row.get(3)), status: try row.get(4), hasPassword: try row.get(5),
      hasSecondFactor: try row.get(6), mustChangePassword: try row.get(7), isDemo: try row.get(8),
      createdAt: try row.get(9))
  }

  static func language(_ code: String?) -> Language? {
    code.flatMap(Language.init(rawValue:))
  }

  package static func find(_ id: ID<Account>, on connection: any Connection) throws -> Account? {
    try connection.first("SELECT \(columns) FROM accounts WHERE id = \(id)").map(account)
  }

  /// Accounts by key; keys that nobody has are left out.
  package static func find(
    _ ids: some Sequence<ID<Account>>, on connection: any Connection
  ) throws -> [ID<Account>: Account] {
    let rows = try connection.rows("SELECT \(columns) FROM accounts WHERE id IN \(list: Array(ids))")
    return Dictionary(uniqueKeysWithValues: try rows.map(account).map { ($0.id, $0) })
  }

  /// The account of that sign-in name in any width and case.
  package static func find(signInName: String, on connection: any Connection) throws -> Account? {
    let name = SignInName.canonical(signInName)
    return try connection.first("SELECT \(columns) FROM accounts WHERE sign_in_name = \(name)").map(account)
  }

  /// The account that a person means by a name, a phone number or a mail
  /// address. A name wins over a number that reads the same.
  package static func find(
    named typed: String, sealer: Sealer, on connection: any Connection
  ) throws -> Account? {
    try find(Identifier(typed), sealer: sealer, on: connection)
  }

  static func find(_ identifier: Identifier, sealer: Sealer, on connection: any Connection) throws -> Account? {
    if let row = try connection.first("SELECT \(columns) FROM accounts WHERE sign_in_name = \(identifier.name)") {
      return try account(row)
    }
    if let mail = identifier.mail {
      let indexes = sealer.blindIndexes(mail, context: Contact.mailIndex)
      if let row = try connection.first("SELECT \(columns) FROM accounts WHERE mail_index IN \(list: indexes)") {
        return try account(row)
      }
    }
    if let phone = identifier.phone {
      let indexes = sealer.blindIndexes(phone, context: Contact.phoneIndex)
      return try connection.first("SELECT \(columns) FROM accounts WHERE phone_index IN \(list: indexes)").map(account)
    }
    return nil
  }

  /// - Throws: `DatabaseError.unique` when the name, the phone or the mail
  ///   belongs to another account (`takenField` says which).
  package static func insert(
    _ new: NewAccount, id: ID<Account>, sealer: Sealer, now: Instant, on connection: any WriteConnection
  ) throws {
    let contact = try SealedContact(new.contact, of: id, sealer: sealer)
    try connection.run(
      """
      INSERT INTO accounts (id, sign_in_name, display_name, phone_sealed, phone_index, mail_sealed, mail_index,
        password_hash, must_change_password, language, status, is_demo, demo_chinese, demo_english,
        demo_position, created_at)
      VALUES (\(id), \(SignInName.canonical(new.signInName)), \(new.displayName), \(contact.phone), \
      \(contact.phoneIndex), \(contact.mail), \(contact.mailIndex), \(new.passwordHash), \(new.mustChangePassword), \
      \(new.language?.rawValue), \(Account.Status.active), \(new.demo != nil), \
      \(new.demo?.chinese), \(new.demo?.english), \(new.demo?.position), \(now))
      """)
  }

  /// The field whose value another account has: `name`, `phone` or `mail`.
  package static func takenField(_ error: any Error) -> String? {
    guard case DatabaseError.unique(let detail) = error else { return nil }
    if detail.contains("sign_in_name") { return "name" }
    if detail.contains("phone_index") { return "phone" }
    return detail.contains("mail_index") ? "mail" : nil
  }

  package static func setProfile(
    displayName: String, language: Language?, of id: ID<Account>, on connection: any WriteConnection
  ) throws {
    try connection.run(
      "UPDATE accounts SET display_name = \(displayName), language = \(language?.rawValue) WHERE id = \(id)")
  }

  package static func setSignInName(_ name: String, of id: ID<Account>, on connection: any WriteConnection) throws {
    try connection.run("UPDATE accounts SET sign_in_name = \(SignInName.canonical(name)) WHERE id = \(id)")
  }

  /// A closed account cannot sign in; its name stays in records.
  package static func setStatus(
    _ status: Account.Status, of id: ID<Account>, on connection: any WriteConnection
  ) throws {
    try connection.run("UPDATE accounts SET status = \(status) WHERE id = \(id)")
  }

  /// What the sign-in page of a demo offers, in the order of the entries.
  package static func demoAccounts(on connection: any Connection) throws -> [DemoAccount] {
    try connection.rows(
      """
      SELECT id, display_name, demo_chinese, demo_english, demo_position FROM accounts
      WHERE is_demo = 1 AND status = \(Account.Status.active) ORDER BY demo_position, id
      """
    ).map { row in
      DemoAccount(
        id: try row.get(0), displayName: try row.get(1),
        entry: DemoEntry(chinese: try row.get(2), english: try row.get(3), position: try row.get(4)))
    }
  }

  /// Whether the installation has any account, that is, whether it was ever set up.
  package static func isEmpty(on connection: any Connection) throws -> Bool {
    try connection.first("SELECT 1 FROM accounts LIMIT 1") == nil
  }
}
