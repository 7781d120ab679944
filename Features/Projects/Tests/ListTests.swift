import Database
import DatabaseTesting
import Organizations
import Partners
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Projects

@Suite struct ListTests {
  private static func titles(
    _ world: ProjectWorld, as actor: Actor? = nil, _ change: (inout ProjectQuery) -> Void
  ) async throws -> [String] {
    var query = ProjectQuery()
    change(&query)
    let (asked, sight) = (query, ProjectSight(actor ?? world.office))
    return try await world.database.read {
      try ProjectListStore.page(asked, in: sight, today: world.today, on: $0)
    }.rows.map(\.title)
  }

  @Test(arguments: TestEngine.all)
  func whatIsWrittenIsFoundByWhoMaySeeIt(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let project = try await world.application()
      try await #expect(Self.titles(world) { $0.search = "无人机" } == [project.title])
      try await #expect(Self.titles(world) { $0.search = "甲精密" }.count == 1)
      try await #expect(Self.titles(world, as: world.foreignOffice) { $0.search = "无人机" }.isEmpty)
      try await #expect(Self.titles(world, as: world.otherDepartmentAdministrator) { _ in }.isEmpty)
      try await #expect(Self.titles(world, as: world.platform) { _ in }.count == 1)
      try await #expect(Self.titles(world) { $0.modes = ["shared-equipment"] }.count == 1)
      try await #expect(Self.titles(world) { $0.modes = ["joint-training"] }.isEmpty)
      try await #expect(Self.titles(world) { $0.year = world.today.year }.count == 1)
      try await #expect(Self.titles(world) { $0.year = world.today.year - 1 }.isEmpty)
      try await #expect(Self.titles(world) { $0.isLate = true }.isEmpty)
      let submitted = try await world.move(.submitted, project, by: world.teacher)
      try await #expect(Self.titles(world) { $0.search = submitted.number }.count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func pagesGoByKeyBothWaysInEveryOrder(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      var made: [Project] = []
      for number in 0..<7 {
        var draft = try await world.application(days: 200 + number * 10, title: "项目\(number)")
        draft.asked = Int64(7 - number) * 100
        made.append(try await DraftProject(world.services).save(draft, by: world.teacher))
      }
      func page(_ change: (inout ProjectQuery) -> Void) async throws -> ProjectListing {
        var query = ProjectQuery()
        query.limit = 3
        change(&query)
        let asked = query
        return try await world.database.read {
          try ProjectListStore.page(asked, in: ProjectSight(world.office), today: world.today, on: $0)
        }
      }
      for order in ProjectQuery.Order.allCases {
        var current = try await page { $0.order = order }
        var seen = current.rows.map(\.id)
        while current.hasNext, let last = current.rows.last {
          current = try await page {
            $0.order = order
            $0.mark = ProjectListStore.mark(of: last, in: order, isBefore: false)
          }
          seen += current.rows.map(\.id)
        }
        let expected = order == .newest ? made.reversed().map(\.id) : made.map(\.id)
        #expect(seen == expected, "\(order)")
        let first = try #require(current.rows.first)
        let back = try await page {
          $0.order = order
          $0.mark = ProjectListStore.mark(of: first, in: order, isBefore: true)
        }
        #expect(back.rows.map(\.id) == Array(expected.dropLast(1).suffix(3)), "\(order)")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func mergingTwoPartnersTakesTheirProjectsAlong(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let project = try await world.application(with: world.secondPartner)
      let pair = try await world.database.read { connection in
        try MergePair.load(
          kept: world.partner.enterprise.id, gone: world.secondPartner.enterprise.id, by: world.office, on: connection)
      }
      let outcome = try await MergePartners(world.services)(
        .init(
          kept: world.partner.enterprise.id, gone: world.secondPartner.enterprise.id, choices: [:],
          version: try #require(pair).version), by: world.office)
      try await #expect(world.project(project.id).partnershipID == world.partner.partnership.id)
      try await UndoMerge(world.services)(outcome.merge, by: world.office)
      try await #expect(world.project(project.id).partnershipID == world.secondPartner.partnership.id)
    }
  }

  @Test(arguments: TestEngine.all)
  func aSchoolAddsAModeWithItsOwnQuestions(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      var mode = ProjectClass(schoolID: world.school.id, axis: .mode, code: "")
      (mode.chinese, mode.items, mode.required) = ("产业学院", ["courses", "hires"], ["hires"])
      let change = ChangeClasses(world.services)
      try await change.save(mode, isNew: true, by: world.office)
      let added = mode
      try await #expect(
        world.problems { try await change.save(added, isNew: true, by: world.office) } == [
          "projects.class.problem.taken"
        ])
      let classes = try await world.database.read { try ProjectClassStore.words(of: world.school.id, on: $0) }
      #expect(classes.of(.mode).count == 8)
      let own = try #require(classes.word(.mode, "own-1"))
      var draft = try await world.application()
      draft.mode = own.code
      draft.expected[number: "hires"] = 12
      draft = try await DraftProject(world.services).save(draft, by: world.teacher)
      #expect(draft.expected.values.keys.sorted() == ["hires"], "what the mode does not ask for goes")
      try await world.move(.submitted, draft, by: world.teacher)
      var stale = own
      stale.english = "Industry college"
      try await change.save(stale, isNew: false, by: world.office)
      let late = stale
      await #expect(throws: ProjectError.stale) { try await change.save(late, isNew: false, by: world.office) }
      let others = try await world.database.read {
        try ProjectClassStore.words(of: world.foreignPartner.partnership.schoolID, on: $0)
      }
      #expect(others.of(.mode).count == 7)
    }
  }
}
