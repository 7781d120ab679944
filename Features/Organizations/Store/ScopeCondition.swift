package import Database

/// Turns what an actor may see into a condition of the query, so that a record
/// it may not see is never read at all.
extension Actor.Scope {
  /// For tables of a tenant: `WHERE \(scope.condition(school: "p.school_id", department: "p.department_id"))`.
  ///
  /// - Parameters:
  ///   - school: the column that names the school.
  ///   - department: the column that names the department; `nil` where the
  ///     table has none, and then the whole school is seen.
  package func condition(school: StaticString, department: StaticString?) -> SQL {
    switch self {
    case .nothing, .enterprise: "1 = 0"
    case .installation: "1 = 1"
    case .school(let id): "\(name: school) = \(id)"
    case .department(let id, let departmentID):
      if let department {
        "(\(name: school) = \(id) AND \(name: department) = \(departmentID))"
      } else {
        "\(name: school) = \(id)"
      }
    }
  }
}
