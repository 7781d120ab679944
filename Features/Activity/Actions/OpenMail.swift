import Database
package import Organizations
package import Platform
package import Values

/// Opens a mail of the mailbox. It was meant for somebody else, so each
/// opening is in the log.
package struct OpenMail: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Returns: the mail; `nil` when there is none.
  package func callAsFunction(_ id: ID<StoredMail>, by actor: Actor) async throws -> StoredMail? {
    let (services, now) = (services, services.now)
    return try await services.database.write { connection in
      guard let mail = try MailStore(services.sealer).mail(id, on: connection) else { return nil }
      try services.audit.record(
        AuditEntry(
          action: "activity.mail.read",
          subject: AuditEntry.Subject(kind: "mail", id: mail.id.rawValue, name: mail.subject),
          accountID: actor.accountID.rawValue, schoolID: nil, at: now), on: connection)
      return mail
    }
  }
}
