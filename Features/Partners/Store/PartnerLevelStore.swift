package import Database
package import Organizations
package import Values

/// The rows of `partner_levels`. A school that never looked at its levels has
/// no rows and works with the usual ones; they are written with its first
/// partner or its first change.
package enum PartnerLevelStore {
  /// The levels of a school in order.
  package static func levels(of school: ID<School>, on connection: some Connection) throws -> [PartnerLevel] {
    let found = try connection.rows(
      """
      SELECT code, name, english_name, position, is_counted, contact_months FROM partner_levels WHERE school_id = \(school)
      ORDER BY position, code
      """
    ).map(level)
    return found.isEmpty ? PartnerLevel.usual : found
  }

  /// The levels of all schools in sight, each code once: what a list's filter offers.
  package static func levels(in scope: Actor.Scope, on connection: some Connection) throws -> [PartnerLevel] {
    let found = try connection.rows(
      """
      SELECT code, max(name), max(english_name), min(position), max(is_counted), min(contact_months) FROM partner_levels
      WHERE \(scope.condition(school: "school_id", department: nil)) GROUP BY code ORDER BY min(position), code
      """
    ).map(level)
    return found.isEmpty ? PartnerLevel.usual : found
  }

  /// Gives a school the usual levels, unless it has levels already.
  package static func putUsual(for school: ID<School>, on connection: some WriteConnection) throws {
    guard try connection.first("SELECT 1 FROM partner_levels WHERE school_id = \(school) LIMIT 1") == nil else {
      return
    }
    for level in PartnerLevel.usual { try insert(level, of: school, on: connection) }
  }

  static func insert(_ level: PartnerLevel, of school: ID<School>, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO partner_levels (school_id, code, name, english_name, position, is_counted, contact_months)
      VALUES (\(school), \(level.code), \(level.name.chinese), \(level.name.english), \(level.position),
        \(level.isCounted), \(level.contactMonths))
      ON CONFLICT DO NOTHING
      """)
  }

  static func update(_ level: PartnerLevel, of school: ID<School>, on connection: some WriteConnection) throws {
    try connection.run(
      """
      UPDATE partner_levels SET name = \(level.name.chinese), english_name = \(level.name.english),
        position = \(level.position), is_counted = \(level.isCounted), contact_months = \(level.contactMonths)
      WHERE school_id = \(school) AND code = \(level.code)
      """)
  }

  /// - Throws: `DatabaseError.foreignKey` while a partner has the level.
  static func delete(_ code: String, of school: ID<School>, on connection: some WriteConnection) throws {
    try connection.run("DELETE FROM partner_levels WHERE school_id = \(school) AND code = \(code)")
  }

  /// How many partners of a school have each level, ended partnerships too.
  static func use(of school: ID<School>, on connection: some Connection) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    try connection.forEach(
      "SELECT level, count(*) FROM partnerships WHERE school_id = \(school) GROUP BY level"
    ) { counts[try $0.get(0)] = try $0.get(1) }
    return counts
  }

  /// The first few partners of a level, by name.
  static func partners(
    at code: String, of school: ID<School>, limit: Int, on connection: some Connection
  ) throws -> [String] {
    try connection.values(
      """
      SELECT name FROM partnerships WHERE school_id = \(school) AND level = \(code) ORDER BY name, id LIMIT \(limit)
      """, as: String.self)
  }

  private static func level(_ row: Row) throws -> PartnerLevel {
    PartnerLevel(
      code: try row.get(0), name: LevelName(chinese: try row.get(1), english: try row.get(2)),
      position: try row.get(3), isCounted: try row.get(4), contactMonths: try row.get(5))
  }
}
