import Accounts
import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values

/// Starts a tour, ends or cancels it, takes that back, and keeps what is
/// written about it at the end.
package struct MoveTour: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `TourError.notFound`, `.stale`, `.tour`.
  package func callAsFunction(
    _ act: Tour.Act, _ id: ID<Tour>, version: Int, reason: String = "", by actor: Actor
  ) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      let old = try Self.tour(id, version: version, by: actor, on: connection)
      let tour: Tour
      do throws(Tour.Refusal) {
        tour = try old.after(act, on: now.day, reason: reason)
      } catch {
        throw TourError.tour(error)
      }
      guard try TourStore.update(tour, at: now, on: connection) else { throw TourError.stale }
      try services.audit.record(tour.entry(act.rawValue, by: actor, note: reason, at: now), on: connection)
      try TourInbox.settle(id, services, on: connection)
    }
  }

  /// - Throws: `TourError.notFound`, `.stale`.
  package func write(_ summary: String, about id: ID<Tour>, version: Int, by actor: Actor) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      let old = try Self.tour(id, version: version, by: actor, on: connection)
      var tour = old
      tour.summary = summary
      guard tour.summary != old.summary else { return }
      guard try TourStore.update(tour, at: now, on: connection) else { throw TourError.stale }
      try services.audit.record(
        tour.entry(
          "summary", by: actor,
          changes: [FieldChange(field: "summary", before: old.summary.fieldValue, after: summary.fieldValue)], at: now),
        on: connection)
      try TourInbox.settle(id, services, on: connection)
    }
  }

  /// Logs that somebody reads whom an authority named, unmasked (PIPL art. 51).
  package func reveal(_ tour: Tour, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      try services.audit.record(tour.entry("revealed", by: actor, at: services.now), on: connection)
    }
  }

  private static func tour(
    _ id: ID<Tour>, version: Int, by actor: Actor, on connection: any Connection
  ) throws -> Tour {
    guard let tour = try TourStore.record(id, in: actor.scope, of: actor.accountID, on: connection)?.tour,
      tour.mayBeChanged(by: actor)
    else { throw TourError.notFound }
    guard tour.version == version else { throw TourError.stale }
    return tour
  }
}
