package import Database
package import Platform
package import Records
import Values

/// Puts a student on the roster, or changes one who is on it.
package struct SaveStudent: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameter choices: the names of majors and classes, for the log.
  /// - Throws: `Invalid`, `OrganizationsError.notFound`.
  package func callAsFunction(
    _ student: Student, isNew: Bool, choices: [String: [Choice]] = [:], by actor: Actor
  ) async throws {
    let (services, now) = (services, services.now)
    let store = PeopleStore(services.sealer)
    do {
      try await services.database.write { connection in
        let old = isNew ? nil : try store.student(student.id, in: actor.scope, on: connection)
        if !isNew, old == nil { throw OrganizationsError.notFound }
        let placed = try student.completed.placed(after: old, in: actor.scope, on: connection)
        let changes = Student.fields.offering(choices).namedDifference(from: old, to: placed)
        guard isNew || !changes.isEmpty else { return }
        if isNew {
          try store.insert(placed, at: now, on: connection)
        } else {
          guard try store.update(placed, in: actor.scope, on: connection) else { throw OrganizationsError.notFound }
        }
        try services.audit.record(
          AuditEntry(
            action: isNew ? "organizations.student.created" : "organizations.student.changed",
            subject: .student(placed), accountID: actor.accountID.rawValue, schoolID: placed.schoolID.rawValue,
            changes: changes, at: now), on: connection)
      }
    } catch DatabaseError.unique(let detail) {
      let field = detail.contains("citizen_id") ? "citizenID" : "studentNumber"
      throw Invalid([FieldProblem(field, "organizations.problem.taken")])
    }
  }
}

extension Student {
  /// The student in the department of the major. The class is one of that
  /// major; closed majors and classes take nobody new.
  /// - Throws: `Invalid`.
  package func placed(after old: Student?, in scope: Actor.Scope, on connection: any Connection) throws -> Student {
    if old == nil { try Placement.checkOpen(schoolID, in: scope, on: connection) }
    guard let major = try MajorStore.major(majorID, in: scope, on: connection), major.schoolID == schoolID else {
      throw Placement.unknown("major", majorText)
    }
    if major.status == .closed, old?.majorID != majorID { throw Placement.closed("major", major.name) }
    if let classID {
      guard let schoolClass = try MajorStore.schoolClass(classID, in: scope, on: connection),
        schoolClass.schoolID == schoolID
      else { throw Placement.unknown("class", classText) }
      guard schoolClass.majorID == majorID else {
        throw Invalid([
          FieldProblem("class", "organizations.problem.otherMajor", ["class": schoolClass.name, "major": major.name])
        ])
      }
      if schoolClass.status == .closed, old?.classID != classID {
        throw Placement.closed("class", schoolClass.name)
      }
    }
    var placed = self
    placed.departmentID = major.departmentID
    return placed
  }
}

extension AuditEntry.Subject {
  package static func student(_ student: Student) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "student", id: student.id.rawValue, name: student.name)
  }
}
