package import Database
package import Values

/// The rows of `schools` and `departments`.
package enum SchoolStore {
  package static func school(_ id: ID<School>, on connection: some Connection) throws -> School? {
    try connection.first("SELECT \(schoolColumns) FROM schools WHERE id = \(id)").map(school)
  }

  package static func school(code: String, on connection: some Connection) throws -> School? {
    try connection.first("SELECT \(schoolColumns) FROM schools WHERE code = \(code)").map(school)
  }

  /// The school, when it is in sight.
  package static func school(
    _ id: ID<School>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> School? {
    try connection.first(
      "SELECT \(schoolColumns) FROM schools WHERE id = \(id) AND \(scope.condition(school: "id", department: nil))"
    ).map(school)
  }

  /// The schools in sight, by name.
  package static func schools(in scope: Actor.Scope, on connection: some Connection) throws -> [School] {
    try connection.rows(
      "SELECT \(schoolColumns) FROM schools WHERE \(scope.condition(school: "id", department: nil)) ORDER BY name, id"
    ).map(school)
  }

  package static func insert(_ school: School, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO schools (id, code, name, short_name, level, region, status, created_at)
      VALUES (\(school.id), \(school.code), \(school.name), \(school.shortName), \(school.level), \(school.region),
        \(school.status), \(now))
      """)
  }

  /// - Returns: `false` when the school is not in sight.
  package static func update(
    _ school: School, in scope: Actor.Scope, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE schools SET code = \(school.code), name = \(school.name), short_name = \(school.shortName),
        level = \(school.level), region = \(school.region), status = \(school.status)
      WHERE id = \(school.id) AND \(scope.condition(school: "id", department: nil))
      """) == 1
  }

  private static let schoolColumns: SQL = "id, code, name, short_name, level, region, status"

  private static func school(_ row: Row) throws -> School {
    School(
      id: try row.get(0), code: try row.get(1), name: try row.get(2), shortName: try row.get(3),
      level: try row.get(4), region: try row.get(5), status: try row.get(6))
  }
}

extension SchoolStore {
  /// The departments in sight, by code.
  package static func departments(
    in scope: Actor.Scope, on connection: some Connection
  ) throws -> [Department] {
    try connection.rows(
      """
      SELECT \(departmentColumns) FROM departments
      WHERE \(scope.condition(school: "school_id", department: "id")) ORDER BY school_id, code, id
      """
    ).map(department)
  }

  package static func department(
    _ id: ID<Department>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Department? {
    try connection.first(
      """
      SELECT \(departmentColumns) FROM departments
      WHERE id = \(id) AND \(scope.condition(school: "school_id", department: "id"))
      """
    ).map(department)
  }

  package static func insert(
    _ department: Department, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO departments (id, school_id, code, name, status, created_at)
      VALUES (\(department.id), \(department.schoolID), \(department.code), \(department.name), \(department.status), \(now))
      """)
  }

  package static func update(
    _ department: Department, in scope: Actor.Scope, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE departments SET code = \(department.code), name = \(department.name), status = \(department.status)
      WHERE id = \(department.id) AND \(scope.condition(school: "school_id", department: "id"))
      """) == 1
  }

  private static let departmentColumns: SQL = "id, school_id, code, name, status"

  private static func department(_ row: Row) throws -> Department {
    Department(
      id: try row.get(0), schoolID: try row.get(1), code: try row.get(2), name: try row.get(3),
      status: try row.get(4))
  }
}
