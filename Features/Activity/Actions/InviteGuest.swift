package import Accounts
package import Database
package import Localization
package import Organizations
package import Platform
package import Values

/// Sends somebody without an account a link by mail, in the transaction of the
/// act that asks them for something.
package struct InviteGuest: Sendable {
  let services: Services
  let purpose: GuestPurpose

  package init(_ services: Services, _ purpose: GuestPurpose) {
    self.services = services
    self.purpose = purpose
  }

  /// Makes a link and the mail that carries it. Earlier links stay as they are.
  ///
  /// The mail is the only place where the link stands, sealed until it is sent.
  /// - Parameters:
  ///   - lines: the mail's subject and text, said in the person's language; the link follows the text.
  ///   - account: who sends it; `nil` for the program and for guests.
  @discardableResult
  package func callAsFunction(
    _ person: GuestPerson, to record: AuditEntry.Subject, of school: ID<School>,
    saying lines: (subject: Message, body: Message), by account: ID<Account>?, on connection: any WriteConnection
  ) throws -> ID<GuestLink> {
    let (id, now) = (services.ids.next(GuestLink.self), services.now)
    let path = try GuestLinkStore(services.sealer).insert(
      purpose, id: id, for: person, to: record, of: school, until: now.advanced(by: .seconds(86_400 * purpose.days)),
      by: account,
      at: now, on: connection)
    try services.notices.mail(
      Letter(
        address: person.mail, name: person.name, language: person.language, subject: lines.subject, body: lines.body,
        path: path), on: connection)
    return id
  }

  /// Makes a link for whom somebody names instead of themselves; theirs can only be read from then on.
  package func forward(
    from old: AuditEntry.Subject, to person: GuestPerson, and record: AuditEntry.Subject, of school: ID<School>,
    saying lines: (subject: Message, body: Message), on connection: any WriteConnection
  ) throws {
    let new = try self(person, to: record, of: school, saying: lines, by: nil, on: connection)
    try GuestLinkStore.close(
      purpose, to: old, of: school, as: .forwarded, forwarded: new, at: services.now, on: connection)
  }
}
