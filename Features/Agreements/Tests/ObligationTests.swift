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

@testable import Agreements

@Suite struct ObligationTests {
  private func obligation(_ rhythm: DutyMark.Rhythm, _ start: String, _ end: String) throws -> Obligation {
    var obligation = Obligation(
      id: ID(rawValue: 1), schoolID: ID(rawValue: 1), agreementID: ID(rawValue: 1), subject: "接收实习",
      startOn: try #require(CivilDate(start)), endOn: try #require(CivilDate(end)))
    obligation.rhythm = rhythm
    return obligation
  }

  @Test(arguments: [
    (DutyMark.Rhythm.yearly, "2026-03-01", "2029-02-28", ["2027-02-28", "2028-02-29", "2029-02-28"]),
    (.quarterly, "2026-01-01", "2026-08-15", ["2026-03-31", "2026-06-30", "2026-08-15"]),
    (.monthly, "2026-01-31", "2026-03-30", ["2026-02-27", "2026-03-30"]),
    (.once, "2026-01-01", "2026-12-31", ["2026-12-31"]),
    (.halfYearly, "2026-01-01", "2026-01-01", ["2026-01-01"]),
  ])
  func datesEndTheirPeriodsAndTheLastEndsWithTheAgreement(
    rhythm: DutyMark.Rhythm, start: String, end: String, expected: [String]
  ) throws {
    #expect(try obligation(rhythm, start, end).dates().map(\.description) == expected)
  }

  @Test func whatIsDoneOnceIsDueAfterItsDaysButNeverAfterTheEnd() throws {
    let once = try obligation(.once, "2026-01-01", "2026-06-30")
    #expect(once.dates(days: 30).map(\.description) == ["2026-01-31"])
    #expect(once.dates(days: 400).map(\.description) == ["2026-06-30"])
    #expect(try obligation(.monthly, "2026-01-01", "2075-01-01").dates().count <= Obligation.mostDates + 1)
  }

  @Test func healthIsExplainedByItsParts() {
    #expect(HealthScore(.init()).points == 100)
    let half = HealthScore(.init(due: 4, met: 2, overdue: 2, entries: 4, confirmed: 2, isInTerm: false))
    #expect(half.parts.map { Int($0.points) } == [25, 12, 7, 0])
    #expect(half.points == 45 && half.level == .poor)
    #expect(HealthScore.Part.Kind.allCases.reduce(0) { $0 + $1.weight } == 100)
  }

  @Test(arguments: TestEngine.all)
  func markedClausesBecomeObligationsWithTheirDates(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      let dues = try await world.database.read { try ObligationStore.dues(of: agreement, on: $0) }
      #expect(dues.count == 3)
      #expect(dues.first?.obligation.subject == "接收实习学生" && dues.first?.obligation.target == 20)
      #expect(dues.first?.dueOn == world.today.adding(months: 12).adding(days: -1))
      #expect(dues.last?.dueOn == agreement.endOn)
    }
  }

