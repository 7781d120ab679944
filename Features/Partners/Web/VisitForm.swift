import Accounts
import Localization
import Organizations
import Records
import Values

/// What a form of a visit says, read as far as it can be.
struct VisitForm {
  var visit: Visit
  var guests: VisitGuests
  /// What has to follow; only new visits are asked.
  var task: VisitTask?
  var problems: [FieldProblem]

  /// More kinds of posts than one visit brings.
  static let mostOpenings = 30
  static let longestTitle = 200

  static func read(_ form: FormData, into visit: Visit, newTask: ID<VisitTask>?, today: CivilDate) -> VisitForm {
    let typed = form.has("isOutreach") ? form : form.setting("isOutreach", to: ["0"])
    let reading = VisitFields.description.read(typed, into: visit)
    var result = VisitForm(
      visit: reading.record, guests: VisitGuests(), task: nil, problems: reading.problems)
    if !reading.problems.contains(where: { $0.field == "day" }), reading.record.day > today {
      result.problems.append(FieldProblem("day", "partners.visit.problem.future"))
    }
    let school = PersonLine.read(form["schoolPeople"] ?? "", field: "schoolPeople")
    let others = PersonLine.read(form["otherPeople"] ?? "", field: "otherPeople")
    result.guests = VisitGuests(
      school: school.lines, contacts: form.all("contacts").compactMap { ID($0) },
      host: form["host"].flatMap { ID($0) }, others: others.lines)
    result.problems += school.problems + others.problems
    let openings = openings(form)
    result.visit.openings = openings.rows
    // What is not reported is not asked, so nothing in it can be wrong.
    if result.visit.isOutreach { result.problems += openings.problems }
    if let newTask {
      let task = task(form, id: newTask, of: visit, today: today)
      result.task = task.task
      result.problems += task.problems
    }
    return result
  }

  // MARK: Openings

  /// How many lines the form showed.
  static func lines(_ form: FormData) -> Int {
    min(mostOpenings, max(0, form["openingLines"].flatMap { Int($0) } ?? 0))
  }

  private static func openings(_ form: FormData) -> (rows: [VisitOpening], problems: [FieldProblem]) {
    var rows: [VisitOpening] = []
    var problems: [FieldProblem] = []
    for place in 0..<lines(form) {
      func text(_ name: String) -> String { FieldText.trimmed(form["opening.\(place).\(name)"] ?? "") }
      guard !text("major").isEmpty || !text("count").isEmpty || !text("pay").isEmpty else { continue }
      var opening = VisitOpening(
        kind: VisitOpening.Kind(rawValue: text("kind")) ?? .intern, major: "",
        level: SchoolLevel(rawValue: text("level")), count: 1)
      func read(_ name: String, _ kind: FieldKind, _ keep: (FieldValue) -> Void) {
        switch kind.parse([text(name)]) {
        case .success(let value): keep(value)
        case .failure(let failure):
          problems.append(FieldProblem("opening.\(place).\(name)", failure.message))
        }
      }
      read("major", .line(max: 60)) { opening.major = $0.plainText }
      read("count", .integer(1...100_000)) { value in
        if case .integer(let count) = value {
          opening.count = Int(count)
        } else {
          problems.append(FieldProblem("opening.\(place).count", "kit.records.required"))
        }
      }
      read("pay", .money(0...100_000_000)) { if case .integer(let fen) = $0 { opening.pay = fen } }
      rows.append(opening)
    }
    return (rows, problems)
  }

  // MARK: What follows

  /// - Returns: no task where none of its fields was filled in.
  static func task(
    _ form: FormData, id: ID<VisitTask>, of visit: Visit, today: CivilDate, isRequired: Bool = false
  ) -> (task: VisitTask?, problems: [FieldProblem]) {
    let title = FieldText.trimmed(form["taskTitle"] ?? "")
    let due = FieldText.trimmed(form["taskDue"] ?? "")
    guard isRequired || !title.isEmpty else {
      // A day without a task would be lost in silence.
      return (nil, due.isEmpty ? [] : [FieldProblem("taskTitle", "partners.visit.problem.taskTitle")])
    }
    var problems: [FieldProblem] = []
    if title.isEmpty { problems.append(FieldProblem("taskTitle", "partners.visit.problem.taskTitle")) }
    if title.count > longestTitle {
      problems.append(
        FieldProblem("taskTitle", "kit.records.tooLong", ["max": "\(longestTitle)", "count": "\(title.count)"]))
    }
    let day = FieldText.date(due)
    if day == nil {
      problems.append(FieldProblem("taskDue", due.isEmpty ? "partners.visit.problem.taskDue" : "kit.records.date"))
    } else if let day, day < today {
      problems.append(FieldProblem("taskDue", "partners.visit.problem.taskPast"))
    }
    let owner = form["taskOwner"].flatMap { ID<Account>($0) }
    if owner == nil { problems.append(FieldProblem("taskOwner", "partners.visit.problem.owner")) }
    guard problems.isEmpty, let day, let owner else { return (nil, problems) }
    return (
      VisitTask(id: id, schoolID: visit.schoolID, visitID: visit.id, title: title, ownerID: owner, dueOn: day), []
    )
  }

  /// The labels of what the description does not name, for the summary of problems.
  static func labels(lines: Int) -> [String: String] {
    var labels = VisitFields.description.labels
    for (field, label) in [
      ("schoolPeople", "partners.visit.schoolPeople"), ("contacts", "partners.visit.contacts"),
      ("otherPeople", "partners.visit.otherPeople"), ("taskTitle", "partners.visit.task.title"),
      ("taskDue", "partners.visit.task.due"), ("taskOwner", "partners.visit.task.owner"),
    ] {
      labels[field] = label
    }
    for place in 0..<lines {
      for name in ["major", "count", "pay"] {
        labels["opening.\(place).\(name)"] = "partners.visit.opening.\(name)"
      }
    }
    return labels
  }
}
