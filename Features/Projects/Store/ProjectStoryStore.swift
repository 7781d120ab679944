import Accounts
import Database
import Organizations
import Values

/// The steps, reports and votes of projects that were found in scope.
enum ProjectStoryStore {
  // MARK: Steps

  static func insert(
    _ act: ProjectAct, id: ID<ProjectStep>, of project: Project, by account: ID<Account>?, reason: String,
    at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO project_steps (id, school_id, project_id, act, account_id, reason, at)
      VALUES (\(id), \(project.schoolID), \(project.id), \(act), \(account), \(reason), \(now))
      """)
  }

  /// The story of a project, the latest first.
  static func steps(of project: Project, on connection: some Connection) throws -> [ProjectStep] {
    try connection.rows(
      """
      SELECT s.id, s.act, coalesce(a.display_name, ''), s.reason, s.at
      FROM project_steps s LEFT JOIN accounts a ON a.id = s.account_id
      WHERE s.school_id = \(project.schoolID) AND s.project_id = \(project.id) ORDER BY s.id DESC LIMIT 300
      """
    ).map { row in
      ProjectStep(
        id: try row.get(0), act: try row.get(1), person: try row.get(2), reason: try row.get(3), at: try row.get(4))
    }
  }

  // MARK: Reports

  static func insert(
    _ kind: ProjectReport.Kind, id: ID<ProjectReport>, body: String, results: ExpectedValues, of project: Project,
    by account: ID<Account>?, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO project_reports (id, school_id, project_id, kind, body, results, account_id, at)
      VALUES (\(id), \(project.schoolID), \(project.id), \(kind), \(body), \(results.stored), \(account), \(now))
      """)
  }

  /// All reports of a project, the latest first.
  static func reports(of project: Project, on connection: some Connection) throws -> [ProjectReport] {
    try connection.rows(
      """
      SELECT r.id, r.kind, r.body, r.results, coalesce(a.display_name, ''), r.at
      FROM project_reports r LEFT JOIN accounts a ON a.id = r.account_id
      WHERE r.school_id = \(project.schoolID) AND r.project_id = \(project.id) ORDER BY r.id DESC LIMIT 50
      """
    ).map { row in
      ProjectReport(
        id: try row.get(0), kind: try row.get(1), body: try row.get(2),
        results: ExpectedValues(stored: try row.get(3)), person: try row.get(4), at: try row.get(5))
    }
  }

  // MARK: Votes

  /// Names a member of the present review group.
  static func name(_ member: ID<Account>, of project: Project, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO project_votes (school_id, project_id, round, account_id, reason)
      VALUES (\(project.schoolID), \(project.id), \(project.round), \(member), '')
      """)
  }

  /// - Returns: `false` when the person is no member of the present group.
  static func cast(
    _ choice: ProjectVote.Choice, score: Int, reason: String, by member: ID<Account>, of project: Project,
    at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE project_votes SET choice = \(choice), score = \(score), reason = \(reason), at = \(now)
      WHERE school_id = \(project.schoolID) AND project_id = \(project.id) AND round = \(project.round)
        AND account_id = \(member)
      """) == 1
  }

  /// The members of the present (or last) review group with what they said.
  static func standing(of project: Project, on connection: some Connection) throws -> ReviewStanding {
    ReviewStanding(
      votes: try connection.rows(
        """
        SELECT v.account_id, a.display_name, v.choice, v.score, v.reason, v.at
        FROM project_votes v JOIN accounts a ON a.id = v.account_id
        WHERE v.school_id = \(project.schoolID) AND v.project_id = \(project.id) AND v.round = \(project.round)
        ORDER BY a.display_name, v.account_id
        """
      ).map { row in
        ProjectVote(
          accountID: try row.get(0), name: try row.get(1), choice: try row.get(2), score: try row.get(3),
          reason: try row.get(4), at: try row.get(5))
      })
  }
}
