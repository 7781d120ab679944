package import Database
package import Values

/// What stands in a part of the organisation now: open majors and classes,
/// teachers who have not left, students who are enrolled or suspended.
package struct UnitCounts: Sendable, Hashable {
  package var departments = 0
  package var majors = 0
  package var classes = 0
  package var teachers = 0
  package var students = 0
  /// Memberships that have not ended.
  package var members = 0

  package init() {}

  static let isStudying: SQL = "st.status IN ('enrolled', 'suspended')"
}

/// A part of the organisation with what stands in it.
package struct Counted<Unit: Sendable>: Sendable {
  package let unit: Unit
  package let counts: UnitCounts
}

extension Counted: Equatable where Unit: Equatable {}

extension SchoolStore {
  /// The schools in sight, by name; or the one asked for.
  package static func countedSchools(
    _ id: ID<School>? = nil, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [Counted<School>] {
    let one: SQL = id.map { "AND s.id = \($0)" } ?? ""
    return try connection.rows(
      """
      SELECT s.id, s.code, s.name, s.short_name, s.level, s.region, s.status,
        (SELECT count(*) FROM departments d WHERE d.school_id = s.id AND d.status = 'active'),
        (SELECT count(*) FROM majors m WHERE m.school_id = s.id AND m.status = 'active'),
        (SELECT count(*) FROM classes c WHERE c.school_id = s.id AND c.status = 'active'),
        (SELECT count(*) FROM teachers t WHERE t.school_id = s.id AND t.status = 'active'),
        (SELECT count(*) FROM students st WHERE st.school_id = s.id AND \(UnitCounts.isStudying)),
        (SELECT count(*) FROM memberships ms WHERE ms.school_id = s.id AND ms.status = 'active')
      FROM schools s WHERE \(scope.condition(school: "s.id", department: nil)) \(one) ORDER BY s.name, s.id
      """
    ).map { row in
      var counts = UnitCounts()
      counts.departments = try row.get(7)
      counts.majors = try row.get(8)
      counts.classes = try row.get(9)
      counts.teachers = try row.get(10)
      counts.students = try row.get(11)
      counts.members = try row.get(12)
      return Counted(
        unit: School(
          id: try row.get(0), code: try row.get(1), name: try row.get(2), shortName: try row.get(3),
          level: try row.get(4), region: try row.get(5), status: try row.get(6)), counts: counts)
    }
  }

  /// The departments in sight, by code; or the one asked for.
  package static func countedDepartments(
    _ id: ID<Department>? = nil, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [Counted<Department>] {
    let one: SQL = id.map { "AND d.id = \($0)" } ?? ""
    return try connection.rows(
      """
      SELECT d.id, d.school_id, d.code, d.name, d.status,
        (SELECT count(*) FROM majors m WHERE m.school_id = d.school_id AND m.department_id = d.id
          AND m.status = 'active'),
        (SELECT count(*) FROM classes c WHERE c.school_id = d.school_id AND c.department_id = d.id
          AND c.status = 'active'),
        (SELECT count(*) FROM teachers t WHERE t.school_id = d.school_id AND t.department_id = d.id
          AND t.status = 'active'),
        (SELECT count(*) FROM students st WHERE st.school_id = d.school_id AND st.department_id = d.id
          AND \(UnitCounts.isStudying)),
        (SELECT count(*) FROM memberships ms WHERE ms.school_id = d.school_id AND ms.department_id = d.id
          AND ms.status = 'active')
      FROM departments d
      WHERE \(scope.condition(school: "d.school_id", department: "d.id")) \(one) ORDER BY d.school_id, d.code, d.id
      """
    ).map { row in
      var counts = UnitCounts()
      counts.majors = try row.get(5)
      counts.classes = try row.get(6)
      counts.teachers = try row.get(7)
      counts.students = try row.get(8)
      counts.members = try row.get(9)
      return Counted(
        unit: Department(
          id: try row.get(0), schoolID: try row.get(1), code: try row.get(2), name: try row.get(3),
          status: try row.get(4)), counts: counts)
    }
  }
}

extension MajorStore {
  /// The majors in sight by department and name, with their classes and students; or the one asked for.
  package static func countedMajors(
    _ id: ID<Major>? = nil, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [Counted<Major>] {
    let one: SQL = id.map { "AND m.id = \($0)" } ?? ""
    return try connection.rows(
      """
      SELECT \(majorColumns),
        (SELECT count(*) FROM classes c WHERE c.school_id = m.school_id AND c.department_id = m.department_id
          AND c.major_id = m.id AND c.status = 'active'),
        (SELECT count(*) FROM students st WHERE st.school_id = m.school_id AND st.major_id = m.id
          AND \(UnitCounts.isStudying))
      FROM majors m WHERE \(scope.condition(school: "m.school_id", department: "m.department_id")) \(one)
      ORDER BY m.school_id, m.department_id, m.name, m.id
      """
    ).map { row in
      var counts = UnitCounts()
      counts.classes = try row.get(8)
      counts.students = try row.get(9)
      return Counted(unit: try major(row), counts: counts)
    }
  }
}
