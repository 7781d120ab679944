import Database
package import Organizations
package import Platform
import Records
import Values

/// Adds or changes a contact person.
package struct SaveContact: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func callAsFunction(
    _ contact: PartnerContact, of partner: Partner, isNew: Bool, by actor: Actor
  ) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      let book = ContactBook(services.sealer)
      let old = isNew ? nil : try book.contact(contact.id, in: actor.scope, on: connection)
      if isNew {
        try book.insert(contact, at: now, on: connection)
      } else {
        guard try book.update(contact, on: connection) else { throw PartnersError.notFound }
      }
      try PartnerSearch.put(partner.partnership.id, on: connection)
      try services.audit.record(
        AuditEntry(
          action: isNew ? "partners.contact.created" : "partners.contact.changed",
          subject: .partner(partner.partnership, partner.enterprise), accountID: actor.accountID.rawValue,
          schoolID: partner.partnership.schoolID.rawValue,
          changes: ContactFields.description.difference(from: old, to: contact), at: now), on: connection)
    }
  }
}

/// Removes a contact person.
package struct RemoveContact: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func callAsFunction(_ contact: PartnerContact, of partner: Partner, by actor: Actor) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      guard try ContactBook(services.sealer).delete(contact, on: connection) else { throw PartnersError.notFound }
      try PartnerSearch.put(partner.partnership.id, on: connection)
      try services.audit.record(
        AuditEntry(
          action: "partners.contact.removed", subject: .partner(partner.partnership, partner.enterprise),
          accountID: actor.accountID.rawValue, schoolID: partner.partnership.schoolID.rawValue,
          changes: ContactFields.description.difference(from: contact, to: nil), at: now), on: connection)
    }
  }
}

/// Logs that somebody reads contacts unmasked (PIPL art. 51: access is recorded).
package struct RevealContacts: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func callAsFunction(of partner: Partner, by actor: Actor) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      try services.audit.record(
        AuditEntry(
          action: "partners.contacts.revealed", subject: .partner(partner.partnership, partner.enterprise),
          accountID: actor.accountID.rawValue, schoolID: partner.partnership.schoolID.rawValue, at: now),
        on: connection)
    }
  }
}
