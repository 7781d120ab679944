import Localization
import Organizations
import Records
import Testing
import Values

@testable import Partners

@Suite struct SurveyRuleTests {
  private static let major = ID<Major>(rawValue: 77)
  private static let majors = [SurveyMajor(id: major, name: "数控技术", level: .higher)]
  private static let today = CivilDate(daysSinceEpoch: 20_000)

  private static func survey(_ questions: [SurveyQuestion]) -> Survey {
    var survey = Survey(id: ID(rawValue: 1), schoolID: ID(rawValue: 2), title: SurveyText("调研"), firstYear: 2027)
    (survey.questions, survey.majorIDs) = (questions, [major])
    return survey
  }

  private static func read(_ pairs: [(String, String)], _ questions: [SurveyQuestion]) -> SurveyReading {
    SurveyReading(FormData(pairs), of: survey(questions), majors: majors)
  }

  @Test(arguments: [
    ("1200", 1200.0), ("１，２００ 人", 1200), ("8千", 8000), ("5,000元", 5000), ("1.5万", 15_000), ("￥3,200.50", 3200.5),
    ("12名", 12), ("-3", -3), ("1.1千", 1100), ("0", 0), ("3k", 3000), ("8千元/月", 8000), ("２０　％", 20),
  ])
  func numbersAreReadAsEnterprisesWriteThem(text: String, number: Double) {
    #expect(SurveyNumber.parse(text) == number)
  }

  @Test(arguments: [
    "", "约50", "10-20", "1,2", "1,20,000", "abc", "１２３a", "1e5", "NaN", "12 34人人", "千", "99999999999999999",
  ])
  func whatIsNoSingleNumberIsNotGuessed(text: String) {
    #expect(SurveyNumber.parse(text) == nil)
  }

  @Test func theUnitOfTheQuestionIsUnderstood() {
    #expect(SurveyNumber.parse("30 工位", units: ["工位"]) == 30)
    #expect(SurveyNumber.parse("30 工位") == nil)
  }

  @Test func theReadyQuestionnaireCanBeOpenedAsItIs() {
    var survey = Self.survey(ReadyQuestionnaire.questions)
    survey.closesOn = Self.today
    #expect(SurveyRules.problems(toOpen: survey, on: Self.today).isEmpty)
    #expect(survey.questions.allSatisfy { !$0.text.english.isEmpty })
    survey.majorIDs = []
    survey.closesOn = Self.today.adding(days: -1)
    #expect(SurveyRules.problems(toOpen: survey, on: Self.today).map(\.field) == ["closesOn", "majors"])
  }

