import Localization
import Records
import Values

/// What a text's variables are worth for one agreement.
struct TextValues: Sendable {
  /// By variable; a variable that is not there is missing.
  var known: [String: TemplateValue] = [:]
  /// What was filled in for own fields, as typed, by the field's name.
  var typed: [String: String] = [:]
  /// In which dates and answers are written.
  var language = Language.chinese

  init(
    _ known: [String: TemplateValue] = [:], typed: [String: String] = [:], in language: Language = .chinese
  ) {
    self.known = known
    self.typed = typed
    self.language = language
  }
}

/// A clause as people read it.
struct RenderedClause: Sendable, Hashable, Codable {
  var key: String
  var annex: Int
  /// Its place among the clauses of its part that are shown, counted from 1.
  var number: Int
  var heading: String
  var text: String
  var topic: ClauseTopic?
  /// Variables without a value, which show as a gap.
  var gaps: [String]
  var duty: DutyMark?
  /// How much is owed each time; `nil` where nothing is counted or the value is missing.
  var target: Double?
}

/// Turns a written text into what people read: clauses whose condition holds,
/// with values in the place of variables.
struct TextRendering {
  /// What shows where a value is missing.
  static let gap = "＿＿＿＿"

  private let text: TemplateText
  private let values: TextValues
  private let own: [String: OwnField]

  init(_ text: TemplateText, _ values: TextValues) {
    self.text = text
    self.values = values
    own = Dictionary(text.fields.map { ($0.variable, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var clauses: [RenderedClause] {
    var numbers: [Int: Int] = [:]
    return text.clauses.compactMap { clause in
      guard isShown(clause, depth: 0) else { return nil }
      numbers[clause.annex, default: 0] += 1
      var gaps: [String] = []
      let body = words(clause.text, depth: 0, gaps: &gaps)
      return RenderedClause(
        key: clause.key, annex: clause.annex, number: numbers[clause.annex] ?? 1, heading: clause.heading, text: body,
        topic: clause.topic, gaps: gaps, duty: clause.duty, target: clause.duty.flatMap { target($0.target) })
    }
  }

  /// Required own fields that have no value.
  var missingFields: [OwnField] {
    text.fields.filter { $0.isRequired && value($0.variable, depth: 0) == .missing }
  }

  func isShown(_ key: String) -> Bool {
    text.clause(key).map { isShown($0, depth: 0) } ?? false
  }

  /// A text that was kept has no circles; the depth ends the evaluation of one that came past the check.
  private static let deepest = 60

  private func isShown(_ clause: Clause, depth: Int) -> Bool {
    guard !clause.condition.isEmpty, depth < Self.deepest else { return true }
    // A condition that cannot be read hides nothing.
    guard let condition = try? Condition(clause.condition) else { return true }
    return condition.holds { value($0, depth: depth + 1) }
  }

  private func target(_ written: String) -> Double? {
    if let number = Double(written) { return number }
    if case .number(let number) = value(written, depth: 0) { return number }
    return nil
  }

  // MARK: Values

  func value(_ name: String) -> TemplateValue { value(name, depth: 0) }

  private func value(_ name: String, depth: Int) -> TemplateValue {
    guard depth < Self.deepest else { return .missing }
    if name.hasPrefix("clause.") {
      return .flag(text.clause(String(name.dropFirst(7))).map { isShown($0, depth: depth + 1) } ?? false)
    }
    guard let field = own[name] else { return values.known[name] ?? .missing }
    if let typed = values.typed[field.name], !typed.isEmpty { return OwnField.value(typed, field.kind) ?? .missing }
    guard !field.initial.isEmpty else { return field.kind == .flag ? .flag(false) : .missing }
    var gaps: [String] = []
    let initial = words(field.initial, depth: depth + 1, gaps: &gaps)
    return gaps.isEmpty ? OwnField.value(initial, field.kind) ?? .missing : .missing
  }

  private func words(_ written: String, depth: Int, gaps: inout [String]) -> String {
    guard let pieces = try? TextPieces(written) else { return written }
    var result = ""
    for piece in pieces.pieces {
      switch piece {
      case .text(let text): result += text
      case .variable(let name, _):
        let worth = value(name, depth: depth)
        if worth == .missing {
          if !gaps.contains(name) { gaps.append(name) }
          result += Self.gap
        } else {
          result += Self.text(worth, in: values.language)
        }
      }
    }
    return result
  }

  /// As it stands in a text of the language.
  static func text(_ value: TemplateValue, in language: Language = .chinese) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): NumberWords.plain(number)
    case .date(let date):
      language == .chinese
        ? "\(date.year)年\(date.month)月\(date.day)日" : "\(date.day) \(months[date.month - 1]) \(date.year)"
    case .flag(let flag):
      language == .chinese ? (flag ? "是" : "否") : (flag ? "yes" : "no")
    case .missing: gap
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}

extension OwnField {
  private static var units: Regex<Substring> {
    /[\s\u{3000}]*(?:人次|人|名|位|次|场|小时|学时|课时|元|台|套|件|天|个|年|月|人\/年|%)$/
  }

  /// Reads what was filled in; `nil` for what is no such value.
  static func value(_ typed: String, _ kind: TemplateValue.Kind) -> TemplateValue? {
    let text = FieldText.trimmed(typed)
    switch kind {
    case .text: return .text(text)
    case .number:
      // People write the unit along: 12 人, 3 场, 2,000 元.
      let plain = FieldText.plainDigits(text).replacing(units, with: "").filter { $0 != "," && $0 != " " }
      return Double(plain).flatMap { $0.isFinite && abs($0) < 1e12 ? .number($0) : nil }
    case .date: return FieldText.date(text).map { .date($0) }
    case .flag:
      switch FieldText.plainDigits(text).lowercased() {
      case "1", "true", "yes", "是", "有": return .flag(true)
      case "0", "false", "no", "否", "无": return .flag(false)
      default: return nil
      }
    }
  }
}
