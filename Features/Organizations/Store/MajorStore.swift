package import Database
package import Values

/// The rows of `majors` and `classes`.
package enum MajorStore {
  /// The majors in sight, by department and name.
  package static func majors(
    in scope: Actor.Scope, isActiveOnly: Bool = false, on connection: some Connection
  ) throws -> [Major] {
    let active: SQL = isActiveOnly ? "AND status = 'active'" : ""
    return try connection.rows(
      """
      SELECT \(majorColumns) FROM majors
      WHERE \(scope.condition(school: "school_id", department: "department_id")) \(active)
      ORDER BY school_id, department_id, name, id
      """
    ).map(major)
  }

  package static func major(
    _ id: ID<Major>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Major? {
    try connection.first(
      """
      SELECT \(majorColumns) FROM majors
      WHERE id = \(id) AND \(scope.condition(school: "school_id", department: "department_id"))
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

  private static let majorColumns: SQL =
    "id, school_id, department_id, name, catalogue_code, level, started_year, status"

  private static func major(_ row: Row) throws -> Major {
    Major(
      id: try row.get(0), schoolID: try row.get(1), departmentID: try row.get(2), name: try row.get(3),
      catalogueCode: try row.get(4), level: try row.get(5), startedYear: try row.get(6), status: try row.get(7))
  }
}

extension MajorStore {
  /// The classes in sight, newest year first.
  package static func classes(in scope: Actor.Scope, on connection: some Connection) throws -> [SchoolClass] {
    try connection.rows(
      """
      SELECT \(classColumns) FROM classes
      WHERE \(scope.condition(school: "school_id", department: "department_id"))
      ORDER BY entry_year DESC, name, id
      """
    ).map(schoolClass)
  }

  package static func schoolClass(
    _ id: ID<SchoolClass>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> SchoolClass? {
    try connection.first(
      """
      SELECT \(classColumns) FROM classes
      WHERE id = \(id) AND \(scope.condition(school: "school_id", department: "department_id"))
      """
    ).map(schoolClass)
  }

  package static func insert(
    _ schoolClass: SchoolClass, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO classes (id, school_id, department_id, major_id, name, entry_year, adviser_id, status, created_at)
      VALUES (\(schoolClass.id), \(schoolClass.schoolID), \(schoolClass.departmentID), \(schoolClass.majorID),
        \(schoolClass.name), \(schoolClass.entryYear), \(schoolClass.adviserID), \(schoolClass.status), \(now))
      """)
  }

  package static func update(
    _ schoolClass: SchoolClass, in scope: Actor.Scope, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE classes SET department_id = \(schoolClass.departmentID), major_id = \(schoolClass.majorID),
        name = \(schoolClass.name), entry_year = \(schoolClass.entryYear), adviser_id = \(schoolClass.adviserID),
        status = \(schoolClass.status)
      WHERE id = \(schoolClass.id) AND \(scope.condition(school: "school_id", department: "department_id"))
      """) == 1
  }

  private static let classColumns: SQL =
    "id, school_id, department_id, major_id, name, entry_year, adviser_id, status"

  private static func schoolClass(_ row: Row) throws -> SchoolClass {
    SchoolClass(
      id: try row.get(0), schoolID: try row.get(1), departmentID: try row.get(2), majorID: try row.get(3),
      name: try row.get(4), entryYear: try row.get(5), adviserID: try row.get(6), status: try row.get(7))
  }
}
