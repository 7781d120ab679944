import Database
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Activity

@Suite struct AuditTests {
  private func entries(_ query: AuditQuery, for actor: Actor, in world: ActivityWorld) async throws -> [LoggedEntry] {
    try await world.database.read { try AuditStore.entries(query, in: actor.scope, on: $0) }
  }

  @Test(arguments: TestEngine.all) func `a school sees its own entries and no other's`(engine: TestEngine) async throws
  {
    try await ActivityWorld.run(on: engine) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      let other = try await world.add(.cooperationOffice, in: world.otherSchool)
      let platform = try await world.add(.platformAdministrator)
      try await world.log("partners.partner.created", 1, by: office, in: world.school)
      try await world.log("partners.partner.created", 2, by: other, in: world.otherSchool)
      try await world.log("activity.mail.read", 3, by: platform, in: nil)
      let all = AuditQuery()
      #expect(try await entries(all, for: office, in: world).map(\.subject.id) == [1])
      #expect(try await entries(all, for: other, in: world).map(\.subject.id) == [2])
      #expect(try await entries(all, for: platform, in: world).map(\.subject.id) == [3, 2, 1])
      var foreign = AuditQuery()
      foreign.subjectKind = "partnership"
      foreign.subjectID = 2
      #expect(try await entries(foreign, for: office, in: world).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all) func `the log is searched and paged`(engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      for record in 1...3 {
        try await world.log("partners.partner.changed", Int64(record), by: office, in: world.school)
      }
      world.time.pass(.seconds(86_400))
      try await world.log("partners.contact_x", 4, by: office, in: world.school)
      func found(_ change: (inout AuditQuery) -> Void) async throws -> [Int64] {
        var query = AuditQuery()
        change(&query)
        return try await entries(query, for: office, in: world).map(\.subject.id)
      }
      #expect(try await found { $0.text = "精工 2" } == [2])
      #expect(try await found { $0.text = "%" } == [])
      #expect(try await found { $0.actionPrefix = "partners.partner." } == [3, 2, 1])
      // The underscore is a letter here, no wildcard.
      #expect(try await found { $0.actionPrefix = "partners.partner_" } == [])
      #expect(try await found { $0.from = world.now } == [4])
      #expect(try await found { $0.until = world.now } == [3, 2, 1])
      var first = AuditQuery()
      first.limit = 2
      let page = try await entries(first, for: office, in: world)
      #expect(page.map(\.subject.id) == [4, 3])
      #expect(try await found { $0.before = page.last?.id } == [2, 1])
    }
  }

  @Test func `an address with a wrong key finds nothing instead of everything`() {
    let query = AuditPage.query(
      FormData([("id", "?"), ("account", "?"), ("from", "2026-02-30"), ("until", "2026-03-01")]))
    #expect(query.subjectID == 0)
    #expect(query.accountID?.rawValue == 0)
    #expect(query.from == nil)
    // The day is included, in China's time.
    #expect(query.until?.iso8601.hasPrefix("2026-03-01T16:00:00") == true)
  }
}
