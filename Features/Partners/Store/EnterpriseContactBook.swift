import Database
import Organizations
import Security
import Values

/// The rows of `enterprise_contacts`: the enterprise's own people.
struct EnterpriseContactBook: Sendable {
  let sealer: Sealer

  private enum Context {
    static let phone = "enterprise_contacts.phone"
    static let mail = "enterprise_contacts.mail"
  }

  init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  func contacts(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> [EnterpriseContact] {
    try connection.rows(
      "SELECT \(columns) FROM enterprise_contacts c WHERE c.enterprise_id = \(enterprise) ORDER BY c.name, c.id"
    ).map(contact)
  }

  /// Those that the enterprise shares with one school.
  func contacts(
    of enterprise: ID<EnterpriseKey>, sharedWith school: ID<School>, on connection: any Connection
  ) throws -> [EnterpriseContact] {
    try connection.rows(
      """
      SELECT \(columns) FROM enterprise_shares s JOIN enterprise_contacts c ON c.id = s.contact_id
      WHERE s.enterprise_id = \(enterprise) AND s.school_id = \(school) AND s.part = 'contact'
        AND c.enterprise_id = s.enterprise_id ORDER BY c.name, c.id
      """
    ).map(contact)
  }

  func contact(
    _ id: ID<EnterpriseContact>, of enterprise: ID<EnterpriseKey>, on connection: any Connection
  ) throws -> EnterpriseContact? {
    try connection.first(
      "SELECT \(columns) FROM enterprise_contacts c WHERE c.id = \(id) AND c.enterprise_id = \(enterprise)"
    ).map(contact)
  }

  func count(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> Int {
    try connection.value("SELECT count(*) FROM enterprise_contacts WHERE enterprise_id = \(enterprise)") ?? 0
  }

  func insert(_ contact: EnterpriseContact, at now: Instant, on connection: any WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO enterprise_contacts (id, enterprise_id, name, position, phone_sealed, mail_sealed, note, version,
        created_at)
      VALUES (\(contact.id), \(contact.enterpriseID), \(contact.name), \(contact.position),
        \(try sealed(contact.phone, Context.phone)), \(try sealed(contact.mail, Context.mail)), \(contact.note), 1,
        \(now))
      """)
  }

  /// - Returns: `false` when somebody changed it since `contact.version` was read, or it is gone.
  func update(_ contact: EnterpriseContact, on connection: any WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE enterprise_contacts SET name = \(contact.name), position = \(contact.position),
        phone_sealed = \(try sealed(contact.phone, Context.phone)),
        mail_sealed = \(try sealed(contact.mail, Context.mail)), note = \(contact.note), version = version + 1
      WHERE id = \(contact.id) AND enterprise_id = \(contact.enterpriseID) AND version = \(contact.version)
      """) == 1
  }

  /// Takes a contact away, and out of everything that is shared.
  func delete(_ contact: EnterpriseContact, on connection: any WriteConnection) throws -> Bool {
    try connection.run(
      """
      DELETE FROM enterprise_shares
      WHERE enterprise_id = \(contact.enterpriseID) AND part = 'contact' AND contact_id = \(contact.id)
      """)
    return try connection.run(
      "DELETE FROM enterprise_contacts WHERE id = \(contact.id) AND enterprise_id = \(contact.enterpriseID)") == 1
  }

  private var columns: SQL {
    "c.id, c.enterprise_id, c.name, c.position, c.phone_sealed, c.mail_sealed, c.note, c.version"
  }

  private func contact(_ row: Row) throws -> EnterpriseContact {
    var contact = EnterpriseContact(id: try row.get(0), enterpriseID: try row.get(1))
    contact.name = try row.get(2)
    contact.position = try row.get(3)
    contact.phone = try opened(row.get(4), Context.phone)
    contact.mail = try opened(row.get(5), Context.mail)
    contact.note = try row.get(6)
    contact.version = try row.get(7)
    return contact
  }

  private func sealed(_ text: String, _ context: String) throws -> String {
    text.isEmpty ? "" : try sealer.seal(text, context: context)
  }

  private func opened(_ text: String, _ context: String) throws -> String {
    text.isEmpty ? "" : try sealer.open(text, context: context)
  }
}
