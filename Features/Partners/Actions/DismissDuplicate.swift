import Database
package import Organizations
package import Platform
import Values

/// Says that two enterprises are two, or takes that back.
package struct DismissDuplicate: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameter isDismissed: `false` takes it back.
  /// - Throws: `PartnersError.notFound` when the two are not in sight.
  package func callAsFunction(
    _ pair: DuplicateStore.Pair, isDismissed: Bool = true, by actor: Actor
  ) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      try Self.put(pair, isDismissed: isDismissed, by: actor, services: services, at: now, on: connection)
    }
  }

  static func put(
    _ pair: DuplicateStore.Pair, isDismissed: Bool, by actor: Actor, services: Services, at now: Instant,
    on connection: any WriteConnection
  ) throws {
    guard
      let found = try MergePair.load(
        kept: ID(rawValue: pair.first), gone: ID(rawValue: pair.second), by: actor, on: connection)
    else { throw PartnersError.notFound }
    let isChanged =
      isDismissed
      ? try DuplicateStore.dismiss(pair, for: actor.schoolID, by: actor.accountID.rawValue, at: now, on: connection)
      : try DuplicateStore.restore(pair, for: actor.schoolID, on: connection)
    guard isChanged else { return }
    try services.audit.record(
      AuditEntry(
        action: isDismissed ? "partners.duplicate.dismissed" : "partners.duplicate.restored",
        subject: found.own(actor)?.kept.map { .partner($0, found.kept) }
          ?? AuditEntry.Subject(kind: "enterprise", id: found.kept.id.rawValue, name: found.kept.name),
        accountID: actor.accountID.rawValue, schoolID: actor.schoolID?.rawValue, note: found.gone.name, at: now),
      on: connection)
  }
}
