import Accounts
import Database
package import Localization
package import Platform
import Records
package import Values

/// Makes an account for a person who has none, gives it a role and invites the
/// person: one transaction, so that nobody is left with half of it.
package struct InviteMember: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameter language: of the mail.
  /// - Throws: `Invalid` with the fields of the form.
  package func callAsFunction(_ new: NewMember, language: Language, by actor: Actor) async throws -> Invitation {
    let (services, now) = (services, services.now)
    let id: ID<Membership> = services.ids.next()
    do {
      return try await services.database.write { connection in
        let place = try MembershipPlace.resolve(new, by: actor, on: connection)
        let account = try CreateAccount(services)(
          NewAccount(
            signInName: new.signInName, displayName: new.displayName,
            contact: Contact(phone: new.phone.isEmpty ? nil : new.phone, mail: new.mail.isEmpty ? nil : new.mail)),
          by: actor.accountID, on: connection)
        try MembershipStore.insert(place.membership(id: id, of: account), at: now, on: connection)
        let path = try InviteAccount(services)(
          account, organisation: place.organisation(services), language: language, by: actor.accountID, on: connection)
        try services.audit.record(
          AuditEntry(
            action: "organizations.membership.created", subject: .membership(id, of: new.displayName),
            accountID: actor.accountID.rawValue, schoolID: place.school?.id.rawValue, changes: place.changes, at: now),
          on: connection)
        return Invitation(membershipID: id, name: new.displayName, path: path, isMailed: !new.mail.isEmpty)
      }
    } catch AccountsError.invalid(let problems) {
      throw Invalid(problems)
    }
  }
}

/// An invitation on the only occasion on which its link can be read.
package struct Invitation: Sendable, Hashable {
  package let membershipID: ID<Membership>
  /// Who is invited.
  package let name: String
  /// `/invitation/…`; good for 14 days.
  package let path: String
  package let isMailed: Bool
}

/// Invites a person again who has not set a password yet; the earlier link ends.
package struct RenewInvitation: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `OrganizationsError.notFound` for a membership out of sight and
  ///   for a person who has accepted already.
  package func callAsFunction(
    of id: ID<Membership>, language: Language, by actor: Actor
  ) async throws -> Invitation {
    let services = services
    do {
      return try await services.database.write { connection in
        guard let row = try MembershipStore.row(id, in: actor.scope, on: connection) else {
          throw OrganizationsError.notFound
        }
        let account = row.membership.accountID
        let school = try row.membership.schoolID.flatMap { try SchoolStore.school($0, on: connection) }
        let path = try InviteAccount(services)(
          account, organisation: school?.name ?? row.membership.enterpriseName(services),
          language: language, by: actor.accountID, on: connection)
        let contact = try ContactStore.load(of: account, sealer: services.sealer, on: connection)
        return Invitation(membershipID: id, name: row.accountName, path: path, isMailed: contact.mail != nil)
      }
    } catch AccountsError.notFound {
      throw OrganizationsError.notFound
    }
  }
}
