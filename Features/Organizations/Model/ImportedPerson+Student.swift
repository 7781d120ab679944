package import Database
import Imports
import Platform
package import Records
package import Values

extension Student: ImportedPerson {
  package static var sheet: RosterSheet<Student> {
    RosterSheet(
      name: "students", kind: "student", numberField: "studentNumber", links: OrganizationsLinks.students,
      placeFields: ["department", "major", "class"])
  }

  package var number: String { studentNumber }
  package var identity: String { citizenID }
  package var home: ID<Department>? { departmentID }

  package static func place(
    _ cells: [String: String], in places: RosterPlaces, scope: Actor.Scope
  ) -> RosterPlace {
    RosterPlace(cells, in: places)
  }

  /// The class tells the year where the row does not.
  package static func new(id: ID<Student>, school: ID<School>, at place: RosterPlace) -> Student {
    blank(id: id, school: school, entryYear: place.schoolClass?.entryYear ?? 0)
  }

  package mutating func move(
    to place: RosterPlace, in places: RosterPlaces, after old: Student?
  ) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    func closed(_ field: String, _ name: String) {
      problems.append(FieldProblem(field, "organizations.problem.closed", ["name": name]))
    }
    if let major = place.major {
      (majorID, departmentID) = (major.id, major.departmentID)
      if major.status == .closed, old?.majorID != major.id { closed("major", major.name) }
    }
    if let schoolClass = place.schoolClass {
      classID = schoolClass.id
      if schoolClass.status == .closed, old?.classID != schoolClass.id { closed("class", schoolClass.name) }
    } else if let kept = places.schoolClass(classID), let major = place.major, kept.majorID != major.id {
      // A row that names another major leaves nobody in a class of the old one.
      problems.append(
        FieldProblem("class", "organizations.problem.otherMajor", ["class": kept.name, "major": major.name]))
    }
    return problems
  }

  package var gaps: [FieldProblem] {
    entryYear == 0 ? [FieldProblem("entryYear", "kit.records.required")] : []
  }

  package func isAt(_ place: RosterPlace) -> Bool {
    place.schoolClass != nil && classID == place.schoolClass?.id
  }

  package func stands(in places: RosterPlaces) -> Bool {
    guard let major = places.major(majorID), major.departmentID == departmentID else { return false }
    guard let classID else { return true }
    return places.schoolClass(classID)?.majorID == majorID
  }

  package static func changes(from old: Student?, to new: Student, _ places: RosterPlaces) -> [FieldChange] {
    let majors = [old?.majorID, new.majorID].compactMap { places.major($0) }
    let classes = [old?.classID, new.classID].compactMap { places.schoolClass($0) }
    return fields.offering([
      "major": majors.map { Choice($0.id.description, .text($0.name)) },
      "class": classes.map { Choice($0.id.description, .text($0.name)) },
    ]).namedDifference(from: old, to: new)
  }

  package static func known(
    _ key: PersonKey, _ values: [String], of school: ID<School>, _ store: PeopleStore, on connection: any Connection
  ) throws -> [KnownPerson<Student>] {
    try store.students(by: key, values, of: school, on: connection)
  }

  package static func insert(
    _ people: [Student], _ store: PeopleStore, at now: Instant, on connection: any WriteConnection
  ) throws {
    try store.insert(people, at: now, on: connection)
  }

  package func update(
    _ store: PeopleStore, in scope: Actor.Scope, on connection: any WriteConnection
  ) throws -> Bool {
    try store.update(self, in: scope, on: connection)
  }

  package static func person(_ row: Row, _ store: PeopleStore) throws -> Student { try store.student(row) }

  /// Everything built on a student points at them with a foreign key.
  package static func obstacles(
    _ ids: [Int64], of school: ID<School>, on connection: any Connection
  ) throws -> [Int64: String] { [:] }
}
