import Accounts
import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values

/// Plans which partners are seen at a stop of a tour.
package struct TourLines: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `Invalid`, `TourError.notFound`, `.closed`.
  package func add(
    _ partners: [ID<Partnership>], _ prospects: [String], at id: ID<TourStop>, of tourID: ID<Tour>, by actor: Actor
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let tour = try TourStops.open(tourID, by: actor, services, on: connection)
      guard let stop = try TourStopStore(services.sealer).stop(id, of: tour, on: connection) else {
        throw TourError.notFound
      }
      guard stop.state == .planned else { throw TourError.closed }
      try Self.insert(partners, prospects, at: stop, of: tour, by: actor, services, on: connection)
    }
  }

  /// Changes when a partner is seen, by whom, and at which stop.
  /// - Throws: `Invalid`, `TourError.notFound`, `.stale`, `.closed`.
  package func change(_ line: TourLine, of tourID: ID<Tour>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let tour = try TourStops.open(tourID, by: actor, services, on: connection)
      guard let stop = try TourStopStore(services.sealer).stop(line.stopID, of: tour, on: connection),
        let old = try TourLineStore.line(line.id, of: tour, on: connection)
      else { throw TourError.notFound }
      if let day = line.day, day < stop.day || day > stop.lastDay {
        throw Invalid([
          FieldProblem(
            "day", "partners.tour.problem.lineDay",
            ["first": stop.day.description, "last": stop.lastDay.description])
        ])
      }
      guard line != old else { return }
      try Self.keep(line, "line.changed", of: tour, by: actor, services, on: connection)
    }
  }

  /// - Throws: `TourError.notFound`, `.stale`, `.closed`, `.stop`.
  package func callAsFunction(
    _ act: TourLine.Act, _ id: ID<TourLine>, of tourID: ID<Tour>, version: Int, reason: String = "", by actor: Actor
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let tour = try TourStops.open(tourID, by: actor, services, on: connection)
      guard let old = try TourLineStore.line(id, of: tour, on: connection) else { throw TourError.notFound }
      guard old.version == version else { throw TourError.stale }
      let line: TourLine
      do throws(TourStop.Refusal) {
        line = try old.after(act, reason: reason)
      } catch {
        throw TourError.stop(error)
      }
      if act == .undo, let partner = old.partnershipID {
        let others = try TourLineStore.lines(of: tour, on: connection).filter { $0.line.id != id }
        // It was planned once more meanwhile.
        if others.contains(where: { $0.line.partnershipID == partner && $0.line.state == .planned }) {
          throw TourError.stop(.state)
        }
      }
      try Self.keep(line, "line.\(act.rawValue)", of: tour, by: actor, services, reason: reason, on: connection)
    }
  }

  // MARK: Parts

  static func insert(
    _ partners: [ID<Partnership>], _ prospects: [String], at stop: TourStop, of tour: Tour, by actor: Actor,
    _ services: Services, on connection: any WriteConnection
  ) throws {
    let known = try TourLineStore.lines(of: tour, on: connection)
    var problems: [FieldProblem] = []
    var (lines, names): ([TourLine], [String]) = ([], [])
    var (planned, called) = (
      Set(known.filter { $0.line.state == .planned }.compactMap(\.line.partnershipID)),
      Set(known.filter { $0.line.state == .planned && $0.line.partnershipID == nil }.map(\.name))
    )
    let found = try PartnershipStore.partners(partners, in: actor.scope, on: connection)
    for id in partners {
      guard let partner = found.first(where: { $0.partnership.id == id }), partner.partnership.schoolID == tour.schoolID
      else {
        problems.append(FieldProblem("partners", "partners.tour.problem.partner"))
        continue
      }
      guard planned.insert(id).inserted else {
        problems.append(
          FieldProblem("partners", "partners.tour.problem.twice", ["name": partner.enterprise.name]))
        continue
      }
      lines.append(TourLine(id: services.ids.next(), stop: stop, partnershipID: id))
      names.append(partner.enterprise.name)
    }
    for name in prospects {
      guard called.insert(name).inserted else {
        problems.append(FieldProblem("prospects", "partners.tour.problem.twice", ["name": name]))
        continue
      }
      lines.append(TourLine(id: services.ids.next(), stop: stop, prospect: name))
      names.append(name)
    }
    if known.count + lines.count > TourLine.most {
      problems.append(FieldProblem("partners", "partners.tour.problem.manyPartners", ["max": "\(TourLine.most)"]))
    }
    guard problems.isEmpty else { throw Invalid(problems) }
    guard !lines.isEmpty else { throw Invalid([FieldProblem("partners", "partners.tour.problem.nobody")]) }
    for (number, line) in lines.enumerated() {
      var line = line
      line.place = known.count + number + 1
      try TourLineStore.insert(line, on: connection)
    }
    try services.audit.record(
      tour.entry("line.added", by: actor, note: String(names.joined(separator: "、").prefix(400)), at: services.now),
      on: connection)
  }

  private static func keep(
    _ line: TourLine, _ act: String, of tour: Tour, by actor: Actor, _ services: Services, reason: String = "",
    on connection: any WriteConnection
  ) throws {
    guard try TourLineStore.update(line, on: connection) else { throw TourError.stale }
    let name = try TourLineStore.lines(of: tour, on: connection).first { $0.line.id == line.id }?.name ?? ""
    try services.audit.record(
      tour.entry(
        act, by: actor, note: [name, reason].filter { !$0.isEmpty }.joined(separator: " · "), at: services.now),
      on: connection)
  }

  /// Names the partner that a prospect has become, in the transaction that writes the visit down.
  ///
  /// A line that has a partner already, or belongs to another tour's days, is left as it is.
  static func fill(_ id: ID<TourLine>, by visit: Visit, on connection: any WriteConnection) throws {
    guard let tourID = try TourLineStore.tour(of: id, school: visit.schoolID, on: connection),
      let tour = try TourStore.record(tourID, on: connection)?.tour, tour.covers(visit.day),
      var line = try TourLineStore.line(id, of: tour, on: connection), line.partnershipID == nil
    else { return }
    line.partnershipID = visit.partnershipID
    _ = try TourLineStore.update(line, on: connection)
  }
}
