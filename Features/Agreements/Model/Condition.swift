import Values

/// What a variable or a literal is worth.
enum TemplateValue: Sendable, Hashable {
  case text(String)
  case number(Double)
  case date(CivilDate)
  case flag(Bool)
  /// Nothing is known: a comparison with it is false.
  case missing

  enum Kind: String, Sendable, CaseIterable, Codable {
    case text, number, date, flag
  }

  /// `nil` for what is not known.
  var kind: Kind? {
    switch self {
    case .text: .text
    case .number: .number
    case .date: .date
    case .flag: .flag
    case .missing: nil
    }
  }
}

/// When a clause is part of a text: `agreement.months >= 36 and not own.paid`.
///
/// Comparisons of variables, texts in quotes, numbers, days and `true`/`false`,
/// joined by `and`, `or`, `not` and brackets; the words 且, 或, 非, 是, 否 and the
/// signs ≥, ≤, ≠ mean the same. There are no calls and no loops.
indirect enum Condition: Sendable, Hashable {
  case literal(TemplateValue)
  /// A variable, with the column it stands in, counted from 1.
  case name(String, column: Int)
  case compare(Comparison, Condition, Condition, column: Int)
  case not(Condition)
  case and(Condition, Condition)
  case or(Condition, Condition)

  enum Comparison: String, Sendable, Hashable {
    case equal = "=="
    case different = "!="
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="

    /// Whether it asks for an order, which flags have not.
    var needsOrder: Bool { self != .equal && self != .different }
  }

  /// Every variable with the first column it stands in, in the order of reading.
  var names: [(name: String, column: Int)] {
    switch self {
    case .literal: []
    case .name(let name, let column): [(name, column)]
    case .compare(_, let left, let right, _), .and(let left, let right), .or(let left, let right):
      left.names + right.names
    case .not(let inner): inner.names
    }
  }

  // MARK: Worth

  /// Whether it holds.
  /// - Parameter value: what a variable is worth.
  func holds(_ value: (String) -> TemplateValue) -> Bool {
    switch self {
    case .literal(let literal): literal == .flag(true)
    case .name(let name, _): value(name) == .flag(true)
    case .not(let inner): !inner.holds(value)
    case .and(let left, let right): left.holds(value) && right.holds(value)
    case .or(let left, let right): left.holds(value) || right.holds(value)
    case .compare(let comparison, let left, let right, _):
      Self.compare(comparison, left.operand(value), right.operand(value))
    }
  }

  private func operand(_ value: (String) -> TemplateValue) -> TemplateValue {
    switch self {
    case .literal(let literal): literal
    case .name(let name, _): value(name)
    case .compare, .not, .and, .or: .flag(holds(value))
    }
  }

  private static func compare(_ comparison: Comparison, _ left: TemplateValue, _ right: TemplateValue) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): ordered(comparison, left, right)
    case (.date(let left), .date(let right)): ordered(comparison, left, right)
    case (.text(let left), .text(let right)): ordered(comparison, left, right)
    case (.flag(let left), .flag(let right)):
      comparison == .equal ? left == right : comparison == .different && left != right
    default: false
    }
  }

  private static func ordered<Value: Comparable>(_ comparison: Comparison, _ left: Value, _ right: Value) -> Bool {
    switch comparison {
    case .equal: left == right
    case .different: left != right
    case .less: left < right
    case .atMost: left <= right
    case .more: left > right
    case .atLeast: left >= right
    }
  }

  // MARK: Kinds

  /// Where kinds do not fit: a text compared with a number, a number where a yes or no is asked.
  /// - Parameter kind: what kind a variable is; `nil` for one that is not known, which is said elsewhere.
  func mismatch(_ kind: (String) -> TemplateValue.Kind?) -> ConditionProblem? {
    switch self {
    case .literal(let literal): literal.kind == .flag ? nil : ConditionProblem(.notYesOrNo, column: 1)
    case .name(let name, let column):
      kind(name).map { $0 == .flag } ?? true ? nil : ConditionProblem(.notYesOrNo, name, column: column)
    case .not(let inner): inner.mismatch(kind)
    case .and(let left, let right), .or(let left, let right): left.mismatch(kind) ?? right.mismatch(kind)
    case .compare(let comparison, let left, let right, let column):
      Self.mismatch(comparison, left.kind(kind), right.kind(kind), column: column)
    }
  }

  private static func mismatch(
    _ comparison: Comparison, _ left: TemplateValue.Kind?, _ right: TemplateValue.Kind?, column: Int
  ) -> ConditionProblem? {
    guard let left, let right else { return nil }
    guard left == right else { return ConditionProblem(.differentKinds, comparison.rawValue, column: column) }
    return left == .flag && comparison.needsOrder
      ? ConditionProblem(.noOrder, comparison.rawValue, column: column) : nil
  }

  private func kind(_ kind: (String) -> TemplateValue.Kind?) -> TemplateValue.Kind? {
    switch self {
    case .literal(let literal): literal.kind
    case .name(let name, _): kind(name)
    case .compare, .not, .and, .or: .flag
    }
  }
}

/// What is wrong with a condition, and where.
struct ConditionProblem: Error, Sendable, Hashable {
  enum Reason: String, Sendable {
    /// A character that means nothing here.
    case unexpected
    /// It ends where something must follow.
    case incomplete
    case unclosedText = "unclosed-text"
    case unclosedBracket = "unclosed-bracket"
    case tooDeep = "too-deep"
    case notYesOrNo = "not-yes-or-no"
    case differentKinds = "different-kinds"
    case noOrder = "no-order"
  }

  let reason: Reason
  /// What stands there.
  let text: String
  /// Counted from 1.
  let column: Int

  init(_ reason: Reason, _ text: String = "", column: Int) {
    self.reason = reason
    self.text = text
    self.column = column
  }
}
