import Localization
import Testing
import Values

@testable import Agreements

@Suite struct RuleTests {
  private func findings(
    _ topics: [ClauseTopic], _ kind: AgreementKind = .framework, required: [ClauseTopic] = [], months: Int? = 36,
    interns: Bool = false, words: String = "约定"
  ) -> [AgreementLaw.Finding] {
    AgreementLaw.findings(
      topics.map { ($0, words) },
      AgreementLaw.Facts(kind: kind, required: required, months: months, takesInterns: interns))
  }

  @Test func aFrameworkAgreementNeedsWhatArticleNineNames() throws {
    #expect(findings([.objectives, .content, .rights, .term]).isEmpty)
    let found = findings([.content, .rights])
    #expect(found.map(\.topic) == [.objectives, .term])
    #expect(found.allSatisfy { $0.blocks && $0.article?.source == .measures && $0.article?.number == 9 })
  }

  @Test func aThreePartyAgreementNeedsTheNineItemsOfArticleFifteen() {
    #expect(findings([], .threeParty).count == 9)
    #expect(
      findings(
        [.parties, .placement, .living, .pay, .protection, .insurance, .assessment, .liability, .other], .threeParty
      ).isEmpty)
  }

  @Test(arguments: AgreementKind.allCases) func everyKindNamesItsArticles(kind: AgreementKind) {
    for finding in findings([], kind) { #expect(finding.article != nil && finding.topic != nil) }
    // What the law wants of a usual type can be kept: its template begins with those headings.
    let wanted = AgreementLaw.rules.filter { $0.kinds.contains(kind) }.flatMap(\.topics)
    #expect(findings(wanted, kind).filter(\.blocks).isEmpty)
  }

  @Test func lessThanThreeYearsWithInternsIsAWarningOnly() {
    let short = findings([.objectives, .content, .rights, .term], months: 35, interns: true)
    #expect(short.map(\.severity) == [.warning])
    #expect(short.first?.article?.number == 9)
    #expect(findings([.objectives, .content, .rights, .term], months: 36, interns: true).isEmpty)
    #expect(findings([.objectives, .content, .rights, .term], months: 12, interns: false).isEmpty)
  }

  @Test func aFeeForStudentsIsWarnedOfUnlessItIsForbidden() {
    let all: [ClauseTopic] = [.objectives, .content, .rights, .term]
    #expect(
      findings(all, .internship, interns: true, words: "学生须缴纳押金五百元。").contains { $0.message.arguments["word"] == "押金" })
    #expect(findings(all, .internship, interns: true, words: "乙方不得向学生收取押金、培训费。").isEmpty)
  }

  @Test func whatTheTypeAsksForIsSaidWithoutAnArticle() {
    let found = findings([.objectives, .content, .rights, .term], required: [.disputes])
    #expect(found.map(\.topic) == [.disputes])
    #expect(found.first?.article == nil)
  }

  // MARK: The way

  @Test func anAgreementMovesOnlyAlongItsWay() {
    let way: [(AgreementState, AgreementAct, AgreementState)] = [
      (.draft, .submitted, .review), (.review, .approved, .negotiation), (.review, .refused, .draft),
      (.review, .withdrawn, .draft), (.negotiation, .agreed, .signing), (.negotiation, .reopened, .draft),
      (.signing, .scanned, .signing), (.signing, .recalled, .draft),
      (.signing, .sent, .signing), (.signing, .signed, .active), (.signing, .declined, .draft),
      (.active, .suspended, .suspended),
      (.suspended, .resumed, .active), (.active, .amended, .amended), (.active, .renewed, .renewed),
      (.ended, .renewed, .renewed), (.active, .ended, .ended), (.suspended, .ended, .ended),
      (.ended, .archived, .archived), (.amended, .archived, .archived), (.renewed, .archived, .archived),
      (.suspended, .amended, .amended), (.suspended, .renewed, .renewed), (.draft, .saved, .draft),
    ]
    for state in AgreementState.allCases {
      for act in AgreementAct.allCases {
        let expected = way.first { $0.0 == state && $0.1 == act }?.2
        #expect(AgreementFlow.next(state, act) == expected, "\(state) \(act)")
      }
    }
    #expect(AgreementFlow.next(.review, .approved, isLastPost: false) == .review)
    #expect(AgreementFlow.next(.signing, .signed, isLastPost: false) == .signing)
    #expect(AgreementFlow.next(.signing, .sent, hasScan: true) == nil)
    #expect(AgreementFlow.next(.signing, .confirmed, hasScan: true) == .active)
    #expect(AgreementFlow.next(.signing, .scanned, hasScan: true) == nil)
  }

  @Test func everyRefusalNeedsAReason() {
    for act in AgreementAct.allCases
    where [.refused, .reopened, .rejected, .recalled, .suspended, .ended].contains(act) {
      #expect(act.needsReason)
    }
    #expect(!AgreementAct.approved.needsReason)
  }

  // MARK: Numbers and dates

  @Test(arguments: [
    ("{school}-{year}-KJ-{seq:3}", 7, "P1-2026-KJ-007"), ("{type}/{department}/{seq}", 12, "FRAMEWORK/01/12"),
    ("校企{year}{month}第{seq:2}号", 123, "校企202602第123号"),
  ])
  func numbersFollowTheirPattern(pattern: String, serial: Int, expected: String) throws {
    let facts = NumberPattern.Facts(
      school: "P1", department: "01", type: "framework", day: try #require(CivilDate("2026-02-25")))
    try #expect(NumberPattern(pattern).number(serial, facts) == expected)
  }

  @Test func aSeriesIsEverythingButTheRunningNumber() throws {
    let pattern = try NumberPattern("{school}-{year}-{seq:3}")
    func series(_ day: String) throws -> String {
      pattern.series(.init(school: "P1", department: "", type: "x", day: try #require(CivilDate(day))))
    }
    try #expect(series("2026-01-01") == series("2026-12-31"))
    try #expect(series("2026-01-01") != series("2027-01-01"))
  }

  @Test(arguments: [
    ("{year}", NumberPattern.Problem.Kind.noSerial), ("{seq}{seq}", .manySerials), ("{jahr}{seq}", .unknown),
    ("{seq:9}", .unknown), ("{seq", .unclosed),
  ])
  func aPatternThatCannotNumberIsRefused(pattern: String, kind: NumberPattern.Problem.Kind) {
    do {
      _ = try NumberPattern(pattern)
      Issue.record("\(pattern) was taken")
    } catch {
      #expect(error.kind == kind)
    }
  }

  @Test(arguments: [
    ("2026-03-01", "2029-02-28", 36), ("2026-01-31", "2026-02-27", 1), ("2026-01-31", "2026-02-26", 0),
    ("2026-01-01", "2026-12-31", 12),
    ("2024-02-29", "2025-02-26", 11), ("2026-03-01", "2026-03-01", 0),
  ])
  func aTermIsCountedInWholeMonths(start: String, end: String, months: Int) throws {
    let (first, last) = (try #require(CivilDate(start)), try #require(CivilDate(end)))
    #expect(first.months(through: last) == months)
  }

  @Test func monthsEndWhereTheMonthEnds() throws {
    let day = try #require(CivilDate("2026-01-31"))
    #expect(day.adding(months: 1).description == "2026-02-28")
    #expect(day.adding(months: -2).description == "2025-11-30")
    #expect(day.adding(months: 25).description == "2028-02-29")
  }

  @Test func aWarningIsGivenOncePerThreshold() throws {
    let today = try #require(CivilDate("2026-06-01"))
    func due(_ days: Int, told: Int?) -> Int? {
      AgreementRules.warning(endOn: today.adding(days: days), today: today, told: told)
    }
    #expect(due(181, told: nil) == nil)
    #expect(due(180, told: nil) == 180)
    #expect(due(120, told: 180) == nil)
    #expect(due(20, told: 180) == 30)
    #expect(due(-1, told: 30) == 0)
    #expect(due(-9, told: 0) == nil)
  }

  @Test(arguments: [
    (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三"), (110, "一百一十"), (1004, "一千零四"),
  ])
  func clausesAreNumberedInChinese(number: Int, expected: String) {
    #expect(NumberWords.chinese(number) == expected)
  }

  @Test(
    arguments: [
      (0, "零元整"), (320_000, "叁仟贰佰元整"), (1_000_005, "壹万元零伍分"), (10_203_050, "壹拾万贰仟零叁拾元伍角"),
      (50, "伍角"), (100_000_000, "壹佰万元整"), (1_000_100_000, "壹仟万壹仟元整"), (12_000_000_000_100, "壹仟贰佰亿零壹元整"),
    ] as [(Int64, String)])
  func amountsAreWrittenOut(fen: Int64, expected: String) {
    #expect(NumberWords.amount(fen: fen) == expected)
  }
}
