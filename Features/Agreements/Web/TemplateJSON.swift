import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// Templates and types as JSON, and back.
enum TemplateJSON {
  private static func words(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
  private static func number(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }

  static func value(_ type: AgreementType, _ t: Localizer) -> JSONValue {
    .members([
      ("code", .string(type.code)), ("kind", .string(type.kind.rawValue)), ("name", .string(type.name.text(t))),
      ("parties", .array(type.parties.map { .string($0.rawValue) })),
      ("required", .array(type.required.map { .string($0.rawValue) })), ("pattern", .string(type.pattern)),
      ("chain", .array(type.chain.map { ["step": .string($0.step.rawValue), "days": .integer(Int64($0.days))] })),
      ("signers", .array(type.signers.map { .string($0.rawValue) })), ("inOrder", .bool(type.isInOrder)),
      ("usualMonths", .integer(Int64(type.usualMonths))), ("isActive", .bool(type.isActive)),
    ])
  }

  static func members(_ template: AgreementTemplate) -> [(String, JSONValue)] {
    [
      ("id", .string(template.id.description)), ("kind", .string(template.kind.rawValue)),
      ("title", .string(template.title)), ("note", words(template.note)),
      ("language", .string(template.language.rawValue)), ("isShared", .bool(template.isShared)),
      ("isActive", .bool(template.isActive)), ("published", number(template.published)),
      ("draft", number(template.draft)),
    ]
  }

  static func value(_ page: TemplatePage) -> JSONValue {
    let (version, text) = (page.version, page.version.text)
    return .members(
      members(page.template) + [
        ("version", .integer(Int64(version.number))), ("revision", .integer(Int64(version.revision))),
        ("isFrozen", .bool(version.isFrozen)), ("annexes", .array(text.annexes.map { .string($0) })),
        ("clauses", .array(text.clauses.map(clause))), ("fields", .array(text.fields.map(field))),
      ])
  }

  private static func clause(_ clause: Clause) -> JSONValue {
    let duty: JSONValue =
      clause.duty.map { duty in
        [
          "debtor": .string(duty.debtor.rawValue), "subject": .string(duty.subject),
          "rhythm": .string(duty.rhythm.rawValue), "days": number(duty.days), "measure": .string(duty.measure.rawValue),
          "target": words(duty.target), "evidence": words(duty.evidence),
        ]
      } ?? .null
    return [
      "key": .string(clause.key), "annex": .integer(Int64(clause.annex)), "heading": .string(clause.heading),
      "text": .string(clause.text), "topic": clause.topic.map { .string($0.rawValue) } ?? .null,
      "isMandatory": .bool(clause.isMandatory), "condition": words(clause.condition), "duty": duty,
    ]
  }

  private static func field(_ field: OwnField) -> JSONValue {
    [
      "name": .string(field.name), "label": .string(field.label), "kind": .string(field.kind.rawValue),
      "isRequired": .bool(field.isRequired), "initial": words(field.initial),
    ]
  }

  /// What is wrong with a text, each at its place in the body: `clauses.2.condition`, `fields.0.initial`.
  static func problems(_ problems: [TemplateProblem], in text: TemplateText) -> [FieldProblem] {
    problems.map { problem in
      let place: String
      switch problem.place {
      case .whole: place = "clauses"
      case .clause(_, let number, _):
        place = "clauses.\(number - 1).\(problem.part == .target ? "duty.target" : problem.part.rawValue)"
      case .field(let name):
        let index = text.fields.firstIndex { $0.name == name }.map { ".\($0)" } ?? ""
        place = "fields\(index).\(problem.part.rawValue)"
      }
      return FieldProblem(place, problem.message)
    }
  }
}
