import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

/// What is made to be measured must be what people's acts leave: otherwise the measure says nothing.
@Suite struct ManyAgreementsTests {
  private static func page(
    _ world: AgreementWorld, _ change: (inout AgreementQuery) -> Void
  ) async throws -> [AgreementSummary] {
    var query = AgreementQuery()
    query.limit = 400
    change(&query)
    let asked = query
    return try await world.database.read {
      try AgreementListStore.page(asked, in: world.office.scope, today: world.today, on: $0)
    }.rows
  }

  @Test(arguments: TestEngine.all)
  func asManyAsWereAskedForAreListedFoundAndOpened(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      try await AgreementSamples(world.services).fill(world.school.id)
      let (agreements, obligations) = (try await world.count("agreements"), try await world.count("obligations"))
      try await ManyAgreements(world.services, agreements: 230, obligations: 1_900).fill(world.school.id)
      try await #expect(world.count("agreements") == agreements + 230)
      try await #expect(world.count("obligations") == obligations + 1_900)

      let rows = try await Self.page(world) { _ in }.prefix(230)
      #expect(Set(rows.map(\.state)) == Set(AgreementState.allCases))
      #expect(rows.allSatisfy { $0.state == .draft || !$0.number.isEmpty })
      for row in rows.prefix(40) {
        let dossier = try await world.database.read { connection in
          try AgreementDossier.load(
            row.id, in: world.office.scope, today: world.today, world.services.catalogue, on: connection)
        }
        let words = try #require(dossier).rendering.clauses
        #expect(words.allSatisfy { !$0.text.isEmpty })
        // Found by its number, and by what its text says and not by what its template says.
        if !row.number.isEmpty {
          try await #expect(Self.page(world) { $0.search = row.number }.map(\.id) == [row.id])
        }
        let piece = try #require(words.last).text.prefix(8)
        try await #expect(Self.page(world) { $0.search = String(piece) }.contains { $0.id == row.id })
      }
      try await #expect(Self.page(world) { $0.search = "enterprise.name" }.isEmpty)
      let stale = try await world.database.read { try AgreementSearch.renamed(limit: 10, on: $0) }
      #expect(stale.isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func whatIsDueTodayIsOwedByAgreementsInForceAndNothingElseIs(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      try await AgreementSamples(world.services).fill(world.school.id)
      try await ManyAgreements(world.services, agreements: 100, obligations: 4_000).fill(world.school.id)
      let (today, scope) = (world.today, world.office.scope)
      let found = try await world.database.read { connection in
        try ObligationStore.waiting(in: scope, from: today, until: today, after: nil, limit: 50, on: connection)
      }
      #expect(!found.isEmpty)
      for due in found {
        #expect(due.dueOn == today && due.state == .open)
        try await #expect(world.agreement(due.obligation.agreementID).state == .active)
      }
      // Each date is that of its obligation, and those of an agreement are counted like any other's.
      let wrong = try await world.database.read { connection in
        try connection.value(
          """
          SELECT count(*) FROM obligation_dues u JOIN obligations o ON o.id = u.obligation_id
          WHERE o.rhythm = 'once' AND o.clause = '' AND (u.due_on <> o.end_on OR u.agreement_id <> o.agreement_id)
          """, as: Int.self)
      }
      #expect(wrong == 0)
    }
  }

  @Test func theRegisterThatIsKeptShowsEveryChangeAtOnce() async throws {
    try await AgreementWorld.open { world in
      let draft = try await world.draft()
      try await world.browse(as: world.office) { browser in
        for query in ["", "?q=%E5%85%B1%E5%BB%BA", "?state=draft"] {
          try await #expect(browser.get("/agreements\(query)").text.contains(draft.title), "\(query)")
        }
        try await #expect(browser.get("/agreements?state=review").text.contains("没有符合条件的协议"))
        var changed = try await world.agreement(draft.id)
        changed.title = "改了名的框架协议"
        changed = try await DraftAgreement(world.services).save(changed, by: world.office)
        for query in ["", "?q=%E5%85%B1%E5%BB%BA", "?state=draft"] {
          try await #expect(browser.get("/agreements\(query)").text.contains("改了名的框架协议"), "\(query)")
        }
        _ = try await world.move(.submitted, changed, by: world.office)
        try await #expect(browser.get("/agreements?state=review").text.contains("改了名的框架协议"))
        try await #expect(!browser.get("/agreements?state=draft").text.contains("改了名的框架协议"))
      }
    }
  }
}
