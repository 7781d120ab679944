import Accounts
import Database
import Organizations
import Values

/// The rows of `projects`.
enum ProjectStore {
  static func project(
    _ id: ID<Project>, in sight: ProjectSight, on connection: some Connection
  ) throws -> Project? {
    try connection.first(
      "SELECT \(columns) FROM projects p WHERE p.id = \(id) AND \(sight.condition)"
    ).map(project)
  }

  static func insert(_ project: Project, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO projects (id, school_id, partnership_id, department_id, mode, form, place, number, title, goal, content,
        start_on, end_on, asked, granted, amount, leader_id, expected, state, reason, due_on, round, reported_by,
        midterm_on, grade, closed_on, version, created_by, created_at, updated_at)
      VALUES (\(project.id), \(project.schoolID), \(project.partnershipID), \(project.departmentID), \(project.mode),
        \(project.form), \(project.place), \(project.number), \(project.title), \(project.goal), \(project.content),
        \(project.startOn), \(project.endOn), \(project.asked), \(project.granted),
        \(project.granted ?? project.asked ?? 0), \(project.leaderID), \(project.expected.stored), \(project.state),
        \(project.reason), \(project.dueOn), \(project.round), \(project.reportedBy), \(project.midtermOn),
        \(project.grade), \(project.closedOn), 1, \(project.createdBy), \(project.createdAt), \(now))
      """)
  }

  /// Writes what was drafted.
  /// - Returns: `false` when somebody changed it since `project.version` was read, or it may not change any more.
  static func save(_ project: Project, at now: Instant, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE projects SET mode = \(project.mode), form = \(project.form), place = \(project.place),
        title = \(project.title), goal = \(project.goal), content = \(project.content), start_on = \(project.startOn),
        end_on = \(project.endOn), asked = \(project.asked), amount = \(project.asked ?? 0),
        leader_id = \(project.leaderID), expected = \(project.expected.stored), version = version + 1,
        updated_at = \(now)
      WHERE id = \(project.id) AND school_id = \(project.schoolID) AND version = \(project.version)
        AND state IN ('idea', 'application')
      """) == 1
  }

  /// Writes where a project has come to.
  /// - Returns: `false` when somebody acted on it since it was read.
  static func move(
    _ project: Project, from state: ProjectState, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE projects SET state = \(project.state), number = \(project.number), granted = \(project.granted),
        amount = \(project.granted ?? project.asked ?? 0), reason = \(project.reason), due_on = \(project.dueOn),
        round = \(project.round), reported_by = \(project.reportedBy), midterm_on = \(project.midtermOn),
        grade = \(project.grade), closed_on = \(project.closedOn), version = version + 1, updated_at = \(now)
      WHERE id = \(project.id) AND school_id = \(project.schoolID) AND version = \(project.version)
        AND state = \(state)
      """) == 1
  }

  /// Deletes an idea or an application that never had a number.
  static func delete(_ project: Project, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      "DELETE FROM project_bids WHERE school_id = \(project.schoolID) AND project_id = \(project.id)")
    try connection.run(
      "DELETE FROM project_members WHERE school_id = \(project.schoolID) AND project_id = \(project.id)")
    try connection.run(
      "DELETE FROM project_steps WHERE school_id = \(project.schoolID) AND project_id = \(project.id)")
    return try connection.run(
      """
      DELETE FROM projects WHERE school_id = \(project.schoolID) AND id = \(project.id)
        AND version = \(project.version) AND state IN ('idea', 'application') AND number = ''
      """) == 1
  }

  /// The next number of a year, in the transaction of the act that uses it:
  /// whatever is taken back with the transaction leaves no gap.
  static func nextSerial(year: Int, of school: ID<School>, on connection: some WriteConnection) throws -> Int {
    try connection.value(
      """
      INSERT INTO project_counters (school_id, year, last) VALUES (\(school), \(year), 1)
      ON CONFLICT (school_id, year) DO UPDATE SET last = project_counters.last + 1 RETURNING last
      """) ?? 1
  }

  /// Notes which reminder was given last.
  static func setTold(_ what: String, of project: Project, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE projects SET told = \(what) WHERE id = \(project.id) AND school_id = \(project.schoolID)")
  }

  // MARK: Rows

  private static let columns: SQL = """
    p.id, p.school_id, p.partnership_id, p.department_id, p.mode, p.form, p.place, p.number, p.title, p.goal, p.content,
    p.start_on, p.end_on, p.asked, p.granted, p.leader_id, p.expected, p.state, p.reason, p.due_on, p.round,
    p.reported_by, p.midterm_on, p.grade, p.closed_on, p.version, p.created_by, p.created_at
    """

  private static func project(_ row: Row) throws -> Project {
    var project = Project(
      id: try row.get(0), schoolID: try row.get(1), partnershipID: try row.get(2), departmentID: try row.get(3),
      mode: try row.get(4), createdAt: try row.get(27))
    project.form = try row.get(5)
    project.place = try row.get(6)
    project.number = try row.get(7)
    project.title = try row.get(8)
    project.goal = try row.get(9)
    project.content = try row.get(10)
    project.startOn = try row.get(11)
    project.endOn = try row.get(12)
    project.asked = try row.get(13)
    project.granted = try row.get(14)
    project.leaderID = try row.get(15)
    project.expected = ExpectedValues(stored: try row.get(16))
    project.state = try row.get(17)
    project.reason = try row.get(18)
    project.dueOn = try row.get(19)
    project.round = try row.get(20)
    project.reportedBy = try row.get(21)
    project.midtermOn = try row.get(22)
    project.grade = try row.get(23)
    project.closedOn = try row.get(24)
    project.version = try row.get(25)
    project.createdBy = try row.get(26)
    return project
  }
}
