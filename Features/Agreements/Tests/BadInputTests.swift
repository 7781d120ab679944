import Activity
import Database
import DatabaseTesting
import HTTPTypes
import Jobs
import Localization
import Organizations
import Partners
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Agreements

/// What comes wrong, and what is said to it.
@Suite struct BadInputTests {
  private static let templates = "/api/v1/agreements/templates"

  @Test func aTemplateWithAnUnknownVariableOrACircleIsRefusedWithItsPlace() async throws {
    try await AgreementWorld.open { world in
      let body: JSONValue = [
        "kind": "intent", "title": "意向书",
        "clauses": [
          ["key": "a", "heading": "一", "text": "{{enterprise.nmae}}", "condition": "clause.b"],
          ["key": "b", "heading": "二", "text": "文字", "condition": "clause.a"],
          ["key": "c", "heading": "三", "text": "文字", "topic": "colour"],
        ],
        "fields": [["name": "1x", "label": "甲", "initial": "{{own.none}}"]],
      ]
      let wrong = try await world.api(world.office, .post, Self.templates, body)
      #expect(wrong.status == 422)
      let fields = Set((wrong.json?["errors"]?.array ?? []).compactMap { $0["field"]?.string })
      for expected in ["clauses.2.topic", "clauses.0.text", "fields.0.name", "fields.0.initial"] {
        #expect(fields.contains(expected), "\(expected) in \(fields)")
      }
      #expect(fields.contains("clauses.0.condition") || fields.contains("clauses.1.condition"))
      #expect(wrong.text.contains("enterprise.name"))
      let twice: JSONValue = [
        "kind": "intent", "title": "意向书",
        "clauses": [["key": "a", "heading": "一", "text": "甲"], ["key": "a", "heading": "二", "text": "乙"]],
      ]
      try await #expect(world.api(world.office, .post, Self.templates, twice).status == 422)
      try await #expect(world.count("agreement_templates") == 0)
    }
  }

  @Test func whatTheLawAsksForCannotBeTakenOutOfATemplate() async throws {
    try await AgreementWorld.open { world in
      let template = try await world.template()
      let path = "\(Self.templates)/\(template)"
      try await #expect(world.api(world.office, .patch, path, ["clauses": []], version: 1).status == 409)
      try await #expect(world.api(world.office, .post, "\(path)/draft").status == 201)
      try await #expect(world.api(world.office, .patch, path, ["clauses": []], version: 9).status == 412)
      let short: JSONValue = ["clauses": [["key": "c1", "heading": "目标", "text": "共同培养", "topic": "objectives"]]]
      try await #expect(world.api(world.office, .patch, path, short, version: 1).status == 200)
      let refused = try await world.api(world.office, .post, "\(path)/publish", [:], version: 2)
      #expect(refused.status == 422 && refused.text.contains("第九条"))
    }
  }

