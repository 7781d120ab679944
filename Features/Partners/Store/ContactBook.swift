package import Database
package import Organizations
package import Security
package import Values

/// The rows of `partner_contacts`.
package struct ContactBook: Sendable {
  let sealer: Sealer

  enum Context {
    static let phone = "partner_contacts.phone"
    static let mail = "partner_contacts.mail"
  }

  package init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  /// The contacts of a partnership in sight, the main one first.
  package func contacts(
    of partnership: ID<Partnership>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> [PartnerContact] {
    try connection.rows(
      """
      SELECT \(Self.columns) FROM partner_contacts c JOIN partnerships p ON p.id = c.partnership_id
      WHERE c.partnership_id = \(partnership)
        AND \(scope.condition(school: "p.school_id", department: "p.department_id"))
      ORDER BY c.is_main DESC, c.name, c.id
      """
    ).map(contact)
  }

  package func contact(
    _ id: ID<PartnerContact>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> PartnerContact? {
    try connection.first(
      """
      SELECT \(Self.columns) FROM partner_contacts c JOIN partnerships p ON p.id = c.partnership_id
      WHERE c.id = \(id) AND \(scope.condition(school: "p.school_id", department: "p.department_id"))
      """
    ).map(contact)
  }

  package func insert(
    _ contact: PartnerContact, at now: Instant, on connection: some WriteConnection
  ) throws {
    try keepOneMain(contact, on: connection)
    try connection.run(
      """
      INSERT INTO partner_contacts (id, school_id, partnership_id, name, position, phone_sealed, mail_sealed, is_main,
        note, created_at)
      VALUES (\(contact.id), \(contact.schoolID), \(contact.partnershipID), \(contact.name), \(contact.position),
        \(try sealed(contact.phone, Context.phone)), \(try sealed(contact.mail, Context.mail)), \(contact.isMain),
        \(contact.note), \(now))
      """)
  }

  package func update(_ contact: PartnerContact, on connection: some WriteConnection) throws -> Bool {
    try keepOneMain(contact, on: connection)
    return try connection.run(
      """
      UPDATE partner_contacts SET name = \(contact.name), position = \(contact.position),
        phone_sealed = \(try sealed(contact.phone, Context.phone)),
        mail_sealed = \(try sealed(contact.mail, Context.mail)), is_main = \(contact.isMain), note = \(contact.note)
      WHERE id = \(contact.id) AND school_id = \(contact.schoolID)
      """) == 1
  }

  package func delete(_ contact: PartnerContact, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      "DELETE FROM partner_contacts WHERE id = \(contact.id) AND school_id = \(contact.schoolID)") == 1
  }

  private func keepOneMain(_ contact: PartnerContact, on connection: some WriteConnection) throws {
    guard contact.isMain else { return }
    try connection.run(
      """
      UPDATE partner_contacts SET is_main = 0
      WHERE partnership_id = \(contact.partnershipID) AND school_id = \(contact.schoolID) AND id <> \(contact.id)
      """)
  }

  static let columns: SQL = """
    c.id, c.school_id, c.partnership_id, c.name, c.position, c.phone_sealed, c.mail_sealed, c.is_main, c.note
    """

  func contact(_ row: Row) throws -> PartnerContact {
    PartnerContact(
      id: try row.get(0), schoolID: try row.get(1), partnershipID: try row.get(2), name: try row.get(3),
      position: try row.get(4), phone: try opened(row.get(5), Context.phone),
      mail: try opened(row.get(6), Context.mail), isMain: try row.get(7), note: try row.get(8))
  }

  func sealed(_ text: String, _ context: String) throws -> String {
    text.isEmpty ? "" : try sealer.seal(text, context: context)
  }

  private func opened(_ text: String, _ context: String) throws -> String {
    text.isEmpty ? "" : try sealer.open(text, context: context)
  }
}
