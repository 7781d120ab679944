import Testing
import Values

@testable import Agreements

@Suite struct ConditionTests {
  private static let values: [String: TemplateValue] = [
    "agreement.months": .number(36), "enterprise.size": .text("大型"),
    "agreement.start": .date(CivilDate(daysSinceEpoch: 20513)),
    "own.paid": .flag(true), "own.none": .missing,
  ]

  @Test(arguments: [
    ("agreement.months >= 36", true), ("agreement.months > 36", false), ("agreement.months ≥ 12 and own.paid", true),
    ("not own.paid", false), ("非 own.paid 或 agreement.months < 40", true), ("enterprise.size == \"大型\"", true),
    ("enterprise.size = “小型”", false), ("enterprise.size != '小型' && !(agreement.months <= 12)", true),
    ("agreement.start < 2027-01-01", true), ("agreement.start >= 2026-03-02", false), ("own.none == 3", false),
    ("not own.none", true), ("true", true), ("（是 且 否） or 是", true), ("own.paid == true", true),
    ("agreement.months == 12 or agreement.months == 24 or agreement.months == 36", true),
  ])
  func aConditionHoldsAsItReads(written: String, expected: Bool) throws {
    try #expect(Condition(written).holds { Self.values[$0] ?? .missing } == expected)
  }

  @Test(arguments: [
    ("agreement.months >=", "incomplete", 20), ("(own.paid", "unclosed-bracket", 1), ("own.paid and", "incomplete", 13),
    ("enterprise.size == \"大型", "unclosed-text", 20), ("own.paid own.paid", "unexpected", 10),
    ("; DROP", "unexpected", 1),
    ("1 + 1", "unexpected", 3), ("", "incomplete", 1), ("36 36", "unexpected", 4),
  ])
  func aConditionThatCannotBeReadNamesTheColumn(written: String, reason: String, column: Int) {
    do {
      _ = try Condition(written)
      Issue.record("\(written) was read")
    } catch {
      #expect((error.reason.rawValue, error.column) == (reason, column))
    }
  }

  @Test func nestingEndsBeforeTheStackDoes() {
    let deep = String(repeating: "(", count: 5000) + "true" + String(repeating: ")", count: 5000)
    #expect(throws: ConditionProblem.self) { try Condition(deep) }
    #expect(throws: ConditionProblem.self) { try Condition(String(repeating: "not ", count: 5000) + "true") }
  }

  @Test(arguments: [
    ("enterprise.staffCount == \"12\"", "different-kinds"), ("enterprise.name", "not-yes-or-no"),
    ("agreement.takesInterns > false", "no-order"), ("agreement.months >= 36 and 5", "not-yes-or-no"),
  ])
  func kindsThatDoNotFitAreFound(written: String, reason: String) throws {
    let problem = try Condition(written).mismatch { VariableCatalogue.variable($0)?.kind }
    #expect(problem?.reason.rawValue == reason)
  }
}
