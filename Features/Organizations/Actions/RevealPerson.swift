import Database
package import Platform
package import Values

/// Logs that somebody reads a person's data unmasked (PIPL art. 51: access is
/// recorded), before it is shown.
package struct RevealPerson: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameter subject: a teacher or a student that the actor sees.
  package func callAsFunction(_ subject: AuditEntry.Subject, of school: ID<School>, by actor: Actor) async throws {
    let (services, now) = (services, services.now)
    try await services.database.write { connection in
      try services.audit.record(
        AuditEntry(
          action: "organizations.\(subject.kind).revealed", subject: subject, accountID: actor.accountID.rawValue,
          schoolID: school.rawValue, at: now), on: connection)
    }
  }
}
