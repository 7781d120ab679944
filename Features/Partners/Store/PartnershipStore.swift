package import Database
package import Organizations
package import Values

/// A partnership with its enterprise: what a detail page is about.
package struct Partner: Sendable, Hashable {
  package var partnership: Partnership
  package var enterprise: Enterprise

  package init(partnership: Partnership, enterprise: Enterprise) {
    self.partnership = partnership
    self.enterprise = enterprise
  }
}

/// The rows of `partnerships` and `partnership_majors`.
package enum PartnershipStore {
  /// The partnership, when it is in sight.
  package static func partner(
    _ id: ID<Partnership>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Partner? {
    try partner(
      where: "p.id = \(id) AND \(scope.condition(school: "p.school_id", department: "p.department_id"))",
      on: connection)
  }

  /// What a school has with an enterprise.
  package static func partner(
    of school: ID<School>, with enterprise: ID<EnterpriseKey>, on connection: some Connection
  ) throws -> Partner? {
    try partner(where: "p.school_id = \(school) AND p.enterprise_id = \(enterprise)", on: connection)
  }

  private static func partner(where condition: SQL, on connection: some Connection) throws -> Partner? {
    guard
      let row = try connection.first(
        """
        SELECT p.id, p.school_id, p.enterprise_id, p.department_id, p.level, p.source, p.owner_id, p.motives, p.since,
          p.note, p.status, p.review_state, p.review_valid_until, p.version, \(EnterpriseStore.columns)
        FROM partnerships p JOIN enterprises e ON e.id = p.enterprise_id WHERE \(condition)
        """)
    else { return nil }
    var partnership = Partnership(
      id: try row.get(0), schoolID: try row.get(1), enterpriseID: try row.get(2), level: try row.get(4))
    partnership.departmentID = try row.get(3)
    partnership.source = try row.get(5)
    partnership.ownerID = try row.get(6)
    partnership.motives = TextList.items(try row.get(7))
    partnership.since = try row.get(8)
    partnership.note = try row.get(9)
    partnership.status = try row.get(10)
    partnership.reviewState = try row.get(11)
    partnership.reviewValidUntil = try row.get(12)
    partnership.version = try row.get(13)
    partnership.majorIDs = try connection.values(
      "SELECT major_id FROM partnership_majors WHERE partnership_id = \(partnership.id) ORDER BY major_id",
      as: ID<Major>.self
    ).map(\.description)
    return Partner(partnership: partnership, enterprise: try EnterpriseStore.enterprise(row, at: 14))
  }

  /// - Throws: `DatabaseError.unique` when the school has a partnership with the enterprise already.
  package static func insert(
    _ partnership: Partnership, with enterprise: Enterprise, at now: Instant, on connection: some WriteConnection
  ) throws {
    try PartnerLevelStore.putUsual(for: partnership.schoolID, on: connection)
    try connection.run(
      """
      INSERT INTO partnerships (id, school_id, enterprise_id, department_id, level, source, owner_id, motives, since,
        note, status, name, industry, province, region, size, enterprise_status, review_state, review_valid_until,
        version, created_at, updated_at)
      VALUES (\(partnership.id), \(partnership.schoolID), \(enterprise.id), \(partnership.departmentID),
        \(partnership.level), \(partnership.source), \(partnership.ownerID), \(TextList.stored(partnership.motives)),
        \(partnership.since), \(partnership.note), \(partnership.status), \(enterprise.name), \(enterprise.industry),
        \(enterprise.province), \(enterprise.region), \(enterprise.size?.rawValue ?? ""), \(enterprise.status),
        \(partnership.reviewState), \(partnership.reviewValidUntil), 1, \(now), \(now))
      """)
    try setMajors(of: partnership, on: connection)
  }

  /// Writes a changed partnership with its majors. How it stands in review is
  /// not written here: `ReviewStore` keeps that in step with the reviews.
  /// - Returns: `false` when somebody changed it since `partnership.version` was read.
  package static func update(
    _ partnership: Partnership, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    let changed = try connection.run(
      """
      UPDATE partnerships SET department_id = \(partnership.departmentID), level = \(partnership.level),
        source = \(partnership.source), owner_id = \(partnership.ownerID),
        motives = \(TextList.stored(partnership.motives)), since = \(partnership.since), note = \(partnership.note),
        status = \(partnership.status), version = version + 1, updated_at = \(now)
      WHERE id = \(partnership.id) AND school_id = \(partnership.schoolID) AND version = \(partnership.version)
      """)
    guard changed == 1 else { return false }
    try setMajors(of: partnership, on: connection)
    return true
  }

  private static func setMajors(of partnership: Partnership, on connection: some WriteConnection) throws {
    try connection.run("DELETE FROM partnership_majors WHERE partnership_id = \(partnership.id)")
    for major in partnership.majorIDs.compactMap({ ID<Major>($0) }) {
      // Only majors of the same school: an id of another school's is not inserted.
      try connection.run(
        """
        INSERT INTO partnership_majors (school_id, partnership_id, major_id)
        SELECT school_id, \(partnership.id), id FROM majors WHERE id = \(major) AND school_id = \(partnership.schoolID)
        """)
    }
  }
}
