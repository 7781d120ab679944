import Records
import Values

/// The fields of ledger entries, by kind: each asks for what it is measured in.
enum LedgerFields {
  private static let side = Field(
    "side", \LedgerEntry.side, .choice(of: LedgerSide.self, prefix: "projects.side"),
    label: "projects.ledger.field.side", isRequired: true)
  private static let givingSide = Field(
    "side", \LedgerEntry.side,
    .choice([LedgerSide.school, .enterprise].map { Choice($0.rawValue, .key($0.label)) }),
    label: "projects.ledger.field.giver", isRequired: true)
  private static let day = Field(
    "day", \LedgerEntry.day, .date, label: "projects.ledger.field.day", isRequired: true)
  private static let title = Field(
    "title", \LedgerEntry.title, .line(max: LedgerEntry.Limit.title), label: "projects.ledger.field.title",
    isRequired: true)
  private static let note = Field(
    "note", \LedgerEntry.note, .text(max: LedgerEntry.Limit.note), label: "projects.ledger.field.note")
  private static let amount = Field(
    "amount", \LedgerEntry.amount, .money(0...LedgerEntry.Limit.money), label: "projects.ledger.field.amount",
    isRequired: true)
  private static let promised = Field(
    "amount", \LedgerEntry.amount, .money(0...LedgerEntry.Limit.money), label: "projects.ledger.field.promised",
    isRequired: true)
  private static let arrived = Field(
    "arrived", \LedgerEntry.arrived, .money(0...LedgerEntry.Limit.money), label: "projects.ledger.field.arrived")
  private static let owner = Field(
    "owner", \LedgerEntry.owner,
    .choice([LedgerSide.school, .enterprise].map { Choice($0.rawValue, .key($0.label)) }),
    label: "projects.ledger.field.owner")
  private static let location = Field(
    "location", \LedgerEntry.location, .line(max: LedgerEntry.Limit.location), label: "projects.ledger.field.location")
  private static let months = Field(
    "months", \LedgerEntry.months, .integer(1...LedgerEntry.Limit.months), label: "projects.ledger.field.months",
    isRequired: true, unit: "projects.unit.months")
  private static let quantity = Field(
    "quantity", \LedgerEntry.quantityText, .line(max: 30), label: "projects.ledger.field.quantity", isRequired: true)
  private static let area = Field(
    "quantity", \LedgerEntry.quantityText, .line(max: 30), label: "projects.ledger.field.area", isRequired: true)

  static func description(_ kind: LedgerKind) -> RecordDescription<LedgerEntry> {
    let who = kind.isGiven ? givingSide : side
    let measured: [Field<LedgerEntry>] =
      switch kind.measure {
      case .promise: [promised, arrived]
      case .amount: kind == .equipment ? [amount, owner, location] : [amount]
      case .count: [quantity]
      case .area: [area, months, location]
      }
    return RecordDescription([title, who, day] + measured + [note])
  }

  /// Reads a form. A quantity that cannot be read says how to write it.
  static func read(_ form: FormData, into entry: LedgerEntry) -> (LedgerEntry, [FieldProblem]) {
    let reading = description(entry.kind).read(form, into: entry)
    var problems = reading.problems
    if let text = form["quantity"], !FieldText.trimmed(text).isEmpty, LedgerQuantity.parse(text) == nil {
      problems.removeAll { $0.field == "quantity" }
      problems.append(FieldProblem("quantity", "projects.problem.quantity"))
    }
    return (reading.record, problems)
  }
}
