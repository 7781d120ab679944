import Database
package import Platform
package import Records
package import Values

/// Makes or changes a school, a department, a major or a class.
package struct SaveUnit<Unit: OrganisationUnit>: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameter choices: the names of what its fields point at, for the log.
  /// - Throws: `Invalid`, `OrganizationsError.notFound`.
  package func create(_ unit: Unit, choices: [String: [Choice]] = [:], by actor: Actor) async throws {
    let (services, now) = (services, services.now)
    try await Self.catchingTaken {
      try await services.database.write { connection in
        let placed = try unit.placed(after: nil, in: actor.scope, on: connection)
        try placed.insert(at: now, on: connection)
        try services.audit.record(
          AuditEntry(
            action: "organizations.\(Unit.kind).created", subject: .unit(placed), accountID: actor.accountID.rawValue,
            schoolID: placed.schoolID.rawValue,
            changes: Unit.fields.offering(choices).namedDifference(from: nil, to: placed), at: now), on: connection)
      }
    }
  }

  /// A change that changes nothing leaves no trace.
  /// - Throws: `Invalid`, `OrganizationsError.notFound`.
  package func change(_ unit: Unit, choices: [String: [Choice]] = [:], by actor: Actor) async throws {
    let (services, now) = (services, services.now)
    try await Self.catchingTaken {
      try await services.database.write { connection in
        guard let old = try Unit.find(unit.id, in: actor.scope, on: connection) else {
          throw OrganizationsError.notFound
        }
        var changed = unit
        changed.status = old.status
        let placed = try changed.placed(after: old, in: actor.scope, on: connection)
        let changes = Unit.fields.offering(choices).namedDifference(from: old, to: placed)
        guard !changes.isEmpty else { return }
        guard try placed.update(in: actor.scope, on: connection) else { throw OrganizationsError.notFound }
        try services.audit.record(
          AuditEntry(
            action: "organizations.\(Unit.kind).changed", subject: .unit(placed), accountID: actor.accountID.rawValue,
            schoolID: placed.schoolID.rawValue, changes: changes, at: now), on: connection)
      }
    }
  }

  private static func catchingTaken(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch DatabaseError.unique(let detail) {
      throw Invalid([FieldProblem(Unit.takenField(detail), "organizations.problem.taken")])
    }
  }
}

/// Closes a part of the organisation, or opens it again. Nothing is deleted:
/// what is closed keeps its records and takes no new ones.
package struct SetUnitStatus<Unit: OrganisationUnit>: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Returns: the unit as it is now.
  /// - Throws: `OrganizationsError.notFound`.
  @discardableResult
  package func callAsFunction(_ status: OrganisationStatus, of id: ID<Unit>, by actor: Actor) async throws -> Unit {
    let (services, now) = (services, services.now)
    return try await services.database.write { connection in
      guard let old = try Unit.find(id, in: actor.scope, on: connection) else { throw OrganizationsError.notFound }
      guard old.status != status else { return old }
      var unit = old
      unit.status = status
      guard try unit.update(in: actor.scope, on: connection) else { throw OrganizationsError.notFound }
      try services.audit.record(
        AuditEntry(
          action: "organizations.\(Unit.kind).\(status == .closed ? "closed" : "opened")", subject: .unit(unit),
          accountID: actor.accountID.rawValue, schoolID: unit.schoolID.rawValue,
          changes: [FieldChange(field: "status", before: old.status.fieldValue, after: status.fieldValue)], at: now),
        on: connection)
      return unit
    }
  }
}

extension AuditEntry.Subject {
  static func unit<Unit: OrganisationUnit>(_ unit: Unit) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: Unit.kind, id: unit.id.rawValue, name: unit.name)
  }
}

extension RecordDescription {
  /// The difference with the names of other records instead of their keys, so
  /// that the log can be read after those are renamed.
  func namedDifference(from old: Record?, to new: Record?) -> [FieldChange] {
    difference(from: old, to: new).map { change in
      let choices = field(change.field)?.kind.choices ?? []
      func named(_ value: FieldValue) -> FieldValue {
        guard case .text(let key) = value, let choice = choices.first(where: { $0.value == key }),
          case .text(let name) = choice.label
        else { return value }
        return .text(name)
      }
      return FieldChange(field: change.field, before: named(change.before), after: named(change.after))
    }
  }
}
