import Activity
import Database
import DatabaseTesting
import Files
import Foundation
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

extension ReviewWorld {
  /// Answers with everything in order as of today.
  var complete: ReviewAnswers {
    var answers = ReviewRuleTests.complete
    answers.creditCheckedOn = today.description
    answers.inspectedOn = today.description
    return answers
  }

  func evidence() async throws -> KeepAttachments.Outcome {
    let file = try services.files.begin(limit: 100)
    try file.write(Array("%PDF-1.7 evidence".utf8))
    let digest = try await services.files.keep(file).digest
    return KeepAttachments.Outcome(
      kept: ReviewRuleTests.evidence.sorted().map {
        IncomingAttachment(slot: $0, digest: digest, name: "证明.pdf", type: .pdf, size: 17)
      })
  }

  func begin(_ partner: Partner? = nil, by actor: Actor) async throws -> ID<QualificationReview> {
    switch try await StartReview(services)(of: (partner ?? self.partner).partnership.id, by: actor) {
    case .started(let id), .open(let id): id
    }
  }

  /// A complete draft.
  func filled(_ partner: Partner? = nil, by actor: Actor) async throws -> ID<QualificationReview> {
    let partner = partner ?? self.partner
    let id = try await begin(partner, by: actor)
    let version = try await review(id, of: partner).version
    _ = try await SaveReview(services)(
      complete, received: try await evidence(), of: id, partnership: partner.partnership.id, version: version,
      by: actor)
    return id
  }

  @discardableResult
  func move(
    _ act: ReviewAct, _ id: ID<QualificationReview>, of partner: Partner? = nil,
    saying opinion: MoveReview.Opinion = .init(), version: Int? = nil, by actor: Actor
  ) async throws -> QualificationReview {
    let partner = partner ?? self.partner
    let current = try await review(id, of: partner).version
    return try await MoveReview(services)(
      act, id, of: partner.partnership.id, version: version ?? current, saying: opinion, by: actor)
  }

  func approved(_ partner: Partner? = nil, until: CivilDate? = nil) async throws -> ID<QualificationReview> {
    let id = try await filled(partner, by: office)
    try await move(.submitted, id, of: partner, by: office)
    if try await review(id, of: partner).state == .department {
      try await move(.endorsed, id, of: partner, by: departmentAdministrator)
    }
    let last = (until ?? today.adding(years: 1)).description
    try await move(.approved, id, of: partner, saying: .init(validUntil: last), by: office)
    return id
  }

  func review(_ id: ID<QualificationReview>, of partner: Partner? = nil) async throws -> QualificationReview {
    let partner = partner ?? self.partner
    let found = try await database.read { try ReviewStore.review(id, of: partner.partnership, on: $0) }
    return try #require(found)
  }

  func partnership(_ partner: Partner? = nil) async throws -> Partnership {
    let id = (partner ?? self.partner).partnership.id
    let found = try await database.read { try PartnershipStore.partner(id, in: .installation, on: $0) }
    return try #require(found).partnership
  }

  func waiting(for actor: Actor) async throws -> [String] {
    try await database.read { try InboxStore.waiting(for: actor, limit: 50, on: $0) }.map(\.entry.message.key)
  }

  func notices(of actor: Actor) async throws -> [String] {
    try await database.read { try NoticeStore.notices(for: actor.accountID, limit: 50, on: $0) }.map(\.message.key)
  }
}

