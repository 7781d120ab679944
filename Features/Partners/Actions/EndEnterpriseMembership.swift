import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views

/// Ends a person's work in an enterprise's space; access ends with it.
struct EndEnterpriseMembership: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Returns: whose it was.
  /// - Throws: `SpaceError.notFound` for people of others, `SpaceError.lastAdministrator`.
  func callAsFunction(_ id: ID<Membership>, by actor: Actor) async throws -> String {
    let act = SpaceAct(services, by: actor)
    return try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      try EnterprisePeopleStore.lock(enterprise.id, on: connection)
      guard let person = try EnterprisePeopleStore.person(id, of: enterprise.id, on: connection) else {
        throw SpaceError.notFound
      }
      if person.role == .enterpriseAdministrator {
        let others = try EnterprisePeopleStore.people(of: enterprise.id, on: connection)
          .filter { $0.role == .enterpriseAdministrator && $0.hasJoined && $0.membershipID != id }
        guard !others.isEmpty else { throw SpaceError.lastAdministrator }
      }
      guard try EnterprisePeopleStore.end(id, of: enterprise.id, at: act.now, on: connection) else {
        throw SpaceError.notFound
      }
      try act.log(
        "person.ended", enterprise,
        [
          FieldChange(field: "person", before: .text(Masking.name(person.name)), after: .none),
          FieldChange(field: "role", before: .text(person.role.rawValue), after: .none),
        ], on: connection)
      try act.services.notices.post(
        Notice(
          accountIDs: [person.accountID.rawValue],
          message: Message("partners.space.notice.ended", ["name": enterprise.name]),
          path: OrganizationsLinks.ownMemberships.text), on: connection)
      return person.name
    }
  }
}
