package import Accounts
package import Database
package import Organizations
package import Values

/// A tour with what its page says around it.
package struct TourRecord: Sendable {
  package var tour: Tour
  package let schoolName: String
  package let departmentName: String
  package let leadName: String
  package let ownerName: String
  package let updatedAt: Instant
}

/// The rows of `tours` and `tour_people`.
package enum TourStore {
  static let columns: SQL = """
    t.id, t.school_id, t.department_id, t.title, t.purpose, t.begins_on, t.ends_on, t.lead_id, t.state,
    t.previous_state, t.reason, t.summary, t.owner_id, t.version
    """
  static var columnCount: Int { 14 }

  /// A school sees all its tours; a department its own and those its people come along on.
  static func sight(_ scope: Actor.Scope, _ account: ID<Account>) -> SQL {
    guard case .department(let school, let department) = scope else {
      return scope.condition(school: "t.school_id", department: nil)
    }
    return """
      (t.school_id = \(school) AND (t.department_id = \(department) OR t.lead_id = \(account) OR t.owner_id = \(account)
        OR EXISTS (SELECT 1 FROM tour_people m WHERE m.tour_id = t.id AND m.account_id = \(account))))
      """
  }

  /// A tour in sight.
  package static func record(
    _ id: ID<Tour>, in scope: Actor.Scope, of account: ID<Account>, on connection: some Connection
  ) throws -> TourRecord? {
    try records("t.id = \(id) AND \(sight(scope, account))", on: connection).first
  }

  /// For the program itself, which sees all.
  static func record(_ id: ID<Tour>, on connection: some Connection) throws -> TourRecord? {
    try records("t.id = \(id)", on: connection).first
  }

  private static func records(_ condition: SQL, on connection: some Connection) throws -> [TourRecord] {
    try connection.rows(
      """
      SELECT \(columns), s.name, coalesce(d.name, ''), coalesce(l.display_name, ''), coalesce(o.display_name, ''),
        t.updated_at
      FROM tours t JOIN schools s ON s.id = t.school_id LEFT JOIN departments d ON d.id = t.department_id
      LEFT JOIN accounts l ON l.id = t.lead_id LEFT JOIN accounts o ON o.id = t.owner_id
      WHERE \(condition)
      """
    ).map { row in
      var tour = try tour(row)
      tour.people = try people(of: [tour.id], on: connection)[tour.id] ?? []
      return TourRecord(
        tour: tour, schoolName: try row.get(columnCount), departmentName: try row.get(columnCount + 1),
        leadName: try row.get(columnCount + 2), ownerName: try row.get(columnCount + 3),
        updatedAt: try row.get(columnCount + 4))
    }
  }

  static func people(
    of tours: [ID<Tour>], on connection: some Connection
  ) throws -> [ID<Tour>: [TourPerson]] {
    guard !tours.isEmpty else { return [:] }
    var people: [ID<Tour>: [TourPerson]] = [:]
    for row in try connection.rows(
      """
      SELECT tour_id, teacher_id, account_id, name, number, position FROM tour_people
      WHERE tour_id IN \(list: tours) ORDER BY tour_id, place
      """)
    {
      people[try row.get(0), default: []].append(
        TourPerson(
          teacherID: try row.get(1), accountID: try row.get(2), name: try row.get(3), number: try row.get(4),
          position: try row.get(5)))
    }
    return people
  }

  // MARK: Writing

  package static func insert(_ tour: Tour, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO tours (id, school_id, department_id, title, purpose, begins_on, ends_on, lead_id, state,
        previous_state, reason, summary, owner_id, version, created_at, updated_at)
      VALUES (\(tour.id), \(tour.schoolID), \(tour.departmentID), \(tour.title), \(tour.purpose), \(tour.beginsOn),
        \(tour.endsOn), \(tour.leadID), \(tour.state), \(tour.previousState?.rawValue ?? ""), \(tour.reason),
        \(tour.summary), \(tour.ownerID), 1, \(now), \(now))
      """)
    try insert(peopleOf: tour, on: connection)
  }

  /// - Returns: `false` when somebody changed it since `tour.version` was read.
  package static func update(_ tour: Tour, at now: Instant, on connection: some WriteConnection) throws -> Bool {
    let changed = try connection.run(
      """
      UPDATE tours SET department_id = \(tour.departmentID), title = \(tour.title), purpose = \(tour.purpose),
        begins_on = \(tour.beginsOn), ends_on = \(tour.endsOn), lead_id = \(tour.leadID), state = \(tour.state),
        previous_state = \(tour.previousState?.rawValue ?? ""), reason = \(tour.reason), summary = \(tour.summary),
        version = version + 1, updated_at = \(now)
      WHERE id = \(tour.id) AND school_id = \(tour.schoolID) AND version = \(tour.version)
      """)
    guard changed == 1 else { return false }
    try connection.run("DELETE FROM tour_people WHERE school_id = \(tour.schoolID) AND tour_id = \(tour.id)")
    try insert(peopleOf: tour, on: connection)
    return true
  }

  /// Counts a change of a tour's stops or partners. It also keeps others from changing the tour before this
  /// transaction ends, so that what was looked up of it stays true.
  static func touch(_ tour: Tour, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      UPDATE tours SET version = version + 1, updated_at = \(now) WHERE id = \(tour.id) AND school_id = \(tour.schoolID)
      """)
  }

  private static func insert(peopleOf tour: Tour, on connection: some WriteConnection) throws {
    for (place, person) in tour.people.enumerated() {
      try connection.run(
        """
        INSERT INTO tour_people (school_id, tour_id, place, teacher_id, account_id, name, number, position)
        VALUES (\(tour.schoolID), \(tour.id), \(place), \(person.teacherID), \(person.accountID), \(person.name),
          \(person.number), \(person.position))
        """)
    }
  }

  /// Without its people.
  static func tour(_ row: Row) throws -> Tour {
    var tour = Tour(
      id: try row.get(0), schoolID: try row.get(1), title: try row.get(3), beginsOn: try row.get(5),
      endsOn: try row.get(6))
    tour.departmentID = try row.get(2)
    tour.purpose = try row.get(4)
    tour.leadID = try row.get(7)
    tour.state = try row.get(8)
    tour.previousState = Tour.State(rawValue: try row.get(9, as: String.self))
    tour.reason = try row.get(10)
    tour.summary = try row.get(11)
    tour.ownerID = try row.get(12)
    tour.version = try row.get(13)
    return tour
  }
}
