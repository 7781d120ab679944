package import Database
package import Organizations
import Values

/// How many partners stand behind each major (inventory 42, 43).
package struct MajorCoverage: Sendable, Hashable {
  package let major: Major
  package let departmentName: String
  /// Active partnerships of a counted level with an enterprise that operates.
  package let partners: Int

  package var isCovered: Bool { partners >= CoverageStore.leastPartners }
}

/// Counts partners by major.
package enum CoverageStore {
  /// 每专业至少三家企业 (inventory 42).
  package static let leastPartners = 3

  /// Every active major in sight with its count, the weakest first.
  package static func majors(in scope: Actor.Scope, on connection: some Connection) throws -> [MajorCoverage] {
    let counts = try counts(in: scope, on: connection)
    let departments = try SchoolStore.departments(in: scope, on: connection)
    let names = Dictionary(departments.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    return try MajorStore.majors(in: scope, isActiveOnly: true, on: connection)
      .map {
        MajorCoverage(
          major: $0, departmentName: names[$0.departmentID] ?? "", partners: counts[$0.id.rawValue] ?? 0)
      }
      .sorted { ($0.partners, $0.departmentName, $0.major.name) < ($1.partners, $1.departmentName, $1.major.name) }
  }

  /// How many majors have enough partners, of how many. Looks at no more
  /// partners of a major than are enough.
  package static func summary(
    in scope: Actor.Scope, on connection: some Connection
  ) throws -> (covered: Int, majors: Int) {
    let row = try connection.first(
      """
      SELECT count(*), coalesce(sum(CASE WHEN found >= \(leastPartners) THEN 1 ELSE 0 END), 0) FROM (
        SELECT m.id, (SELECT count(*) FROM (
          SELECT 1 FROM partnership_majors pm
            JOIN partnerships p ON p.id = pm.partnership_id
            JOIN partner_levels l ON l.school_id = p.school_id AND l.code = p.level
          WHERE pm.school_id = m.school_id AND pm.major_id = m.id AND p.status = 'active'
            AND p.enterprise_status = 'operating' AND l.is_counted = 1
          LIMIT \(leastPartners)) enough) AS found
        FROM majors m
        WHERE \(scope.condition(school: "m.school_id", department: "m.department_id")) AND m.status = 'active') each_major
      """)
    return try row.map { (covered: try $0.get(1), majors: try $0.get(0)) } ?? (0, 0)
  }

  private static func counts(in scope: Actor.Scope, on connection: some Connection) throws -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    // A major belongs to its department, whichever department looks after the partner.
    for row in try connection.rows(
      """
      SELECT pm.major_id, count(*) FROM partnership_majors pm
        JOIN partnerships p ON p.id = pm.partnership_id
        JOIN partner_levels l ON l.school_id = p.school_id AND l.code = p.level
        JOIN majors m ON m.id = pm.major_id
      WHERE \(scope.condition(school: "m.school_id", department: "m.department_id")) AND p.status = 'active'
        AND p.enterprise_status = 'operating' AND l.is_counted = 1
      GROUP BY pm.major_id
      """)
    {
      counts[try row.get(0)] = try row.get(1)
    }
    return counts
  }
}
