import Localization

/// Finds everything that is wrong with a template's text before it is kept:
/// unknown variables, conditions that cannot be read, and clauses or fields
/// that wait for each other in a circle.
struct TemplateCheck: Sendable {
  private let text: TemplateText
  private let own: [String: OwnField]
  private let keys: Set<String>

  init(_ text: TemplateText) {
    self.text = text
    own = Dictionary(text.fields.map { ($0.variable, $0) }, uniquingKeysWith: { first, _ in first })
    keys = Set(text.clauses.map(\.key))
  }

  var problems: [TemplateProblem] {
    var problems: [TemplateProblem] = []
    for (index, clause) in text.clauses.enumerated() { problems += self.problems(of: clause, number: index + 1) }
    problems += fieldProblems
    return problems + circles
  }

  /// Every name a text or a condition may use.
  var names: [String] {
    VariableCatalogue.all.map(\.name) + text.fields.map(\.variable) + text.clauses.map { "clause.\($0.key)" }
  }

  /// What kind a name is; `nil` for one that does not exist.
  func kind(_ name: String) -> TemplateValue.Kind? {
    if let variable = VariableCatalogue.variable(name) { return variable.kind }
    if let field = own[name] { return field.kind }
    return name.hasPrefix("clause.") && keys.contains(String(name.dropFirst(7))) ? .flag : nil
  }

  // MARK: Clauses

  private func problems(of clause: Clause, number: Int) -> [TemplateProblem] {
    let place = TemplateProblem.Place.clause(key: clause.key, number: number, heading: clause.heading)
    var problems: [TemplateProblem] = []
    if clause.heading.isEmpty {
      problems.append(TemplateProblem(place, .heading, "agreements.template.problem.heading"))
    }
    if clause.text.isEmpty { problems.append(TemplateProblem(place, .text, "agreements.template.problem.text")) }
    if !(0...text.annexes.count).contains(clause.annex) {
      problems.append(
        TemplateProblem(place, .annex, "agreements.template.problem.annex", ["number": "\(clause.annex)"]))
    }
    problems += variables(in: clause.text, place, .text)
    problems += condition(clause.condition, place)
    if let target = clause.duty?.target, !target.isEmpty { problems += self.target(target, place) }
    return problems
  }

  private func variables(
    in written: String, _ place: TemplateProblem.Place, _ part: TemplateProblem.Part
  ) -> [TemplateProblem] {
    do {
      return try TextPieces(written).variables.compactMap { name, line in
        if name.hasPrefix("clause.") {
          return TemplateProblem(place, part, line: line, "agreements.template.problem.clauseInText", ["name": name])
        }
        return kind(name) == nil ? unknown(name, place, part, line: line) : nil
      }
    } catch {
      return [
        TemplateProblem(
          place, part, line: error.line, "agreements.template.problem.\(error.kind.rawValue)", ["text": error.text])
      ]
    }
  }

  private func unknown(
    _ name: String, _ place: TemplateProblem.Place, _ part: TemplateProblem.Part, line: Int?
  ) -> TemplateProblem {
    guard let similar = VariableCatalogue.similar(to: name, among: names) else {
      return TemplateProblem(place, part, line: line, "agreements.template.problem.unknown", ["name": name])
    }
    return TemplateProblem(
      place, part, line: line, "agreements.template.problem.unknownSimilar", ["name": name, "similar": similar])
  }

  private func condition(_ written: String, _ place: TemplateProblem.Place) -> [TemplateProblem] {
    guard !written.isEmpty else { return [] }
    do {
      let condition = try Condition(written)
      let unknowns = condition.names.filter { kind($0.name) == nil }
      guard unknowns.isEmpty else { return unknowns.map { unknown($0.name, place, .condition, line: nil) } }
      return condition.mismatch(kind).map { [problem($0, place)] } ?? []
    } catch {
      return [problem(error, place)]
    }
  }

  private func problem(_ problem: ConditionProblem, _ place: TemplateProblem.Place) -> TemplateProblem {
    TemplateProblem(
      place, .condition, "agreements.condition.problem.\(problem.reason.rawValue)",
      ["text": problem.text, "column": "\(problem.column)"])
  }

  private func target(_ written: String, _ place: TemplateProblem.Place) -> [TemplateProblem] {
    if let number = Double(written), number.isFinite, number >= 0 { return [] }
    guard VariableCatalogue.isName(written) else {
      return [TemplateProblem(place, .target, "agreements.template.problem.target", ["text": written])]
    }
    switch kind(written) {
    case .number: return []
    case nil: return [unknown(written, place, .target, line: nil)]
    default: return [TemplateProblem(place, .target, "agreements.template.problem.targetKind", ["name": written])]
    }
  }

  // MARK: Fields

  private var fieldProblems: [TemplateProblem] {
    var problems: [TemplateProblem] = []
    var seen: Set<String> = []
    for field in text.fields {
      let place = TemplateProblem.Place.field(field.name)
      if field.name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]{0,39}/) == nil {
        problems.append(TemplateProblem(place, .name, "agreements.template.problem.fieldName", ["name": field.name]))
      } else if !seen.insert(field.name).inserted {
        problems.append(TemplateProblem(place, .name, "agreements.template.problem.fieldTwice", ["name": field.name]))
      }
      if field.label.isEmpty {
        problems.append(TemplateProblem(place, .name, "agreements.template.problem.fieldLabel"))
      }
      problems += variables(in: field.initial, place, .initial)
    }
    return problems
  }

  // MARK: Circles

  /// A clause waits for the clauses and fields of its condition, a field for those of its initial value.
  private var circles: [TemplateProblem] {
    var waits: [String: [String]] = [:]
    for clause in text.clauses {
      waits["clause.\(clause.key)"] = (try? Condition(clause.condition))?.names.map(\.name) ?? []
    }
    for field in text.fields {
      waits[field.variable] = (try? TextPieces(field.initial))?.variables.map(\.name) ?? []
    }
    var done: Set<String> = []
    var problems: [TemplateProblem] = []
    for start in waits.keys.sorted() where !done.contains(start) {
      var path: [String] = []
      if let circle = Self.circle(from: start, waits, &path, &done) { problems.append(problem(circle)) }
    }
    return problems
  }

  /// - Returns: the names of a circle, its first again at the end.
  private static func circle(
    from name: String, _ waits: [String: [String]], _ path: inout [String], _ done: inout Set<String>
  ) -> [String]? {
    if let first = path.firstIndex(of: name) { return Array(path[first...]) + [name] }
    guard !done.contains(name), let next = waits[name] else { return nil }
    path.append(name)
    defer {
      path.removeLast()
      done.insert(name)
    }
    for other in next {
      if let circle = circle(from: other, waits, &path, &done) { return circle }
    }
    return nil
  }

  private func problem(_ circle: [String]) -> TemplateProblem {
    let words = ["path": circle.map(title).joined(separator: " → ")]
    for name in circle {
      guard let index = text.clauses.firstIndex(where: { "clause.\($0.key)" == name }) else { continue }
      let clause = text.clauses[index]
      return TemplateProblem(
        .clause(key: clause.key, number: index + 1, heading: clause.heading), .condition,
        "agreements.template.problem.circle", words)
    }
    return TemplateProblem(
      .field(String(circle[0].dropFirst(4))), .initial, "agreements.template.problem.circle", words)
  }

  /// A clause by its heading, which people know; a field by its name.
  private func title(_ name: String) -> String {
    guard let clause = text.clauses.first(where: { "clause.\($0.key)" == name }) else { return name }
    return "“\(clause.heading)”"
  }
}
