import Localization
package import Records
package import Values

/// What the check found in a row, as one text: changes field by field,
/// problems and warnings.
package struct RowFindings: Sendable, Hashable {
  /// One field before and after, as texts that no longer know their kind.
  package struct Change: Sendable, Hashable {
    package let field: String
    package let before: JSONValue
    package let after: JSONValue
  }

  package var changes: [Change] = []
  package var problems: [FieldProblem] = []
  package var warnings: [FieldProblem] = []

  static func stored(changes: [FieldChange], problems: [FieldProblem], warnings: [FieldProblem]) -> String {
    guard !changes.isEmpty || !problems.isEmpty || !warnings.isEmpty else { return "" }
    var members: [(String, JSONValue)] = []
    if !changes.isEmpty { members.append(("changes", .array(changes.map(\.json)))) }
    if !problems.isEmpty { members.append(("problems", .array(problems.map(json)))) }
    if !warnings.isEmpty { members.append(("warnings", .array(warnings.map(json)))) }
    return JSONValue.members(members).text
  }

  init(stored text: String) {
    guard !text.isEmpty, let json = JSONValue.parse(text) else { return }
    changes = (json["changes"]?.array ?? []).map { change in
      Change(
        field: change["field"]?.string ?? "", before: change["before"] ?? .null, after: change["after"] ?? .null)
    }
    problems = (json["problems"]?.array ?? []).compactMap(Self.problem)
    warnings = (json["warnings"]?.array ?? []).compactMap(Self.problem)
  }

  private static func json(_ problem: FieldProblem) -> JSONValue {
    ["field": .string(problem.field), "message": MessageText.json(problem.message)]
  }

  private static func problem(_ json: JSONValue) -> FieldProblem? {
    MessageText.message(json["message"]).map { FieldProblem(json["field"]?.string ?? "", $0) }
  }
}

extension FieldValue {
  /// The value that a stored difference holds.
  package init(json: JSONValue) {
    switch json {
    case .null: self = .none
    case .string(let text): self = .text(text)
    case .integer(let number): self = .integer(number)
    case .bool(let flag): self = .flag(flag)
    case .array(let items): self = .list(items.compactMap(\.string))
    default: self = .text(json.text)
    }
  }
}
