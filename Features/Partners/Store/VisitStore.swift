package import Accounts
package import Database
package import Organizations
package import Values

/// A visit with what its page says around it.
package struct VisitRecord: Sendable {
  package var visit: Visit
  package let partner: Partner
  package let departmentName: String
  package let ownerName: String
  package let updatedAt: Instant
  /// Who took it out of the log; until then it can be put back.
  package let removal: (name: String, at: Instant)?
}

/// The rows of `visits`, `visit_people` and `visit_openings`.
package enum VisitStore {
  static let columns: SQL = """
    v.id, v.school_id, v.partnership_id, v.department_id, v.province, v.kind, v.held_on, v.begins, v.ends, v.place,
    v.content, v.result, v.is_outreach, v.needs, v.posts, v.average_pay, v.outcome, v.intentions, v.owner_id, v.version
    """
  static var columnCount: Int { 20 }

  /// Who sees a partner sees its visits; a department sees its own also after it gave the partner away.
  static func sight(_ scope: Actor.Scope) -> SQL {
    guard case .department = scope else { return scope.condition(school: "v.school_id", department: nil) }
    let own = scope.condition(school: "v.school_id", department: "v.department_id")
    let partners = scope.condition(school: "p.school_id", department: "p.department_id")
    return "(\(own) OR \(partners))"
  }

  /// A visit in sight, also one that was taken out of the log.
  package static func record(
    _ id: ID<Visit>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> VisitRecord? {
    guard
      let row = try connection.first(
        """
        SELECT \(columns), coalesce(d.name, ''), coalesce(o.display_name, ''), v.updated_at,
          coalesce(r.display_name, ''), v.removed_at
        FROM visits v JOIN partnerships p ON p.id = v.partnership_id
        LEFT JOIN departments d ON d.id = v.department_id LEFT JOIN accounts o ON o.id = v.owner_id
        LEFT JOIN accounts r ON r.id = v.removed_by
        WHERE v.id = \(id) AND \(sight(scope))
        """)
    else { return nil }
    let visit = try adding(detailsTo: [visit(row)], on: connection)[0]
    // The visit is in sight, so its partner's name is; the partner's own page checks again.
    guard let partner = try PartnershipStore.partner(visit.partnershipID, in: .school(visit.schoolID), on: connection)
    else { return nil }
    let removedAt: Instant? = try row.get(columnCount + 4)
    let removedBy: String = try row.get(columnCount + 3)
    return VisitRecord(
      visit: visit, partner: partner, departmentName: try row.get(columnCount),
      ownerName: try row.get(columnCount + 1), updatedAt: try row.get(columnCount + 2),
      removal: removedAt.map { (removedBy, $0) })
  }

  /// How many visits of a partner are in the log.
  package static func count(
    of partnership: ID<Partnership>, upTo limit: Int = 1000, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM visits v
        WHERE v.partnership_id = \(partnership) AND v.removed_at IS NULL LIMIT \(literal: limit)) found
      """) ?? 0
  }

  // MARK: Writing

  package static func insert(_ visit: Visit, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO visits (id, school_id, partnership_id, department_id, province, kind, held_on, begins, ends, place,
        content, result, is_outreach, needs, posts, average_pay, outcome, intentions, owner_id, version, created_at,
        updated_at)
      VALUES (\(visit.id), \(visit.schoolID), \(visit.partnershipID), \(visit.departmentID), \(visit.province),
        \(visit.kind), \(visit.day), \(visit.begins), \(visit.ends), \(visit.place), \(visit.content), \(visit.result),
        \(visit.isOutreach), \(visit.needs), \(visit.posts), \(visit.averagePay), \(visit.outcome?.rawValue ?? ""),
        \(visit.intentions), \(visit.ownerID), 1, \(now), \(now))
      """)
    try insert(detailsOf: visit, on: connection)
    try VisitSearch.put(visit, on: connection)
  }

  /// - Returns: `false` when somebody changed it since `visit.version` was read, or took it out of the log.
  package static func update(_ visit: Visit, at now: Instant, on connection: some WriteConnection) throws -> Bool {
    let changed = try connection.run(
      """
      UPDATE visits SET kind = \(visit.kind), held_on = \(visit.day), begins = \(visit.begins), ends = \(visit.ends),
        place = \(visit.place), content = \(visit.content), result = \(visit.result),
        is_outreach = \(visit.isOutreach), needs = \(visit.needs), posts = \(visit.posts),
        average_pay = \(visit.averagePay), outcome = \(visit.outcome?.rawValue ?? ""),
        intentions = \(visit.intentions), version = version + 1, updated_at = \(now)
      WHERE id = \(visit.id) AND school_id = \(visit.schoolID) AND version = \(visit.version) AND removed_at IS NULL
      """)
    guard changed == 1 else { return false }
    for table in ["visit_people", "visit_openings"] as [StaticString] {
      try connection.run(
        "DELETE FROM \(name: table) WHERE school_id = \(visit.schoolID) AND visit_id = \(visit.id)")
    }
    try insert(detailsOf: visit, on: connection)
    try VisitSearch.put(visit, on: connection)
    return true
  }

  /// Takes a visit out of the log; `false` when it is out already or was changed meanwhile.
  package static func remove(
    _ visit: Visit, by account: ID<Account>, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE visits SET removed_by = \(account), removed_at = \(now), version = version + 1, updated_at = \(now)
      WHERE id = \(visit.id) AND school_id = \(visit.schoolID) AND version = \(visit.version) AND removed_at IS NULL
      """) == 1
  }

  /// Puts a visit back; `false` when it is in the log already.
  package static func restore(_ visit: Visit, at now: Instant, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE visits SET removed_by = NULL, removed_at = NULL, version = version + 1, updated_at = \(now)
      WHERE id = \(visit.id) AND school_id = \(visit.schoolID) AND removed_at IS NOT NULL
      """) == 1
  }

  private static func insert(detailsOf visit: Visit, on connection: some WriteConnection) throws {
    for (place, person) in visit.people.enumerated() {
      var (teacher, student, contact): (ID<Teacher>?, ID<Student>?, ID<PartnerContact>?) = (nil, nil, nil)
      switch person.source {
      case .teacher(let id): teacher = id
      case .student(let id): student = id
      case .contact(let id): contact = id
      case .name: break
      }
      try connection.run(
        """
        INSERT INTO visit_people (school_id, visit_id, place, side, teacher_id, student_id, contact_id, name, position,
          number, is_lead)
        VALUES (\(visit.schoolID), \(visit.id), \(place), \(person.side), \(teacher), \(student), \(contact),
          \(person.name), \(person.position), \(person.number), \(person.isLead))
        """)
    }
    for (place, opening) in visit.openings.enumerated() {
      try connection.run(
        """
        INSERT INTO visit_openings (school_id, visit_id, place, kind, major, level, count, pay)
        VALUES (\(visit.schoolID), \(visit.id), \(place), \(opening.kind), \(opening.major),
          \(opening.level?.rawValue ?? ""), \(opening.count), \(opening.pay))
        """)
    }
  }

  // MARK: Reading rows

  static func visit(_ row: Row) throws -> Visit {
    var visit = Visit(
      id: try row.get(0), schoolID: try row.get(1), partnershipID: try row.get(2), kind: try row.get(5),
      day: try row.get(6))
    visit.departmentID = try row.get(3)
    visit.province = try row.get(4)
    visit.begins = try row.get(7)
    visit.ends = try row.get(8)
    visit.place = try row.get(9)
    visit.content = try row.get(10)
    visit.result = try row.get(11)
    visit.isOutreach = try row.get(12)
    visit.needs = try row.get(13)
    visit.posts = try row.get(14)
    visit.averagePay = try row.get(15)
    visit.outcome = Visit.Outcome(rawValue: try row.get(16, as: String.self))
    visit.intentions = try row.get(17)
    visit.ownerID = try row.get(18)
    visit.version = try row.get(19)
    return visit
  }

  /// The visits with who took part and what was offered, in two queries for all of them.
  static func adding(detailsTo visits: [Visit], on connection: some Connection) throws -> [Visit] {
    guard !visits.isEmpty else { return visits }
    let ids = visits.map(\.id)
    var people: [ID<Visit>: [VisitPerson]] = [:]
    for row in try connection.rows(
      """
      SELECT visit_id, side, teacher_id, student_id, contact_id, name, position, number, is_lead FROM visit_people
      WHERE school_id IN \(list: Set(visits.map(\.schoolID))) AND visit_id IN \(list: ids) ORDER BY visit_id, place
      """)
    {
      let (teacher, student): (ID<Teacher>?, ID<Student>?) = (try row.get(2), try row.get(3))
      let contact: ID<PartnerContact>? = try row.get(4)
      let source: VisitPerson.Source =
        teacher.map { .teacher($0) } ?? student.map { .student($0) } ?? contact.map { .contact($0) } ?? .name
      people[try row.get(0), default: []].append(
        VisitPerson(
          side: try row.get(1), source: source, name: try row.get(5), position: try row.get(6), number: try row.get(7),
          isLead: try row.get(8)))
    }
    var openings: [ID<Visit>: [VisitOpening]] = [:]
    for row in try connection.rows(
      """
      SELECT visit_id, kind, major, level, count, pay FROM visit_openings
      WHERE school_id IN \(list: Set(visits.map(\.schoolID))) AND visit_id IN \(list: ids) ORDER BY visit_id, place
      """)
    {
      openings[try row.get(0), default: []].append(
        VisitOpening(
          kind: try row.get(1), major: try row.get(2), level: SchoolLevel(rawValue: try row.get(3, as: String.self)),
          count: try row.get(4), pay: try row.get(5)))
    }
    return visits.map { visit in
      var visit = visit
      visit.people = people[visit.id] ?? []
      visit.openings = openings[visit.id] ?? []
      return visit
    }
  }
}
