package import Accounts
package import Database
package import Security
package import Values

/// The rows of `teachers` and `students`. Phones, mails, identity numbers and
/// guardians are sealed on the way in and opened on the way out; identity
/// numbers are found by a keyed index.
package struct PeopleStore: Sendable {
  private let sealer: Sealer

  package init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  /// The contexts of sealed columns; a text moved to another column does not open.
  private enum Context {
    static let teacherPhone = "teachers.phone"
    static let teacherMail = "teachers.mail"
    static let citizenID = "students.citizen_id"
    static let studentPhone = "students.phone"
    static let guardianName = "students.guardian_name"
    static let guardianPhone = "students.guardian_phone"
  }

  private func seal(_ text: String, _ context: String) throws -> String {
    text.isEmpty ? "" : try sealer.seal(text, context: context)
  }

  private func open(_ sealed: String, _ context: String) throws -> String {
    sealed.isEmpty ? "" : try sealer.open(sealed, context: context)
  }
}

// MARK: Teachers

extension PeopleStore {
  package func teacher(
    _ id: ID<Teacher>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Teacher? {
    try connection.first(
      """
      SELECT \(Self.teacherColumns) FROM teachers
      WHERE id = \(id) AND \(scope.condition(school: "school_id", department: "department_id"))
      """
    ).map(teacher)
  }

  package func teacher(
    staffNumber: String, school: ID<School>, on connection: some Connection
  ) throws -> Teacher? {
    try connection.first(
      "SELECT \(Self.teacherColumns) FROM teachers WHERE school_id = \(school) AND staff_number = \(staffNumber)"
    ).map(teacher)
  }

  /// A page of the teachers in sight by name, after the given one.
  /// - Parameter search: part of the name or the whole staff number.
  package func teachers(
    in scope: Actor.Scope, department: ID<Department>? = nil, search: String = "", after: PageMark? = nil,
    limit: Int, on connection: some Connection
  ) throws -> [Teacher] {
    let conditions = Self.conditions(scope, department, search, after, number: "staff_number")
    return try connection.rows(
      "SELECT \(Self.teacherColumns) FROM teachers WHERE \(conditions) ORDER BY name, id LIMIT \(limit)"
    ).map(teacher)
  }

  package func insert(_ teacher: Teacher, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO teachers (id, school_id, department_id, account_id, staff_number, name, sex, title,
        is_dual_qualified, phone_sealed, mail_sealed, status, created_at)
      VALUES (\(teacher.id), \(teacher.schoolID), \(teacher.departmentID), \(teacher.accountID),
        \(teacher.staffNumber), \(teacher.name), \(teacher.sex), \(teacher.title), \(teacher.isDualQualified),
        \(try seal(teacher.phone, Context.teacherPhone)), \(try seal(teacher.mail, Context.teacherMail)),
        \(teacher.status), \(now))
      """)
  }

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

  private static let teacherColumns: SQL = """
    id, school_id, department_id, account_id, staff_number, name, sex, title, is_dual_qualified, phone_sealed,
    mail_sealed, status
    """

  private func teacher(_ row: Row) throws -> Teacher {
    Teacher(
      id: try row.get(0), schoolID: try row.get(1), departmentID: try row.get(2), accountID: try row.get(3),
      staffNumber: try row.get(4), name: try row.get(5), sex: try row.get(6), title: try row.get(7),
      isDualQualified: try row.get(8), phone: try open(row.get(9), Context.teacherPhone),
      mail: try open(row.get(10), Context.teacherMail), status: try row.get(11))
  }
}

// MARK: Students

extension PeopleStore {
  package func student(
    _ id: ID<Student>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Student? {
    try connection.first(
      """
      SELECT \(Self.studentColumns) FROM students
      WHERE id = \(id) AND \(scope.condition(school: "school_id", department: "department_id"))
      """
    ).map(student)
  }

  package func student(
    studentNumber: String, school: ID<School>, on connection: some Connection
  ) throws -> Student? {
    try connection.first(
      "SELECT \(Self.studentColumns) FROM students WHERE school_id = \(school) AND student_number = \(studentNumber)"
    ).map(student)
  }

  /// A page of the students in sight by name, after the given one.
  /// - Parameter search: part of the name or the whole student number.
  package func students(
    in scope: Actor.Scope, department: ID<Department>? = nil, schoolClass: ID<SchoolClass>? = nil,
    search: String = "", after: PageMark? = nil, limit: Int, on connection: some Connection
  ) throws -> [Student] {
    var conditions = Self.conditions(scope, department, search, after, number: "student_number")
    if let schoolClass { conditions += " AND class_id = \(schoolClass)" }
    return try connection.rows(
      "SELECT \(Self.studentColumns) FROM students WHERE \(conditions) ORDER BY name, id LIMIT \(limit)"
    ).map(student)
  }

  /// - Throws: `DatabaseError.unique` for a student number or identity number that the school has already.
  package func insert(_ student: Student, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO students (id, school_id, department_id, major_id, class_id, account_id, student_number, name, sex,
        birth_date, citizen_id_sealed, citizen_id_index, phone_sealed, guardian_name_sealed, guardian_phone_sealed,
        entry_year, status, created_at)
      VALUES (\(student.id), \(student.schoolID), \(student.departmentID), \(student.majorID), \(student.classID),
        \(student.accountID), \(student.studentNumber), \(student.name), \(student.sex), \(student.birthDate),
        \(try seal(student.citizenID, Context.citizenID)), \(citizenIndex(student.citizenID)),
        \(try seal(student.phone, Context.studentPhone)), \(try seal(student.guardianName, Context.guardianName)),
        \(try seal(student.guardianPhone, Context.guardianPhone)), \(student.entryYear), \(student.status), \(now))
      """)
  }

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

