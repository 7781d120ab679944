import Database
import Imports
import Organizations
import Values

/// Contacts of many partnerships at once, also as raw rows whose personal values stay sealed.
extension ContactBook {
  /// The contacts of all these partnerships.
  func contacts(ofAll partnerships: [Int64], on connection: any Connection) throws -> [PartnerContact] {
    try connection.rows(
      """
      SELECT \(Self.columns) FROM partner_contacts c WHERE c.partnership_id IN \(list: partnerships)
      ORDER BY c.partnership_id, c.is_main DESC, c.name, c.id
      """
    ).map(contact)
  }

  /// Inserts contacts of which the main ones are the first of their partnership.
  /// - Returns: the raw rows by contact.
  func insert(
    _ contacts: [PartnerContact], at now: Instant, on connection: any WriteConnection
  ) throws -> [Int64: JSONValue] {
    var images: [Int64: JSONValue] = [:]
    let rows = try contacts.map { contact -> SQL in
      let (phone, mail) = (try sealed(contact.phone, Context.phone), try sealed(contact.mail, Context.mail))
      images[contact.id.rawValue] = RowImage.json([
        contact.id.sqlValue, contact.schoolID.sqlValue, contact.partnershipID.sqlValue, .text(contact.name),
        .text(contact.position), .text(phone), .text(mail), contact.isMain.sqlValue, .text(contact.note),
      ])
      return """
        (\(contact.id), \(contact.schoolID), \(contact.partnershipID), \(contact.name), \(contact.position), \(phone),
          \(mail), \(contact.isMain), \(contact.note), \(now))
        """
    }
    try connection.insert(
      """
      INSERT INTO partner_contacts (id, school_id, partnership_id, name, position, phone_sealed, mail_sealed, is_main,
        note, created_at)
      """, rows)
    return images
  }

  /// The raw rows of contacts, in the order of `columns`.
  func images(_ ids: [Int64], on connection: any Connection) throws -> [Int64: JSONValue] {
    var images: [Int64: JSONValue] = [:]
    for group in ids.inGroups(of: 500) {
      try connection.forEach("SELECT \(Self.columns) FROM partner_contacts c WHERE c.id IN \(list: group)") { row in
        images[try row.get(0)] = RowImage.json(row.values)
      }
    }
    return images
  }

  /// Writes a raw row back.
  func restore(_ image: JSONValue, on connection: any WriteConnection) throws {
    guard let row = RowImage.row(image) else { return }
    let (id, school): (Int64, Int64) = (try row.get(0), try row.get(1))
    try connection.run(
      """
      UPDATE partner_contacts SET name = \(row.values[3]), position = \(row.values[4]), phone_sealed = \(row.values[5]),
        mail_sealed = \(row.values[6]), is_main = \(row.values[7]), note = \(row.values[8])
      WHERE id = \(id) AND school_id = \(school)
      """)
  }
}
