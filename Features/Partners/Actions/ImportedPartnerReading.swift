import Imports
import Localization
import Records
import Values

/// A row with its cells brought to the form that fields read quickly, and what
/// it is matched by.
struct TypedPartnerRow: Sendable {
  let row: ImportRow
  /// By column; choices and catalogue entries as their codes where they are understood.
  let cells: [String: String]
  /// Without blanks and in capital letters; empty when there is none.
  let creditCode: String
  let nameKey: String

  var name: String { FieldText.trimmed(cells["name"] ?? "") }
}

/// Reads cells as the fields of an enterprise, a partnership and a contact.
struct ImportedPartnerReading: Sendable {
  let partnership: RecordDescription<Partnership>
  let choices: [String: [Choice]]
  let catalogue: Catalogue
  /// Columns whose cells hold one of a few values, so that each is looked up once.
  private let repeated: [(key: String, kind: FieldKind)]

  init(_ choices: [String: [Choice]], catalogue: Catalogue) {
    partnership = PartnershipFields.description.offering(choices)
    self.choices = choices
    self.catalogue = catalogue
    let kinds =
      EnterpriseFields.description.fields.map { ($0.name, $0.kind) } + partnership.fields.map { ($0.name, $0.kind) }
    repeated = kinds.filter { _, kind in
      switch kind {
      case .choice, .choices, .lookup: true
      default: false
      }
    }.map { (key: $0.0, kind: $0.1) }
  }

  /// - Parameter rows: some of the sheet's rows; values that repeat are looked up once among them.
  func prepare(_ rows: [ImportRow]) -> [TypedPartnerRow] {
    var codes: [String: [String: String]] = [:]
    return rows.map { row in
      var cells = row.values
      for (key, kind) in repeated {
        guard let text = cells[key] else { continue }
        if let code = codes[key]?[text] {
          cells[key] = code
        } else {
          // What is not understood stays as it is: the field says what is wrong with it.
          let code = (try? kind.parse([text], catalogue: catalogue).get())?.plainText ?? text
          codes[key, default: [:]][text] = code
          cells[key] = code
        }
      }
      let code = cells["creditCode"].map { FieldText.plainDigits($0).uppercased().filter { $0 != " " && $0 != "-" } }
      return TypedPartnerRow(
        row: row, cells: cells, creditCode: code.map(FieldText.trimmed) ?? "",
        nameKey: EnterpriseName.key(cells["name"] ?? ""))
    }
  }

  /// A partnership's difference with names in place of keys that only the database knows.
  func difference(from old: Partnership?, to new: Partnership) -> [FieldChange] {
    partnership.difference(from: old, to: new).map { change in
      FieldChange(
        field: change.field, before: named(change.before, change.field), after: named(change.after, change.field))
    }
  }

  private func named(_ value: FieldValue, _ field: String) -> FieldValue {
    guard let offered = choices[field] else { return value }
    func name(_ raw: String) -> String {
      // A label of the catalogue is said in the reader's language later.
      switch offered.first(where: { $0.value == raw })?.label {
      case .text(let text): text
      case .names(let chinese, _, _) where !chinese.isEmpty: chinese
      default: raw
      }
    }
    return switch value {
    case .text(let raw): .text(name(raw))
    case .list(let raws): .list(raws.map(name))
    default: value
    }
  }
}
