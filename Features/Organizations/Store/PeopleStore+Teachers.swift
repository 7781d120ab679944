package import Database
package import Values

/// What a list of teachers is asked for.
package struct TeacherQuery: Sendable, Hashable {
  /// Part of the name, or the beginning of the staff number.
  package var search = ""
  package var departmentID: ID<Department>?
  package var status: Teacher.Status?
  package var mark: PageMark?
  package var limit = 30

  package init() {}
}

/// A teacher as lists show it.
package struct TeacherRow: Sendable, Hashable {
  package let teacher: Teacher
  /// Empty for who belongs to no department.
  package let departmentName: String
  package let schoolName: String

  package func mark(isBefore: Bool) -> PageMark {
    PageMark(isBefore: isBefore, key: teacher.name, id: teacher.id.rawValue)
  }
}

extension PeopleStore {
  package func teacher(
    _ id: ID<Teacher>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Teacher? {
    try connection.first(
      """
      SELECT \(Self.teacherColumns) FROM teachers t
      WHERE t.id = \(id) AND \(scope.condition(school: "t.school_id", department: "t.department_id"))
      """
    ).map(teacher)
  }

  package func teacher(
    staffNumber: String, school: ID<School>, on connection: some Connection
  ) throws -> Teacher? {
    try connection.first(
      "SELECT \(Self.teacherColumns) FROM teachers t WHERE t.school_id = \(school) AND t.staff_number = \(staffNumber)"
    ).map(teacher)
  }

  /// One page of the teachers in sight, by name.
  package func teachers(
    _ query: TeacherQuery, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Listing<TeacherRow> {
    let rows = try connection.rows(
      """
      SELECT \(Self.teacherColumns), coalesce(d.name, ''), s.short_name
      FROM teachers t JOIN schools s ON s.id = t.school_id LEFT JOIN departments d ON d.id = t.department_id
      WHERE \(Self.conditions(query, scope)) \(NameOrder.place(query.mark, name: "t.name", id: "t.id"))
      ORDER BY \(NameOrder.order(query.mark, name: "t.name", id: "t.id")) LIMIT \(query.limit + 1)
      """
    ).map { row in
      TeacherRow(teacher: try teacher(row), departmentName: try row.get(12), schoolName: try row.get(13))
    }
    return Listing(rows, limit: query.limit, mark: query.mark)
  }

  /// How many teachers fit, counted up to `limit`.
  package func count(
    _ query: TeacherQuery, upTo limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      "SELECT count(*) FROM (SELECT 1 FROM teachers t WHERE \(Self.conditions(query, scope)) LIMIT \(limit)) found")
      ?? 0
  }

  /// The names of a school's teachers who have not left, by name: whom a form offers as adviser.
  package static func activeTeachers(
    of school: ID<School>, on connection: some Connection
  ) throws -> [(id: ID<Teacher>, name: String, staffNumber: String)] {
    try connection.rows(
      """
      SELECT t.id, t.name, t.staff_number FROM teachers t
      WHERE t.school_id = \(school) AND t.status = 'active' ORDER BY t.name, t.id
      """
    ).map { (try $0.get(0), try $0.get(1), try $0.get(2)) }
  }

  /// The name of a teacher of the school, whether they have left or not.
  static func name(
    of id: ID<Teacher>, in school: ID<School>, on connection: some Connection
  ) throws -> (id: ID<Teacher>, name: String, staffNumber: String)? {
    try connection.first(
      "SELECT t.id, t.name, t.staff_number FROM teachers t WHERE t.id = \(id) AND t.school_id = \(school)"
    ).map { (try $0.get(0), try $0.get(1), try $0.get(2)) }
  }

  /// Whether the school has such a teacher, who has not left.
  static func isActive(_ id: ID<Teacher>, in school: ID<School>, on connection: some Connection) throws -> Bool {
    try connection.first(
      "SELECT 1 FROM teachers WHERE id = \(id) AND school_id = \(school) AND status = 'active'") != nil
  }

  /// - Throws: `DatabaseError.unique` for a staff number that the school has already.
  package func insert(_ teacher: Teacher, at now: Instant, on connection: some WriteConnection) throws {
    try insert([teacher], at: now, on: connection)
  }

  /// - Returns: `false` when the teacher is not in sight.
  /// - Throws: `DatabaseError.unique` for a staff number that the school has already.
  package func update(
    _ teacher: Teacher, in scope: Actor.Scope, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE teachers SET department_id = \(teacher.departmentID), account_id = \(teacher.accountID),
        staff_number = \(teacher.staffNumber), name = \(teacher.name), sex = \(teacher.sex), title = \(teacher.title),
        is_dual_qualified = \(teacher.isDualQualified),
        phone_sealed = \(try seal(teacher.phone, Context.teacherPhone)),
        mail_sealed = \(try seal(teacher.mail, Context.teacherMail)), status = \(teacher.status)
      WHERE id = \(teacher.id) AND \(scope.condition(school: "school_id", department: "department_id"))
      """) == 1
  }

  private static func conditions(_ query: TeacherQuery, _ scope: Actor.Scope) -> SQL {
    var conditions: [SQL] = [scope.condition(school: "t.school_id", department: "t.department_id")]
    if let department = query.departmentID { conditions.append("t.department_id = \(department)") }
    if let status = query.status { conditions.append("t.status = \(status)") }
    if !query.search.isEmpty {
      conditions.append(SearchText.condition(query.search, in: "t.name", orBeginning: "t.staff_number"))
    }
    return conditions.joined(separator: " AND ")
  }

  static let teacherColumns: SQL = """
    t.id, t.school_id, t.department_id, t.account_id, t.staff_number, t.name, t.sex, t.title, t.is_dual_qualified,
    t.phone_sealed, t.mail_sealed, t.status
    """

  func teacher(_ row: Row) throws -> Teacher {
    Teacher(
      id: try row.get(0), schoolID: try row.get(1), departmentID: try row.get(2), accountID: try row.get(3),
      staffNumber: try row.get(4), name: try row.get(5), sex: try row.get(6), title: try row.get(7),
      isDualQualified: try row.get(8), phone: try open(row.get(9), Context.teacherPhone),
      mail: try open(row.get(10), Context.teacherMail), status: try row.get(11))
  }
}
