package import Database
import Organizations
package import Security
package import Values

/// The rows of `tour_stops` and `tour_lines`. They are found through their
/// tour, which was found in sight.
package struct TourStopStore: Sendable {
  private let sealer: Sealer

  package init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  private static let phone = "tour_stops.authority_phone"

  /// The stops of a tour, in the order in which they are travelled.
  package func stops(of tour: Tour, on connection: some Connection) throws -> [TourStop] {
    try connection.rows(
      """
      SELECT \(Self.columns) FROM tour_stops s WHERE s.school_id = \(tour.schoolID) AND s.tour_id = \(tour.id)
      ORDER BY s.day, s.place, s.id
      """
    ).map(stop)
  }

  package func stop(_ id: ID<TourStop>, of tour: Tour, on connection: some Connection) throws -> TourStop? {
    try connection.first(
      """
      SELECT \(Self.columns) FROM tour_stops s
      WHERE s.id = \(id) AND s.school_id = \(tour.schoolID) AND s.tour_id = \(tour.id)
      """
    ).map(stop)
  }

  package func insert(_ stop: TourStop, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO tour_stops (id, school_id, tour_id, place, region, city, day, last_day, authority, authority_person,
        authority_phone_sealed, meets_at, note, state, previous_day, reason, version)
      VALUES (\(stop.id), \(stop.schoolID), \(stop.tourID), \(stop.place), \(stop.region), \(Self.city(stop)),
        \(stop.day), \(stop.lastDay), \(stop.authority), \(stop.authorityPerson), \(try sealed(stop)), \(stop.meetsAt),
        \(stop.note), \(stop.state), \(stop.previousDay), \(stop.reason), 1)
      """)
  }

  /// - Returns: `false` when somebody changed it since `stop.version` was read.
  package func update(_ stop: TourStop, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE tour_stops SET place = \(stop.place), region = \(stop.region), city = \(Self.city(stop)),
        day = \(stop.day), last_day = \(stop.lastDay), authority = \(stop.authority),
        authority_person = \(stop.authorityPerson), authority_phone_sealed = \(try sealed(stop)),
        meets_at = \(stop.meetsAt), note = \(stop.note), state = \(stop.state), previous_day = \(stop.previousDay),
        reason = \(stop.reason), version = version + 1
      WHERE id = \(stop.id) AND school_id = \(stop.schoolID) AND version = \(stop.version)
      """) == 1
  }

  private static func city(_ stop: TourStop) -> String { TourCity.key(of: stop.region) ?? stop.region }

  private func sealed(_ stop: TourStop) throws -> String? {
    stop.authorityPhone.isEmpty ? nil : try sealer.seal(stop.authorityPhone, context: "\(Self.phone)/\(stop.id)")
  }

  private static let columns: SQL = """
    s.id, s.school_id, s.tour_id, s.place, s.region, s.day, s.last_day, s.authority, s.authority_person,
    s.authority_phone_sealed, s.meets_at, s.note, s.state, s.previous_day, s.reason, s.version
    """

  private func stop(_ row: Row) throws -> TourStop {
    var stop = TourStop(
      id: try row.get(0), schoolID: try row.get(1), tourID: try row.get(2), region: try row.get(4),
      day: try row.get(5), lastDay: try row.get(6))
    stop.place = try row.get(3)
    stop.authority = try row.get(7)
    stop.authorityPerson = try row.get(8)
    let phone: String? = try row.get(9)
    stop.authorityPhone = try phone.map { try sealer.open($0, context: "\(Self.phone)/\(stop.id)") } ?? ""
    stop.meetsAt = try row.get(10)
    stop.note = try row.get(11)
    stop.state = try row.get(12)
    stop.previousDay = try row.get(13)
    stop.reason = try row.get(14)
    stop.version = try row.get(15)
    return stop
  }
}

/// The rows of `tour_lines`.
package enum TourLineStore {
  private static let columns: SQL = """
    l.id, l.school_id, l.tour_id, l.stop_id, l.place, l.partnership_id, l.prospect, l.day, l.at, l.who, l.note, l.state,
    l.reason, l.version
    """

  /// The partners of a tour with their names, by stop and place.
  package static func lines(of tour: Tour, on connection: some Connection) throws -> [PlannedPartner] {
    try connection.rows(
      """
      SELECT \(columns), coalesce(p.name, l.prospect), coalesce(e.credit_code, ''), coalesce(e.address, ''),
        coalesce(p.is_silent, 0)
      FROM tour_lines l JOIN tour_stops s ON s.id = l.stop_id
      LEFT JOIN partnerships p ON p.id = l.partnership_id LEFT JOIN enterprises e ON e.id = p.enterprise_id
      WHERE l.school_id = \(tour.schoolID) AND l.tour_id = \(tour.id)
      ORDER BY s.day, s.place, s.id, coalesce(l.day, s.day), CASE l.at WHEN '' THEN '99' ELSE l.at END, l.place, l.id
      """
    ).map { row in
      PlannedPartner(
        line: try line(row), name: try row.get(14), creditCode: try row.get(15), address: try row.get(16),
        isSilent: try row.get(17))
    }
  }

  package static func line(
    _ id: ID<TourLine>, of tour: Tour, on connection: some Connection
  ) throws -> TourLine? {
    try connection.first(
      """
      SELECT \(columns) FROM tour_lines l
      WHERE l.id = \(id) AND l.school_id = \(tour.schoolID) AND l.tour_id = \(tour.id)
      """
    ).map(line)
  }

  /// The tour that a line belongs to, if it is one of the school's.
  static func tour(of id: ID<TourLine>, school: ID<School>, on connection: some Connection) throws -> ID<Tour>? {
    try connection.value("SELECT tour_id FROM tour_lines WHERE id = \(id) AND school_id = \(school)", as: ID<Tour>.self)
  }

  package static func insert(_ line: TourLine, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO tour_lines (id, school_id, tour_id, stop_id, place, partnership_id, prospect, day, at, who, note,
        state, reason, version)
      VALUES (\(line.id), \(line.schoolID), \(line.tourID), \(line.stopID), \(line.place), \(line.partnershipID),
        \(line.prospect), \(line.day), \(line.at), \(line.who), \(line.note), \(line.state), \(line.reason), 1)
      """)
  }

  /// - Returns: `false` when somebody changed it since `line.version` was read.
  package static func update(_ line: TourLine, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE tour_lines SET stop_id = \(line.stopID), partnership_id = \(line.partnershipID), day = \(line.day),
        at = \(line.at), who = \(line.who), note = \(line.note), state = \(line.state), reason = \(line.reason),
        version = version + 1
      WHERE id = \(line.id) AND school_id = \(line.schoolID) AND version = \(line.version)
      """) == 1
  }

  private static func line(_ row: Row) throws -> TourLine {
    let stop = TourStop(
      id: try row.get(3), schoolID: try row.get(1), tourID: try row.get(2), region: "",
      day: CivilDate(daysSinceEpoch: 0))
    var line = TourLine(id: try row.get(0), stop: stop, partnershipID: try row.get(5), prospect: try row.get(6))
    line.place = try row.get(4)
    line.day = try row.get(7)
    line.at = try row.get(8)
    line.who = try row.get(9)
    line.note = try row.get(10)
    line.state = try row.get(11)
    line.reason = try row.get(12)
    line.version = try row.get(13)
    return line
  }
}
