import Accounts
import Organizations
import Records
import Values
import Web

/// A tour as JSON: its own fields through their description, its stops, and what came of it.
enum TourJSON {
  static func value(
    _ record: TourRecord, _ stops: [TourStop], _ progress: TourProgress
  ) -> JSONValue {
    let tour = record.tour
    return .members(
      head(tour, department: record.departmentName, lead: record.leadName) + [
        (
          "people",
          .array(
            tour.people.map { person in
              [
                "name": .string(person.name), "number": .string(person.number), "position": .string(person.position),
              ]
            })
        ),
        ("stops", .array(stops.map { stop in value(stop, progress.rows.filter { $0.stop?.id == stop.id }) })),
        (
          "added",
          .array(
            progress.rows(.added).map { row in
              ["partner": partner(row.partnershipID, row.name), "visits": visits(row)]
            })
        ), ("figures", value(progress.figures())),
      ])
  }

  static func value(_ row: TourSummary) -> JSONValue {
    .members(
      head(row.tour, department: row.departmentName, lead: row.leadName) + [
        ("cities", .array(row.cities.map { .string(TourWords.city($0)) })), ("planned", .integer(Int64(row.planned))),
        ("seen", .integer(Int64(row.seen))),
      ])
  }

  private static func head(_ tour: Tour, department: String, lead: String) -> [(String, JSONValue)] {
    [
      ("id", .string(tour.id.description)), ("school", .string(tour.schoolID.description)),
      ("version", .integer(Int64(tour.version))), ("state", .string(tour.state.rawValue)),
      ("reason", .string(tour.reason)), ("department", named(tour.departmentID?.description, department)),
      ("lead", named(tour.leadID?.description, lead)),
    ] + TourFields.description.members(tour)
  }

  private static func named(_ id: String?, _ name: String) -> JSONValue {
    id.map { ["id": .string($0), "name": .string(name)] } ?? .null
  }

  private static func partner(_ id: ID<Partnership>?, _ name: String) -> JSONValue {
    ["id": id.map { .string($0.description) } ?? .null, "name": .string(name)]
  }

  private static func visits(_ row: TourRow) -> JSONValue {
    .array(row.visits.map { .string($0.visit.id.description) })
  }

  /// Whom an authority named stays masked.
  private static func value(_ stop: TourStop, _ rows: [TourRow]) -> JSONValue {
    .members(
      [
        ("id", .string(stop.id.description)), ("version", .integer(Int64(stop.version))),
        ("regionName", .string(TourWords.region(stop.region))), ("state", .string(stop.state.rawValue)),
        ("reason", .string(stop.reason)),
      ] + TourStopFields.description.members(stop) + [
        (
          "partners",
          .array(
            rows.compactMap { row in
              row.line.map { entry in
                .members(
                  [
                    ("id", .string(entry.line.id.description)),
                    ("partner", partner(entry.line.partnershipID, entry.name)),
                    ("state", .string(entry.line.state.rawValue)), ("reason", .string(entry.line.reason)),
                    ("isSeen", .bool(row.isSeen)), ("visits", visits(row)),
                  ] + TourLineFields.description.members(entry.line))
              }
            })
        )
      ])
  }

  private static func value(_ figures: TourFigures) -> JSONValue {
    [
      "planned": .integer(Int64(figures.planned)), "seen": .integer(Int64(figures.seen)),
      "unseen": .integer(Int64(figures.unseen)), "added": .integer(Int64(figures.added)),
      "posts": .integer(Int64(figures.posts)), "interns": .integer(Int64(figures.interns)),
      "hires": .integer(Int64(figures.hires)), "averagePay": figures.averagePay.map { .integer($0) } ?? .null,
    ]
  }

  // MARK: Reading

  /// Stops of a tour that is made by one request.
  static let mostStops = 100
  private static let lists: Set<String> = ["lead", "department", "people", "stops"]

