import Database
import Imports
import Security
import Values

// Reading and writing many people at once.
extension PeopleStore {
  /// The school's students with one of some numbers, names, identity numbers or keys.
  func students(
    by key: PersonKey, _ values: [String], of school: ID<School>, on connection: any Connection
  ) throws -> [KnownPerson<Student>] {
    var found: [KnownPerson<Student>] = []
    for group in values.inGroups(of: Self.groupSize) {
      let condition: SQL =
        switch key {
        case .id: "st.id IN \(list: group.compactMap { Int64($0) })"
        case .number: "st.student_number IN \(list: group)"
        case .name: "st.name IN \(list: group)"
        case .identity:
          "st.citizen_id_index IN \(list: group.flatMap { sealer.blindIndexes($0, context: Context.citizenID) })"
        }
      try connection.forEach(
        "SELECT \(Self.studentColumns) FROM students st WHERE st.school_id = \(school) AND \(condition)"
      ) { found.append(KnownPerson(person: try student($0), image: RowImage.json($0.values))) }
    }
    return found
  }

  /// The school's teachers with one of some numbers, names or keys.
  func teachers(
    by key: PersonKey, _ values: [String], of school: ID<School>, on connection: any Connection
  ) throws -> [KnownPerson<Teacher>] {
    var found: [KnownPerson<Teacher>] = []
    for group in values.inGroups(of: Self.groupSize) {
      let condition: SQL =
        switch key {
        case .id: "t.id IN \(list: group.compactMap { Int64($0) })"
        case .number: "t.staff_number IN \(list: group)"
        case .name: "t.name IN \(list: group)"
        case .identity: "1 = 0"
        }
      try connection.forEach(
        "SELECT \(Self.teacherColumns) FROM teachers t WHERE t.school_id = \(school) AND \(condition)"
      ) { found.append(KnownPerson(person: try teacher($0), image: RowImage.json($0.values))) }
    }
    return found
  }

  /// - Throws: `DatabaseError.unique` for a student number or identity number that the school has already.
  func insert(_ students: [Student], at now: Instant, on connection: any WriteConnection) throws {
    try connection.insert(
      """
      INSERT INTO students (id, school_id, department_id, major_id, class_id, account_id, student_number, name, sex,
        birth_date, citizen_id_sealed, citizen_id_index, phone_sealed, guardian_name_sealed, guardian_phone_sealed,
        entry_year, status, created_at)
      """,
      try students.map { student in
        """
        (\(student.id), \(student.schoolID), \(student.departmentID), \(student.majorID), \(student.classID),
        \(student.accountID), \(student.studentNumber), \(student.name), \(student.sex), \(student.birthDate),
        \(try seal(student.citizenID, Context.citizenID)), \(citizenIndex(student.citizenID)),
        \(try seal(student.phone, Context.studentPhone)), \(try seal(student.guardianName, Context.guardianName)),
        \(try seal(student.guardianPhone, Context.guardianPhone)), \(student.entryYear), \(student.status), \(now))
        """
      })
  }

  /// - Throws: `DatabaseError.unique` for a staff number that the school has already.
  func insert(_ teachers: [Teacher], at now: Instant, on connection: any WriteConnection) throws {
    try connection.insert(
      """
      INSERT INTO teachers (id, school_id, department_id, account_id, staff_number, name, sex, title,
        is_dual_qualified, phone_sealed, mail_sealed, status, created_at)
      """,
      try teachers.map { teacher in
        """
        (\(teacher.id), \(teacher.schoolID), \(teacher.departmentID), \(teacher.accountID), \(teacher.staffNumber),
        \(teacher.name), \(teacher.sex), \(teacher.title), \(teacher.isDualQualified),
        \(try seal(teacher.phone, Context.teacherPhone)), \(try seal(teacher.mail, Context.teacherMail)),
        \(teacher.status), \(now))
        """
      })
  }

  /// Keys of one `IN` list.
  private static let groupSize = 500
}
