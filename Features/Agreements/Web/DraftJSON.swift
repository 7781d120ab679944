import Localization
import Records
import Values
import Web

/// What a program changes of a draft.
enum DraftJSON {
  /// What is not named stays as it is; `null` empties.
  static func read(_ json: JSONValue, into draft: Agreement) -> (Agreement, [FieldProblem]) {
    var (draft, problems) = (draft, [FieldProblem]())
    guard let members = json.object else { return (draft, [FieldProblem("", "kit.records.object")]) }
    for member in members {
      switch (member.name, member.value) {
      case ("title", .string(let title)): draft.title = FieldText.trimmed(title)
      case ("startOn", let value): day(value, "startOn", &draft.startOn, &problems)
      case ("endOn", let value): day(value, "endOn", &draft.endOn, &problems)
      case ("amount", .null): draft.amount = nil
      case ("amount", .integer(let fen)) where (0...Agreement.Limit.amount).contains(fen): draft.amount = fen
      case ("amount", _): problems.append(FieldProblem("amount", "kit.records.money"))
      case ("language", .string(let text)) where Language(rawValue: text) != nil:
        draft.language = LanguageMigrations.stored(text)
      case ("fields", .object(let fields)):
        for field in fields {
          guard let text = text(field.value) else {
            problems.append(FieldProblem("fields.\(field.name)", "kit.records.kind"))
            continue
          }
          draft.typed[field.name] = text
        }
      case ("title", _), ("fields", _), ("language", _): problems.append(FieldProblem(member.name, "kit.records.kind"))
      default: problems.append(FieldProblem(member.name, "kit.records.unknownField", ["name": member.name]))
      }
    }
    return (draft, problems)
  }

  private static func day(
    _ value: JSONValue, _ name: String, _ day: inout CivilDate?, _ problems: inout [FieldProblem]
  ) {
    if value == .null { return day = nil }
    guard let typed = value.string, let date = CivilDate(typed) else {
      return problems.append(FieldProblem(name, "kit.records.date"))
    }
    day = date
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .bool(let flag): flag ? "是" : "否"
    case .null, .array, .object: nil
    }
  }
}
