import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Reads what somebody notes of a date of an obligation; fields are named `<name>.<due>`.
enum ReportForm {
  static func read(
    _ form: FormData, due: ID<ObligationDue>, services: Services
  ) -> (Fulfilment?, [FieldProblem]) {
    func typed(_ name: String) -> String { FieldText.trimmed(form["\(name).\(due)"] ?? "") }
    return read(
      due: due, side: typed("side"), doneOn: typed("doneOn"), amount: typed("amount"), note: typed("note"),
      services: services)
  }

  /// Amounts may have commas, units and full-width digits.
  static func read(
    due: ID<ObligationDue>, side: String, doneOn: String, amount: String, note: String, services: Services
  ) -> (Fulfilment?, [FieldProblem]) {
    var problems: [FieldProblem] = []
    let day = FieldText.date(doneOn)
    if day == nil { problems.append(FieldProblem("doneOn", "kit.records.date")) }
    var number: Double?
    if !amount.isEmpty {
      if case .number(let value)? = OwnField.value(amount, .number), value >= 0 {
        number = value
      } else {
        problems.append(FieldProblem("amount", "agreements.problem.kind.number", ["text": amount]))
      }
    }
    if note.count > 1000 {
      problems.append(FieldProblem("note", "kit.records.tooLong", ["max": "1000", "count": "\(note.count)"]))
    }
    guard problems.isEmpty, let day else { return (nil, problems) }
    let entry = Fulfilment(
      id: services.ids.next(), dueID: due, side: ClauseComment.Side(rawValue: side) ?? .school, amount: number,
      note: note, doneOn: day, person: "", at: services.now, state: .waiting, answeredBy: "", answer: "")
    return (entry, [])
  }
}
