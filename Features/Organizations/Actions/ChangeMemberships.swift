package import Accounts
import Database
import Localization
package import Platform
import Records
package import Values
import Views

/// Gives a role to a person who has an account already.
package struct AddMembership: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Returns: the new membership and whose it is.
  /// - Throws: `Invalid` with the fields of the form.
  package func callAsFunction(_ new: NewMember, by actor: Actor) async throws -> (id: ID<Membership>, name: String) {
    let (services, now) = (services, services.now)
    let id: ID<Membership> = services.ids.next()
    do {
      return try await services.database.write { connection in
        let place = try MembershipPlace.resolve(new, by: actor, on: connection)
        guard let account = try AccountStore.find(named: new.person, sealer: services.sealer, on: connection),
          account.status == .active
        else { throw Invalid([FieldProblem("person", "organizations.problem.noAccount")]) }
        try MembershipStore.insert(place.membership(id: id, of: account.id), at: now, on: connection)
        try services.audit.record(
          AuditEntry(
            action: "organizations.membership.created", subject: .membership(id, of: account.displayName),
            accountID: actor.accountID.rawValue, schoolID: place.school?.id.rawValue, changes: place.changes, at: now),
          on: connection)
        try services.notices.post(
          Notice(
            accountIDs: [account.id.rawValue],
            message: Message(
              "notice.organizations.membership.added", ["organisation": place.organisation(services)]),
            path: OrganizationsLinks.ownMemberships.text, alsoByMail: true), on: connection)
        return (id, account.displayName)
      }
    } catch DatabaseError.unique {
      throw Invalid([FieldProblem("role", "organizations.problem.hasRole")])
    }
  }
}

/// Ends a membership: the person cannot act in it any more; what they did stays.
package struct EndMembership: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Returns: whose it was.
  /// - Throws: `OrganizationsError`.
  package func callAsFunction(_ id: ID<Membership>, by actor: Actor) async throws -> String {
    let (services, now) = (services, services.now)
    guard id != actor.membership?.id else { throw OrganizationsError.ownMembership }
    return try await services.database.write { connection in
      guard let row = try MembershipStore.row(id, in: actor.scope, on: connection) else {
        throw OrganizationsError.notFound
      }
      if row.membership.role == .platformAdministrator,
        try MembershipStore.platformAdministrators(on: connection) <= 1
      {
        throw OrganizationsError.lastAdministrator
      }
      guard try MembershipStore.end(id, in: actor.scope, at: now, on: connection) else {
        throw OrganizationsError.notFound
      }
      let place = row.membership
      let school = try place.schoolID.flatMap { try SchoolStore.school($0, on: connection)?.name }
      try services.audit.record(
        AuditEntry(
          action: "organizations.membership.ended", subject: .membership(id, of: row.accountName),
          accountID: actor.accountID.rawValue, schoolID: place.schoolID?.rawValue,
          changes: [FieldChange(field: "role", before: .text(place.role.rawValue), after: .none)], at: now),
        on: connection)
      try services.notices.post(
        Notice(
          accountIDs: [place.accountID.rawValue],
          message: Message(
            "notice.organizations.membership.ended",
            ["organisation": school ?? place.enterpriseName(services)]),
          path: OrganizationsLinks.ownMemberships.text), on: connection)
      return row.accountName
    }
  }
}

/// A person goes on in another of their own memberships.
package struct SwitchMembership: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `OrganizationsError.notFound` for a membership that has ended or is another person's.
  package func callAsFunction(
    to id: ID<Membership>, in session: ID<Session>, of account: Account
  ) async throws -> Membership {
    let (services, now) = (services, services.now)
    return try await services.database.write { connection in
      guard let membership = try MembershipStore.active(id, account: account.id, on: connection) else {
        throw OrganizationsError.notFound
      }
      try SessionStore.setMembership(id.rawValue, of: session, on: connection)
      try services.audit.record(
        AuditEntry(
          action: "organizations.membership.entered", subject: .membership(id, of: account.displayName),
          accountID: account.id.rawValue, schoolID: membership.schoolID?.rawValue, at: now), on: connection)
      return membership
    }
  }
}
