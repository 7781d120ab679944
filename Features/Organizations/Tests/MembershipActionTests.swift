import Accounts
import Database
import Localization
import Platform
import Records
import TestKit
import Testing
import Values
import Web

@testable import Organizations

/// Giving, ending and changing memberships.
@Suite struct MembershipActionTests {
  private func new(_ role: Role, name: String = "office.new", school: School? = nil, department: Department? = nil)
    -> NewMember
  {
    var new = NewMember()
    new.signInName = name
    new.displayName = "新同事"
    new.mail = "\(name)@example.edu.cn"
    new.role = role
    new.schoolText = school?.id.description ?? ""
    new.departmentText = department?.id.description ?? ""
    return new
  }

  private func problem(_ body: () async throws -> Void) async throws -> FieldProblem? {
    do {
      try await body()
      return nil
    } catch let invalid as Invalid {
      return invalid.problems.first
    }
  }

  @Test(arguments: TestEngine.all) func `an invitation is account, role, link, mail and log at once`(
    engine: TestEngine
  ) async throws {
    try await World.run(on: engine) { world in
      let actor = try world.actor(.schoolAdministrator)
      let invitation = try await InviteMember(world.services)(
        new(.departmentAdministrator, department: world.commerce), language: .chinese, by: actor)
      #expect(invitation.path.hasPrefix("/invitation/"))
      #expect(invitation.isMailed)
      try await #expect(world.letters() == ["office.new@example.edu.cn"])
      let row = try #require(
        try await world.database.read {
          try MembershipStore.row(invitation.membershipID, in: .school(world.school.id), on: $0)
        })
      #expect(row.membership.role == .departmentAdministrator)
      #expect(row.membership.departmentID == world.commerce.id)
      #expect(row.isWaiting)
      try await #expect(
        world.actions() == [
          "accounts.account.created", "accounts.invitation.issued", "organizations.membership.created",
        ])
      let again = try await RenewInvitation(world.services)(
        of: invitation.membershipID, language: .english, by: actor)
      #expect(again.path != invitation.path)
      try await #expect(world.letters().count == 2)
      // Whoever has a password needs no invitation.
      await #expect(throws: OrganizationsError.notFound) {
        try await RenewInvitation(world.services)(
          of: try #require(world.people[.teacher]).membership.id, language: .chinese, by: actor)
      }
    }
  }

  @Test func `a role needs its place, and the giver's right`() async throws {
    try await World.run { world in
      let (school, platform) = (try world.actor(.schoolAdministrator), try world.actor(.platformAdministrator))
      let invite = InviteMember(world.services)
      func refused(_ new: NewMember, _ actor: Actor) async throws -> String? {
        try await problem { _ = try await invite(new, language: .chinese, by: actor) }?.field
      }
      try await #expect(refused(new(.platformAdministrator), school) == "role")
      try await #expect(refused(new(.authority), school) == "role")
      try await #expect(refused(new(.enterpriseAdministrator), platform) == "role")
      try await #expect(refused(new(.teacher), school) == "department")
      try await #expect(refused(new(.teacher, department: world.foreign), school) == "department")
      try await #expect(refused(new(.cooperationOffice), platform) == "school")
      try await #expect(
        refused(new(.teacher, school: world.other, department: world.mechanics), platform) == "department")
      try await #expect(refused(new(.teacher, department: world.mechanics), try world.actor(.teacher)) == "role")
      try await #expect(refused(new(.cooperationOffice, name: "p.teacher"), school) == "sign_in_name")
      // The school that a form of a school's administrator names is not asked: it is always their own.
      let invitation = try await invite(
        new(.cooperationOffice, name: "own", school: world.other), language: .chinese, by: school)
      let row = try await world.database.read {
        try MembershipStore.row(invitation.membershipID, in: .installation, on: $0)
      }
      #expect(row?.membership.schoolID == world.school.id)
    }
  }

  @Test(arguments: TestEngine.all) func `people with an account get a role and are told`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      let actor = try world.actor(.schoolAdministrator)
      let foreign = world.foreignAdministrator.account
      var asked = new(.expert)
      asked.person = foreign.signInName.uppercased()
      let member = asked
      let added = try await AddMembership(world.services)(member, by: actor)
      #expect(added.name == foreign.displayName)
      try await #expect(world.notices(to: foreign.id) == ["notice.organizations.membership.added"])
      try await #expect(world.actions() == ["organizations.membership.created"])
      let twice = try await problem { _ = try await AddMembership(world.services)(member, by: actor) }
      #expect(twice == FieldProblem("role", "organizations.problem.hasRole"))
      asked.person = "nobody"
      let unknown = asked
      try await #expect(
        problem { _ = try await AddMembership(world.services)(unknown, by: actor) }
          == FieldProblem("person", "organizations.problem.noAccount"))
    }
  }

  @Test(arguments: TestEngine.all) func `memberships are ended within sight, never one's own, never the last`(
    engine: TestEngine
  ) async throws {
    try await World.run(on: engine) { world in
      let end = EndMembership(world.services)
      let (school, platform) = (try world.actor(.schoolAdministrator), try world.actor(.platformAdministrator))
      let teacher = try #require(world.people[.teacher])
      await #expect(throws: OrganizationsError.notFound) {
        _ = try await end(world.foreignAdministrator.membership.id, by: school)
      }
      await #expect(throws: OrganizationsError.notFound) {
        _ = try await end(try #require(platform.membership).id, by: school)
      }
      await #expect(throws: OrganizationsError.ownMembership) {
        _ = try await end(try #require(school.membership).id, by: school)
      }
      let alliance = try #require(world.people[.allianceSecretary])
      let second = Actor(
        accountID: alliance.account.id, name: "", membership: alliance.membership, permissions: platform.permissions)
      await #expect(throws: OrganizationsError.lastAdministrator) {
        _ = try await end(try #require(platform.membership).id, by: second)
      }
      try await #expect(end(teacher.membership.id, by: school) == teacher.account.displayName)
      try await #expect(world.notices(to: teacher.account.id) == ["notice.organizations.membership.ended"])
      await #expect(throws: OrganizationsError.notFound) { _ = try await end(teacher.membership.id, by: school) }
      try await #expect(world.actions() == ["organizations.membership.ended"])
    }
  }

  @Test func `a token acts only in the membership it was made for`() async throws {
    try await World.run { world in
      let services = world.services
      let teacher = try #require(world.people[.teacher])
      var second = new(.cooperationOffice)
      second.person = teacher.account.signInName
      let office = second
      let added = try await AddMembership(services)(office, by: try world.actor(.schoolAdministrator))
      let bearer = try await CreateToken(services)(
        TokenRequest(name: "sync", days: 30, scopes: ["organization.read"]), of: teacher.account,
        membershipID: added.id.rawValue)
      let authenticator = ActorAuthenticator(
        services: services, permissions: try RolePermissions(services.grants))
      let before = try await authenticator.principal(cookie: nil, bearer: bearer, address: "")
      #expect((before?.value as? Actor)?.role == .cooperationOffice)
      _ = try await EndMembership(services)(added.id, by: try world.actor(.schoolAdministrator))
      let after = try await authenticator.principal(cookie: nil, bearer: bearer, address: "")
      try #expect(#require(after?.value as? Actor).membership == nil)
      try #expect(#require(after?.value as? Actor).permissions.isEmpty)
    }
  }
}