  @Test func whatIsWrongIsSaidAllAtOnceByItsField() {
    let reading = Self.read(
      [
        ("q.q2", "许多"), ("q.q3", "99,999,999"), ("q.q4", "o9"), ("q.q8", "o1"), ("q.q8", "x"), ("q.q11", "6"),
        ("q.q13", "maybe"), ("q.q17", "五月"), ("d.\(Self.major).year0", "2.5"), ("d.\(Self.major).interns", "-1"),
        ("d.\(Self.major).payFrom", "9千"), ("d.\(Self.major).payTo", "5千"), ("d.\(Self.major).level", "doctor"),
      ], ReadyQuestionnaire.questions)
    #expect(
      Set(reading.problems.map(\.field)) == [
        "q.q2", "q.q3", "q.q4", "q.q8", "q.q11", "q.q13", "q.q17", "d.\(Self.major).year0", "d.\(Self.major).interns",
        "d.\(Self.major).payTo", "d.\(Self.major).level",
      ])
  }

  @Test func aQuestionIsAskedOnlyWhereItsConditionHolds() {
    let questions = [
      SurveyQuestion("q1", .yesNo, SurveyText("接收实习")),
      SurveyQuestion(
        "q2", .number, SurveyText("人数"), isRequired: true, least: 1, when: SurveyQuestion.Condition("q1", ["yes"])),
    ]
    #expect(Self.read([("q.q1", "yes")], questions).problems.map(\.field) == ["q.q2"])
    let without = Self.read([("q.q1", "no"), ("q.q2", "30")], questions)
    #expect(without.problems.isEmpty && without.answers.values["q2"] == nil)
    #expect(Self.read([("q.q1", "yes"), ("q.q2", "30")], questions).answers.values["q2"] == .number(30))
  }

  @Test func repeatedValuesCountOnceAndUnknownNamesAreLeftOut() {
    let questions = [
      SurveyQuestion(
        "q1", .multiple, SurveyText("看重"),
        options: [.init("a", SurveyText("甲")), .init("b", SurveyText("乙"))]),
      SurveyQuestion(
        "q2", .single, SurveyText("规模"), options: [.init("a", SurveyText("甲")), .init("b", SurveyText("乙"))]),
    ]
    let form = FormData([
      ("q.q1", "b"), ("q.q1", "a"), ("q.q1", "b"), ("q.q2", "a"), ("q.q2", "b"), ("q.q99", "x"), ("d.zzz.year0", "1"),
    ])
    let survey = Self.survey(questions)
    let reading = SurveyReading(form, of: survey, majors: Self.majors)
    #expect(reading.answers.values == ["q1": .choices(["a", "b"]), "q2": .choices(["b"])])
    #expect(Set(SurveyReading.typed(form, of: survey).pairs.map(\.name)) == ["q.q1", "q.q2"])
  }

  @Test func anAnswerIsNoLongerThanAnAnswer() {
    let questions = [SurveyQuestion("q1", .text, SurveyText("建议"))]
    #expect(Self.read([("q.q1", String(repeating: "长", count: 2001))], questions).problems.map(\.field) == ["q.q1"])
    let flood = Self.read([("q.q1", String(repeating: "x", count: 300_000))], questions)
    #expect(flood.problems.map(\.message.key) == ["partners.survey.problem.tooMuch"])
  }

  @Test func demandThatIsRequiredNeedsSomebody() {
    let questions = [SurveyQuestion("q6", .demand, SurveyText("需求"), isRequired: true)]
    #expect(Self.read([], questions).problems.map(\.field) == ["q.q6"])
    let read = Self.read(
      [("d.\(Self.major).year1", "3人"), ("d.\(Self.major).skills", "PLC、识图；plc，PLC")], questions)
    #expect(read.problems.isEmpty)
    #expect(read.answers.demands.first?.hires == [nil, 3, nil] && read.answers.demands.first?.people == 3)
    #expect(read.answers.demands.first?.skills == ["PLC", "识图", "plc"])
  }

  @Test func onceAnswersCameOnlyTheWordingChanges() throws {
    var questions = ReadyQuestionnaire.questions
    var question = try #require(questions.first { $0.key == "q4" })
    question.text.chinese = "未来三年用工预计"
    #expect(throws: Invalid.self) { try EditQuestions.apply(.change(question), to: &questions, isFrozen: true) }
    question.note = "表述更清楚"
    _ = try EditQuestions.apply(.change(question), to: &questions, isFrozen: true)
    #expect(questions.first { $0.key == "q4" }?.text.chinese == "未来三年用工预计")
    question.options.removeLast()
    #expect(throws: Invalid.self) { try EditQuestions.apply(.change(question), to: &questions, isFrozen: true) }
    #expect(throws: SurveyError.state) { try EditQuestions.apply(.remove("q4"), to: &questions, isFrozen: true) }
    #expect(throws: SurveyError.state) {
      try EditQuestions.apply(.move("q4", isUp: true), to: &questions, isFrozen: true)
    }
    #expect(throws: SurveyError.state) {
      try EditQuestions.apply(.add(SurveyQuestion("", .text, SurveyText("新"))), to: &questions, isFrozen: true)
    }
  }

  @Test func whatOthersDependOnStaysBeforeThem() throws {
    var questions = ReadyQuestionnaire.questions
    #expect(throws: Invalid.self) { try EditQuestions.apply(.remove("q13"), to: &questions, isFrozen: false) }
    #expect(throws: Invalid.self) { try EditQuestions.apply(.move("q14", isUp: true), to: &questions, isFrozen: false) }
    var question = try #require(questions.first { $0.key == "q8" })
    question.options.removeLast()
    #expect(throws: Invalid.self) { try EditQuestions.apply(.change(question), to: &questions, isFrozen: false) }
    _ = try EditQuestions.apply(.remove("q9"), to: &questions, isFrozen: false)
    _ = try EditQuestions.apply(.change(question), to: &questions, isFrozen: false)
    // A key is never given twice.
    _ = try EditQuestions.apply(.add(SurveyQuestion("", .text, SurveyText("新"))), to: &questions, isFrozen: false)
    #expect(questions.last?.key == "q19")
  }

  @Test func optionsKeepTheirKeysByTheirText() {
    let old = [SurveyQuestion.Option("o1", SurveyText("甲")), SurveyQuestion.Option("o2", SurveyText("乙"))]
    let new = QuestionForm.options("乙 | B\n丙\n甲", old, isFrozen: false)
    #expect(new.map(\.key) == ["o2", "o3", "o1"] && new[0].text.english == "B")
    let reworded = QuestionForm.options("甲（新）\n乙", old, isFrozen: true)
    #expect(reworded.map(\.key) == ["o1", "o2"])
  }

  @Test func remindersAreDueSevenAndTwoDaysBeforeAndOnce() {
    let end = Self.today.adding(days: 7)
    func due(_ days: Int, _ told: Int?) -> Int? {
      SurveyRules.reminder(closesOn: end, today: end.adding(days: -days), told: told)
    }
    #expect(due(8, nil) == nil && due(7, nil) == 7 && due(5, 7) == nil && due(2, 7) == 2 && due(0, 2) == nil)
    #expect(due(1, nil) == 2 && due(-1, nil) == nil)
    #expect(SurveyRules.told(closesOn: end, today: Self.today) == 7)
    #expect(SurveyRules.told(closesOn: end, today: Self.today.adding(days: -1)) == nil)
  }

  private static func response(
    _ number: Int64, _ answers: SurveyAnswers, outcome: SurveyParticipant.Outcome = .answers
  ) -> SurveyResponse {
    var participant = SurveyParticipant(
      id: ID(rawValue: number), schoolID: ID(rawValue: 2), surveyID: ID(rawValue: 1),
      partnershipID: ID(rawValue: number))
    (participant.state, participant.outcome) = (.answered, outcome)
    return SurveyResponse(participant: participant, partnerName: "企业\(number)", answers: answers)
  }

  @Test func theSummaryCountsWhatWasAnswered() throws {
    func demand(_ hires: [Int?], _ interns: Int?, _ from: Int64?, _ to: Int64?, _ skills: [String]) -> MajorDemand {
      var demand = MajorDemand(majorID: Self.major)
      (demand.hires, demand.interns, demand.payFrom, demand.payTo, demand.skills) = (hires, interns, from, to, skills)
      return demand
    }
    let survey = Self.survey(ReadyQuestionnaire.questions)
    let summary = SurveySummary(
      of: survey,
      [
        Self.response(
          1,
          SurveyAnswers(
            values: [
              "q2": .number(100), "q8": .choices(["o1", "o2"]), "q11": .choices(["5"]), "q13": .choices(["yes"]),
            ],
            demands: [demand([3, nil, 2], 4, 500_000, 700_000, ["PLC", "识图"])])),
        Self.response(
          2,
          SurveyAnswers(
            values: ["q2": .number(900), "q8": .choices(["o2"]), "q11": .choices(["2"])],
            demands: [demand([nil, 5, nil], nil, 400_000, nil, ["plc"])])),
        Self.response(3, SurveyAnswers(), outcome: .none),
      ])
    #expect(summary.answered == 2 && summary.none == 1)
    func question(_ key: String) throws -> SurveySummary.Question {
      try #require(summary.questions.first { $0.question.key == key })
    }
    let important = try question("q8")
    #expect(important.count == 2 && important.counts.prefix(3).map(\.count) == [1, 2, 0])
    try #expect(question("q11").mean == 3.5)
    let staff = try #require(try question("q2").numbers)
    #expect(staff.sum == 1000 && staff.median == 500 && staff.least == 100 && staff.most == 900)
    #expect(staff.ranges.reduce(0) { $0 + $1.count } == 2 && staff.ranges.count <= 7)
    let wanted = try #require(summary.demands.first)
    #expect(wanted.enterprises == 2 && wanted.hires == [3, 5, 2] && wanted.interns == 4 && wanted.people == 10)
    // The middle of 4,000 and of the middle of 5,000 and 7,000.
    #expect(wanted.payFrom == 400_000 && wanted.payTo == 700_000 && wanted.payMedian == 500_000)
    #expect(wanted.skills.first?.name == "PLC" && wanted.skills.first?.count == 2)
  }
}
