import Accounts
import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values

/// Plans the stops of a tour: adds and changes them, moves, postpones and
/// cancels them, and takes that back.
package struct TourStops: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  private var store: TourStopStore { TourStopStore(services.sealer) }

  /// - Throws: `Invalid`, `TourError.notFound`, `.closed`.
  package func add(_ planned: PlannedStop, to id: ID<Tour>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let tour = try Self.open(id, by: actor, services, on: connection)
      try Self.insert(planned, of: tour, by: actor, services, on: connection)
      try TourInbox.settle(id, services, on: connection)
    }
  }

  /// - Throws: `Invalid`, `TourError.notFound`, `.stale`, `.closed`.
  package func change(_ stop: TourStop, of id: ID<Tour>, by actor: Actor) async throws {
    let (services, store) = (services, store)
    try await services.database.write { connection in
      let tour = try Self.open(id, by: actor, services, on: connection)
      guard let old = try store.stop(stop.id, of: tour, on: connection) else { throw TourError.notFound }
      let problems = Self.problems(stop, of: tour)
      guard problems.isEmpty else { throw Invalid(problems) }
      var stop = stop
      // A day set by hand is no postponement to be taken back.
      if stop.day != old.day { stop.previousDay = nil }
      try Self.keep(stop, before: old, "stop.changed", of: tour, by: actor, services, on: connection)
    }
  }

  /// - Throws: `TourError.notFound`, `.stale`, `.closed`, `.stop`.
  package func callAsFunction(
    _ act: TourStop.Act, _ id: ID<TourStop>, of tourID: ID<Tour>, version: Int, until day: CivilDate? = nil,
    reason: String = "", by actor: Actor
  ) async throws {
    let (services, store) = (services, store)
    try await services.database.write { connection in
      let tour = try Self.open(tourID, by: actor, services, on: connection)
      guard let old = try store.stop(id, of: tour, on: connection) else { throw TourError.notFound }
      guard old.version == version else { throw TourError.stale }
      let stop: TourStop
      do throws(TourStop.Refusal) {
        stop = try old.after(act, of: tour, until: day, reason: reason)
      } catch {
        throw TourError.stop(error)
      }
      try Self.keep(
        stop, before: old, "stop.\(act.rawValue)", of: tour, by: actor, services, reason: reason, on: connection)
    }
  }

  /// Exchanges a stop with the one before or after it: their days, or their order on the same day.
  /// - Returns: whether there was one to exchange it with.
  /// - Throws: `TourError.notFound`, `.stale`, `.closed`.
  @discardableResult
  package func move(
    _ id: ID<TourStop>, of tourID: ID<Tour>, up isUp: Bool, version: Int, by actor: Actor
  ) async throws -> Bool {
    let (services, store) = (services, store)
    return try await services.database.write { connection in
      let tour = try Self.open(tourID, by: actor, services, on: connection)
      let stops = try store.stops(of: tour, on: connection).filter { $0.state == .planned }
      guard let place = stops.firstIndex(where: { $0.id == id }) else { throw TourError.notFound }
      guard stops[place].version == version else { throw TourError.stale }
      let other = isUp ? place - 1 : place + 1
      guard stops.indices.contains(other) else { return false }
      let (earlier, later) = (stops[min(place, other)], stops[max(place, other)])
      let moved = TourStop.exchanged(earlier, later)
      try Self.keep(moved.second, before: later, nil, of: tour, by: actor, services, on: connection)
      try Self.keep(moved.first, before: earlier, "stop.moved", of: tour, by: actor, services, on: connection)
      return true
    }
  }

  // MARK: Parts

  /// The tour, kept from changing until the transaction ends, and counted as changed.
  static func open(
    _ id: ID<Tour>, by actor: Actor, _ services: Services, on connection: any WriteConnection
  ) throws -> Tour {
    guard let seen = try TourStore.record(id, in: actor.scope, of: actor.accountID, on: connection)?.tour,
      seen.mayBeChanged(by: actor)
    else { throw TourError.notFound }
    try TourStore.touch(seen, at: services.now, on: connection)
    guard let tour = try TourStore.record(id, on: connection)?.tour else { throw TourError.notFound }
    guard tour.isOpen else { throw TourError.closed }
    return tour
  }

  static func insert(
    _ planned: PlannedStop, of tour: Tour, by actor: Actor, _ services: Services, on connection: any WriteConnection
  ) throws {
    let store = TourStopStore(services.sealer)
    let problems = problems(planned.stop, of: tour)
    guard problems.isEmpty else { throw Invalid(problems) }
    let others = try store.stops(of: tour, on: connection)
    guard others.count < TourStop.most else {
      throw Invalid([FieldProblem("region", "partners.tour.problem.manyStops", ["max": "\(TourStop.most)"])])
    }
    var stop = planned.stop
    stop.place = (others.map(\.place).max() ?? 0) + 1
    try store.insert(stop, on: connection)
    try services.audit.record(
      tour.entry("stop.added", by: actor, note: "\(TourCity.name(of: stop.region)) \(stop.day)", at: services.now),
      on: connection)
    guard !planned.partners.isEmpty || !planned.prospects.isEmpty else { return }
    try TourLines.insert(
      planned.partners, planned.prospects, at: stop, of: tour, by: actor, services, on: connection)
  }

  private static func problems(_ stop: TourStop, of tour: Tour) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    if TourCity.key(of: stop.region) == nil {
      problems.append(FieldProblem("region", "partners.tour.problem.region"))
    }
    if stop.lastDay < stop.day { problems.append(FieldProblem("lastDay", "partners.tour.problem.lastDay")) }
    if !tour.covers(stop.day) || !tour.covers(stop.lastDay) {
      problems.append(
        FieldProblem(
          tour.covers(stop.day) ? "lastDay" : "day", "partners.tour.problem.outside",
          ["first": tour.beginsOn.description, "last": tour.endsOn.description]))
    }
    return problems
  }

  /// Writes a changed stop, and moves the days of its partners along.
  private static func keep(
    _ stop: TourStop, before old: TourStop, _ act: String?, of tour: Tour, by actor: Actor, _ services: Services,
    reason: String = "", on connection: any WriteConnection
  ) throws {
    guard try TourStopStore(services.sealer).update(stop, on: connection) else { throw TourError.stale }
    let shift = stop.day.days(since: old.day)
    for entry in try TourLineStore.lines(of: tour, on: connection) where entry.line.stopID == stop.id {
      guard let day = entry.line.day else { continue }
      var line = entry.line
      let moved = day.adding(days: shift)
      // A stop that became shorter has no such day any more.
      line.day = stop.day <= moved && moved <= stop.lastDay ? moved : nil
      guard line.day != day else { continue }
      guard try TourLineStore.update(line, on: connection) else { throw TourError.stale }
    }
    guard let act else { return }
    let words = ["\(TourCity.name(of: stop.region)) \(stop.day)", reason].filter { !$0.isEmpty }
    try services.audit.record(
      tour.entry(
        act, by: actor, changes: TourStopFields.description.difference(from: old, to: stop),
        note: words.joined(separator: " · "), at: services.now), on: connection)
  }
}
