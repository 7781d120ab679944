package import Database
import Imports
import Platform
package import Records
package import Values

extension Teacher: ImportedPerson {
  package static var sheet: RosterSheet<Teacher> {
    RosterSheet(
      name: "teachers", kind: "teacher", numberField: "staffNumber", links: OrganizationsLinks.teachers,
      placeFields: ["department"])
  }

  package var number: String { staffNumber }
  package var identity: String { "" }
  package var home: ID<Department>? { departmentID }
  package var completed: Teacher { self }

  /// Who may write into one department only means that one where the row says nothing.
  package static func place(
    _ cells: [String: String], in places: RosterPlaces, scope: Actor.Scope
  ) -> RosterPlace {
    var place = RosterPlace(department: FieldText.trimmed(cells["department"] ?? ""), in: places)
    if case .department(_, let own) = scope, place.department == nil, place.problems.isEmpty {
      place.department = places.department(own)
    }
    return place
  }

  package static func new(id: ID<Teacher>, school: ID<School>, at place: RosterPlace) -> Teacher {
    blank(id: id, school: school)
  }

  package mutating func move(
    to place: RosterPlace, in places: RosterPlaces, after old: Teacher?
  ) -> [FieldProblem] {
    guard let department = place.department else { return [] }
    departmentID = department.id
    guard department.status == .closed, old?.departmentID != department.id else { return [] }
    return [FieldProblem("department", "organizations.problem.closed", ["name": department.name])]
  }

  package func isAt(_ place: RosterPlace) -> Bool {
    place.department != nil && departmentID == place.department?.id
  }

  package func stands(in places: RosterPlaces) -> Bool {
    departmentID == nil || places.department(departmentID) != nil
  }

  package static func changes(from old: Teacher?, to new: Teacher, _ places: RosterPlaces) -> [FieldChange] {
    let found = [old?.departmentID, new.departmentID].compactMap { places.department($0) }
    return fields.offering(["department": found.map { Choice($0.id.description, .text($0.name)) }])
      .namedDifference(from: old, to: new)
  }

  package static func known(
    _ key: PersonKey, _ values: [String], of school: ID<School>, _ store: PeopleStore, on connection: any Connection
  ) throws -> [KnownPerson<Teacher>] {
    try store.teachers(by: key, values, of: school, on: connection)
  }

  package static func insert(
    _ people: [Teacher], _ store: PeopleStore, at now: Instant, on connection: any WriteConnection
  ) throws {
    try store.insert(people, at: now, on: connection)
  }

  package func update(
    _ store: PeopleStore, in scope: Actor.Scope, on connection: any WriteConnection
  ) throws -> Bool {
    try store.update(self, in: scope, on: connection)
  }

  package static func person(_ row: Row, _ store: PeopleStore) throws -> Teacher { try store.teacher(row) }

  /// Classes name their adviser without a foreign key, because the two tables point at each other.
  package static func obstacles(
    _ ids: [Int64], of school: ID<School>, on connection: any Connection
  ) throws -> [Int64: String] {
    var found: [Int64: String] = [:]
    for group in ids.inGroups(of: 500) {
      try connection.forEach(
        "SELECT adviser_id, name FROM classes WHERE school_id = \(school) AND adviser_id IN \(list: group)"
      ) { found[try $0.get(0)] = try $0.get(1) }
    }
    return found
  }
}
