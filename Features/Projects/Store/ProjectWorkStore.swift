import Accounts
import Database
import Organizations
import Values

/// The milestones, meetings and yearly plans of projects that were found in scope.
enum ProjectWorkStore {
  // MARK: Milestones

  static func insert(
    _ milestone: Milestone, of project: Project, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO project_milestones (id, school_id, project_id, title, due_on, state, done_on, note, owner_id,
        version, created_at)
      VALUES (\(milestone.id), \(project.schoolID), \(project.id), \(milestone.title), \(milestone.dueOn),
        \(milestone.state), \(milestone.doneOn), \(milestone.note), \(milestone.ownerID), 1, \(now))
      """)
  }

  /// - Returns: `false` when somebody changed it since it was read.
  static func update(
    _ milestone: Milestone, of project: Project, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE project_milestones SET title = \(milestone.title), due_on = \(milestone.dueOn), state = \(milestone.state),
        done_on = \(milestone.doneOn), note = \(milestone.note), owner_id = \(milestone.ownerID), told = 0,
        version = version + 1
      WHERE id = \(milestone.id) AND school_id = \(project.schoolID) AND project_id = \(project.id)
        AND version = \(milestone.version)
      """) == 1
  }

  static func milestones(of project: Project, on connection: some Connection) throws -> [Milestone] {
    try connection.rows(
      """
      SELECT id, title, due_on, state, done_on, note, owner_id, version FROM project_milestones
      WHERE school_id = \(project.schoolID) AND project_id = \(project.id) ORDER BY due_on, id LIMIT 200
      """
    ).map { row in
      Milestone(
        id: try row.get(0), title: try row.get(1), dueOn: try row.get(2), state: try row.get(3), doneOn: try row.get(4),
        note: try row.get(5), ownerID: try row.get(6), version: try row.get(7))
    }
  }

  // MARK: Meetings

  static func insert(
    _ meeting: ProjectMeeting, of project: Project, by account: ID<Account>?, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO project_meetings (id, school_id, project_id, held_on, place, people, content, decisions, account_id, at)
      VALUES (\(meeting.id), \(project.schoolID), \(project.id), \(meeting.heldOn), \(meeting.place),
        \(meeting.people), \(meeting.content), \(meeting.decisions), \(account), \(meeting.at))
      """)
  }

  /// The latest first.
  static func meetings(of project: Project, on connection: some Connection) throws -> [ProjectMeeting] {
    try connection.rows(
      """
      SELECT m.id, m.held_on, m.place, m.people, m.content, m.decisions, coalesce(a.display_name, ''), m.at
      FROM project_meetings m LEFT JOIN accounts a ON a.id = m.account_id
      WHERE m.school_id = \(project.schoolID) AND m.project_id = \(project.id)
      ORDER BY m.held_on DESC, m.id DESC LIMIT 200
      """
    ).map { row in
      ProjectMeeting(
        id: try row.get(0), heldOn: try row.get(1), place: try row.get(2), people: try row.get(3),
        content: try row.get(4), decisions: try row.get(5), writer: try row.get(6), at: try row.get(7))
    }
  }

  // MARK: Plans

  /// Writes the plan and the summary of a year.
  /// - Returns: `false` when somebody wrote it since it was read; version 0 is a year without a plan.
  static func put(_ plan: YearPlan, of project: Project, on connection: some WriteConnection) throws -> Bool {
    if plan.version == 0 {
      return try connection.run(
        """
        INSERT INTO project_plans (school_id, project_id, year, plan, summary, version)
        VALUES (\(project.schoolID), \(project.id), \(plan.year), \(plan.plan), \(plan.summary), 1)
        ON CONFLICT DO NOTHING
        """) == 1
    }
    return try connection.run(
      """
      UPDATE project_plans SET plan = \(plan.plan), summary = \(plan.summary), version = version + 1
      WHERE school_id = \(project.schoolID) AND project_id = \(project.id) AND year = \(plan.year)
        AND version = \(plan.version)
      """) == 1
  }

  static func plans(of project: Project, on connection: some Connection) throws -> [YearPlan] {
    try connection.rows(
      """
      SELECT year, plan, summary, version FROM project_plans
      WHERE school_id = \(project.schoolID) AND project_id = \(project.id) ORDER BY year DESC
      """
    ).map { row in
      YearPlan(year: try row.get(0), plan: try row.get(1), summary: try row.get(2), version: try row.get(3))
    }
  }
}
