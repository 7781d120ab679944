package import Localization
package import Views

/// A record's form: every field drawn from its description, filled with what
/// was typed where the form comes back, else with the record.
package struct RecordForm<Record: Sendable>: Sendable {
  private let description: RecordDescription<Record>
  private let record: Record
  private let typed: FormData?
  private let problems: [FieldProblem]
  private let t: Localizer

  /// - Parameters:
  ///   - typed: the form as it was sent, when it comes back with problems.
  package init(
    _ description: RecordDescription<Record>, record: Record, typed: FormData? = nil, problems: [FieldProblem] = [],
    _ t: Localizer
  ) {
    self.description = description
    self.record = record
    self.typed = typed
    self.problems = problems
    self.t = t
  }

  /// All problems, each a link to its field.
  package var summary: HTML {
    RecordProblems(problems, labels: description.labels, t).html
  }

  /// The named fields, in order, under a short heading.
  package func group(_ legend: String, _ names: [String], isPaired: Bool = false) -> HTML {
    FieldGroup(t(legend), isPaired: isPaired, fields(names)).html
  }

  /// The named fields, in order.
  package func fields(_ names: [String]) -> HTML {
    names.compactMap(description.field).map { control($0).html }.joined()
  }

  private func control(_ field: Field<Record>) -> FormField {
    let label = t(field.label)
    let hintKey = "\(field.label).hint"
    let hint = t.has(hintKey) ? t(hintKey) : nil
    let error = problems.first { $0.field == field.name }.map { t($0.message) }
    let value = text(field)
    let required = field.isRequired

    switch field.kind {
    case .line(let max):
      return .text(
        field.name, label: label, value: value, hint: hint, error: error, required: required,
        width: max > 60 ? .full : .medium, autocomplete: field.autocomplete, maxLength: max)
    case .code(let max):
      return .text(
        field.name, label: label, value: value, kind: .code, hint: hint, error: error, required: required,
        width: .medium, maxLength: max + 10)
    case .phone:
      return .text(
        field.name, label: label, value: value, kind: .telephone, hint: hint, error: error, required: required,
        autocomplete: field.autocomplete, maxLength: 30)
    case .mail:
      return .text(
        field.name, label: label, value: value, kind: .email, hint: hint, error: error, required: required,
        autocomplete: field.autocomplete, maxLength: 254)
    case .url:
      return .text(
        field.name, label: label, value: value, kind: .address, hint: hint, error: error, required: required,
        maxLength: 500)
    case .text(let max):
      return .textArea(
        field.name, label: label, value: value, hint: hint, error: error, required: required, maxLength: max, t)
    case .integer:
      return .number(
        field.name, label: label, value: value, unit: field.unit.map { t($0) }, hint: hint, error: error,
        required: required)
    case .money:
      return .money(
        field.name, label: label, value: value, unit: t(field.unit ?? "kit.records.yuan"), hint: hint, error: error,
        required: required)
    case .date:
      return .date(field.name, label: label, value: value, hint: hint, error: error, required: required)
    case .flag:
      return .checkbox(
        field.name, label: label, isOn: flag(field), hint: hint, error: error, required: required)
    case .choice(let choices):
      return .select(
        field.name, label: label, choices: choices.map(offered), value: value,
        blank: required ? nil : t("kit.records.none"), hint: hint, error: error, required: required)
    case .choices(let choices, _):
      return .checkboxGroup(
        field.name, label: label, choices: choices.map(offered), values: Set(list(field)), hint: hint, error: error,
        required: required)
    case .lookup(let lookup):
      let shown = typed?[field.name] ?? lookup.title(value, t.language) ?? value
      return .combobox(
        field.name, label: label, value: shown, options: lookup.options(t.language), hint: hint,
        error: error, required: required)
    }
  }

  private func offered(_ choice: Choice) -> FormField.Choice {
    FormField.Choice(choice.value, choice.text(t), group: choice.group)
  }

  private func text(_ field: Field<Record>) -> String {
    if let typed, typed.has(field.name) { return typed[field.name] ?? "" }
    let value = field.value(of: record)
    if case .money = field.kind, case .integer(let fen) = value { return Fen.text(fen) }
    return value.plainText
  }

  private func flag(_ field: Field<Record>) -> Bool {
    if let typed { return typed[field.name] == "1" }
    return field.value(of: record) == .flag(true)
  }

  private func list(_ field: Field<Record>) -> [String] {
    if let typed { return typed.all(field.name) }
    if case .list(let items) = field.value(of: record) { return items }
    return []
  }
}

/// The summary of all problems of a form, which may describe several records.
package struct RecordProblems: Component {
  private let problems: [FieldProblem]
  private let labels: [String: String]
  private let t: Localizer

  /// - Parameter labels: the key of each field's label by the field's name.
  package init(_ problems: [FieldProblem], labels: [String: String], _ t: Localizer) {
    self.problems = problems
    self.labels = labels
    self.t = t
  }

  package var html: HTML {
    ErrorSummary(
      problems.map { problem in
        let label = labels[problem.field]
        return ErrorSummary.Problem(
          field: label == nil ? nil : problem.field, label: label.map { t($0) }, t(problem.message))
      }, t
    ).html
  }
}
