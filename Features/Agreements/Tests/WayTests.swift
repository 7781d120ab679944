import Activity
import Database
import DatabaseTesting
import Localization
import Organizations
import Partners
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct WayTests {
  @Test(arguments: TestEngine.all)
  func anAgreementGoesItsWholeWayOnPaper(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let draft = try await world.draft(by: world.teacher)
      #expect(draft.number.isEmpty)
      try await #expect(world.inbox(of: world.teacher) == ["agreements.inbox.draft"])
      var agreement = try await world.move(.submitted, draft, by: world.teacher)
      #expect(agreement.number == "P1-2026-KJ-001")
      let posts = [world.departmentAdministrator, world.counsel, world.office, world.leader]
      for (index, person) in posts.enumerated() {
        #expect(agreement.state == .review && agreement.step == index)
        #expect(agreement.dueOn == world.today.adding(days: index == 1 ? 7 : 5))
        try await #expect(world.inbox(of: person) == ["agreements.inbox.review"])
        for other in posts where other.accountID != person.accountID {
          await #expect(throws: AgreementError.state) { try await world.move(.approved, agreement, by: other) }
        }
        agreement = try await world.move(.approved, agreement, by: person)
        try await #expect(world.inbox(of: person).filter { $0.hasSuffix("review") }.isEmpty)
      }
      #expect(agreement.state == .negotiation)
      agreement = try await world.move(.agreed, agreement, by: world.office)
      agreement = try await world.bring(agreement, by: world.office)
      #expect(agreement.state == .signing && agreement.signedOn == world.today)
      do {
        try await world.move(.confirmed, agreement, by: world.office)
        Issue.record("one person brought and checked the scan")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.message.key) == ["agreements.problem.secondPerson"])
      }
      agreement = try await world.move(.confirmed, agreement, by: world.colleague)
      #expect(agreement.state == .active && agreement.activeOn == world.today)
      try await #expect(world.inbox(of: world.office).isEmpty)
      let (steps, versions) = try await world.database.read { [agreement] connection in
        (
          try AgreementStoryStore.steps(of: agreement, on: connection).map(\.act),
          try AgreementStoryStore.versions(of: agreement, on: connection).map(\.act)
        )
      }
      #expect(
        steps == [
          .confirmed, .scanned, .agreed, .approved, .approved, .approved, .approved, .submitted, .started,
        ])
      #expect(versions == [.confirmed, .submitted])
    }
  }

  @Test(arguments: TestEngine.all)
  func aRefusalNeedsAReasonAndLosesNothing(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let submitted = try await world.move(.submitted, try await world.draft(by: world.teacher), by: world.teacher)
      do {
        try await world.move(.refused, submitted, by: world.departmentAdministrator)
        Issue.record("refused without a word")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.field) == ["reason"])
      }
      let back = try await world.move(
        .refused, submitted, by: world.departmentAdministrator, because: "实习人数与条件不符")
      #expect(back.state == .draft && back.reason == "实习人数与条件不符" && back.number == submitted.number)
      #expect(back.text == submitted.text && back.typed == ["interns": "20"])
      try await #expect(world.inbox(of: world.teacher) == ["agreements.inbox.mend"])
      let again = try await world.move(.submitted, back, by: world.teacher)
      #expect(again.number == submitted.number && again.step == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoActAtOnceOneWinsAndTheOtherIsTold(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let draft = try await world.draft()
      let negotiated = try await world.reviewed(draft)
      let outcomes = await withTaskGroup(of: String.self) { group in
        for (act, person) in [(AgreementAct.agreed, world.office), (.reopened, world.colleague)] {
          group.addTask {
            do {
              try await world.move(act, negotiated, by: person, because: "价格")
              return "done"
            } catch AgreementError.stale {
              return "stale"
            } catch {
              return "\(error)"
            }
          }
        }
        return await group.reduce(into: [String]()) { $0.append($1) }
      }
      #expect(outcomes.sorted() == ["done", "stale"])
      try await #expect(world.count("agreement_versions") == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func numbersHaveNoGapsAndNoDoublesHoweverManySubmitAtOnce(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let template = try await world.template()
      var drafts: [Agreement] = []
      for _ in 0..<12 {
        let id = try await DraftAgreement(world.services).start(
          NewAgreement(
            partnershipID: world.partner.partnership.id, typeCode: "framework", templateID: template,
            startOn: world.today), by: world.office)
        var draft = try await world.agreement(id)
        // Every third lacks what the template asks for: its submission is taken back with its number.
        if drafts.count % 3 != 2 { draft.typed["interns"] = "20" }
        drafts.append(try await DraftAgreement(world.services).save(draft, by: world.office))
      }
      let numbers = await withTaskGroup(of: String?.self) { group in
        for draft in drafts {
          group.addTask { try? await world.move(.submitted, draft, by: world.office).number }
        }
        return await group.reduce(into: [String]()) { list, number in if let number { list.append(number) } }
      }
      let expected = (1...8).map { "P1-2026-KJ-00\($0)" }
      #expect(numbers.sorted() == expected)
    }
  }

  @Test(arguments: TestEngine.all)
  func somebodyActsForAnotherWhileTheyAreAway(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let submitted = try await world.move(.submitted, try await world.draft(), by: world.office)
      await #expect(throws: AgreementError.state) { try await world.move(.approved, submitted, by: world.leader) }
      try await Delegate(world.services).give(
        .init(
          to: world.leader.accountID.description, fromOn: world.today.description,
          untilOn: world.today.adding(days: 3).description, reason: "出差"), by: world.departmentAdministrator)
      try await #expect(world.inbox(of: world.leader) == ["agreements.inbox.forOther"])
      let next = try await world.move(.approved, submitted, by: world.leader)
      try await #expect(world.inbox(of: world.leader).isEmpty)
      let steps = try await world.database.read { try AgreementStoryStore.steps(of: next, on: $0) }
      #expect(steps.first?.person == "吴伟明" && steps.first?.onBehalfOf == "梁志恒")
      // After its period it counts no more.
      let second = try await world.move(.submitted, try await world.draft(), by: world.office)
      world.pass(days: 4)
      await #expect(throws: AgreementError.state) { try await world.move(.approved, second, by: world.leader) }
    }
  }

  @Test func aDelegationThatMakesNoSenseIsRefused() async throws {
    try await AgreementWorld.open { world in
      let today = world.today
      func problems(_ to: String, _ from: String, _ until: String) async throws -> Set<String> {
        do {
          try await Delegate(world.services).give(
            .init(to: to, fromOn: from, untilOn: until), by: world.departmentAdministrator)
          return []
        } catch let invalid as Invalid {
          return Set(invalid.problems.map(\.field))
        }
      }
      let leader = world.leader.accountID.description
      try await #expect(problems("", "", "") == ["to", "fromOn", "untilOn"])
      try await #expect(problems(world.foreignOffice.accountID.description, "\(today)", "\(today)") == ["to"])
      try await #expect(problems(world.departmentAdministrator.accountID.description, "\(today)", "\(today)") == ["to"])
      try await #expect(problems(leader, "\(today)", "\(today.adding(days: -1))") == ["untilOn"])
      try await #expect(problems(leader, "\(today)", "\(today.adding(days: 400))") == ["untilOn"])
      try await #expect(problems(leader, "\(today)", "2026年12月1日") == ["untilOn"], "more than 180 days")
    }
  }

  @Test(arguments: TestEngine.all)
  func whatIsMissingIsSaidAllAtOnce(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let id = try await DraftAgreement(world.services).start(
        NewAgreement(partnershipID: world.partner.partnership.id, typeCode: "order"), by: world.office)
      do {
        try await world.move(.submitted, try await world.agreement(id), by: world.office)
        Issue.record("an empty agreement was submitted")
      } catch let invalid as Invalid {
        let keys = invalid.problems.map(\.message.key)
        for topic in ["objectives", "content", "rights", "term"] {
          #expect(keys.contains("agreements.problem.law.measures.\(topic)"))
        }
        #expect(keys.contains("agreements.problem.startOn") && keys.contains("agreements.problem.endOn"))
        #expect(keys.contains("agreements.finding.missing.teaching"))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func aClauseThatTheLawWantsCannotBeLeftOut(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      var draft = try await world.draft()
      draft.text.clauses.removeAll { $0.topic == .term }
      do {
        try await DraftAgreement(world.services).save(draft, by: world.office)
        Issue.record("it was saved")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.message.key) == ["agreements.problem.removed.measures"])
        #expect(invalid.problems.first?.message.arguments["article"] == "9")
      }
      // One that nobody asks for may go.
      var other = try await world.agreement(draft.id)
      other.text.clauses.removeAll { $0.key == "c7" }
      try await DraftAgreement(world.services).save(other, by: world.office)
    }
  }

  // MARK: What follows

  @Test(arguments: TestEngine.all)
  func aRenewalThatOverlapsIsRefusedAndOneThatFollowsTakesThePlace(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let old = try await world.signed(try await world.draft())
      let write = DraftAgreement(world.services)
      let id = try await write.follow(old.id, as: .renewal, by: world.office)
      try await #expect(write.follow(old.id, as: .renewal, by: world.colleague) == id, "one at a time")
      var renewal = try await world.agreement(id)
      #expect(renewal.startOn == old.endOn?.adding(days: 1) && renewal.months == old.months)
      renewal.startOn = old.endOn?.adding(days: -10)
      renewal = try await write.save(renewal, by: world.office)
      do {
        try await world.move(.submitted, renewal, by: world.office)
        Issue.record("it overlaps")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.message.key) == ["agreements.problem.overlap"])
      }
      renewal.startOn = old.endOn?.adding(days: 1)
      let new = try await world.signed(try await write.save(renewal, by: world.office))
      #expect(new.state == .active && new.number == "P1-2026-KJ-002")
      try await #expect(world.agreement(old.id).state == .renewed)
    }
  }

  @Test(arguments: TestEngine.all)
  func anAnnexIsRenewedAloneAndTheMainTextStays(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let old = try await world.signed(try await world.draft())
      let write = DraftAgreement(world.services)
      await #expect(throws: AgreementError.state) {
        try await write.follow(old.id, as: .annex, annex: 2, by: world.office)
      }
      let annex = try await world.agreement(try await write.follow(old.id, as: .annex, annex: 1, by: world.office))
      #expect(annex.text.clauses.map(\.heading) == ["班级规模"])
      let new = try await world.signed(annex)
      #expect(new.state == .active && new.annex == 1)
      try await #expect(world.agreement(old.id).state == .active)
    }
  }

  @Test(arguments: TestEngine.all)
  func anAmendmentTakesThePlaceOfWhatItChanges(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let old = try await world.signed(try await world.draft())
      let id = try await DraftAgreement(world.services).follow(old.id, as: .amendment, by: world.office)
      _ = try await world.signed(try await world.agreement(id))
      try await #expect(world.agreement(old.id).state == .amended)
      try await #expect(world.agreement(id).state == .active)
    }
  }

  @Test(arguments: TestEngine.all)
  func aScanThatIsNotRightIsTakenAwayAndBroughtAnew(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      var agreement = try await world.move(.agreed, try await world.reviewed(try await world.draft()), by: world.office)
      agreement = try await world.bring(agreement, by: world.office)
      agreement = try await world.move(.rejected, agreement, by: world.colleague, because: "缺第三页")
      #expect(agreement.scannedBy == nil && agreement.signedOn == nil && agreement.state == .signing)
      let files = try await world.database.read { [agreement] connection in
        try AttachmentStore.attachments(of: .agreement(agreement), school: agreement.schoolID, on: connection)
      }
      #expect(files.isEmpty)
      do {
        _ = try await world.bring(agreement, by: world.office, on: world.today.adding(days: 1).description)
        Issue.record("signed tomorrow")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.message.key) == ["agreements.problem.signedInFuture"])
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func whatIsThrownAwayLeavesNothingWaiting(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let draft = try await world.draft()
      try await DraftAgreement(world.services).discard(draft.id, version: draft.version, by: world.office)
      try await #expect(world.count("agreements") == 0)
      try await #expect(world.inbox(of: world.office).isEmpty)
      let numbered = try await world.move(.submitted, try await world.draft(), by: world.office)
      let back = try await world.move(.withdrawn, numbered, by: world.office)
      await #expect(throws: AgreementError.state) {
        try await DraftAgreement(world.services).discard(back.id, version: back.version, by: world.office)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func anotherSchoolAndAnotherDepartmentSeeNothing(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let draft = try await world.draft()
      for stranger in [world.foreignOffice, world.otherDepartmentAdministrator] {
        await #expect(throws: AgreementError.notFound) { try await world.move(.submitted, draft, by: stranger) }
        await #expect(throws: AgreementError.notFound) {
          try await DraftAgreement(world.services).save(draft, by: stranger)
        }
      }
      await #expect(throws: AgreementError.notFound) {
        try await DraftAgreement(world.services).start(
          NewAgreement(partnershipID: world.foreignPartner.partnership.id, typeCode: "framework"), by: world.office)
      }
    }
  }

  @Test func anOwnerOfAnotherSchoolIsRefused() async throws {
    try await AgreementWorld.open { world in
      var draft = try await world.draft()
      draft.ownerID = world.foreignOffice.accountID.rawValue
      do {
        try await DraftAgreement(world.services).save(draft, by: world.office)
        Issue.record("a stranger owns it")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.field) == ["owner"])
      }
    }
  }
}
