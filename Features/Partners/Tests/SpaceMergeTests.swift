import Accounts
import Activity
import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct SpaceMergeTests {
  private static func person(
    _ name: String, at enterprise: Enterprise, account: ID<Account>? = nil, _ people: RegistryTestPeople
  ) async throws -> Actor {
    let services = people.services
    let membership = Membership(
      id: services.ids.next(), accountID: account ?? services.ids.next(), role: .enterpriseAdministrator, schoolID: nil,
      departmentID: nil, enterpriseID: enterprise.id, organisationName: enterprise.name)
    try await services.database.write { connection in
      if account == nil {
        try AccountStore.insert(
          NewAccount(signInName: name, displayName: name, passwordHash: "scrypt$none"), id: membership.accountID,
          sealer: services.sealer, now: services.now, on: connection)
      }
      try MembershipStore.insert(membership, at: services.now, on: connection)
    }
    return Actor(accountID: membership.accountID, name: name, membership: membership, permissions: [.spaceManage])
  }

  @Test(arguments: TestEngine.all)
  func peopleContactsAndChangesComeAlongAndUndoingGivesThemBackExactly(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let owner = people.schools.office.accountID.rawValue
      let kept = try await people.partner("甲食品有限公司") { $0.partnership.ownerID = owner }
      let gone = try await people.partner("乙食品有限公司") { $0.partnership.ownerID = owner }
      let services = people.services
      let first = try await Self.person("first", at: kept.enterprise, people)
      let second = try await Self.person("second", at: gone.enterprise, people)
      // The same person manages both.
      _ = try await Self.person("first", at: gone.enterprise, account: first.accountID, people)
      for (actor, partner) in [(first, kept), (second, gone)] {
        var contact = EnterpriseContact(id: services.ids.next(), enterpriseID: partner.enterprise.id)
        contact.name = "张建国"
        try await SaveEnterpriseContact(services)(contact, isNew: true, by: actor)
        for what in [Sharing.What.part(.figures), .contact(contact.id)] {
          try await Sharing(services)(true, what, with: people.school.id, by: actor)
        }
        let write = WritePage(services)
        try await write(version: 0, "changed", by: actor) {
          $0.draft.put(PublicitySection(.about, text: partner.enterprise.name))
        }
        try await write.publish(version: 1, by: actor)
      }
      var asked = gone.enterprise
      asked.name = "丙食品有限公司"
      try await AskIdentity(services)(asked, reason: "变更", by: second)

      let before = try await RegistryDump.of(people)
      let outcome = try await people.merge(kept, gone)
      let found = try await services.database.read { connection in
        (
          try EnterprisePeopleStore.people(of: kept.enterprise.id, on: connection).map(\.name).sorted(),
          try EnterprisePeopleStore.people(of: gone.enterprise.id, on: connection).count,
          try EnterpriseContactBook(services.sealer).count(of: kept.enterprise.id, on: connection),
          try PublicityStore.page(of: kept.enterprise.id, on: connection)?.draft.words,
          try ShareStore.shared(by: kept.enterprise.id, with: people.school.id, on: connection),
          try EnterpriseChangeStore.sight(of: kept.partnership, on: connection).unseen,
          try MembershipStore.active(account: second.accountID, on: connection).map(\.organisationName)
        )
      }
      #expect(found.0 == ["first", "second"] && found.1 == 0)
      #expect(found.2 == 2)
      // Of pages there is one: the other stays with the record that went.
      #expect(found.3 == "甲食品有限公司")
      #expect(found.4.parts == [.figures] && found.4.contacts.count == 2)
      #expect(found.5 == 6)
      #expect(found.6 == ["甲食品有限公司"])

      try await people.undo(outcome)
      let after = try await RegistryDump.of(people)
      #expect(after == before, "\(after.differences(from: before))")
    }
  }
}
