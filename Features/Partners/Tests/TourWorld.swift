import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Testing
import Values

@testable import Partners

/// Tours in the world of the reviews: a tour of Guangzhou and Foshan around today.
extension ReviewWorld {
  static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  /// A tour from yesterday until in five days, led by the office.
  @discardableResult
  func tour(
    _ title: String = "珠三角走访", people: [PersonLine] = [], by actor: Actor? = nil, stops: [PlannedStop] = [],
    _ change: (inout Tour) -> Void = { _ in }
  ) async throws -> Tour {
    let actor = actor ?? office
    var tour = Tour(
      id: services.ids.next(), schoolID: school.id, title: title, beginsOn: today.adding(days: -1),
      endsOn: today.adding(days: 5))
    tour.leadID = actor.accountID
    if case .department(_, let own) = actor.scope { tour.departmentID = own }
    change(&tour)
    let planned = stops.map { stop in
      var stop = stop
      stop.stop.tourID = tour.id
      return stop
    }
    try await SaveTour(services)(tour, people: people, stops: planned, isNew: true, by: actor)
    return try await self.tour(tour.id)
  }

  func tour(_ id: ID<Tour>) async throws -> Tour {
    try #require(try await database.read { try TourStore.record(id, on: $0)?.tour })
  }

  /// A stop to plan; its tour is filled in by `tour(stops:)`.
  func stop(
    _ region: String = "440100", in days: Int = 0, partners: [Partner] = [], prospects: [String] = [],
    of tour: Tour? = nil, _ change: (inout TourStop) -> Void = { _ in }
  ) -> PlannedStop {
    var stop = TourStop(
      id: services.ids.next(), schoolID: school.id, tourID: tour?.id ?? ID(rawValue: 1), region: region,
      day: today.adding(days: days))
    change(&stop)
    return PlannedStop(stop, partners: partners.map(\.partnership.id), prospects: prospects)
  }

  func stops(of tour: Tour) async throws -> [TourStop] {
    try await database.read { [sealer = services.sealer] in try TourStopStore(sealer).stops(of: tour, on: $0) }
  }

  func lines(of tour: Tour) async throws -> [PlannedPartner] {
    try await database.read { try TourLineStore.lines(of: tour, on: $0) }
  }

  func progress(of id: ID<Tour>) async throws -> TourProgress {
    let tour = try await tour(id)
    let (stops, lines) = (try await stops(of: tour), try await lines(of: tour))
    let visits = try await database.read { try TourVisits.visits(of: tour, on: $0) }
    return TourProgress(stops: stops, lines: lines, visits: visits)
  }

  /// Puts a partner's enterprise into a region.
  func place(_ partner: Partner, in region: String) async throws {
    var changed = partner
    changed.enterprise.region = region
    changed.enterprise.version = try await database.read {
      try PartnershipStore.partner(partner.partnership.id, in: .installation, on: $0)?.enterprise.version ?? 1
    }
    let by = partner.partnership.schoolID == school.id ? office : foreignOffice
    try await ChangePartner(services)(changed, by: by)
  }

  /// What the log says happened to a tour, newest first.
  func log(of tour: Tour) async throws -> [LoggedEntry] {
    var query = AuditQuery()
    query.subjectKind = "tour"
    query.subjectID = tour.id.rawValue
    let asked = query
    return try await database.read { try AuditStore.entries(asked, in: .installation, on: $0) }
  }

  /// Gives a teacher of the roster an account.
  func link(_ teacher: ID<Teacher>, to actor: Actor) async throws {
    try await database.write {
      try $0.run("UPDATE teachers SET account_id = \(actor.accountID) WHERE id = \(teacher)")
    }
  }

  static func problems(_ act: () async throws -> Void) async -> [String] {
    do {
      try await act()
      return []
    } catch let invalid as Invalid {
      return invalid.problems.map { "\($0.field): \($0.message.key)" }
    } catch {
      return ["\(error)"]
    }
  }

  /// How many rows tables have in all: what a refused act must not change.
  func rows() async throws -> [Int] {
    try await database.read { connection in
      try ["tours", "tour_people", "tour_stops", "tour_lines", "inbox_entries", "audit_entries"].map { table in
        let count: SQL
        switch table {
        case "tours": count = "SELECT count(*) FROM tours"
        case "tour_people": count = "SELECT count(*) FROM tour_people"
        case "tour_stops": count = "SELECT count(*) FROM tour_stops"
        case "tour_lines": count = "SELECT count(*) FROM tour_lines"
        case "inbox_entries": count = "SELECT count(*) FROM inbox_entries"
        default: count = "SELECT count(*) FROM audit_entries"
        }
        return try connection.value(count) ?? 0
      }
    }
  }
}
