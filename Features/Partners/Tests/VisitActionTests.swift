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

@Suite struct VisitActionTests {
  private static func problems(_ act: () async throws -> Void) async -> [String] {
    do {
      try await act()
      return []
    } catch let invalid as Invalid {
      return invalid.problems.map(\.message.key)
    } catch {
      return ["\(error)"]
    }
  }

  @Test(arguments: TestEngine.all)
  func namesThatAreNotClearAreRefusedWithWhatToDo(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.teacher("张伟", "T1")
      try await world.teacher("张伟", "T2")
      let stranger = try await world.contact("王五", of: world.otherDepartmentPartner)
      func save(_ guests: VisitGuests) async -> [String] {
        await Self.problems { try await world.visit(guests: guests) }
      }
      await #expect(save(VisitGuests(school: [PersonLine(name: "张伟")])) == ["partners.visit.problem.severalTeachers"])
      await #expect(save(VisitGuests(school: [PersonLine(name: "张伟", number: "T2")])) == [])
      await #expect(
        save(VisitGuests(school: [PersonLine(name: "李四", number: "T2"), PersonLine(name: "", number: "T9")]))
          == ["partners.visit.problem.otherName", "partners.visit.problem.number"])
      await #expect(save(VisitGuests(contacts: [stranger.id])) == ["partners.visit.problem.contact"])
      let visits = try await world.visits()
      #expect(visits.count == 1 && visits[0].visit.people.map(\.number) == ["T2"])
    }
  }

  @Test(arguments: TestEngine.all)
  func whoTookPartStaysAlsoAfterTheyLeft(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let teacher = try await world.teacher("何秋月", "T1")
      let contact = try await world.contact("张伟")
      let visit = try await world.visit(
        guests: VisitGuests(school: [PersonLine(name: "何秋月")], contacts: [contact.id]))
      try await world.database.write {
        try $0.run("UPDATE teachers SET status = 'left', staff_number = 'T1-old' WHERE id = \(teacher)")
      }
      try await RemoveContact(world.services)(contact, of: world.partner, by: world.office)
      var changed = try await world.record(visit.id).visit
      changed.result = "签约"
      try await SaveVisit(world.services)(changed, guests: VisitGuests(changed), isNew: false, by: world.office)
      let now = try await world.record(visit.id).visit
      #expect(now.result == "签约" && now.people.map(\.name) == ["何秋月", "张伟"])
      #expect(now.people.first?.source == .teacher(teacher))
      #expect(now.people.last?.source == .name)
    }
  }

  @Test(arguments: TestEngine.all)
  func twoWhoChangeTheSameVisitDoNotOverwriteEachOther(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let visit = try await world.visit()
      var (mine, theirs) = (visit, visit)
      mine.result = "甲"
      theirs.result = "乙"
      try await SaveVisit(world.services)(mine, guests: VisitGuests(visit), isNew: false, by: world.office)
      await #expect(throws: VisitError.stale) {
        try await SaveVisit(world.services)(theirs, guests: VisitGuests(visit), isNew: false, by: world.colleague)
      }
      await #expect(throws: VisitError.stale) {
        try await RemoveVisit(world.services)(visit.id, version: visit.version, by: world.office)
      }
      try await #expect(world.record(visit.id).visit.result == "甲")
    }
  }

  @Test(arguments: TestEngine.all)
  func aTaskStandsInTheInboxUntilItIsDealtWith(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let visit = try await world.visit(by: world.teacher, followedBy: "寄协议")
      var task = try #require(try await world.tasks(of: visit).first)
      func act(_ act: VisitTask.Act, until day: CivilDate? = nil) async throws {
        try await VisitTasks(world.services)(
          act, task.id, of: visit.id, version: task.version, until: day, note: "", by: world.teacher)
        task = try #require(try await world.tasks(of: visit).first)
      }
      var inbox = try await world.inbox(of: world.teacher)
      #expect(inbox.map(\.entry.message.arguments) == [["title": "寄协议"]])
      #expect(inbox.first?.entry.path == "/visits/\(visit.id)")
      try await act(.postpone, until: world.today.adding(days: 20))
      inbox = try await world.inbox(of: world.teacher)
      #expect(inbox.map(\.entry.dueOn) == [world.today.adding(days: 20)])
      try await act(.finish)
      try await #expect(world.inbox(of: world.teacher).isEmpty)
      try await act(.undo)
      try await #expect(world.inbox(of: world.teacher).count == 1)
      let old = task
      try await act(.cancel)
      try await #expect(world.inbox(of: world.teacher).isEmpty)
      await #expect(throws: VisitError.stale) {
        try await VisitTasks(world.services)(
          .finish, old.id, of: visit.id, version: old.version, by: world.office)
      }
      let log = try await world.log(of: world.partner).map(\.action).prefix(5)
      #expect(
        log == [
          "partners.visit.task.cancel", "partners.visit.task.undo", "partners.visit.task.finish",
          "partners.visit.task.postpone", "partners.visit.task.added",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func removingTakesTheTasksOutOfInboxesAndPuttingBackReturnsThem(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let visit = try await world.visit(followedBy: "回访")
      try await RemoveVisit(world.services)(visit.id, version: visit.version, by: world.office)
      try await #expect(world.visits().isEmpty)
      try await #expect(world.visits { $0.isRemoved = true }.map(\.visit.id) == [visit.id])
      try await #expect(world.inbox(of: world.office).isEmpty)
      await #expect(throws: VisitError.notFound) {
        try await VisitTasks(world.services)(
          .finish, try #require(try await world.tasks(of: visit).first).id, of: visit.id, version: 1, by: world.office)
      }
      for _ in 0..<2 { try await RemoveVisit(world.services).undo(visit.id, by: world.office) }
      try await #expect(world.visits().map(\.visit.id) == [visit.id])
      try await #expect(world.inbox(of: world.office).count == 1)
    }
  }

  @Test func anotherSchoolCanDoNothing() async throws {
    try await ReviewWorld.open { world in
      let visit = try await world.visit(followedBy: "回访")
      let task = try #require(try await world.tasks(of: visit).first)
      let (services, foreign) = (world.services, world.foreignOffice)
      await #expect(throws: VisitError.notFound) {
        try await SaveVisit(services)(visit, guests: VisitGuests(), isNew: false, by: foreign)
      }
      await #expect(throws: VisitError.notFound) {
        try await RemoveVisit(services)(visit.id, version: visit.version, by: foreign)
      }
      await #expect(throws: VisitError.notFound) { try await RemoveVisit(services).undo(visit.id, by: foreign) }
      await #expect(throws: VisitError.notFound) {
        try await VisitTasks(services)(.finish, task.id, of: visit.id, version: 1, by: foreign)
      }
      var another = task
      another.id = services.ids.next()
      another.ownerID = foreign.accountID
      let given = another
      await #expect(throws: Invalid.self) { try await VisitTasks(services).add(given, by: world.office) }
    }
  }

  @Test func theLogMasksPeopleOfThePartner() async throws {
    try await ReviewWorld.open { world in
      try await world.visit(guests: VisitGuests(others: [PersonLine(name: "欧阳建国", position: "厂长")]))
      let entry = try #require(try await world.log(of: world.partner).first)
      let words = entry.changes.map { "\($0.after)" }.joined()
      #expect(words.contains("欧阳**") && !words.contains("建国"))
    }
  }
}
