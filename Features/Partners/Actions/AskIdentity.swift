import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// An enterprise asks for another name or credit code; it stays what it is
/// until a school that works with it, or the platform, has confirmed.
struct AskIdentity: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Parameter enterprise: with the name and code that are asked for.
  /// - Throws: `SpaceError.asked` while another request waits, `Invalid`.
  func callAsFunction(_ enterprise: Enterprise, reason: String, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let old = try act.enterprise(on: connection)
      let changes = IdentityFields.difference(from: old, to: enterprise)
      guard !changes.isEmpty else { throw Invalid([FieldProblem("name", "partners.space.problem.sameIdentity")]) }
      if let other = try EnterpriseStore.enterprise(creditCode: enterprise.creditCode, on: connection),
        other.id != old.id
      {
        // Whose it is, is nobody's business here.
        throw Invalid([FieldProblem("creditCode", "partners.space.problem.codeTaken")])
      }
      var asked = enterprise
      asked.id = old.id
      do {
        try connection.savepoint {
          try IdentityRequestStore.insert(
            asked, reason: reason, id: act.services.ids.next(), by: act.account, at: act.now, on: connection)
        }
      } catch DatabaseError.unique {
        throw SpaceError.asked
      }
      try act.log("identity.asked", old, changes, note: reason, on: connection)
      for school in try SpaceStore.schools(with: old.id, on: connection) where school.isActive {
        guard let partner = try PartnershipStore.partner(of: school.id, with: old.id, on: connection) else { continue }
        try InboxStore.put(
          InboxEntry(
            holder: .role(.cooperationOffice, school.id, nil), schoolID: school.id,
            subject: .partner(partner.partnership, partner.enterprise), step: SpaceAct.identityStep,
            message: Message("partners.space.inbox.identity", ["name": asked.name]),
            path: SpaceLinks.tab(partner.partnership.id).text, dueOn: act.now.day.adding(days: 10)),
          id: act.services.ids.next(), at: act.now, on: connection)
      }
    }
  }

  /// Takes the request back.
  /// - Throws: `SpaceError.notFound` when none is open.
  func withdraw(by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      guard let request = try IdentityRequestStore.open(of: enterprise.id, on: connection),
        try IdentityRequestStore.close(
          request.id, as: .withdrawn, answer: "", by: act.account, at: act.now, on: connection)
      else { throw SpaceError.notFound }
      try DecideIdentity.closeInbox(of: enterprise, act, on: connection)
      try act.log("identity.withdrawn", enterprise, on: connection)
    }
  }
}

/// A school, or the platform, confirms an enterprise's new name and code, or
/// refuses with a reason.
struct DecideIdentity: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `SpaceError.notFound` for a request that is decided or out of
  ///   sight, `PartnersError.creditCodeTaken`.
  func callAsFunction(
    _ isAccepted: Bool, answer: String, _ id: ID<IdentityRequest>, of partnership: ID<Partnership>, by actor: Actor
  ) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(partnership, in: actor.scope, on: connection),
        let request = try IdentityRequestStore.open(of: partner.enterprise.id, on: connection), request.id == id,
        try IdentityRequestStore.close(
          id, as: isAccepted ? .accepted : .refused, answer: answer, by: actor.accountID, at: act.now, on: connection)
      else { throw SpaceError.notFound }
      var new = partner.enterprise
      (new.name, new.creditCode, new.creditCodeReason) = (request.name, request.creditCode, request.creditCodeReason)
      let changes = IdentityFields.difference(from: partner.enterprise, to: new)
      if isAccepted {
        if let other = try EnterpriseStore.enterprise(creditCode: new.creditCode, on: connection), other.id != new.id {
          throw PartnersError.creditCodeTaken(by: other.name)
        }
        guard try EnterpriseStore.update(new, at: act.now, on: connection) else { throw SpaceError.stale }
        try PartnerSearch.putAll(of: new.id, on: connection)
        try act.tell(.identity, new, to: .all, changes, note: request.reason, on: connection)
      }
      try Self.closeInbox(of: partner.enterprise, act, on: connection)
      try services.audit.record(
        AuditEntry(
          action: isAccepted ? "partners.space.identity.accepted" : "partners.space.identity.refused",
          subject: .partner(partner.partnership, partner.enterprise), accountID: actor.accountID.rawValue,
          schoolID: partner.partnership.schoolID.rawValue, changes: changes, note: answer, at: act.now),
        on: connection)
      try services.notices.post(
        Notice(
          accountIDs: [request.askedBy],
          message: isAccepted
            ? Message("partners.space.notice.identityAccepted", ["name": request.name])
            : Message("partners.space.notice.identityRefused", ["name": request.name, "reason": answer]),
          path: SpaceLinks.profile.text, alsoByMail: true), on: connection)
    }
  }

  static func closeInbox(of enterprise: Enterprise, _ act: SpaceAct, on connection: any WriteConnection) throws {
    for school in try SpaceStore.schools(with: enterprise.id, on: connection) {
      try InboxStore.close(
        AuditEntry.Subject(kind: "partnership", id: school.partnershipID.rawValue, name: enterprise.name),
        step: SpaceAct.identityStep, by: act.account, at: act.now, on: connection)
    }
  }
}

/// The fields that say who an enterprise is.
enum IdentityFields {
  static let names = ["name", "creditCode", "creditCodeReason"]

  static func difference(from old: Enterprise, to new: Enterprise) -> [FieldChange] {
    EnterpriseFields.description.difference(from: old, to: new).filter { names.contains($0.field) }
  }
}
