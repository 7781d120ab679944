import Database
import Organizations
import Platform
import Records
import Security
import Values

/// An enterprise shares a part of what it keeps with one school, or withdraws
/// it. The school sees that, and what it may see, at once.
struct Sharing: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What can be switched.
  enum What: Sendable, Hashable {
    case part(SharedPart)
    case contact(ID<EnterpriseContact>)
  }

  /// - Throws: `SpaceError.notFound` for a school that the enterprise does not
  ///   work with, and for a contact that is not its own.
  func callAsFunction(_ isShared: Bool, _ what: What, with school: ID<School>, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      guard let partner = try PartnershipStore.partner(of: school, with: enterprise.id, on: connection),
        partner.partnership.status == .active || !isShared
      else { throw SpaceError.notFound }
      var (field, note) = ("contact", "")
      switch what {
      case .part(let part): field = part.rawValue
      case .contact(let id):
        guard
          let contact = try EnterpriseContactBook(act.services.sealer).contact(id, of: enterprise.id, on: connection)
        else { throw SpaceError.notFound }
        note = Masking.name(contact.name)
      }
      let changed = try ShareStore.set(
        isShared, what, of: enterprise.id, with: school, id: act.services.ids.next(), by: act.account, at: act.now,
        on: connection)
      guard changed else { return }
      let mark = FieldValue.text(note.isEmpty ? "✓" : note)
      let change = FieldChange(field: field, before: isShared ? .none : mark, after: isShared ? mark : .none)
      // It stands in the school's own log, beside what the school did itself.
      try act.services.audit.record(
        AuditEntry(
          action: isShared ? "partners.space.shared" : "partners.space.withdrawn",
          subject: .partner(partner.partnership, partner.enterprise), accountID: act.account.rawValue,
          schoolID: school.rawValue, changes: [change], at: act.now), on: connection)
      try act.tell(
        isShared ? .shared : .withdrawn, enterprise, to: .schools([school]), [change], note: note, on: connection)
    }
  }
}

/// An enterprise keeps its own contacts.
struct SaveEnterpriseContact: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `SpaceError.notFound`, `SpaceError.stale`.
  func callAsFunction(_ contact: EnterpriseContact, isNew: Bool, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      guard contact.enterpriseID == enterprise.id else { throw SpaceError.notFound }
      let book = EnterpriseContactBook(act.services.sealer)
      let old = isNew ? nil : try book.contact(contact.id, of: enterprise.id, on: connection)
      if isNew {
        try book.insert(contact, at: act.now, on: connection)
      } else {
        guard old != nil else { throw SpaceError.notFound }
        guard try book.update(contact, on: connection) else { throw SpaceError.stale }
      }
      let changes = EnterpriseContactFields.description.difference(from: old, to: contact)
      guard !changes.isEmpty else { return }
      try act.log(isNew ? "contact.created" : "contact.changed", enterprise, changes, on: connection)
      let schools = try ShareStore.schools(seeing: contact.id, of: enterprise.id, on: connection)
      try act.tell(
        .contact, enterprise, to: .schools(schools), changes, note: Masking.name(contact.name), on: connection)
    }
  }

  /// Takes a contact away; schools that saw it see it no more.
  func remove(_ contact: EnterpriseContact, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      guard contact.enterpriseID == enterprise.id else { throw SpaceError.notFound }
      let schools = try ShareStore.schools(seeing: contact.id, of: enterprise.id, on: connection)
      guard try EnterpriseContactBook(act.services.sealer).delete(contact, on: connection) else {
        throw SpaceError.notFound
      }
      let changes = EnterpriseContactFields.description.difference(from: contact, to: nil)
      try act.log("contact.removed", enterprise, changes, on: connection)
      try act.tell(
        .contact, enterprise, to: .schools(schools), changes, note: Masking.name(contact.name), on: connection)
    }
  }

  /// Logs that somebody of the enterprise reads its contacts unmasked (PIPL art. 51).
  func reveal(by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      try act.log("contacts.revealed", try act.enterprise(on: connection), on: connection)
    }
  }
}
