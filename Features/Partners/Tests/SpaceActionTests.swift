import Accounts
import Activity
import Database
import DatabaseTesting
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct SpaceActionTests {
  @Test(arguments: TestEngine.all)
  func aProfileChangeIsRowLogCountAndInboxAtOnce(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let other = try await world.joined()
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      var record = try await world.enterprise()
      (record.products, record.staffCount, record.name) = ("轴承", 120, "偷改的名字")
      try await SaveProfile(world.services)(record, by: admin)

      let now = try await world.enterprise()
      #expect(now.products == "轴承" && now.staffCount == 120 && now.version == record.version + 1)
      #expect(now.name == world.partner.enterprise.name)
      try await #expect(world.actions(of: "enterprise") == ["partners.space.profile.changed"])
      for partner in [world.partner, other] {
        try await #expect(world.sight(of: partner).unseen == 1)
        let change = try #require(try await world.changes(for: partner).first)
        #expect(change.kind == .profile && change.changes.map(\.name) == ["staffCount", "products"])
        #expect(change.changes.map(\.after) == ["120", "轴承"])
      }
      // Who looks after the partnership has one entry, however much is changed.
      record = now
      record.website = "https://a.example.com"
      try await SaveProfile(world.services)(record, by: admin)
      let waiting = try await world.inbox(of: world.office)
      #expect(waiting.map(\.entry.path) == ["/partners/\(world.partner.partnership.id)/enterprise"])
      try await #expect(world.sight(of: world.partner).unseen == 2)
      // The other enterprise's partners hear nothing.
      try await #expect(world.sight(of: world.otherDepartmentPartner).unseen == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func whoComesSecondIsToldAndLeavesNothing(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let opened = try await world.enterprise()
      var theirs = world.partner
      theirs.enterprise = opened
      theirs.enterprise.address = "学校写的地址"
      try await ChangePartner(world.services)(theirs, by: world.office)
      var mine = opened
      mine.products = "企业写的产品"
      await #expect(throws: SpaceError.stale) { try await SaveProfile(world.services)(mine, by: admin) }
      try await #expect(world.enterprise().products == "")
      try await #expect(world.actions(of: "enterprise").isEmpty)
      try await #expect(world.sight(of: world.partner).unseen == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func aSchoolSeesWhatIsSharedWithItAndNobodyElseDoes(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let other = try await world.joined()
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let contact = try await world.contact("张建国", by: admin)
      let sharing = Sharing(world.services)
      // By default nothing.
      try await #expect(world.shared(with: world.school) == SharedWith())
      try await #expect(world.sight(of: world.partner).unseen == 0)
      try await sharing(true, .contact(contact.id), with: world.school.id, by: admin)
      try await sharing(true, .part(.figures), with: world.school.id, by: admin)
      // Twice is once.
      try await sharing(true, .part(.figures), with: world.school.id, by: admin)
      try await #expect(
        world.shared(with: world.school) == SharedWith(parts: [.figures], contacts: [contact.id]))
      try await #expect(world.shared(with: world.otherSchool) == SharedWith())
      try await #expect(world.changes(for: world.partner).map(\.kind) == [.shared, .shared])
      try await #expect(world.changes(for: world.partner).last?.note == "张**")
      try await #expect(world.changes(for: other).isEmpty)
      // It stands in the school's own log.
      let log = try await world.log(of: world.partner)
      #expect(log.prefix(2).map(\.action) == ["partners.space.shared", "partners.space.shared"])
      #expect(!log.contains { $0.changes.contains { $0.after.contains("建国") } })

      // Who sees the contact hears of its change, masked; the other school does not.
      var changed = contact
      changed.phone = "13900002222"
      try await SaveEnterpriseContact(world.services)(changed, isNew: false, by: admin)
      let change = try #require(try await world.changes(for: world.partner).first)
      #expect(change.kind == .contact && change.changes.map(\.after) == ["139****2222"])
      try await #expect(world.changes(for: other).isEmpty)
      try await sharing(false, .contact(contact.id), with: world.school.id, by: admin)
      try await #expect(world.shared(with: world.school).contacts.isEmpty)
      try await #expect(world.changes(for: world.partner).first?.kind == .withdrawn)

      // A school that it does not work with, and a contact of somebody else, are not there.
      let foreign = try await world.person("外人", .enterpriseAdministrator, at: world.foreignPartner.enterprise)
      await #expect(throws: SpaceError.notFound) {
        try await sharing(true, .part(.figures), with: world.school.id, by: foreign)
      }
      await #expect(throws: SpaceError.notFound) {
        try await sharing(true, .contact(contact.id), with: world.otherSchool.id, by: foreign)
      }
      try await world.database.write { connection in
        try connection.run("UPDATE partnerships SET status = 'ended' WHERE id = \(other.partnership.id)")
      }
      await #expect(throws: SpaceError.notFound) {
        try await sharing(true, .part(.wishes), with: world.otherSchool.id, by: admin)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func figuresAndWishesAreToldOnlyWhoSeesThem(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      var statement = EnterpriseStatement(enterpriseID: world.partner.enterprise.id)
      (statement.internPlaces, statement.wishes) = (20, "希望合办订单班")
      try await SaveStatement(world.services)(statement, by: admin)
      try await #expect(world.changes(for: world.partner).isEmpty)
      try await Sharing(world.services)(true, .part(.wishes), with: world.school.id, by: admin)
      statement.version = 1
      (statement.internPlaces, statement.wishes) = (30, "希望合办学徒制")
      try await SaveStatement(world.services)(statement, by: admin)
      let change = try #require(try await world.changes(for: world.partner).first)
      #expect(change.kind == .statement && change.changes.map(\.name) == ["wishes"])
      await #expect(throws: SpaceError.stale) { try await SaveStatement(world.services)(statement, by: admin) }
    }
  }

  @Test(arguments: TestEngine.all)
  func whatWasShownIsSeenAndWhatCameSinceIsNot(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      func change(_ text: String) async throws {
        var record = try await world.enterprise()
        record.products = text
        try await SaveProfile(world.services)(record, by: admin)
      }
      func listed() async throws -> Int {
        var query = PartnerQuery()
        query.hasChanges = true
        let asked = query
        return try await world.database.read {
          try PartnerListStore.page(asked, in: .school(world.school.id), on: $0).rows.count
        }
      }
      try await #expect(listed() == 0)
      try await change("一")
      let shown = try #require(try await world.changes(for: world.partner).first)
      try await change("二")
      try await #expect(listed() == 1)
      let see = SeeChanges(world.services)
      try await see(until: shown.id, of: world.partner.partnership.id, by: world.office)
      try await #expect(world.sight(of: world.partner).unseen == 1)
      try await #expect(!world.inbox(of: world.office).isEmpty)
      try await see(until: ID(rawValue: .max), of: world.partner.partnership.id, by: world.colleague)
      let sight = try await world.sight(of: world.partner)
      #expect(sight.unseen == 0 && sight.seenBy == "陈同" && sight.seenAt == world.services.now)
      try await #expect(world.inbox(of: world.office).isEmpty)
      try await #expect(listed() == 0)
      // A later change counts anew: an id out of the future marked nothing that was not there.
      try await change("三")
      try await #expect(world.sight(of: world.partner).unseen == 1)
      // Who sees the partner marks it; others find nothing.
      await #expect(throws: SpaceError.notFound) {
        try await see(until: shown.id, of: world.partner.partnership.id, by: world.foreignOffice)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func aPageIsPublishedHiddenWithAReasonAndShownAgain(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let other = try await world.joined()
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      await #expect(throws: SpaceError.nothingToPublish) {
        try await WritePage(world.services).publish(version: 0, by: admin)
      }
      try await world.publish([PublicitySection(.about, text: "做轴承")], by: admin)
      try await #expect(world.page()?.isPublic == true)
      try await #expect(world.changes(for: world.partner).map(\.kind) == [.page])
      let hide = HidePage(world.services)
      try await hide("联系方式写在了图片里", world.partner.partnership.id, by: world.office)
      try await #expect(world.page()?.visible == nil)
      try await #expect(world.notices(to: admin) == ["partners.space.notice.hidden"])
      try await #expect(world.log(of: world.partner).first?.note == "联系方式写在了图片里")
      // What one school has hidden, another does not show again.
      await #expect(throws: SpaceError.notFound) {
        try await hide(nil, other.partnership.id, by: world.foreignOffice)
      }
      // Publishing again does not bring it back by itself.
      try await world.publish([PublicitySection(.about, text: "只做轴承")], by: admin)
      try await #expect(world.page()?.isPublic == false)
      try await hide(nil, world.partner.partnership.id, by: world.colleague)
      try await #expect(world.page()?.isPublic == true)
      try await #expect(world.notices(to: admin).first == "partners.space.notice.shown")
      await #expect(throws: SpaceError.stale) { try await WritePage(world.services).withdraw(version: 1, by: admin) }
    }
  }

  @Test(arguments: TestEngine.all)
  func aNewNameCountsOnceASchoolHasConfirmedIt(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let ask = AskIdentity(world.services)
      var asked = try await world.enterprise()
      asked.name = "甲智能装备有限公司"
      try await ask(asked, reason: "工商变更", by: admin)
      await #expect(throws: SpaceError.asked) { try await ask(asked, reason: "再来一次", by: admin) }
      try await #expect(world.enterprise().name == world.partner.enterprise.name)
      func request() async throws -> IdentityRequest? {
        try await world.database.read { try IdentityRequestStore.open(of: world.partner.enterprise.id, on: $0) }
      }
      let id = try #require(try await request()).id
      let decide = DecideIdentity(world.services)
      let place = world.partner.partnership.id
      try await #expect(world.inbox(of: world.colleague).count == 1)
      await #expect(throws: SpaceError.notFound) {
        try await decide(true, answer: "", id, of: place, by: world.foreignOffice)
      }
      try await decide(true, answer: "已核对执照", id, of: place, by: world.office)
      try await #expect(world.enterprise().name == "甲智能装备有限公司")
      try await #expect(world.inbox(of: world.colleague).isEmpty)
      try await #expect(world.notices(to: admin) == ["partners.space.notice.identityAccepted"])
      try await #expect(world.changes(for: world.partner).first?.kind == .identity)
      await #expect(throws: SpaceError.notFound) {
        try await decide(false, answer: "晚了", id, of: place, by: world.office)
      }
      // The name that the menu of its people shows follows.
      let names = try await world.database.read {
        try MembershipStore.active(account: admin.accountID, on: $0).map(\.organisationName)
      }
      #expect(names == ["甲智能装备有限公司"])

      asked.name = "又一个名字"
      try await ask(asked, reason: "试试", by: admin)
      try await ask.withdraw(by: admin)
      try await #expect(request() == nil)
      await #expect(throws: SpaceError.notFound) { try await ask.withdraw(by: admin) }
      await #expect(throws: Invalid.self) {
        try await ask(try await world.enterprise(), reason: "没有变", by: admin)
      }
    }
  }
}