  @Test(arguments: TestEngine.all)
  func anExpiredAReusedAForwardedAndAGuessedLinkAreRefused(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let other = PlannedSigner(
        kind: .third, way: .link, name: "周岚", mail: "zhou@jia.example", place: 2)
      let agreement = try await world.begin(
        try await world.agreed(), [AgreementWorld.guest, other, world.leaderSigner])
      let (reused, forwarded) = (
        try await world.link(to: "wang@jia.example"), try await world.link(to: "zhou@jia.example")
      )
      try await world.sign("王志强", agreement, as: world.guest("wang@jia.example"))
      try await SignAgreement(world.services).forward(
        world.signer("周岚", agreement).id, toName: "吴敏", mail: "wu.min@jia.example",
        as: world.guest("zhou@jia.example"))
      let open = try await world.link(to: "wu.min@jia.example")
      try await world.browse(as: nil) { browser in
        for link in [reused, forwarded] {
          // It may still be read, and nothing more.
          try await #expect(browser.get(link).status == 200)
          try await #expect(browser.post("\(link)/sign", [("act", "code")]).status == 410)
          try await #expect(browser.post("\(link)/refuse", [("reason", "不同意")]).status == 410)
        }
        let guessed = open.dropLast(6) + "AAAAAA"
        try await #expect(browser.get(String(guessed)).status == 404)
      }
      world.pass(days: 31)
      try await world.browse(as: nil) { browser in
        try await #expect(browser.get(open).status == 410)
        try await #expect(browser.post("\(open)/sign", [("act", "code")]).status == 410)
      }
      try await #expect(world.signers(agreement).count { $0.state == .signed } == 1)
    }
  }

  @Test(arguments: ["<html><script>", "#!/bin/sh", "", "GIF89a"])
  func aScanThatIsNoDocumentIsRefused(content: String) async throws {
    try await AgreementWorld.open { world in
      let agreement = try await world.agreed()
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("/agreements/\(agreement.id)")
        let sent = try await browser.upload(
          "/agreements/\(agreement.id)/scan",
          [("signedOn", world.today.description), ("version", "\(agreement.version)")],
          files: [.init("scan", name: "扫描.pdf", bytes: Array(content.utf8))])
        #expect(sent.status == 422)
      }
      try await #expect(world.agreement(agreement.id).scannedBy == nil)
      try await #expect(world.count("attachments") == 0)
    }
  }

  @Test(
    arguments: [
      ("１２，０００．５０元", 1_200_050), ("12,000.50", 1_200_050), ("1.2万", 1_200_000), ("¥3,200", 320_000),
    ] as [(String, Int64)])
  func amountsMayHaveCommasUnitsAndFullWidthDigits(typed: String, fen: Int64) async throws {
    try await AgreementWorld.open { world in
      let draft = try await world.draft()
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get("/agreements/\(draft.id)/edit")
        let saved = try await browser.submit(
          page, form: "//form[.//input[@name='amount']]", ["amount": typed, "own.interns": "２０ 人"],
          button: ("act", "save"))
        #expect(saved.status == 303, "\(saved.text.prefix(300))")
      }
      let kept = try await world.agreement(draft.id)
      #expect(kept.amount == fen)
      #expect(OwnField.value(kept.typed["interns"] ?? "", .number) == .number(20))
    }
  }

  @Test(arguments: [("１，２００ 人", 1200.0), ("12.5小时", 12.5), ("3 场", 3), ("20", 20)] as [(String, Double)])
  func numbersMayHaveCommasUnitsAndFullWidthDigits(typed: String, number: Double) {
    #expect(OwnField.value(typed, .number) == .number(number))
    #expect(OwnField.value("许多", .number) == nil)
  }

  // MARK: Two at once

  /// Runs an act twice at the same time.
  private func twice(_ act: @escaping @Sendable (Int) async throws -> Void) async -> [String] {
    await withTaskGroup(of: String.self) { group in
      for index in 0..<2 {
        group.addTask {
          do {
            try await act(index)
            return "done"
          } catch { return "\(error)" }
        }
      }
      return await group.reduce(into: [String]()) { $0.append($1) }.sorted()
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoBeginASigningOneWinsAndOneRoundIsOpen(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.agreed()
      let outcomes = await twice { _ in try await world.begin(agreement, [AgreementWorld.guest]) }
      #expect(outcomes == ["done", "stale"])
      try await #expect(world.count("agreement_signings") == 1)
      try await #expect(world.mails(to: "wang@jia.example").count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoHoldOneReviewOneIsToldAndTheTasksStandOnce(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      try await PlanReviews(world.services).plan(
        on: world.today.adding(days: 3).description, of: agreement.id, by: world.office)
      let review = try await world.database.read {
        try #require(try JointReviewStore.reviews(of: agreement, on: $0).first)
      }
      let outcomes = await twice { index in
        try await HoldReview(world.services)(
          .init(
            heldOn: world.today.description, people: "", minutes: "纪要\(index)", tasks: [("补交材料", "")]), review.id,
          of: agreement.id, by: index == 0 ? world.office : world.colleague)
      }
      #expect(outcomes == ["done", "stale"])
      try await #expect(world.count("joint_review_tasks") == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoAnswerOneNoteOneIsToldAndItCountsOnce(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      let keep = KeepObligations(world.services)
      let due = try await world.database.read { try #require(try ObligationStore.dues(of: agreement, on: $0).first) }
      let (entry, _) = ReportForm.read(
        due: due.id, side: "enterprise", doneOn: world.today.description, amount: "5", note: "五人",
        services: world.services)
      let noted = try #require(entry)
      try await keep.report(noted, to: due.id, of: agreement.id, by: .member(world.office))
      let people = [world.colleague, world.leader]
      let outcomes = await twice { index in
        try await keep.answer(
          noted.id, isRight: true, saying: "", to: due.id, of: agreement.id, by: .member(people[index]))
      }
      #expect(outcomes == ["done", "stale"])
      let found = try await world.database.read { try ObligationStore.due(due.id, of: agreement, on: $0) }
      #expect(found?.done == 5)
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoPublishATemplateOneIsTold(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let write = WriteTemplate(world.services)
      let id = try await write.create(
        .framework, title: "范本", note: "", text: AgreementWorld.framework, by: world.office)
      let outcomes = await twice { _ in try await write.publish(id, revision: 1, note: "", by: world.office) }
      #expect(outcomes.filter { $0 == "done" }.count == 1, "\(outcomes)")
      #expect(outcomes.contains { $0.hasPrefix("frozen") || $0.hasPrefix("stale") })
    }
  }
}
