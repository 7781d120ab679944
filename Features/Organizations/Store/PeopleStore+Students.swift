package import Database
import Security
package import Values

/// What a list of students is asked for.
package struct StudentQuery: Sendable, Hashable {
  /// Part of the name, or the beginning of the student number.
  package var search = ""
  package var departmentID: ID<Department>?
  package var majorID: ID<Major>?
  package var classID: ID<SchoolClass>?
  package var entryYear: Int?
  package var status: Student.Status?
  package var mark: PageMark?
  package var limit = 30

  package init() {}
}

/// A student as lists show it.
package struct StudentRow: Sendable, Hashable {
  package let student: Student
  package let departmentName: String
  package let majorName: String
  /// Empty for who is in no class.
  package let className: String
  package let schoolName: String

  package func mark(isBefore: Bool) -> PageMark {
    PageMark(isBefore: isBefore, key: student.name, id: student.id.rawValue)
  }
}

extension PeopleStore {
  package func student(
    _ id: ID<Student>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Student? {
    try connection.first(
      """
      SELECT \(Self.studentColumns) FROM students st
      WHERE st.id = \(id) AND \(scope.condition(school: "st.school_id", department: "st.department_id"))
      """
    ).map(student)
  }

  package func student(
    studentNumber: String, school: ID<School>, on connection: some Connection
  ) throws -> Student? {
    try connection.first(
      """
      SELECT \(Self.studentColumns) FROM students st
      WHERE st.school_id = \(school) AND st.student_number = \(studentNumber)
      """
    ).map(student)
  }

  /// One page of the students in sight, by name.
  package func students(
    _ query: StudentQuery, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Listing<StudentRow> {
    let rows = try connection.rows(
      """
      SELECT \(Self.studentColumns), d.name, m.name, coalesce(c.name, ''), s.short_name
      FROM students st JOIN schools s ON s.id = st.school_id JOIN departments d ON d.id = st.department_id
        JOIN majors m ON m.id = st.major_id LEFT JOIN classes c ON c.id = st.class_id
      WHERE \(Self.conditions(query, scope)) \(NameOrder.place(query.mark, name: "st.name", id: "st.id"))
      ORDER BY \(NameOrder.order(query.mark, name: "st.name", id: "st.id")) LIMIT \(query.limit + 1)
      """
    ).map { row in
      StudentRow(
        student: try student(row), departmentName: try row.get(16), majorName: try row.get(17),
        className: try row.get(18), schoolName: try row.get(19))
    }
    return Listing(rows, limit: query.limit, mark: query.mark)
  }

  /// How many students fit, counted up to `limit`.
  package func count(
    _ query: StudentQuery, upTo limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      "SELECT count(*) FROM (SELECT 1 FROM students st WHERE \(Self.conditions(query, scope)) LIMIT \(limit)) found")
      ?? 0
  }

  /// - Throws: `DatabaseError.unique` for a student number or identity number that the school has already.
  package func insert(_ student: Student, at now: Instant, on connection: some WriteConnection) throws {
    try insert([student], at: now, on: connection)
  }

  /// - Returns: `false` when the student is not in sight.
  /// - Throws: `DatabaseError.unique` for a student number or identity number that the school has already.
  package func update(
    _ student: Student, in scope: Actor.Scope, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE students SET department_id = \(student.departmentID), major_id = \(student.majorID),
        class_id = \(student.classID), account_id = \(student.accountID), student_number = \(student.studentNumber),
        name = \(student.name), sex = \(student.sex), birth_date = \(student.birthDate),
        citizen_id_sealed = \(try seal(student.citizenID, Context.citizenID)),
        citizen_id_index = \(citizenIndex(student.citizenID)),
        phone_sealed = \(try seal(student.phone, Context.studentPhone)),
        guardian_name_sealed = \(try seal(student.guardianName, Context.guardianName)),
        guardian_phone_sealed = \(try seal(student.guardianPhone, Context.guardianPhone)),
        entry_year = \(student.entryYear), status = \(student.status)
      WHERE id = \(student.id) AND \(scope.condition(school: "school_id", department: "department_id"))
      """) == 1
  }

  func citizenIndex(_ citizenID: String) -> String? {
    citizenID.isEmpty ? nil : sealer.blindIndex(citizenID, context: Context.citizenID)
  }

  private static func conditions(_ query: StudentQuery, _ scope: Actor.Scope) -> SQL {
    var conditions: [SQL] = [scope.condition(school: "st.school_id", department: "st.department_id")]
    if let department = query.departmentID { conditions.append("st.department_id = \(department)") }
    if let major = query.majorID { conditions.append("st.major_id = \(major)") }
    if let schoolClass = query.classID { conditions.append("st.class_id = \(schoolClass)") }
    if let year = query.entryYear { conditions.append("st.entry_year = \(year)") }
    if let status = query.status { conditions.append("st.status = \(status)") }
    if !query.search.isEmpty {
      conditions.append(SearchText.condition(query.search, in: "st.name", orBeginning: "st.student_number"))
    }
    return conditions.joined(separator: " AND ")
  }

  static let studentColumns: SQL = """
    st.id, st.school_id, st.department_id, st.major_id, st.class_id, st.account_id, st.student_number, st.name, st.sex,
    st.birth_date, st.citizen_id_sealed, st.phone_sealed, st.guardian_name_sealed, st.guardian_phone_sealed,
    st.entry_year, st.status
    """

  func student(_ row: Row) throws -> Student {
    Student(
      id: try row.get(0), schoolID: try row.get(1), departmentID: try row.get(2), majorID: try row.get(3),
      classID: try row.get(4), accountID: try row.get(5), studentNumber: try row.get(6), name: try row.get(7),
      sex: try row.get(8), birthDate: try row.get(9), citizenID: try open(row.get(10), Context.citizenID),
      phone: try open(row.get(11), Context.studentPhone), guardianName: try open(row.get(12), Context.guardianName),
      guardianPhone: try open(row.get(13), Context.guardianPhone), entryYear: try row.get(14),
      status: try row.get(15))
  }
}
