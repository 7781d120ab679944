import Localization
import Testing
import Values

@testable import Agreements

@Suite struct TemplateTextTests {
  private func text(_ clauses: Clause..., fields: [OwnField] = []) -> TemplateText {
    TemplateText(clauses: clauses, fields: fields)
  }

  @Test func anUnknownVariableIsNamedWithClauseLineAndWhatWasMeant() throws {
    let found = TemplateCheck(
      text(
        Clause(key: "c1", heading: "目的", text: "好"),
        Clause(key: "c2", heading: "实习", text: "第一行\n乙方{{enterprise.nmae}}接收"))
    ).problems
    let problem = try #require(found.first)
    #expect(found.count == 1)
    #expect(problem.place == .clause(key: "c2", number: 2, heading: "实习"))
    #expect(problem.line == 2)
    #expect(
      problem.message
        == Message(
          "agreements.template.problem.unknownSimilar", ["name": "enterprise.nmae", "similar": "enterprise.name"]))
  }

  @Test(arguments: [
    ("{{school.name", "unclosed"), ("{{学校}}", "no-name"), ("{{own.size}}", "unknown"),
    ("{{clause.c1}}", "clauseInText"),
  ])
  func whatIsWrongInATextIsFound(written: String, key: String) {
    let keys = TemplateCheck(text(Clause(key: "c1", heading: "一", text: written))).problems.map(\.message.key)
    #expect(keys == ["agreements.template.problem.\(key)"])
  }

  @Test func aCircleOfConditionsIsNamedByTheHeadings() throws {
    let found = TemplateCheck(
      text(
        Clause(key: "c1", heading: "甲", text: "一", condition: "clause.c2"),
        Clause(key: "c2", heading: "乙", text: "二", condition: "not clause.c3"),
        Clause(key: "c3", heading: "丙", text: "三", condition: "agreement.months > 1 and clause.c1"))
    ).problems
    #expect(found.count == 1)
    #expect(found.first?.message.arguments["path"] == "“甲” → “乙” → “丙” → “甲”")
  }

  @Test func aFieldThatWaitsForItselfIsACircle() {
    let fields = [
      OwnField(name: "a", label: "甲", initial: "{{own.b}}"), OwnField(name: "b", label: "乙", initial: "{{own.a}}人"),
    ]
    let found = TemplateCheck(text(Clause(key: "c1", heading: "一", text: "{{own.a}}"), fields: fields)).problems
    #expect(found.map(\.message.key) == ["agreements.template.problem.circle"])
    // A text that came past the check still ends.
    #expect(
      TextRendering(text(Clause(key: "c1", heading: "一", text: "{{own.a}}"), fields: fields), TextValues()).clauses
        .count == 1)
  }

  @Test func fieldsAreCheckedByTheirNames() {
    let fields = [
      OwnField(name: "班额", label: "班额"), OwnField(name: "size", label: ""), OwnField(name: "size", label: "又一个"),
    ]
    let keys = TemplateCheck(text(fields: fields)).problems.map(\.message.key)
    #expect(
      keys == ["fieldName", "fieldLabel", "fieldTwice"].map { "agreements.template.problem.\($0)" })
  }

  @Test func clausesAreShownByTheirConditionsNumberedAndFilled() {
    var values = TextValues([
      "school.name": .text("岭澜职院"), "agreement.start": .date(CivilDate(daysSinceEpoch: 20513)),
      "agreement.months": .number(24),
    ])
    values.typed["interns"] = "１２"
    let rendered = TextRendering(
      text(
        Clause(key: "c1", heading: "目的", text: "甲方{{school.name}}自{{agreement.start}}起"),
        Clause(key: "c2", heading: "三年", text: "三年以上", condition: "agreement.months >= 36"),
        Clause(key: "c3", heading: "没有三年", text: "不足三年", condition: "not clause.c2"),
        Clause(
          key: "c4", heading: "实习", text: "每年{{own.interns}}名，津贴{{own.pay}}元",
          duty: DutyMark(subject: "接收实习", target: "own.interns")),
        fields: [
          OwnField(name: "interns", label: "人数", kind: .number), OwnField(name: "pay", label: "津贴", kind: .number),
        ]), values
    ).clauses
    #expect(rendered.map(\.key) == ["c1", "c3", "c4"])
    #expect(rendered.map(\.number) == [1, 2, 3])
    #expect(rendered[0].text == "甲方岭澜职院自2026年3月1日起")
    #expect(rendered[2].text == "每年12名，津贴＿＿＿＿元")
    #expect(rendered[2].gaps == ["own.pay"])
    #expect(rendered[2].target == 12)
  }

  @Test func aTextSurvivesItsColumn() throws {
    let text = AgreementWorld.framework
    try #expect(TemplateText(stored: text.stored) == text)
  }

  @Test func everyVariableHasAKindThatTheValuesKeep() {
    #expect(Set(VariableCatalogue.all.map(\.name)).count == VariableCatalogue.all.count)
    #expect(VariableCatalogue.all.allSatisfy { VariableCatalogue.isName($0.name) })
  }

  // MARK: Comparing

  @Test func aComparisonTellsWhatChangedWhatCameAndWhatWent() {
    typealias Row = (key: String, annex: Int, heading: String, text: String)
    let before: [Row] = [("a", 0, "甲", "一"), ("b", 0, "乙", "二"), ("c", 0, "丙", "三")]
    let after: [Row] = [("a", 0, "甲", "一"), ("c", 0, "丙", "三三"), ("d", 0, "丁", "四")]
    let lines = TextComparison(before: before, after: after).lines
    #expect(lines.map(\.key) == ["a", "b", "c", "d"])
    #expect(lines.map(\.change) == [.same, .removed, .changed, .added])
    let moved = TextComparison(before: before, after: [before[2], before[0], before[1]])
    #expect(moved.changes == 0 && moved.lines.count == 3)
  }

  @Test func changedCharactersStandOut() {
    let pieces = TextComparison.pieces("每年接收20名学生实习", "每年接收30名学生顶岗实习")
    #expect(pieces.map(\.text) == ["每年接收", "2", "3", "0名学生", "顶岗", "实习"])
    #expect(pieces.map(\.change) == [.same, .removed, .added, .same, .added, .same])
    let long = String(repeating: "甲", count: 3000)
    #expect(TextComparison.pieces(long, String(repeating: "乙", count: 3000)).map(\.change) == [.removed, .added])
  }
}
