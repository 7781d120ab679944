import Database
import DatabaseTesting
import Organizations
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct VisitStoreTests {
  @Test(arguments: TestEngine.all)
  func aVisitIsReadBackAsItWasWritten(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let teacher = try await world.teacher("何秋月", "T1")
      let contact = try await world.contact("张伟")
      let guests = VisitGuests(
        school: [PersonLine(name: "何秋月"), PersonLine(name: "外聘专家", position: "顾问")], contacts: [contact.id],
        host: contact.id, others: [PersonLine(name: "李工")])
      let visit = try await world.visit(kind: .seminar, guests: guests) { visit in
        (visit.begins, visit.ends, visit.place, visit.result) = ("09:30", "11:00", "会议室", "签约")
        visit.isOutreach = true
        (visit.needs, visit.posts, visit.averagePay, visit.outcome) = ("数控", 12, 450_000, .agreement)
        visit.openings = [VisitOpening(kind: .hire, major: "数控技术", level: .higher, count: 3, pay: 500_000)]
      }
      #expect(visit.people.map(\.source) == [.teacher(teacher), .name, .contact(contact.id), .name])
      #expect(visit.people.map(\.name) == ["何秋月", "外聘专家", "张伟", "李工"])
      #expect(visit.people.map(\.isLead) == [true, false, true, false])
      #expect(visit.people[0].position == "讲师" && visit.people[0].number == "T1")
      #expect(visit.openings.first?.pay == 500_000 && visit.averagePay == 450_000 && visit.outcome == .agreement)
      #expect(visit.departmentID == world.department.id && visit.ownerID == world.office.accountID)
      #expect(visit.begins == "09:30" && visit.ends == "11:00" && visit.place == "会议室" && visit.kind == .seminar)
    }
  }

  @Test(arguments: TestEngine.all)
  func theListGoesByKeyInBothDirections(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      for number in 0..<7 {
        try await world.visit(on: world.today.adding(days: -(number / 2)), content: "第\(number)次")
      }
      let everything = try await world.visits().map(\.visit.content)
      #expect(everything == ["第1次", "第0次", "第3次", "第2次", "第5次", "第4次", "第6次"])
      var found: [String] = []
      var mark: VisitQuery.Mark?
      for _ in 0..<4 {
        let place = mark
        let page = try await world.visits { ($0.limit, $0.mark) = (2, place) }
        found += page.map(\.visit.content)
        mark = page.last.map { VisitListStore.mark(of: $0, in: .day, isBefore: false) }
      }
      #expect(found == everything)
      let last = try #require(try await world.visits().last)
      let back = try await world.visits {
        ($0.limit, $0.mark) = (2, VisitListStore.mark(of: last, in: .day, isBefore: true))
      }
      #expect(back.map(\.visit.content) == ["第5次", "第4次"])
      let upwards = try await world.visits { $0.isDescending = false }
      #expect(upwards.map(\.visit.content) == everything.reversed())
      let changed = try await world.visits { $0.order = .changed }
      #expect(changed.map(\.visit.content).first == "第6次")
    }
  }

  @Test(arguments: TestEngine.all)
  func filtersNarrowAndSearchFindsWordsPeopleAndPartners(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.visit(
        on: world.today.adding(days: -30), content: "谈订单班", guests: VisitGuests(others: [PersonLine(name: "赵工")]))
      try await world.visit(kind: .phone, content: "问实习名额") { $0.isOutreach = true }
      try await world.visit(world.otherDepartmentPartner, kind: .online, content: "软件测试")
      try await world.visit(world.foreignPartner, content: "别校的订单班", by: world.foreignOffice)
      func found(_ change: (inout VisitQuery) -> Void) async throws -> Set<String> {
        Set(try await world.visits(change).map(\.visit.content))
      }
      try await #expect(found { $0.kinds = ["phone", "online"] } == ["问实习名额", "软件测试"])
      try await #expect(found { $0.isOutreach = true } == ["问实习名额"])
      try await #expect(found { $0.departmentID = world.otherDepartment.id } == ["软件测试"])
      try await #expect(found { $0.until = world.today.adding(days: -1) } == ["谈订单班"])
      try await #expect(found { $0.from = world.today } == ["问实习名额", "软件测试"])
      try await #expect(found { $0.ownerID = world.office.accountID }.count == 3)
      try await #expect(found { $0.ownerID = world.teacher.accountID }.isEmpty)
      try await #expect(found { $0.search = "订单班" } == ["谈订单班"])
      try await #expect(found { $0.search = "赵工" } == ["谈订单班"])
      try await #expect(found { $0.search = "乙软件" } == ["软件测试"])
      try await #expect(found { $0.search = "甲精密" } == ["谈订单班", "问实习名额"])
      try await #expect(found { $0.search = "丙食品" }.isEmpty)
      try await #expect(found { $0.partnershipID = world.foreignPartner.partnership.id }.isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func aPartnerThatIsRenamedIsFoundByItsNewName(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.visit(content: "看车间")
      var partner = world.partner
      partner.enterprise.name = "焕新智造有限公司"
      try await ChangePartner(world.services)(partner, by: world.office)
      try await #expect(world.visits { $0.search = "焕新" }.map(\.visit.content) == ["看车间"])
    }
  }

  @Test(arguments: TestEngine.all)
  func aDepartmentSeesItsOwnAndThoseOfItsPartners(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let own = try await world.visit(by: world.teacher)
      let others = try await world.visit(world.otherDepartmentPartner)
      let foreign = try await world.visit(world.foreignPartner, by: world.foreignOffice)
      func sees(_ actor: Actor, _ visit: Visit) async throws -> Bool {
        let scope = actor.scope
        return try await world.database.read { try VisitStore.record(visit.id, in: scope, on: $0) } != nil
      }
      for actor in [world.office, world.departmentAdministrator, world.teacher] {
        try await #expect(sees(actor, own))
        try await #expect(!sees(actor, foreign))
      }
      try await #expect(sees(world.office, others))
      try await #expect(!sees(world.departmentAdministrator, others))
      try await #expect(!sees(world.otherDepartmentAdministrator, own))
      try await #expect(world.visits(as: world.otherDepartmentAdministrator).map(\.visit.id) == [others.id])
      // The partner goes to another department: its new department sees what was, the old one keeps its own.
      var partner = world.partner
      partner.partnership.departmentID = world.otherDepartment.id
      try await ChangePartner(world.services)(partner, by: world.office)
      try await #expect(sees(world.otherDepartmentAdministrator, own))
      try await #expect(sees(world.departmentAdministrator, own))
    }
  }
}
