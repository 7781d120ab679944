package import Database
import Records
package import Values

// What each part of the organisation must fit into, asked in the transaction that writes it.

extension School: OrganisationUnit {
  package static var kind: String { "school" }
  package var schoolID: ID<School> { id }

  package static func find(_ id: ID<School>, in scope: Actor.Scope, on connection: any Connection) throws -> School? {
    try SchoolStore.school(id, in: scope, on: connection)
  }

  package func placed(after old: School?, in scope: Actor.Scope, on connection: any Connection) throws -> School {
    self
  }

  package func insert(at now: Instant, on connection: any WriteConnection) throws {
    try SchoolStore.insert(self, at: now, on: connection)
  }

  package func update(in scope: Actor.Scope, on connection: any WriteConnection) throws -> Bool {
    try SchoolStore.update(self, in: scope, on: connection)
  }
}

extension Department: OrganisationUnit {
  package static var kind: String { "department" }

  package static func find(
    _ id: ID<Department>, in scope: Actor.Scope, on connection: any Connection
  ) throws -> Department? {
    try SchoolStore.department(id, in: scope, on: connection)
  }

  package func placed(
    after old: Department?, in scope: Actor.Scope, on connection: any Connection
  ) throws -> Department {
    if old == nil { try Placement.checkOpen(schoolID, in: scope, on: connection) }
    return self
  }

  package func insert(at now: Instant, on connection: any WriteConnection) throws {
    try SchoolStore.insert(self, at: now, on: connection)
  }

  package func update(in scope: Actor.Scope, on connection: any WriteConnection) throws -> Bool {
    try SchoolStore.update(self, in: scope, on: connection)
  }
}

extension Major: OrganisationUnit {
  package static var kind: String { "major" }

  package static func find(_ id: ID<Major>, in scope: Actor.Scope, on connection: any Connection) throws -> Major? {
    try MajorStore.major(id, in: scope, on: connection)
  }

  package func placed(after old: Major?, in scope: Actor.Scope, on connection: any Connection) throws -> Major {
    if old == nil { try Placement.checkOpen(schoolID, in: scope, on: connection) }
    guard let department = try SchoolStore.department(departmentID, in: scope, on: connection),
      department.schoolID == schoolID
    else { throw Placement.unknown("department", departmentText) }
    if department.status == .closed, old?.departmentID != departmentID {
      throw Placement.closed("department", department.name)
    }
    return self
  }

  package func insert(at now: Instant, on connection: any WriteConnection) throws {
    try MajorStore.insert(self, at: now, on: connection)
  }

  /// Classes and students are in the department of their major, so they move with it.
  package func update(in scope: Actor.Scope, on connection: any WriteConnection) throws -> Bool {
    guard try MajorStore.update(self, in: scope, on: connection) else { return false }
    try MajorStore.moveFollowers(of: self, on: connection)
    return true
  }
}

extension SchoolClass: OrganisationUnit {
  package static var kind: String { "class" }

  package static func find(
    _ id: ID<SchoolClass>, in scope: Actor.Scope, on connection: any Connection
  ) throws -> SchoolClass? {
    try MajorStore.schoolClass(id, in: scope, on: connection)
  }

  package func placed(
    after old: SchoolClass?, in scope: Actor.Scope, on connection: any Connection
  ) throws -> SchoolClass {
    if old == nil { try Placement.checkOpen(schoolID, in: scope, on: connection) }
    guard let major = try MajorStore.major(majorID, in: scope, on: connection), major.schoolID == schoolID else {
      throw Placement.unknown("major", majorText)
    }
    if let old, old.majorID != majorID {
      let students = try MajorStore.students(in: id, on: connection)
      if students > 0 {
        throw Invalid([FieldProblem("major", "organizations.problem.classHasStudents", ["count": "\(students)"])])
      }
    }
    if major.status == .closed, old?.majorID != majorID { throw Placement.closed("major", major.name) }
    if let adviserID, adviserID != old?.adviserID,
      try !PeopleStore.isActive(adviserID, in: schoolID, on: connection)
    {
      throw Placement.unknown("adviser", adviserText)
    }
    var placed = self
    placed.departmentID = major.departmentID
    return placed
  }

  package func insert(at now: Instant, on connection: any WriteConnection) throws {
    try MajorStore.insert(self, at: now, on: connection)
  }

  package func update(in scope: Actor.Scope, on connection: any WriteConnection) throws -> Bool {
    try MajorStore.update(self, in: scope, on: connection)
  }
}

/// Refusals that several records share.
enum Placement {
  /// - Throws: `Invalid` when the school is out of sight or closed: it takes no new records.
  static func checkOpen(_ id: ID<School>, in scope: Actor.Scope, on connection: any Connection) throws {
    guard let school = try School.find(id, in: scope, on: connection) else { throw OrganizationsError.notFound }
    if school.status == .closed { throw closed("", school.name) }
  }

  static func closed(_ field: String, _ name: String) -> Invalid {
    Invalid([FieldProblem(field, "organizations.problem.closed", ["name": name])])
  }

  static func unknown(_ field: String, _ value: String) -> Invalid {
    Invalid([FieldProblem(field, "kit.records.choice", ["value": value])])
  }
}
