import Accounts
import Organizations
import Records
import Values
import Web

/// A visit as JSON: its own fields through their description, and its lists.
enum VisitJSON {
  static func value(_ record: VisitRecord, tasks: [VisitTask], unmasked: Bool) -> JSONValue {
    value(
      record.visit, partner: record.partner.enterprise.name, unmasked: unmasked,
      [
        ("department", .string(record.departmentName)), ("owner", .string(record.ownerName)),
        ("tasks", .array(tasks.map(value))),
      ])
  }

  static func value(_ row: VisitSummary) -> JSONValue {
    value(
      row.visit, partner: row.partnerName, unmasked: false,
      [
        ("department", .string(row.departmentName)), ("owner", .string(row.ownerName)),
        ("openTasks", .integer(Int64(row.openTasks))),
      ])
  }

  private static func value(
    _ visit: Visit, partner: String, unmasked: Bool, _ more: [(String, JSONValue)]
  ) -> JSONValue {
    .members(
      [
        ("id", .string(visit.id.description)), ("school", .string(visit.schoolID.description)),
        ("version", .integer(Int64(visit.version))),
        ("partner", ["id": .string(visit.partnershipID.description), "name": .string(partner)]),
      ] + VisitFields.description.members(visit) + [
        ("schoolPeople", .array(visit.people(of: .school).map { person($0, unmasked: unmasked) })),
        ("partnerPeople", .array(visit.people(of: .partner).map { person($0, unmasked: unmasked) })),
        ("openings", .array(visit.openings.map(opening))),
      ] + more)
  }

  static func value(_ task: VisitTask) -> JSONValue {
    [
      "id": .string(task.id.description), "version": .integer(Int64(task.version)), "title": .string(task.title),
      "owner": ["id": .string(task.ownerID.description), "name": .string(task.ownerName)],
      "dueOn": .string(task.dueOn.description), "state": .string(task.state.rawValue), "note": .string(task.note),
    ]
  }

  private static func person(_ person: VisitPerson, unmasked: Bool) -> JSONValue {
    let source =
      switch person.source {
      case .teacher: "teacher"
      case .student: "student"
      case .contact: "contact"
      case .name: "name"
      }
    return .members([
      ("kind", .string(source)), ("contact", person.contactID.map { .string($0.description) } ?? .null),
      ("number", .string(person.number)), ("name", .string(person.shownName(unmasked: unmasked))),
      ("position", .string(person.position)), ("isLead", .bool(person.isLead)),
    ])
  }

  private static func opening(_ opening: VisitOpening) -> JSONValue {
    [
      "kind": .string(opening.kind.rawValue), "major": .string(opening.major),
      "level": opening.level.map { .string($0.rawValue) } ?? .null, "count": .integer(Int64(opening.count)),
      "pay": opening.pay.map { .integer($0) } ?? .null,
    ]
  }

  // MARK: Reading

  private static let lists: Set<String> = ["partner", "schoolPeople", "contacts", "host", "otherPeople", "openings"]

  /// Reads a body; what is left out stays as it is.
  /// - Throws: `Invalid` with all problems, named by their place in the body.
  static func read(_ json: JSONValue, into visit: Visit, guests: VisitGuests) throws -> (Visit, VisitGuests) {
    guard let members = json.object else { throw Invalid([FieldProblem("", "kit.records.object")]) }
    let own = JSONValue.object(members.filter { !lists.contains($0.name) })
    let reading = VisitFields.description.read(own, into: visit)
    var (visit, guests, problems) = (reading.record, guests, reading.problems)
    if let value = json["schoolPeople"] { guests.school = lines(value, "schoolPeople", &problems) }
    if let value = json["otherPeople"] { guests.others = lines(value, "otherPeople", &problems) }
    if let value = json["contacts"] {
      let ids = (value.array ?? []).compactMap { $0.string.flatMap { ID<PartnerContact>($0) } }
      if ids.count == value.array?.count {
        guests.contacts = ids
      } else {
        problems.append(FieldProblem("contacts", "partners.visit.problem.contact"))
      }
    }
    if let value = json["host"] {
      guests.host = value.string.flatMap { ID($0) }
      if guests.host == nil, value != .null {
        problems.append(FieldProblem("host", "partners.visit.problem.contact"))
      }
    }
    if let value = json["openings"] { visit.openings = openings(value, &problems) }
    guard problems.isEmpty else { throw Invalid(problems) }
    return (visit, guests)
  }

