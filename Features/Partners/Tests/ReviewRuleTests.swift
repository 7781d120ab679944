import Localization
import Organizations
import Records
import Testing
import Values

@testable import Partners

@Suite struct ReviewRuleTests {
  private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  /// Everything in order, as of 2026-03-01.
  static var complete: ReviewAnswers {
    var answers = ReviewAnswers()
    for item in ReviewItem.allCases { answers.items[item] = ReviewFinding(.fine) }
    for item in InspectionItem.allCases { answers.inspection[item] = ReviewFinding(.fine) }
    answers.creditCheckedOn = "2026-02-20"
    answers.inspectedOn = "2026-02-18"
    answers.inspectors = "何秋月、梁志恒"
    return answers
  }

  static let evidence = Set(ReviewItem.allCases.filter(\.needsEvidence).map(\.field) + [InspectionItem.slot])

  private func missing(_ answers: ReviewAnswers, evidence: Set<String> = Self.evidence) throws -> [String] {
    ReviewRules.missing(answers, evidence: evidence, today: try Self.day("2026-03-01")).map(\.field)
  }

  @Test func aCompleteReviewLacksNothing() throws {
    #expect(try missing(Self.complete) == [])
  }

  @Test func anEmptyReviewIsToldEverythingAtOnce() throws {
    let fields = try missing(ReviewAnswers(), evidence: [])
    #expect(fields.filter { $0.hasPrefix("item.") && !$0.hasSuffix(".files") }.count == 8)
    #expect(fields.filter { $0.hasPrefix("inspection.") && !$0.hasSuffix(".files") }.count == 9)
    #expect(fields.filter { $0.hasSuffix(".files") }.count == 6)
    #expect(Set(fields).isSuperset(of: ["creditCheckedOn", "inspectedOn", "inspectors"]))
  }

  @Test func whatIsNotInOrderIsExplained() throws {
    var answers = Self.complete
    answers.items[.venue] = ReviewFinding(.wrong)
    answers.inspection[.living] = ReviewFinding(.inapplicable)
    #expect(try missing(answers) == ["item.venue.note", "inspection.living.note"])
    answers.items[.venue]?.note = "设有歌厅"
    answers.inspection[.living]?.note = "不提供住宿"
    #expect(try missing(answers) == [])
  }

  @Test func theConditionsOfTheLawAreNeverInapplicable() throws {
    for item in ReviewItem.allCases {
      var answers = Self.complete
      answers.items[item] = ReviewFinding(.inapplicable, note: "不接收实习生")
      #expect(try missing(answers).isEmpty == item.mayBeInapplicable, "\(item)")
    }
  }

  @Test func datesAreReadAsPeopleWriteThemAndMayNotLieAhead() throws {
    var answers = Self.complete
    answers.creditCheckedOn = "2026年2月20日"
    answers.inspectedOn = "2026/3/1"
    #expect(try missing(answers) == [])
    answers.creditCheckedOn = "上周"
    answers.inspectedOn = "2026-03-02"
    #expect(try missing(answers) == ["creditCheckedOn", "inspectedOn"])
  }

  /// R06: the record of the last three years, and the answer must say the same.
  @Test func aViolationCountsForThreeYears() throws {
    var answers = Self.complete
    let today = try Self.day("2026-03-01")
    answers.lastViolationOn = "2023-03-01"
    #expect(try missing(answers) == [] && ReviewRules.obstacles(answers, today: today).isEmpty)
    answers.lastViolationOn = "2023-03-02"
    #expect(try missing(answers) == ["lastViolationOn"])
    answers.items[.safety] = ReviewFinding(.wrong, note: "行政处罚")
    #expect(try missing(answers) == [])
    #expect(ReviewRules.obstacles(answers, today: today).map(\.key) == ["partners.review.obstacle.safety"])
    answers.lastViolationOn = "2020-01-01"
    #expect(ReviewRules.obstacles(answers, today: today).isEmpty)
    answers.lastViolationOn = ""
    #expect(try missing(answers) == ["lastViolationOn"])
  }

