import Accounts
import Database
import Localization
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Activity

@Suite struct InboxTests {
  private func entry(
    _ holder: InboxEntry.Holder, _ world: ActivityWorld, record: Int64 = 1, step: String = "review", due: String? = nil
  ) -> InboxEntry {
    InboxEntry(
      holder: holder, schoolID: world.school.id,
      subject: AuditEntry.Subject(kind: "partnership", id: record, name: "岭南精工 \(record)"), step: step,
      message: Message("activity.inbox.task", ["name": "岭南精工"]), path: "/partners/1",
      dueOn: due.flatMap { CivilDate($0) })
  }

  private func put(_ entry: InboxEntry, in world: ActivityWorld) async throws {
    let (id, now) = (world.services.ids.next(InboxEntry.self), world.now)
    try await world.database.write { try InboxStore.put(entry, id: id, at: now, on: $0) }
  }

  private func waiting(_ actor: Actor, _ world: ActivityWorld) async throws -> [Int64] {
    let entries = try await world.database.read { try InboxStore.waiting(for: actor, limit: 50, on: $0) }
    let count = try await world.database.read { connection in
      try world.services.notices.waiting(
        for: actor.accountID.rawValue, membershipID: actor.membership?.id.rawValue, on: connection)
    }
    #expect(count == entries.count, "the number in the navigation is that of the list")
    return entries.map(\.entry.subject.id)
  }

  @Test(arguments: TestEngine.all) func `it waits for whoever holds the role, there and nowhere else`(
    engine: TestEngine
  ) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      let foreign = try await world.add(.cooperationOffice, in: world.otherSchool)
      let mechanics = try await world.add(.departmentAdministrator, in: world.school, department: world.department)
      let computing = try await world.add(.departmentAdministrator, in: world.school, department: world.otherDepartment)
      try await put(entry(.role(.cooperationOffice, world.school.id, nil), world, record: 1), in: world)
      try await put(
        entry(.role(.departmentAdministrator, world.school.id, world.department.id), world, record: 2), in: world)
      try await put(entry(.role(.departmentAdministrator, world.school.id, nil), world, record: 3), in: world)
      try await put(entry(.account(office.accountID), world, record: 4), in: world)
      #expect(try await waiting(office, world) == [1, 4])
      #expect(try await waiting(foreign, world) == [])
      #expect(try await waiting(mechanics, world) == [2, 3])
      #expect(try await waiting(computing, world) == [3])
    }
  }

  @Test(arguments: TestEngine.all) func `the most urgent comes first, and a record waits once per step`(
    engine: TestEngine
  ) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let teacher = try await world.add(.teacher, in: world.school, department: world.department)
      let office = try await world.add(.cooperationOffice, in: world.school)
      let mine = InboxEntry.Holder.account(teacher.accountID)
      try await put(entry(mine, world, record: 1), in: world)
      try await put(entry(mine, world, record: 2, due: "2026-05-02"), in: world)
      try await put(entry(mine, world, record: 3, due: "2026-05-01"), in: world)
      #expect(try await waiting(teacher, world) == [3, 2, 1])

      // The step moves on to somebody else: one open entry stays.
      try await put(entry(.account(office.accountID), world, record: 2), in: world)
      #expect(try await waiting(teacher, world) == [3, 1])
      let subject = entry(mine, world, record: 2).subject
      let open = try await world.database.read { try InboxStore.open(subject, on: $0) }
      #expect(open.map(\.entry.holder) == [.account(office.accountID)])
      #expect(open.first?.entry.message.arguments == ["name": "岭南精工"])

      try await put(entry(.account(office.accountID), world, record: 2, step: "sign"), in: world)
      #expect(try await waiting(office, world) == [2, 2])
      let now = world.now
      try await world.database.write {
        try InboxStore.close(subject, step: "sign", by: office.accountID, at: now, on: $0)
      }
      #expect(try await waiting(office, world) == [2])
      try await world.database.write { try InboxStore.close(subject, by: office.accountID, at: now, on: $0) }
      #expect(try await waiting(office, world) == [])
      #expect(try await world.count("inbox_entries") == 5)
    }
  }

  @Test(arguments: TestEngine.all) func `an ended membership has nothing waiting`(engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      let membership = try #require(office.membership)
      try await put(entry(.role(.cooperationOffice, world.school.id, nil), world), in: world)
      let (scope, now) = (office.scope, world.now)
      try await world.database.write { connection in
        _ = try MembershipStore.end(membership.id, in: scope, at: now, on: connection)
      }
      let count = try await world.database.read { connection in
        try world.services.notices.waiting(
          for: office.accountID.rawValue, membershipID: membership.id.rawValue, on: connection)
      }
      #expect(count == 0)
    }
  }
}