  static func lines(_ value: JSONValue, _ field: String, _ problems: inout [FieldProblem]) -> [PersonLine] {
    guard let items = value.array, items.count <= PersonLine.most else {
      problems.append(FieldProblem(field, "partners.visit.problem.manyPeople", ["max": "\(PersonLine.most)"]))
      return []
    }
    return items.enumerated().compactMap { place, item in
      let line = PersonLine(
        name: FieldText.trimmed(item["name"]?.string ?? ""), number: FieldText.trimmed(item["number"]?.string ?? ""),
        position: FieldText.trimmed(item["position"]?.string ?? ""))
      let known: Set<String> = ["name", "number", "position"]
      for member in item.object ?? [] where !known.contains(member.name) {
        problems.append(
          FieldProblem("\(field).\(place).\(member.name)", "kit.records.unknownField", ["name": member.name]))
      }
      guard !line.name.isEmpty || !line.number.isEmpty, line.name.count <= PersonLine.longestName,
        line.position.count <= PersonLine.longestName, line.number.count <= 40,
        // A database refuses some of these, and none of them is a name.
        !(line.name + line.number + line.position).unicodeScalars.contains(where: { $0.value < 0x20 })
      else {
        problems.append(FieldProblem("\(field).\(place)", "partners.visit.problem.person"))
        return nil
      }
      return line
    }
  }

  private static func openings(_ value: JSONValue, _ problems: inout [FieldProblem]) -> [VisitOpening] {
    guard let items = value.array, items.count <= VisitForm.mostOpenings else {
      problems.append(FieldProblem("openings", "kit.records.tooMany", ["max": "\(VisitForm.mostOpenings)"]))
      return []
    }
    var result: [VisitOpening] = []
    for (place, item) in items.enumerated() {
      let reading = openingFields.read(item, into: VisitOpening(kind: .intern, major: "", count: 0))
      problems += reading.problems.map { FieldProblem("openings.\(place).\($0.field)", $0.message) }
      if reading.problems.isEmpty, reading.record.count == 0 {
        problems.append(FieldProblem("openings.\(place).count", "kit.records.required"))
      }
      result.append(reading.record)
    }
    return result
  }

  static let openingFields = RecordDescription<VisitOpening>([
    Field(
      "kind", \.kind, .choice(of: VisitOpening.Kind.self, prefix: "partners.visit.opening.kind"),
      label: "partners.visit.opening.kind", isRequired: true),
    Field("major", \.major, .line(max: 60), label: "partners.visit.opening.major"),
    Field(
      "level", \.level, .choice(of: SchoolLevel.self, prefix: "organizations.level"),
      label: "partners.visit.opening.level"),
    Field("count", \.count, .integer(1...100_000), label: "partners.visit.opening.count", isRequired: true),
    Field("pay", \.pay, .money(0...100_000_000), label: "partners.visit.opening.pay"),
  ])

  /// The task of a body `{"title", "owner", "dueOn"}`; without an owner it is the caller's.
  static func task(
    _ json: JSONValue, id: ID<VisitTask>, of visit: Visit, by account: ID<Account>, today: CivilDate
  ) throws -> VisitTask {
    var problems: [FieldProblem] = []
    let known = ["title": "taskTitle", "owner": "taskOwner", "dueOn": "taskDue"]
    var pairs = [("taskOwner", account.description)]
    for member in json.object ?? [] {
      if let field = known[member.name], let text = member.value.string {
        pairs.append((field, text))
      } else {
        problems.append(FieldProblem(member.name, "kit.records.unknownField", ["name": member.name]))
      }
    }
    let read = VisitForm.task(FormData(pairs), id: id, of: visit, today: today, isRequired: true)
    problems += inTermsOfTheBody(read.problems)
    guard problems.isEmpty, let task = read.task else { throw Invalid(problems) }
    return task
  }

  static func inTermsOfTheBody(_ problems: [FieldProblem]) -> [FieldProblem] {
    let names = ["taskTitle": "title", "taskOwner": "owner", "taskDue": "dueOn"]
    return problems.map { FieldProblem(names[$0.field] ?? $0.field, $0.message) }
  }
}
