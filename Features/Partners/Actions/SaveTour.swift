import Accounts
import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values

/// What an act on a tour can be refused for.
package enum TourError: Error, Sendable, Equatable {
  /// Not there, or not in sight.
  case notFound
  /// Somebody changed it meanwhile.
  case stale
  case tour(Tour.Refusal)
  case stop(TourStop.Refusal)
  /// A tour that is over or cancelled is planned no more.
  case closed
}

/// A stop with the partners to be seen, as somebody plans them together.
package struct PlannedStop: Sendable {
  package var stop: TourStop
  package var partners: [ID<Partnership>]
  package var prospects: [String]

  package init(_ stop: TourStop, partners: [ID<Partnership>] = [], prospects: [String] = []) {
    self.stop = stop
    self.partners = partners
    self.prospects = prospects
  }
}

/// Plans a tour, or changes what stands above its stops.
package struct SaveTour: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameters:
  ///   - people: who comes along; looked up in the rosters.
  ///   - stops: of a tour that is new.
  /// - Throws: `Invalid`, `TourError.notFound`, `TourError.stale`.
  package func callAsFunction(
    _ tour: Tour, people: [PersonLine], stops: [PlannedStop] = [], isNew: Bool, by actor: Actor
  ) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      var tour = tour
      let old =
        isNew
        ? nil : try TourStore.record(tour.id, in: actor.scope, of: actor.accountID, on: connection)?.tour
      if !isNew, old == nil { throw TourError.notFound }
      tour.people = try TourPeople.find(people, for: tour, before: old, on: connection)
      var problems = try Self.problems(tour, before: old, by: actor, on: connection)
      if !isNew {
        problems += try Self.stopsOutside(tour, TourStopStore(services.sealer).stops(of: tour, on: connection))
      }
      guard problems.isEmpty else { throw Invalid(problems) }
      let changes = Self.changes(from: old, to: tour)
      if isNew {
        tour.ownerID = actor.accountID
        try TourStore.insert(tour, at: now, on: connection)
      } else {
        guard old?.version == tour.version else { throw TourError.stale }
        if changes.isEmpty { return }
        guard try TourStore.update(tour, at: now, on: connection) else { throw TourError.stale }
      }
      try services.audit.record(
        tour.entry(isNew ? "created" : "changed", by: actor, changes: changes, at: now), on: connection)
      for (number, planned) in stops.enumerated() {
        do {
          try TourStops.insert(planned, of: tour, by: actor, services, on: connection)
        } catch let invalid as Invalid {
          throw Invalid(invalid.problems.map { FieldProblem("stops.\(number).\($0.field)", $0.message) })
        }
      }
      try TourInbox.settle(tour.id, services, on: connection)
    }
  }

  private static func problems(
    _ tour: Tour, before old: Tour?, by actor: Actor, on connection: any Connection
  ) throws -> [FieldProblem] {
    var problems: [FieldProblem] = []
    if tour.leadID != old?.leadID || old == nil {
      let leads = try MembershipStore.accounts(holding: TourPeople.roles, school: tour.schoolID, on: connection)
      if tour.leadID.map(leads.contains) != true {
        problems.append(FieldProblem("lead", "partners.tour.problem.lead"))
      }
    }
    if let department = tour.departmentID, department != old?.departmentID {
      if try SchoolStore.department(department, in: actor.scope, on: connection)?.schoolID != tour.schoolID {
        problems.append(FieldProblem("department", "partners.tour.problem.department"))
      }
    }
    return problems
  }

  /// A period that leaves stops outside would make the plan untrue.
  private static func stopsOutside(_ tour: Tour, _ stops: [TourStop]) -> [FieldProblem] {
    let outside = stops.filter { stop in
      stop.state == .planned && !(tour.covers(stop.day) && tour.covers(stop.lastDay))
    }
    guard let first = outside.first else { return [] }
    return [
      FieldProblem(
        "endsOn", "partners.tour.problem.stopsOutside",
        [
          "count": "\(outside.count)", "name": TourCity.name(of: first.region), "date": first.day.description,
        ])
    ]
  }

  static func changes(from old: Tour?, to new: Tour) -> [FieldChange] {
    var changes = TourFields.description.difference(from: old, to: new)
    func add(_ field: String, _ words: (Tour) -> String) {
      let (before, after) = (old.map(words) ?? "", words(new))
      guard before != after else { return }
      changes.append(FieldChange(field: field, before: before.fieldValue, after: after.fieldValue))
    }
    add("lead") { $0.leadID?.description ?? "" }
    add("department") { $0.departmentID?.description ?? "" }
    add("people") { tour in tour.people.map(\.line.text).joined(separator: "、") }
    return changes
  }
}

extension Tour {
  package var subject: AuditEntry.Subject { AuditEntry.Subject(kind: "tour", id: id.rawValue, name: title) }

  /// An entry of the log, `partners.tour.created`.
  func entry(
    _ act: String, by actor: Actor?, changes: [FieldChange] = [], note: String = "", at now: Instant
  ) -> AuditEntry {
    AuditEntry(
      action: "partners.tour.\(act)", subject: subject, accountID: actor?.accountID.rawValue,
      schoolID: schoolID.rawValue, changes: changes, note: note, at: now)
  }
}
