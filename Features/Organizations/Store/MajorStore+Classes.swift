package import Database
package import Values

// The rows of `classes`.
extension MajorStore {
  package static func schoolClass(
    _ id: ID<SchoolClass>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> SchoolClass? {
    try connection.first(
      """
      SELECT \(classColumns) FROM classes c
      WHERE c.id = \(id) AND \(scope.condition(school: "c.school_id", department: "c.department_id"))
      """
    ).map(schoolClass)
  }

  /// The classes in sight, newest year first: what a form offers.
  package static func classes(in scope: Actor.Scope, on connection: some Connection) throws -> [SchoolClass] {
    try connection.rows(
      """
      SELECT \(classColumns) FROM classes c
      WHERE \(scope.condition(school: "c.school_id", department: "c.department_id"))
      ORDER BY c.entry_year DESC, c.name, c.id
      """
    ).map(schoolClass)
  }

  /// The open classes that a teacher looks after, newest year first.
  package static func classes(
    advisedBy teacher: ID<Teacher>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> [SchoolClass] {
    try connection.rows(
      """
      SELECT \(classColumns) FROM classes c
      WHERE c.adviser_id = \(teacher) AND c.status = 'active'
        AND \(scope.condition(school: "c.school_id", department: "c.department_id"))
      ORDER BY c.entry_year DESC, c.name, c.id
      """
    ).map(schoolClass)
  }

  /// How many students are in the class now.
  package static func students(in id: ID<SchoolClass>, on connection: some Connection) throws -> Int {
    try connection.value(
      "SELECT count(*) FROM students st WHERE st.class_id = \(id) AND \(UnitCounts.isStudying)") ?? 0
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

  static let classColumns: SQL = """
    c.id, c.school_id, c.department_id, c.major_id, c.name, c.entry_year, c.adviser_id, c.status
    """

  static func schoolClass(_ row: Row) throws -> SchoolClass {
    SchoolClass(
      id: try row.get(0), schoolID: try row.get(1), departmentID: try row.get(2), majorID: try row.get(3),
      name: try row.get(4), entryYear: try row.get(5), adviserID: try row.get(6), status: try row.get(7))
  }
}
