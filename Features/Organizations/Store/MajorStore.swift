package import Database
package import Values

/// The rows of `majors` and `classes`.
package enum MajorStore {
  /// The majors in sight, by department and name.
  package static func majors(
    in scope: Actor.Scope, isActiveOnly: Bool = false, on connection: some Connection
  ) throws -> [Major] {
    let active: SQL = isActiveOnly ? "AND m.status = 'active'" : ""
    return try connection.rows(
      """
      SELECT \(majorColumns) FROM majors m
      WHERE \(scope.condition(school: "m.school_id", department: "m.department_id")) \(active)
      ORDER BY m.school_id, m.department_id, m.name, m.id
      """
    ).map(major)
  }

  /// The names of some majors of a school, in the order of lists.
  package static func names(
    _ ids: [ID<Major>], of school: ID<School>, on connection: some Connection
  ) throws -> [String] {
    guard !ids.isEmpty else { return [] }
    return try connection.values(
      """
      SELECT m.name FROM majors m WHERE m.school_id = \(school) AND m.id IN \(list: ids)
      ORDER BY m.department_id, m.name, m.id
      """)
  }

  package static func major(
    _ id: ID<Major>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Major? {
    try connection.first(
      """
      SELECT \(majorColumns) FROM majors m
      WHERE m.id = \(id) AND \(scope.condition(school: "m.school_id", department: "m.department_id"))
      """
    ).map(major)
  }

  package static func insert(_ major: Major, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO majors (id, school_id, department_id, name, catalogue_code, level, started_year, status, created_at)
      VALUES (\(major.id), \(major.schoolID), \(major.departmentID), \(major.name), \(major.catalogueCode),
        \(major.level), \(major.startedYear), \(major.status), \(now))
      """)
  }

  package static func update(
    _ major: Major, in scope: Actor.Scope, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE majors SET department_id = \(major.departmentID), name = \(major.name),
        catalogue_code = \(major.catalogueCode), level = \(major.level), started_year = \(major.startedYear),
        status = \(major.status)
      WHERE id = \(major.id) AND \(scope.condition(school: "school_id", department: "department_id"))
      """) == 1
  }

  /// Puts the classes and students of a major into its department.
  static func moveFollowers(of major: Major, on connection: some WriteConnection) throws {
    try connection.run(
      """
      UPDATE classes SET department_id = \(major.departmentID)
      WHERE school_id = \(major.schoolID) AND major_id = \(major.id) AND department_id <> \(major.departmentID)
      """)
    try connection.run(
      """
      UPDATE students SET department_id = \(major.departmentID)
      WHERE school_id = \(major.schoolID) AND major_id = \(major.id) AND department_id <> \(major.departmentID)
      """)
  }

  static let majorColumns: SQL = """
    m.id, m.school_id, m.department_id, m.name, m.catalogue_code, m.level, m.started_year, m.status
    """

  static func major(_ row: Row) throws -> Major {
    Major(
      id: try row.get(0), schoolID: try row.get(1), departmentID: try row.get(2), name: try row.get(3),
      catalogueCode: try row.get(4), level: try row.get(5), startedYear: try row.get(6), status: try row.get(7))
  }
}