  @Test(arguments: TestEngine.all)
  func whatOneReportsAnotherConfirmsAndPartsAddUp(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      let keep = KeepObligations(world.services)
      func due() async throws -> ObligationDue {
        try await world.database.read { try #require(try ObligationStore.dues(of: agreement, on: $0).first) }
      }
      func report(_ amount: Double?, _ note: String) async throws -> ID<Fulfilment> {
        let entry = Fulfilment(
          id: world.services.ids.next(), dueID: try await due().id, side: .enterprise, amount: amount, note: note,
          doneOn: world.today, person: "", at: world.services.now, state: .waiting, answeredBy: "", answer: "")
        try await keep.report(entry, to: entry.dueID, of: agreement.id, by: .member(world.teacher))
        return entry.id
      }
      do {
        _ = try await report(nil, "")
        Issue.record("nothing was reported")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.field) == ["amount", "note"])
      }
      let first = try await report(12, "三月一批")
      try await #expect(due().state == .reported)
      do {
        try await keep.answer(
          first, isRight: true, saying: "", to: try await due().id, of: agreement.id, by: .member(world.teacher))
        Issue.record("confirmed by who reported it")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.message.key) == ["agreements.fulfilment.problem.own"])
      }
      try await keep.answer(
        first, isRight: true, saying: "", to: try await due().id, of: agreement.id, by: .member(world.office))
      try await #expect(due().done == 12)
      try await #expect(due().state == .open)
      let second = try await report(8, "九月一批")
      do {
        try await keep.answer(
          second, isRight: false, saying: "", to: try await due().id, of: agreement.id, by: .member(world.office))
        Issue.record("refused without a word")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.field) == ["answer"])
      }
      try await keep.answer(
        second, isRight: true, saying: "", to: try await due().id, of: agreement.id, by: .member(world.office))
      try await #expect(due().state == .met)
      await #expect(throws: AgreementError.stale) {
        try await keep.answer(
          second, isRight: true, saying: "", to: try await due().id, of: agreement.id, by: .member(world.colleague))
      }
      let stranger = world.foreignOffice
      let id = try await due().id
      await #expect(throws: AgreementError.notFound) {
        try await keep.answer(second, isRight: true, saying: "", to: id, of: agreement.id, by: .member(stranger))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func datesRestWhileAnAgreementIsSuspendedAndEndWithIt(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      func states(_ agreement: Agreement) async throws -> [ObligationDue.State] {
        try await world.database.read { try ObligationStore.dues(of: agreement, on: $0).map(\.state) }
      }
      var agreement = try await world.signed(try await world.draft())
      agreement = try await world.move(.suspended, agreement, by: world.office, because: "搬迁")
      try await #expect(states(agreement) == [.cancelled, .cancelled, .cancelled])
      agreement = try await world.move(.resumed, agreement, by: world.office)
      try await #expect(states(agreement) == [.open, .open, .open])
      world.pass(days: 400)
      agreement = try await world.move(.ended, agreement, by: world.office, because: "停产")
      try await #expect(states(agreement) == [.open, .cancelled, .cancelled])
    }
  }

  @Test(arguments: TestEngine.all)
  func whatIsDueIsFoundInOrderAndOnlyWhereItIsInSight(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      _ = try await world.signed(try await world.draft(months: 12))
      _ = try await world.signed(try await world.draft(with: world.secondPartner, months: 36))
      func found(_ actor: Actor, _ days: Int) async throws -> Int {
        let last = world.today.adding(days: days)
        return try await world.database.read {
          try ObligationStore.waiting(in: actor.scope, until: last, after: nil, limit: 50, on: $0).count
        }
      }
      try await #expect(found(world.office, 400) == 2)
      try await #expect(found(world.office, 1200) == 4)
      try await #expect(found(world.office, 30) == 0)
      try await #expect(found(world.departmentAdministrator, 1200) == 4)
      try await #expect(found(world.otherDepartmentAdministrator, 1200) == 0)
      try await #expect(found(world.foreignOffice, 1200) == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func dueTodayIsReadAlongTheIndex(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      try await world.database.write { connection in
        // Enough rows that a planner chooses as it would among a million.
        for chunk in 0..<10 {
          let rows = (0..<200).map { number -> SQL in
            let id = Int64(1_000_000 + chunk * 200 + number)
            return """
              (\(id), \(agreement.schoolID), (SELECT min(id) FROM obligations), \(agreement.id),
                \(world.today.adding(days: 5000 + chunk * 200 + number)), 'open', 0.0)
              """
          }
          try connection.run(
            """
            INSERT INTO obligation_dues (id, school_id, obligation_id, agreement_id, due_on, state, done)
            VALUES \(rows.joined(separator: ", "))
            """)
        }
        if connection.dialect == .postgres { try connection.run("ANALYZE obligation_dues") }
      }
      let plan = try await world.database.read { connection -> String in
        let query: SQL = """
          SELECT u.id FROM obligation_dues u WHERE u.school_id = \(agreement.schoolID)
            AND u.state IN ('open', 'reported') AND u.due_on <= \(world.today) ORDER BY u.due_on, u.id LIMIT 30
          """
        let explain: SQL = connection.dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
        return try connection.rows(explain + query).map { "\($0.values)" }.joined(separator: "\n")
      }
      #expect(plan.contains("obligation_dues_by_day"), "\(plan)")
    }
  }

  @Test(arguments: TestEngine.all)
  func ownersAreWarnedOncePerThresholdAndRemindedOfWhatIsDue(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft(months: 12))
      let remind = RemindOfAgreements(world.services)
      try await #expect(remind() == 0)
      world.pass(days: 200)
      try await #expect(remind() == 1)
      try await #expect(remind() == 0)
      try await #expect(world.inbox(of: world.office) == ["agreements.inbox.ending"])
      world.pass(days: 160)
      // Thirty days are left, and the yearly obligation is due with the end.
      try await #expect(remind() == 2)
      world.pass(days: 30)
      try await #expect(remind() == 1)
      try await #expect(world.inbox(of: world.office) == ["agreements.inbox.over"])
      _ = try await world.move(.ended, try await world.agreement(agreement.id), by: world.office, because: "期满")
      try await #expect(world.inbox(of: world.office).isEmpty)
      try await #expect(remind() == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func fulfilmentIsNotedAndAnsweredOnItsPage(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft(months: 2))
      let path = "/agreements/\(agreement.id)"
      let due = try await world.database.read { try #require(try ObligationStore.dues(of: agreement, on: $0).first).id }
      try await world.browse(as: world.teacher) { browser in
        _ = try await browser.get("\(path)/obligations")
        let wrong = try await browser.upload(
          "\(path)/dues/\(due)/reports",
          [("side.\(due)", "enterprise"), ("doneOn.\(due)", "昨天"), ("amount.\(due)", "二十")],
          files: [])
        #expect(wrong.status == 422 && wrong.text.contains("“二十”不是数字"))
        try #expect(wrong.texts("//input[@name='doneOn.\(due)']/@value") == ["昨天"])
        let done = try await browser.upload(
          "\(path)/dues/\(due)/reports",
          [
            ("side.\(due)", "enterprise"), ("doneOn.\(due)", world.today.description), ("amount.\(due)", "20"),
            ("note.\(due)", "一批二十人"),
          ],
          files: [.init("evidence.\(due)", name: "名单.pdf", bytes: AgreementWorld.pdf)])
        #expect(done.status == 303)
        let page = try await done.follow()
        #expect(page.text.contains("待对方确认") && page.text.contains("一批二十人"))
      }
      try await world.browse(as: world.office) { browser in
        let list = try await browser.get("/agreements/obligations")
        #expect(list.text.contains("接收实习学生"))
        let page = try await browser.get("\(path)/obligations")
        let done = try await browser.submit(
          page, form: "//form[contains(@action, '/answer')]", ["decision": "confirmed"])
        let after = try await done.follow()
        #expect(after.text.contains("已履行") && after.text.contains("100 分"))
        let added = try await browser.submit(
          after, form: "//form[.//input[@name='new.subject']]", ["new.subject": "赠送教学设备", "new.target": "3"])
        try await #expect(added.follow().text.contains("赠送教学设备"))
        let outside = try await browser.submit(
          after, form: "//form[.//input[@name='new.subject']]", ["new.subject": "太晚", "new.endOn": "2099-01-01"])
        #expect(outside.status == 422 && outside.text.contains("期限应在协议期限"))
      }
    }
  }
}
