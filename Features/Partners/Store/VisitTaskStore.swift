package import Accounts
package import Database
package import Organizations
package import Values

/// The rows of `visit_tasks`. A task is found through its visit, which was
/// found in sight.
package enum VisitTaskStore {
  private static let columns: SQL = """
    k.id, k.school_id, k.visit_id, k.title, k.owner_id, coalesce(a.display_name, ''), k.due_on, k.previous_due_on,
    k.state, k.note, k.version
    """
  private static let tables: SQL = "visit_tasks k LEFT JOIN accounts a ON a.id = k.owner_id"

  /// The tasks of visits of one school, open ones first by their day.
  package static func tasks(
    of visits: [ID<Visit>], school: ID<School>, on connection: some Connection
  ) throws -> [VisitTask] {
    guard !visits.isEmpty else { return [] }
    return try connection.rows(
      """
      SELECT \(columns) FROM \(tables) WHERE k.school_id = \(school) AND k.visit_id IN \(list: visits)
      ORDER BY CASE k.state WHEN 'open' THEN 0 ELSE 1 END, k.due_on, k.id
      """
    ).map(task)
  }

  package static func task(
    _ id: ID<VisitTask>, of visit: Visit, on connection: some Connection
  ) throws -> VisitTask? {
    try connection.first(
      """
      SELECT \(columns) FROM \(tables)
      WHERE k.id = \(id) AND k.school_id = \(visit.schoolID) AND k.visit_id = \(visit.id)
      """
    ).map(task)
  }

  /// What a person has to do, the most urgent first, and what they finished lately.
  package static func tasks(
    ownedBy account: ID<Account>, school: ID<School>, from day: CivilDate, limit: Int, on connection: some Connection
  ) throws -> [(task: VisitTask, partnerName: String)] {
    try connection.rows(
      """
      SELECT \(columns), p.name FROM \(tables) JOIN visits v ON v.id = k.visit_id
      JOIN partnerships p ON p.id = v.partnership_id
      WHERE k.owner_id = \(account) AND k.state = 'open' AND k.school_id = \(school) AND k.due_on >= \(day)
        AND v.removed_at IS NULL
      ORDER BY k.due_on, k.id LIMIT \(literal: limit)
      """
    ).map { (try task($0), try $0.get(11)) }
  }

  package static func insert(_ task: VisitTask, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO visit_tasks (id, school_id, visit_id, title, owner_id, due_on, previous_due_on, state, note, version,
        created_at, updated_at)
      VALUES (\(task.id), \(task.schoolID), \(task.visitID), \(task.title), \(task.ownerID), \(task.dueOn),
        \(task.previousDueOn), \(task.state), \(task.note), 1, \(now), \(now))
      """)
  }

  /// - Returns: `false` when somebody changed it since `task.version` was read.
  package static func update(_ task: VisitTask, at now: Instant, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE visit_tasks SET due_on = \(task.dueOn), previous_due_on = \(task.previousDueOn), state = \(task.state),
        note = \(task.note), version = version + 1, updated_at = \(now)
      WHERE id = \(task.id) AND school_id = \(task.schoolID) AND version = \(task.version)
      """) == 1
  }

  private static func task(_ row: Row) throws -> VisitTask {
    var task = VisitTask(
      id: try row.get(0), schoolID: try row.get(1), visitID: try row.get(2), title: try row.get(3),
      ownerID: try row.get(4), ownerName: try row.get(5), dueOn: try row.get(6))
    task.previousDueOn = try row.get(7)
    task.state = try row.get(8)
    task.note = try row.get(9)
    task.version = try row.get(10)
    return task
  }
}