@Suite struct ReviewActionTests {
  @Test(arguments: TestEngine.all)
  func aReviewGoesFromTheTeacherThroughTheDepartmentToTheOffice(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let id = try await world.filled(by: world.teacher)
      #expect(try await world.partnership().reviewState == .draft)
      #expect(try await world.waiting(for: world.teacher) == ["partners.review.inbox.draft"])

      try await world.move(.submitted, id, by: world.teacher)
      #expect(try await world.partnership().reviewState == .open)
      #expect(try await world.waiting(for: world.teacher) == [])
      #expect(try await world.waiting(for: world.departmentAdministrator) == ["partners.review.inbox.department"])
      #expect(try await world.waiting(for: world.otherDepartmentAdministrator) == [])
      #expect(try await world.review(id).dueOn == world.today.adding(days: 7))

      try await world.move(.endorsed, id, by: world.departmentAdministrator)
      #expect(try await world.waiting(for: world.departmentAdministrator) == [])
      #expect(try await world.waiting(for: world.office) == ["partners.review.inbox.office"])
      #expect(try await world.waiting(for: world.foreignOffice) == [])

      let until = world.today.adding(days: 200)
      try await world.move(.approved, id, saying: .init(validUntil: until.description), by: world.office)
      let partnership = try await world.partnership()
      #expect(partnership.reviewState == .valid && partnership.reviewValidUntil == until)
      #expect(try await world.waiting(for: world.office) == [])
      #expect(try await world.notices(of: world.teacher) == ["partners.review.notice.approved"])
      let steps = try await world.database.read { connection in
        try ReviewStore.steps(
          of: try #require(try ReviewStore.review(id, of: partnership, on: connection)), on: connection)
      }
      #expect(steps.map(\.act) == [.approved, .endorsed, .submitted, .started])
      #expect(steps.map(\.person) == ["李岚", "梁志恒", "何秋月", "何秋月"])
      #expect(
        try await world.log(of: world.partner).map(\.action).prefix(4) == [
          "partners.review.approved", "partners.review.endorsed", "partners.review.submitted",
          "partners.review.started",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func aReturnSaysWhatToMendAndKeepsWhatWasEntered(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let id = try await world.filled(by: world.teacher)
      try await world.move(.submitted, id, by: world.teacher)
      await #expect(throws: Invalid.self) {
        try await world.move(.returned, id, by: world.departmentAdministrator)
      }
      try await world.move(
        .returned, id, saying: .init(reason: "信用截图看不清", mend: ["item.credit", "unheard-of"]),
        by: world.departmentAdministrator)
      let review = try await world.review(id)
      #expect(review.state == .returned && review.reason == "信用截图看不清" && review.mend == ["item.credit"])
      #expect(review.answers == world.complete)
      #expect(try await world.waiting(for: world.teacher) == ["partners.review.inbox.returned"])
      #expect(try await world.notices(of: world.teacher) == ["partners.review.notice.returned"])
      #expect(try await world.partnership().reviewState == .returned)
      try await world.move(.submitted, id, by: world.teacher)
      #expect(try await world.review(id).mend == [])
      try await world.move(.withdrawn, id, by: world.teacher)
      #expect(try await world.review(id).state == .draft)
    }
  }

  @Test(arguments: TestEngine.all)
  func whenTwoDecideTheSecondChangesNothing(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let id = try await world.filled(by: world.departmentAdministrator)
      try await world.move(.submitted, id, by: world.departmentAdministrator)
      let version = try await world.review(id).version
      let until = world.today.adding(years: 1).description
      // Both have the same page open.
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for (actor, act) in [(world.office, ReviewAct.approved), (world.colleague, ReviewAct.refused)] {
          group.addTask {
            do {
              try await world.move(
                act, id, saying: .init(reason: "理由", validUntil: until), version: version, by: actor)
              return true
            } catch {
              return false
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 }.count == 1)
      let review = try await world.review(id)
      #expect(review.version == version + 1)
      let partnership = try await world.partnership()
      #expect(partnership.reviewState == (review.state == .approved ? .valid : .refused))
    }
  }

  @Test func onlyTheRightPeopleActAndOnlyOnWhatTheySee() async throws {
    try await ReviewWorld.open { world in
      let id = try await world.filled(by: world.teacher)
      try await world.move(.submitted, id, by: world.teacher)
      let approval = MoveReview.Opinion(reason: "好", validUntil: world.today.adding(days: 9).description)
      for (actor, act) in [
        (world.teacher, ReviewAct.endorsed), (world.office, .endorsed), (world.office, .approved),
        (world.departmentAdministrator, .approved),
      ] {
        await #expect(throws: ReviewError.self, "\(actor.name) \(act)") {
          try await world.move(act, id, saying: approval, by: actor)
        }
      }
      for actor in [world.otherDepartmentAdministrator, world.foreignOffice] {
        await #expect(throws: ReviewError.notFound) { try await world.move(.endorsed, id, by: actor) }
        await #expect(throws: ReviewError.notFound) { try await world.begin(by: actor) }
      }
      #expect(try await world.review(id).state == .department)
    }
  }

