import Accounts
import Database
import Organizations
import Values

/// The rows of `project_members`: who of the school works on a project beside its leader.
enum ProjectTeamStore {
  static func members(of project: Project, on connection: some Connection) throws -> [(id: ID<Account>, name: String)] {
    try connection.rows(
      """
      SELECT m.account_id, a.display_name FROM project_members m JOIN accounts a ON a.id = m.account_id
      WHERE m.school_id = \(project.schoolID) AND m.project_id = \(project.id)
      ORDER BY a.display_name, m.account_id LIMIT \(literal: Project.Limit.members)
      """
    ).map { (id: try $0.get(0), name: try $0.get(1)) }
  }

  /// - Returns: `false` for somebody who is in the team already.
  static func insert(
    _ member: ID<Account>, into project: Project, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      INSERT INTO project_members (school_id, project_id, account_id, added_at)
      VALUES (\(project.schoolID), \(project.id), \(member), \(now)) ON CONFLICT DO NOTHING
      """) == 1
  }

  /// Takes somebody out; their open milestones fall back to the leader, who is reminded anew.
  /// - Returns: the milestones that had been theirs; `nil` for somebody who is not in the team.
  static func remove(
    _ member: ID<Account>, from project: Project, on connection: some WriteConnection
  ) throws -> [ID<Milestone>]? {
    let gone = try connection.run(
      """
      DELETE FROM project_members
      WHERE school_id = \(project.schoolID) AND project_id = \(project.id) AND account_id = \(member)
      """)
    guard gone == 1 else { return nil }
    let milestones: [ID<Milestone>] = try connection.values(
      """
      SELECT id FROM project_milestones
      WHERE school_id = \(project.schoolID) AND project_id = \(project.id) AND owner_id = \(member) AND state = 'open'
      """)
    try connection.run(
      """
      UPDATE project_milestones SET owner_id = NULL, told = 0
      WHERE school_id = \(project.schoolID) AND project_id = \(project.id) AND owner_id = \(member) AND state = 'open'
      """)
    return milestones
  }
}
