package import Database
package import Values

/// What a list of classes is asked for.
package struct ClassQuery: Sendable, Hashable {
  /// Part of the name.
  package var search = ""
  package var departmentID: ID<Department>?
  package var majorID: ID<Major>?
  package var entryYear: Int?
  package var status: OrganisationStatus?
  package var mark: PageMark?
  package var limit = 30

  package init() {}
}

/// A class as its list shows it.
package struct ClassRow: Sendable, Hashable {
  package let schoolClass: SchoolClass
  package let majorName: String
  package let departmentName: String
  package let schoolName: String
  /// Empty without an adviser.
  package let adviserName: String
  /// Enrolled or suspended.
  package let students: Int

  /// Its place in the list: the year, then the name.
  package func mark(isBefore: Bool) -> PageMark {
    PageMark(isBefore: isBefore, key: "\(schoolClass.entryYear).\(schoolClass.name)", id: schoolClass.id.rawValue)
  }
}

extension MajorStore {
  /// One page of the classes in sight, newest year first, then by name.
  package static func page(
    _ query: ClassQuery, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Listing<ClassRow> {
    let order: SQL =
      query.mark?.isBefore == true ? "c.entry_year, c.name DESC, c.id DESC" : "c.entry_year DESC, c.name, c.id"
    let rows = try connection.rows(
      """
      SELECT \(classColumns), m.name, d.name, s.short_name, coalesce(t.name, ''),
        (SELECT count(*) FROM students st WHERE st.school_id = c.school_id AND st.class_id = c.id
          AND \(UnitCounts.isStudying))
      FROM classes c JOIN majors m ON m.id = c.major_id JOIN departments d ON d.id = c.department_id
        JOIN schools s ON s.id = c.school_id LEFT JOIN teachers t ON t.id = c.adviser_id
      WHERE \(conditions(query, scope)) \(place(query.mark)) ORDER BY \(order) LIMIT \(query.limit + 1)
      """
    ).map { row in
      ClassRow(
        schoolClass: try schoolClass(row), majorName: try row.get(8), departmentName: try row.get(9),
        schoolName: try row.get(10), adviserName: try row.get(11), students: try row.get(12))
    }
    return Listing(rows, limit: query.limit, mark: query.mark)
  }

  /// How many classes fit, counted up to `limit`.
  package static func count(
    _ query: ClassQuery, upTo limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      "SELECT count(*) FROM (SELECT 1 FROM classes c WHERE \(conditions(query, scope)) LIMIT \(limit)) found") ?? 0
  }

  /// The years in which classes in sight began, newest first.
  package static func entryYears(in scope: Actor.Scope, on connection: some Connection) throws -> [Int] {
    try connection.values(
      """
      SELECT DISTINCT c.entry_year FROM classes c
      WHERE \(scope.condition(school: "c.school_id", department: "c.department_id")) ORDER BY c.entry_year DESC LIMIT 30
      """)
  }

  private static func conditions(_ query: ClassQuery, _ scope: Actor.Scope) -> SQL {
    var conditions: [SQL] = [scope.condition(school: "c.school_id", department: "c.department_id")]
    if let department = query.departmentID { conditions.append("c.department_id = \(department)") }
    if let major = query.majorID { conditions.append("c.major_id = \(major)") }
    if let year = query.entryYear { conditions.append("c.entry_year = \(year)") }
    if let status = query.status { conditions.append("c.status = \(status)") }
    if !query.search.isEmpty { conditions.append(SearchText.condition(query.search, in: "c.name")) }
    return conditions.joined(separator: " AND ")
  }

  /// The year runs down while the name runs up, so the place is written out.
  private static func place(_ mark: PageMark?) -> SQL {
    guard let mark, let point = mark.key.firstIndex(of: "."), let year = Int(mark.key[..<point]) else { return "" }
    let name = String(mark.key[mark.key.index(after: point)...])
    return mark.isBefore
      ? "AND (c.entry_year > \(year) OR (c.entry_year = \(year) AND (c.name, c.id) < (\(name), \(mark.id))))"
      : "AND (c.entry_year < \(year) OR (c.entry_year = \(year) AND (c.name, c.id) > (\(name), \(mark.id))))"
  }
}
