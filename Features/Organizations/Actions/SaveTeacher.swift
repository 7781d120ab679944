package import Database
package import Platform
package import Records
import Values

/// Puts a teacher on the roster, or changes one who is on it.
package struct SaveTeacher: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameter choices: the names of departments, for the log.
  /// - Throws: `Invalid`, `OrganizationsError.notFound`.
  package func callAsFunction(
    _ teacher: Teacher, isNew: Bool, choices: [String: [Choice]] = [:], by actor: Actor
  ) async throws {
    let (services, now) = (services, services.now)
    let store = PeopleStore(services.sealer)
    do {
      try await services.database.write { connection in
        let old = isNew ? nil : try store.teacher(teacher.id, in: actor.scope, on: connection)
        if !isNew, old == nil { throw OrganizationsError.notFound }
        try teacher.checkPlace(after: old, in: actor.scope, on: connection)
        let changes = Teacher.fields.offering(choices).namedDifference(from: old, to: teacher)
        guard isNew || !changes.isEmpty else { return }
        if isNew {
          try store.insert(teacher, at: now, on: connection)
        } else {
          guard try store.update(teacher, in: actor.scope, on: connection) else { throw OrganizationsError.notFound }
        }
        try services.audit.record(
          AuditEntry(
            action: isNew ? "organizations.teacher.created" : "organizations.teacher.changed",
            subject: .teacher(teacher), accountID: actor.accountID.rawValue, schoolID: teacher.schoolID.rawValue,
            changes: changes, at: now), on: connection)
      }
    } catch DatabaseError.unique {
      throw Invalid([FieldProblem("staffNumber", "organizations.problem.taken")])
    }
  }
}

extension Teacher {
  /// What must hold beyond the fields: the department is the school's and in
  /// sight, and takes nobody new when it is closed.
  /// - Throws: `Invalid`.
  package func checkPlace(after old: Teacher?, in scope: Actor.Scope, on connection: any Connection) throws {
    if old == nil { try Placement.checkOpen(schoolID, in: scope, on: connection) }
    guard let departmentID else {
      // A teacher of no department would be out of sight of who writes this.
      if case .department = scope { throw Invalid([FieldProblem("department", "kit.records.required")]) }
      return
    }
    guard departmentID != old?.departmentID else { return }
    guard let department = try SchoolStore.department(departmentID, in: scope, on: connection),
      department.schoolID == schoolID
    else { throw Placement.unknown("department", departmentText) }
    if department.status == .closed { throw Placement.closed("department", department.name) }
  }
}

extension AuditEntry.Subject {
  package static func teacher(_ teacher: Teacher) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "teacher", id: teacher.id.rawValue, name: teacher.name)
  }
}