  @Test func anIncompleteReviewIsNotSubmittedAndAnUnlawfulOneNotApproved() async throws {
    try await ReviewWorld.open { world in
      let id = try await world.begin(by: world.departmentAdministrator)
      await #expect(throws: Invalid.self) { try await world.move(.submitted, id, by: world.departmentAdministrator) }
      var answers = world.complete
      answers.items[.venue] = ReviewFinding(.wrong, note: "设有歌厅")
      answers.inspection[.living] = ReviewFinding(.wrong, note: "宿舍拥挤")
      _ = try await SaveReview(world.services)(
        answers, received: try await world.evidence(), of: id, partnership: world.partner.partnership.id, version: 1,
        by: world.departmentAdministrator)
      // Who endorses for the department need not wait for the department.
      #expect(try await world.move(.submitted, id, by: world.departmentAdministrator).state == .office)
      let problems = await #expect(throws: Invalid.self) {
        try await world.move(.approved, id, saying: .init(validUntil: "明天"), by: world.office)
      }
      #expect(problems?.problems.map(\.field) == ["decision", "reason", "validUntil"])
      try await world.move(.refused, id, saying: .init(reason: "第十六条第五项"), by: world.office)
      #expect(try await world.partnership().reviewState == .refused)
    }
  }

  @Test func oneReviewIsUnderWayAtATimeAndADraftCanBeDiscarded() async throws {
    try await ReviewWorld.open { world in
      let id = try await world.begin(by: world.teacher)
      #expect(
        try await StartReview(world.services)(of: world.partner.partnership.id, by: world.office) == .open(id))
      await #expect(throws: DatabaseError.self) {
        try await world.database.write { connection in
          try ReviewStore.insert(
            QualificationReview(
              id: world.services.ids.next(), schoolID: world.school.id, partnershipID: world.partner.partnership.id,
              createdBy: nil, at: world.services.now), on: connection)
        }
      }
      try await DiscardReview(world.services)(
        id, of: world.partner.partnership.id, version: 1, by: world.teacher)
      #expect(try await world.partnership().reviewState == Partnership.ReviewState.none)
      #expect(try await world.waiting(for: world.teacher) == [])
      let second = try await world.filled(by: world.teacher)
      try await world.move(.submitted, second, by: world.teacher)
      try await world.move(.withdrawn, second, by: world.teacher)
      await #expect(throws: ReviewError.self) {
        try await DiscardReview(world.services)(
          second, of: world.partner.partnership.id, version: try await world.review(second).version, by: world.teacher)
      }
    }
  }

  @Test func aDraftSavedByTwoIsNotOverwrittenUnseen() async throws {
    try await ReviewWorld.open { world in
      let id = try await world.begin(by: world.teacher)
      let partnership = world.partner.partnership.id
      var first = ReviewAnswers()
      first.conclusion = "先写的"
      _ = try await SaveReview(world.services)(
        first, of: id, partnership: partnership, version: 1, by: world.teacher)
      var second = ReviewAnswers()
      second.conclusion = "后写的"
      let late = second
      await #expect(throws: ReviewError.self) {
        _ = try await SaveReview(world.services)(
          late, of: id, partnership: partnership, version: 1, by: world.departmentAdministrator)
      }
      #expect(try await world.review(id).answers.conclusion == "先写的")
    }
  }
}
