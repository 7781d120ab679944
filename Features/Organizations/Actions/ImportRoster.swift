package import Database
package import Imports
import Localization
package import Platform
package import Records
import Values
package import Views

/// Sheets of a school's students or teachers.
package struct ImportRoster<Person: ImportedPerson>: ImportKind {
  /// A row as it would be written, with what it was before.
  package struct Draft: Sendable {
    let person: Person
    /// What was there; `nil` for somebody new.
    let old: Person?
    /// Everything that the row sets or changes, for the log.
    let changes: [FieldChange]
  }

  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package var name: String { Person.sheet.name }
  package var texts: String { "organizations.\(Person.sheet.kind).import" }
  package var path: Link { Link("\(recordsPath.text)/import") }
  package var recordsPath: Link { Person.sheet.links.list }

  package func link(to target: Int64) -> Link { Person.sheet.links.show(ID(rawValue: target)) }

  /// The number and the name first, then where somebody belongs, then the rest. Without
  /// a number a row is matched by name and place, and what is not said keeps its value:
  /// only the name must have a column.
  package var columns: [ImportColumn] {
    let first = [Person.sheet.numberField, "name"]
    let own = Person.fields.fields
    let ordered = own.filter { first.contains($0.name) } + own.filter { !first.contains($0.name) }
    var columns = ordered.map { ImportColumn($0, isRequired: $0.name == "name") }
    if Person.fields.field("department") == nil, let department = Teacher.fields.field("department") {
      columns.insert(ImportColumn(department, isRequired: false), at: first.count)
    }
    return columns
  }

  package func choices(for owner: ImportOwner) async throws -> [String: [Choice]] {
    let (school, scope) = (ID<School>(rawValue: owner.schoolID), owner.scope)
    return try await services.database.read { connection in
      [
        "department": try UnitChoices.departments(of: school, keeping: nil, in: scope, on: connection),
        "major": try UnitChoices.majors(of: school, keeping: nil, in: scope, on: connection),
        "class": try UnitChoices.classes(of: school, keeping: nil, in: scope, on: connection),
      ]
    }
  }

  package func plan(_ rows: [ImportRow], for owner: ImportOwner) async throws -> [ImportPlan<Draft>] {
    let (school, scope, catalogue) = (ID<School>(rawValue: owner.schoolID), owner.scope, services.catalogue)
    let (place, isOpen) = try await services.database.read { connection in
      (
        try RosterPlaces(in: scope, on: connection),
        try SchoolStore.school(school, on: connection)?.status == .active
      )
    }
    let read = try await InParallel.map(rows) { rows in
      rows.map { RosterRow<Person>($0, in: place, scope: scope) }
    }
    let store = PeopleStore(services.sealer)
    let known = try await services.database.readLong { connection in
      try KnownPeople(of: read, school: school, store, on: connection)
    }
    let matched = RosterMatching(known: known, scope: scope).match(read)
    let planning = RosterPlanning<Person>(
      places: place, catalogue: catalogue, school: school, isOpen: isOpen, ids: services.ids)
    return try await InParallel.map(matched) { rows in rows.map { planning.plan($0) } }
  }

  package func write(
    _ plans: [ImportPlan<Draft>], of batch: ImportBatch, on connection: any WriteConnection, progress: (Int) -> Void
  ) throws -> [WrittenRow] {
    try RosterWriting<Person>(services: services, batch: batch).write(plans, on: connection, progress: progress)
  }

  package func undo(
    _ rows: [WrittenRow], of batch: ImportBatch, on connection: any WriteConnection, progress: (Int) -> Void
  ) throws {
    try RosterUndoing<Person>(services: services, batch: batch).undo(rows, on: connection, progress: progress)
  }
}

package typealias ImportStudents = ImportRoster<Student>
package typealias ImportTeachers = ImportRoster<Teacher>

extension ImportOwner {
  /// What the owner may write into: a department's administrator only its own.
  var scope: Actor.Scope {
    let school = ID<School>(rawValue: schoolID)
    return departmentID.map { .department(school, ID(rawValue: $0)) } ?? .school(school)
  }
}
