import Accounts
import Activity
import Database
import DatabaseTesting
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct EnterprisePeopleTests {
  private func new(
    _ name: String, mail: String = "", phone: String = "", _ role: Role = .enterpriseAdministrator
  ) -> NewEnterprisePerson {
    NewEnterprisePerson(name: name, mail: mail, phone: phone, role: role)
  }

  private func people(_ world: ReviewWorld) async throws -> [EnterprisePeopleStore.Person] {
    let id = world.partner.enterprise.id
    return try await world.database.read { try EnterprisePeopleStore.people(of: id, on: $0) }
  }

  @Test(arguments: TestEngine.all)
  func aSchoolInvitesAnAdministratorAndAKnownPersonIsAdded(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let invite = InviteEnterprisePerson(world.services)
      let place = world.partner.partnership.id
      let made = try await invite(
        new("郑海燕", mail: "zheng@example.com"), to: place, language: .chinese, by: world.office)
      #expect(made.path?.hasPrefix("/invitation/") == true && made.isMailed)
      let person = try #require(try await people(world).first)
      #expect(person.name == "郑海燕" && !person.hasJoined && person.role == .enterpriseAdministrator)
      try await #expect(world.log(of: world.partner).first?.action == "partners.space.person.invited")
      let account = try await world.database.read { try AccountStore.find(person.accountID, on: $0) }
      #expect(account?.signInName == "zheng")

      // Whoever has an account gets the membership, and is told; twice is refused.
      try await world.database.write { connection in
        try AccountStore.insert(
          NewAccount(
            signInName: "zheng.b", displayName: "周远", contact: Contact(phone: "13812345678"),
            passwordHash: "scrypt$none"), id: world.services.ids.next(), sealer: world.services.sealer,
          now: world.services.now, on: connection)
      }
      let known = new("周某", phone: "１３８ １２３４ ５６７８")
      let added = try await invite(known, to: place, language: .chinese, by: world.office)
      #expect(added.path == nil && added.name == "周远")
      await #expect(throws: Invalid.self) {
        try await invite(known, to: place, language: .chinese, by: world.office)
      }
      try await #expect(people(world).count == 2)
      // A third one with the same beginning of the mail has a name of its own.
      _ = try await invite(new("郑二", mail: "zheng@example.org"), to: place, language: .chinese, by: world.office)
      let names = try await world.database.read {
        try $0.values("SELECT sign_in_name FROM accounts WHERE sign_in_name LIKE 'zheng%' ORDER BY 1", as: String.self)
      }
      #expect(names == ["zheng", "zheng.b", "zheng2"])
      // Another school's partner is not there.
      await #expect(throws: SpaceError.notFound) {
        try await invite(new("甲", mail: "a@b.cn"), to: place, language: .chinese, by: world.foreignOffice)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func nobodyComesIntoASchoolByInvitingItsPeople(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      // A school has invited its administrator, who has not set a password yet.
      let waiting: ID<Account> = world.services.ids.next()
      try await world.database.write { connection in
        try AccountStore.insert(
          NewAccount(signInName: "new.admin", displayName: "新管理员", contact: Contact(mail: "new@school.example")),
          id: waiting, sealer: world.services.sealer, now: world.services.now, on: connection)
        try MembershipStore.insert(
          Membership(
            id: world.services.ids.next(), accountID: waiting, role: .schoolAdministrator, schoolID: world.school.id,
            departmentID: nil, enterpriseID: nil, organisationName: ""), at: world.services.now, on: connection)
      }
      let outcome = try await InviteEnterprisePerson(world.services)(
        new("随便", mail: "new@school.example", .enterpriseMentor), language: .chinese, by: admin)
      #expect(outcome.path == nil)
      await #expect(throws: SpaceError.notFound) {
        try await RenewEnterpriseInvitation(world.services)(
          outcome.membershipID, of: world.partner.enterprise, language: .chinese, by: admin)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func theLastAdministratorStaysAndOthersAreEnded(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let mentor = try await world.person("黄建业", .enterpriseMentor, at: world.partner.enterprise)
      let end = EndEnterpriseMembership(world.services)
      let own = try #require(admin.membership).id
      await #expect(throws: SpaceError.lastAdministrator) { try await end(own, by: admin) }
      // Somebody who was only invited does not count.
      let invited = try await InviteEnterprisePerson(world.services)(
        new("未到", mail: "later@example.com"), language: .chinese, by: admin)
      await #expect(throws: SpaceError.lastAdministrator) { try await end(own, by: admin) }
      _ = try await end(invited.membershipID, by: admin)
      try await #expect(end(try #require(mentor.membership).id, by: admin) == "黄建业")
      try await #expect(world.notices(to: mentor) == ["partners.space.notice.ended"])
      try await #expect(world.actions(of: "enterprise").last == "partners.space.person.ended")
      await #expect(throws: SpaceError.notFound) { try await end(try #require(mentor.membership).id, by: admin) }
      // People of another enterprise are not there.
      let foreign = try await world.person("外人", .enterpriseAdministrator, at: world.foreignPartner.enterprise)
      await #expect(throws: SpaceError.notFound) { try await end(try #require(foreign.membership).id, by: admin) }
      let second = try await world.person("第二位", .enterpriseAdministrator, at: world.partner.enterprise)
      try await #expect(end(own, by: admin) == "郑海燕")
      try await #expect(people(world).map(\.accountID) == [second.accountID])
    }
  }
}