  /// Reads a body; what is left out stays as it is.
  /// - Throws: `Invalid` with all problems, named by their place in the body.
  static func read(
    _ json: JSONValue, into tour: Tour, isNew: Bool, next: () -> ID<TourStop>
  ) throws -> (tour: Tour, people: [PersonLine], stops: [PlannedStop]) {
    guard let members = json.object else { throw Invalid([FieldProblem("", "kit.records.object")]) }
    let own = JSONValue.object(members.filter { !lists.contains($0.name) })
    let reading = TourFields.description.read(own, into: tour)
    var (tour, problems) = (reading.record, reading.problems)
    for name in isNew ? ["title", "beginsOn", "endsOn"] : [] where json[name] == nil {
      if !problems.contains(where: { $0.field == name }) { problems.append(FieldProblem(name, "kit.records.required")) }
    }
    if let value = json["lead"] {
      tour.leadID = value.string.flatMap { ID($0) }
      if tour.leadID == nil { problems.append(FieldProblem("lead", "partners.tour.problem.lead")) }
    }
    if let value = json["department"] {
      let department: ID<Department>? = value.string.flatMap { ID($0) }
      if department == nil, value != .null {
        problems.append(FieldProblem("department", "partners.tour.problem.department"))
      }
      tour.departmentID = department
    }
    var people = tour.people.map(\.line)
    if let value = json["people"] { people = VisitJSON.lines(value, "people", &problems) }
    var stops: [PlannedStop] = []
    if let value = json["stops"] {
      if !isNew {
        problems.append(FieldProblem("stops", "kit.records.unknownField", ["name": "stops"]))
      } else if let items = value.array, items.count <= mostStops {
        for (place, item) in items.enumerated() {
          let read = stop(item, into: blank(next(), of: tour))
          problems += read.problems.map { FieldProblem("stops.\(place).\($0.field)", $0.message) }
          stops.append(read.stop)
        }
      } else {
        problems.append(FieldProblem("stops", "kit.records.tooMany", ["max": "\(mostStops)"]))
      }
    }
    guard problems.isEmpty else { throw Invalid(problems) }
    return (tour, people, stops)
  }

  static func blank(_ id: ID<TourStop>, of tour: Tour) -> TourStop {
    TourStop(id: id, schoolID: tour.schoolID, tourID: tour.id, region: "", day: tour.beginsOn)
  }

  static func stop(_ json: JSONValue, into stop: TourStop) -> (stop: PlannedStop, problems: [FieldProblem]) {
    let lists: Set<String> = ["partners", "prospects"]
    var members = (json.object ?? []).filter { !lists.contains($0.name) }
    // A stop takes a day unless it says otherwise.
    if json["lastDay"] == nil, let day = json["day"] { members.append(JSONValue.Member("lastDay", day)) }
    let reading = TourStopFields.description.read(json.object == nil ? json : .object(members), into: stop)
    var problems = reading.problems
    if json.object != nil, json["day"] == nil { problems.append(FieldProblem("day", "kit.records.required")) }
    var planned = PlannedStop(reading.record)
    if let value = json["partners"] {
      let ids = (value.array ?? []).map { $0.string.flatMap { ID<Partnership>($0) } }
      planned.partners = ids.compactMap(\.self)
      if value.array == nil || planned.partners.count != ids.count || ids.count > TourLine.most {
        problems.append(FieldProblem("partners", "partners.tour.problem.partner"))
      }
    }
    if let value = json["prospects"] {
      let names = (value.array ?? []).map { FieldText.trimmed($0.string ?? "") }
      planned.prospects = names
      let isRight = names.allSatisfy { name in
        if case .success(let parsed) = FieldKind.line(max: 120).parse([name]) { !parsed.isNone } else { false }
      }
      if value.array == nil || !isRight || names.count > TourLine.most {
        problems.append(FieldProblem("prospects", "partners.tour.problem.prospect"))
      }
    }
    return (planned, problems)
  }
}
