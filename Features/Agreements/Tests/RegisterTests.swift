import Database
import DatabaseTesting
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct RegisterTests {
  private static func titles(
    _ world: AgreementWorld, as actor: Actor? = nil, _ change: (inout AgreementQuery) -> Void
  ) async throws -> [String] {
    var query = AgreementQuery()
    change(&query)
    let (asked, scope) = (query, (actor ?? world.office).scope)
    return try await world.database.read {
      try AgreementListStore.page(asked, in: scope, today: world.today, on: $0)
    }.rows.map(\.title)
  }

  @Test(arguments: TestEngine.all)
  func theFullTextIsSearchedAndFollowsEveryChange(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      var draft = try await world.draft()
      try await #expect(Self.titles(world) { $0.search = "书面同意" }.count == 1)
      try await #expect(Self.titles(world) { $0.search = "每年接收20名" }.count == 1, "values are searched, not variables")
      try await #expect(Self.titles(world) { $0.search = "甲精密 同意" }.count == 1)
      try await #expect(Self.titles(world) { $0.search = "无人机" }.isEmpty)
      draft.text.clauses[5].text = "提交广州仲裁委员会仲裁，约定无人机巡检。"
      draft = try await DraftAgreement(world.services).save(draft, by: world.office)
      try await #expect(Self.titles(world) { $0.search = "无人机" }.count == 1)
      try await #expect(Self.titles(world, as: world.foreignOffice) { $0.search = "无人机" }.isEmpty)
      try await #expect(Self.titles(world, as: world.otherDepartmentAdministrator) { $0.search = "无人机" }.isEmpty)
      let submitted = try await world.move(.submitted, draft, by: world.office)
      try await #expect(Self.titles(world) { $0.search = submitted.number }.count == 1)
      let other = try await world.draft()
      try await DraftAgreement(world.services).discard(other.id, version: other.version, by: world.office)
      try await #expect(Self.titles(world) { $0.search = "书面同意" }.count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func theEndOfALongTextIsFoundToo(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      var draft = try await world.draft()
      for number in 1...4 {
        draft.text.clauses.append(
          Clause(key: "n\(number)", heading: "补充\(number)", text: String(repeating: "双方定期沟通培养质量。", count: 200)))
      }
      draft.text.clauses.append(Clause(key: "n9", heading: "末条", text: "最后约定碳纤维工艺"))
      try await DraftAgreement(world.services).save(draft, by: world.office)
      try await #expect(Self.titles(world) { $0.search = "碳纤维" }.count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func pagesGoByKeyBothWaysWithEveryFilter(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      var made: [Agreement] = []
      for number in 0..<7 {
        made.append(
          try await world.draft(with: number % 2 == 0 ? world.partner : world.secondPartner, months: 12 + number))
      }
      func page(_ change: (inout AgreementQuery) -> Void) async throws -> AgreementListing {
        var query = AgreementQuery()
        query.limit = 3
        change(&query)
        let asked = query
        return try await world.database.read {
          try AgreementListStore.page(asked, in: world.office.scope, today: world.today, on: $0)
        }
      }
      for order in AgreementQuery.Order.allCases {
        var seen: [ID<Agreement>] = []
        var current = try await page { $0.order = order }
        seen += current.rows.map(\.id)
        while current.hasNext, let last = current.rows.last {
          current = try await page {
            $0.order = order
            $0.mark = AgreementListStore.mark(of: last, in: order, isBefore: false)
          }
          seen += current.rows.map(\.id)
        }
        let expected = order == .newest ? made.reversed().map(\.id) : made.map(\.id)
        #expect(seen == expected, "\(order)")
        let first = try #require(current.rows.first)
        let back = try await page {
          $0.order = order
          $0.mark = AgreementListStore.mark(of: first, in: order, isBefore: true)
        }
        #expect(back.rows.map(\.id) == Array(expected.dropLast(1).suffix(3)))
      }
      try await #expect(page { $0.partnershipID = world.secondPartner.partnership.id }.rows.count == 3)
      try await #expect(page { $0.states = [.review] }.rows.isEmpty)
      try await #expect(page { $0.types = ["order"] }.rows.isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func whatEndsSoonAndWhatIsOverAreFound(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let short = try await world.signed(try await world.draft(months: 2))
      _ = try await world.signed(try await world.draft(with: world.secondPartner, months: 36))
      try await #expect(Self.titles(world) { $0.endingDays = 90 } == [short.title])
      try await #expect(Self.titles(world) { $0.endingDays = 30 }.isEmpty)
      try await #expect(Self.titles(world) { $0.endingDays = 0 }.isEmpty)
      world.pass(days: 70)
      try await #expect(Self.titles(world) { $0.endingDays = 0 } == [short.title])
      let tiles = try await world.database.read {
        try AgreementTiles.read(in: world.office.scope, today: world.today, on: $0)
      }
      #expect((tiles.active, tiles.ending, tiles.over) == (2, 0, 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func mergingTwoPartnersTakesTheirAgreementsAlongAndUndoingBringsThemBack(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.draft(with: world.secondPartner)
      try await world.database.write { connection in
        try FiveHaves.insert(
          .plan, words: "2026 年合作计划", year: 2026, of: world.secondPartner.partnership, id: world.services.ids.next(),
          by: world.office.accountID, at: world.services.now, on: connection)
      }
      let before = try await Self.dump(world)
      let pair = try await world.database.read { connection in
        try MergePair.load(
          kept: world.partner.enterprise.id, gone: world.secondPartner.enterprise.id, by: world.office, on: connection)
      }
      let outcome = try await MergePartners(world.services)(
        .init(
          kept: world.partner.enterprise.id, gone: world.secondPartner.enterprise.id, choices: [:],
          version: try #require(pair).version), by: world.office)
      try await #expect(world.agreement(agreement.id).partnershipID == world.partner.partnership.id)
      let haves = try await world.database.read {
        try FiveHaves.read(world.partner.partnership, today: world.today, on: $0)
      }
      #expect(haves.has(.plan))
      try await UndoMerge(world.services)(outcome.merge, by: world.office)
      try await #expect(Self.dump(world) == before)
    }
  }

  /// Every table of the feature, row by row.
  private static func dump(_ world: AgreementWorld) async throws -> [String: [String]] {
    let names: [StaticString] = [
      "agreements", "agreement_types", "agreement_templates", "agreement_template_versions", "agreement_counters",
      "agreement_steps", "agreement_versions", "agreement_comments", "agreement_delegations", "partnership_haves",
      "obligations", "obligation_dues", "fulfilments",
    ]
    return try await world.database.read { connection in
      var tables: [String: [String]] = [:]
      for name in names {
        tables[name.description] = try connection.rows("SELECT * FROM \(name: name)").map { "\($0.values)" }.sorted()
      }
      return tables
    }
  }
}
