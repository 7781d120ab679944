import Accounts
package import Database
package import Organizations
package import Platform
package import Values

/// A survey with what its page says around it.
package struct SurveyRecord: Sendable {
  package var survey: Survey
  package let schoolName: String
  package let departmentName: String
  package let ownerName: String
  package let majors: [SurveyMajor]

  package var subject: AuditEntry.Subject { survey.subject }
}

extension Survey {
  package var subject: AuditEntry.Subject {
    AuditEntry.Subject(kind: "survey", id: id.rawValue, name: title.chinese)
  }

  /// Who manages surveys of the school manages all of them, a department's people their own.
  func mayBeManaged(by actor: Actor) -> Bool {
    guard actor.may(.surveysManage) else { return false }
    return switch actor.scope {
    case .school(let school): school == schoolID
    case .department(let school, let department): school == schoolID && department == departmentID
    case .nothing, .installation, .enterprise: false
    }
  }
}

/// The rows of `surveys` and `survey_majors`.
package enum SurveyStore {
  private static let columns: SQL = """
    s.id, s.school_id, s.department_id, s.title, s.english_title, s.introduction, s.english_introduction, s.state,
    s.closes_on, s.first_year, s.questions, s.owner_id, s.opened_at, s.closed_at, s.version
    """
  private static let columnCount = 15

  /// A department sees its own surveys and those of the whole school.
  static func sight(_ scope: Actor.Scope) -> SQL {
    guard case .department(let school, let department) = scope else {
      return scope.condition(school: "s.school_id", department: nil)
    }
    return "(s.school_id = \(school) AND (s.department_id IS NULL OR s.department_id = \(department)))"
  }

  package static func record(
    _ id: ID<Survey>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> SurveyRecord? {
    try records("s.id = \(id) AND \(sight(scope))", order: "s.id", limit: 1, on: connection).first
  }

  /// Surveys in sight, the newest first.
  package static func list(
    states: [String] = [], search: String = "", before: ID<Survey>? = nil, limit: Int, in scope: Actor.Scope,
    on connection: some Connection
  ) throws -> [SurveyRecord] {
    var conditions = [sight(scope)]
    if !states.isEmpty { conditions.append("s.state IN \(list: states)") }
    if !search.isEmpty {
      let pattern = "%\(Like.escaped(search.lowercased()))%"
      conditions.append(
        "(lower(s.title) LIKE \(pattern) ESCAPE '\\' OR lower(s.english_title) LIKE \(pattern) ESCAPE '\\')")
    }
    if let before { conditions.append("s.id < \(before)") }
    return try records(conditions.joined(separator: " AND "), order: "s.id DESC", limit: limit, on: connection)
  }

  private static func records(
    _ condition: SQL, order: SQL, limit: Int, on connection: some Connection
  ) throws -> [SurveyRecord] {
    let rows = try connection.rows(
      """
      SELECT \(columns), c.name, coalesce(d.name, ''), coalesce(o.display_name, '')
      FROM surveys s JOIN schools c ON c.id = s.school_id LEFT JOIN departments d ON d.id = s.department_id
      LEFT JOIN accounts o ON o.id = s.owner_id
      WHERE \(condition) ORDER BY \(order) LIMIT \(literal: limit)
      """)
    let ids = try rows.map { try $0.get(0, as: ID<Survey>.self) }
    let majors = try majors(of: ids, on: connection)
    return try rows.map { row in
      var survey = try survey(row)
      let own = majors[survey.id] ?? []
      survey.majorIDs = own.map(\.id)
      return SurveyRecord(
        survey: survey, schoolName: try row.get(columnCount), departmentName: try row.get(columnCount + 1),
        ownerName: try row.get(columnCount + 2), majors: own)
    }
  }

  private static func majors(
    of surveys: [ID<Survey>], on connection: some Connection
  ) throws -> [ID<Survey>: [SurveyMajor]] {
    guard !surveys.isEmpty else { return [:] }
    var majors: [ID<Survey>: [SurveyMajor]] = [:]
    for row in try connection.rows(
      """
      SELECT sm.survey_id, m.id, m.name, m.level FROM survey_majors sm
      JOIN majors m ON m.id = sm.major_id AND m.school_id = sm.school_id
      WHERE sm.survey_id IN \(list: surveys) ORDER BY sm.survey_id, sm.place
      """)
    {
      majors[try row.get(0), default: []].append(
        SurveyMajor(id: try row.get(1), name: try row.get(2), level: try row.get(3)))
    }
    return majors
  }

  private static func survey(_ row: Row) throws -> Survey {
    var survey = Survey(
      id: try row.get(0), schoolID: try row.get(1), title: SurveyText(try row.get(3), try row.get(4)),
      firstYear: try row.get(9))
    survey.departmentID = try row.get(2)
    survey.introduction = SurveyText(try row.get(5), try row.get(6))
    survey.state = try row.get(7)
    survey.closesOn = try row.get(8)
    survey.questions = try [SurveyQuestion](stored: try row.get(10))
    survey.ownerID = try row.get(11)
    survey.openedAt = try row.get(12)
    survey.closedAt = try row.get(13)
    survey.version = try row.get(14)
    return survey
  }

  // MARK: Writing

  package static func insert(_ survey: Survey, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO surveys (id, school_id, department_id, title, english_title, introduction, english_introduction,
        state, closes_on, first_year, questions, owner_id, opened_at, closed_at, version, created_at, updated_at)
      VALUES (\(survey.id), \(survey.schoolID), \(survey.departmentID), \(survey.title.chinese),
        \(survey.title.english), \(survey.introduction.chinese), \(survey.introduction.english), \(survey.state),
        \(survey.closesOn), \(survey.firstYear), \(survey.questions.stored), \(survey.ownerID), \(survey.openedAt),
        \(survey.closedAt), 1, \(now), \(now))
      """)
    try setMajors(of: survey, on: connection)
  }

  /// - Returns: `false` when somebody changed it since `survey.version` was read.
  package static func update(_ survey: Survey, at now: Instant, on connection: some WriteConnection) throws -> Bool {
    let changed = try connection.run(
      """
      UPDATE surveys SET department_id = \(survey.departmentID), title = \(survey.title.chinese),
        english_title = \(survey.title.english), introduction = \(survey.introduction.chinese),
        english_introduction = \(survey.introduction.english), state = \(survey.state), closes_on = \(survey.closesOn),
        first_year = \(survey.firstYear), questions = \(survey.questions.stored), owner_id = \(survey.ownerID),
        opened_at = \(survey.openedAt), closed_at = \(survey.closedAt), version = version + 1, updated_at = \(now)
      WHERE id = \(survey.id) AND school_id = \(survey.schoolID) AND version = \(survey.version)
      """)
    guard changed == 1 else { return false }
    try connection.run(
      "DELETE FROM survey_majors WHERE school_id = \(survey.schoolID) AND survey_id = \(survey.id)")
    try setMajors(of: survey, on: connection)
    return true
  }

  /// Only majors of the same school: an id of another school's is not inserted.
  private static func setMajors(of survey: Survey, on connection: some WriteConnection) throws {
    for (place, major) in survey.majorIDs.enumerated() {
      try connection.run(
        """
        INSERT INTO survey_majors (school_id, survey_id, place, major_id)
        SELECT school_id, \(survey.id), \(place), id FROM majors
        WHERE id = \(major) AND school_id = \(survey.schoolID)
        """)
    }
  }

  /// Holds the survey for this transaction, so that two who choose partners at once do so one after the other.
  static func hold(_ id: ID<Survey>, of school: ID<School>, at now: Instant, on connection: some WriteConnection) throws
  {
    try connection.run("UPDATE surveys SET updated_at = \(now) WHERE id = \(id) AND school_id = \(school)")
  }

  /// A draft that was never opened goes with whom it would have asked.
  /// - Returns: `false` when it is no draft any more, or was changed meanwhile.
  static func delete(_ survey: Survey, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE surveys SET version = version + 1
      WHERE id = \(survey.id) AND school_id = \(survey.schoolID) AND version = \(survey.version)
        AND state = 'draft' AND opened_at IS NULL
      """) == 1
      && {
        for table in ["survey_participants", "survey_majors"] as [StaticString] {
          try connection.run(
            "DELETE FROM \(name: table) WHERE school_id = \(survey.schoolID) AND survey_id = \(survey.id)")
        }
        return try connection.run(
          "DELETE FROM surveys WHERE id = \(survey.id) AND school_id = \(survey.schoolID)") == 1
      }()
  }

  // MARK: The daily work

  /// Open surveys whose last day is over.
  static func over(today: CivilDate, limit: Int, on connection: some Connection) throws -> [SurveyRecord] {
    try records(
      "s.state = 'open' AND s.closes_on < \(today)", order: "s.closes_on, s.id", limit: limit, on: connection)
  }
}
