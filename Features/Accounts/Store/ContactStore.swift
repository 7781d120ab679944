package import Database
package import Security
package import Values

extension Contact {
  static let phoneIndex = "accounts.phone"
  static let mailIndex = "accounts.mail"

  static func sealingContext(_ field: String, of id: ID<Account>) -> String { "accounts.\(field)/\(id)" }
}

/// Phone and mail as the columns of `accounts` keep them.
struct SealedContact {
  let phone: String?
  let phoneIndex: String?
  let mail: String?
  let mailIndex: String?

  /// Numbers and addresses are stored as typed and indexed in canonical form.
  /// - Throws: `SealError`.
  init(_ contact: Contact, of id: ID<Account>, sealer: Sealer) throws {
    phone = try contact.phone.map { try sealer.seal($0, context: Contact.sealingContext("phone", of: id)) }
    phoneIndex = contact.phone.map { number in
      sealer.blindIndex(PhoneNumber.canonical(number) ?? number, context: Contact.phoneIndex)
    }
    mail = try contact.mail.map { try sealer.seal($0, context: Contact.sealingContext("mail", of: id)) }
    mailIndex = contact.mail.map { address in
      sealer.blindIndex(AccountMail.canonical(address) ?? address, context: Contact.mailIndex)
    }
  }
}

/// How accounts can be reached.
package enum ContactStore {
  /// The contact of an account, opened; an empty one for an account that is not there.
  /// - Throws: `SealError` where the installation's key is not the one it was sealed with.
  package static func load(of id: ID<Account>, sealer: Sealer, on connection: any Connection) throws -> Contact {
    guard let row = try connection.first("SELECT phone_sealed, mail_sealed FROM accounts WHERE id = \(id)") else {
      return Contact()
    }
    let phone: String? = try row.get(0)
    let mail: String? = try row.get(1)
    return Contact(
      phone: try phone.map { try sealer.open($0, context: Contact.sealingContext("phone", of: id)) },
      mail: try mail.map { try sealer.open($0, context: Contact.sealingContext("mail", of: id)) })
  }

  /// - Throws: `DatabaseError.unique` when the phone or the mail belongs to another account.
  package static func set(
    _ contact: Contact, of id: ID<Account>, sealer: Sealer, on connection: any WriteConnection
  ) throws {
    let sealed = try SealedContact(contact, of: id, sealer: sealer)
    try connection.run(
      """
      UPDATE accounts SET phone_sealed = \(sealed.phone), phone_index = \(sealed.phoneIndex),
        mail_sealed = \(sealed.mail), mail_index = \(sealed.mailIndex)
      WHERE id = \(id)
      """)
  }
}