  private func citizenIndex(_ citizenID: String) -> String? {
    citizenID.isEmpty ? nil : sealer.blindIndex(citizenID, context: Context.citizenID)
  }

  private static let studentColumns: SQL = """
    id, school_id, department_id, major_id, class_id, account_id, student_number, name, sex, birth_date,
    citizen_id_sealed, phone_sealed, guardian_name_sealed, guardian_phone_sealed, entry_year, status
    """

  private func student(_ row: Row) throws -> Student {
    Student(
      id: try row.get(0), schoolID: try row.get(1), departmentID: try row.get(2), majorID: try row.get(3),
      classID: try row.get(4), accountID: try row.get(5), studentNumber: try row.get(6), name: try row.get(7),
      sex: try row.get(8), birthDate: try row.get(9), citizenID: try open(row.get(10), Context.citizenID),
      phone: try open(row.get(11), Context.studentPhone), guardianName: try open(row.get(12), Context.guardianName),
      guardianPhone: try open(row.get(13), Context.guardianPhone), entryYear: try row.get(14),
      status: try row.get(15))
  }
}

// MARK: Paging

extension PeopleStore {
  /// Where the last page ended: the name and key of its last row.
  package struct PageMark: Sendable, Hashable {
    package let name: String
    package let id: Int64

    package init(name: String, id: Int64) {
      self.name = name
      self.id = id
    }
  }

  private static func conditions(
    _ scope: Actor.Scope, _ department: ID<Department>?, _ search: String, _ after: PageMark?, number: StaticString
  ) -> SQL {
    var conditions = scope.condition(school: "school_id", department: "department_id")
    if let department { conditions += " AND department_id = \(department)" }
    if !search.isEmpty {
      conditions += " AND (name LIKE \(likePattern(search)) ESCAPE '\\' OR \(name: number) = \(search))"
    }
    if let after { conditions += " AND (name, id) > (\(after.name), \(after.id))" }
    return conditions
  }

  private static func likePattern(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    return "%\(escaped)%"
  }
}