  @Test func whatTheLawForbidsIsAnObstacleAndWhatItDoesNotIsACaution() throws {
    let today = try Self.day("2026-03-01")
    for item in ReviewItem.allCases where item != .safety {
      var answers = Self.complete
      answers.items[item] = ReviewFinding(.wrong, note: "x")
      #expect(
        ReviewRules.obstacles(answers, today: today).map(\.key) == ["partners.review.obstacle.\(item.rawValue)"])
    }
    var answers = Self.complete
    #expect(ReviewRules.cautions(answers, today: today).isEmpty)
    answers.creditCheckedOn = "2025-11-01"
    answers.inspectedOn = "2022-01-01"
    answers.inspection[.health] = ReviewFinding(.wrong, note: "没有体检")
    #expect(ReviewRules.obstacles(answers, today: today).isEmpty)
    #expect(
      ReviewRules.cautions(answers, today: today).map(\.key) == [
        "partners.review.caution.credit", "partners.review.caution.inspection", "partners.review.caution.health",
      ])
  }

  @Test func theWayLeadsThroughDepartmentAndOffice() {
    #expect(ReviewFlow.next(.draft, .submitted, departmentActs: true) == .department)
    #expect(ReviewFlow.next(.returned, .submitted, departmentActs: false) == .office)
    #expect(ReviewFlow.next(.department, .endorsed, departmentActs: true) == .office)
    #expect(ReviewFlow.next(.office, .returned, departmentActs: true) == .returned)
    // Nothing else is possible, and every possible act has somebody who may do it.
    for state in QualificationReview.State.allCases {
      for act in ReviewAct.allCases {
        let next = ReviewFlow.next(state, act, departmentActs: true)
        #expect((next == nil) == (ReviewFlow.permission(for: act, in: state) == nil), "\(act) in \(state)")
      }
    }
    for act in ReviewAct.allCases {
      #expect(ReviewFlow.next(.approved, act, departmentActs: true) == nil)
      #expect(ReviewFlow.next(.refused, act, departmentActs: true) == nil)
    }
    #expect(ReviewFlow.next(.department, .approved, departmentActs: true) == nil)
    #expect(ReviewFlow.permission(for: .returned, in: .department) == .reviewsEndorse)
    #expect(ReviewFlow.permission(for: .returned, in: .office) == .reviewsDecide)
  }

  @Test(arguments: [
    ("2026-03-02", true), ("2029-03-01", true), ("2026-03-01", false), ("2029-03-02", false), ("", false),
    ("明年", false),
  ])
  func validityLiesAheadAndWithinThreeYears(text: String, isTaken: Bool) throws {
    let today = try Self.day("2026-03-01")
    if case .success = ReviewRules.validity(text, today: today) {
      #expect(isTaken)
    } else {
      #expect(!isTaken)
    }
    #expect(ReviewRules.usualValidity(from: today).description == "2027-03-01")
  }

  @Test func remindersComeOnceEach() throws {
    let until = try Self.day("2026-06-01")
    var told: Int?
    var said: [String: Int] = [:]
    for offset in -70...5 {
      let today = until.adding(days: offset)
      if let threshold = ReviewRules.reminder(validUntil: until, today: today, told: told) {
        said[today.description] = threshold
        told = threshold
      }
    }
    #expect(said == ["2026-04-02": 60, "2026-05-02": 30, "2026-05-25": 7, "2026-06-02": 0])
    // After a long silence only the nearest is said.
    #expect(ReviewRules.reminder(validUntil: until, today: until.adding(days: -3), told: nil) == 7)
  }

  @Test func aPartnerStaysValidWhileItIsRenewedAndUntilItsDayIsOver() throws {
    let today = try Self.day("2026-03-01")
    let approved = (QualificationReview.State.approved, CivilDate?.some(today))
    func state(
      _ open: QualificationReview.State?, _ decided: (QualificationReview.State, CivilDate?)?, on day: CivilDate
    ) -> Partnership.ReviewState {
      ReviewRules.partnershipState(open: open, decided: decided.map { ($0.0, $0.1) }, today: day).state
    }
    #expect(state(nil, nil, on: today) == .none)
    #expect(state(.draft, nil, on: today) == .draft)
    #expect(state(.office, nil, on: today) == .open)
    #expect(state(.returned, nil, on: today) == .returned)
    #expect(state(.office, approved, on: today) == .valid)
    #expect(state(nil, approved, on: today.adding(days: 1)) == .expired)
    #expect(state(.department, approved, on: today.adding(days: 1)) == .open)
    #expect(state(nil, (.refused, nil), on: today) == .refused)
    #expect(state(.draft, (.refused, nil), on: today) == .draft)
  }

  @Test func answersComeBackAsTheyWereTyped() {
    var answers = Self.complete
    answers.items[.credit] = ReviewFinding(.wrong, note: "“引号” <b> \n第二行")
    answers.lastViolationOn = "记不清"
    answers.conclusion = "可以合作 😀"
    #expect(ReviewAnswers(stored: answers.stored) == answers)
    #expect(ReviewAnswers(stored: "不是 JSON") == ReviewAnswers())
    let renewal = answers.forRenewal
    #expect(renewal.creditCheckedOn.isEmpty && renewal.items[.credit] == nil && renewal.items[.safety] == nil)
    #expect(renewal.items[.licence] == ReviewFinding(.fine) && renewal.inspectors == answers.inspectors)
  }

  @Test func everyFieldHasALabel() throws {
    let texts = try Catalogue(sources: PartnersFeature.texts)
    let t = Localizer(language: .chinese, catalogue: texts)
    let words = ReviewWords(t: t)
    for problem in ReviewRules.missing(ReviewAnswers(), evidence: [], today: try Self.day("2026-03-01")) {
      #expect(!words.label(of: problem.field).contains("partners."), "\(problem.field)")
      #expect(t.has(problem.message.key))
    }
    for item in ReviewItem.allCases {
      for suffix in ["", ".text", ".rule", ".evidence"] { #expect(t.has(item.label + suffix)) }
      #expect(t.has("partners.review.obstacle.\(item.rawValue)"))
    }
    for item in InspectionItem.allCases { #expect(t.has("partners.review.caution.\(item.rawValue)")) }
    for act in ReviewAct.allCases {
      #expect(t.has("partners.review.act.\(act.rawValue)") && t.has("audit.partners.review.\(act.rawValue)"))
    }
    for state in Partnership.ReviewState.allCases { #expect(t.has("partners.review.state.\(state.rawValue)")) }
  }
}
