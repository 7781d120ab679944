import Accounts
import Database
import Organizations
import Values

/// What belongs to an enterprise's space beside its pages and contacts.
enum SpaceStore {
  /// The enterprise of somebody who works for it, while it is live.
  static func enterprise(of actor: Actor, on connection: any Connection) throws -> Enterprise? {
    guard case .enterprise(let id) = actor.scope else { return nil }
    return try live(id, on: connection)
  }

  static func live(_ id: ID<EnterpriseKey>, on connection: any Connection) throws -> Enterprise? {
    try connection.first(
      "SELECT \(EnterpriseStore.columns) FROM enterprises e WHERE e.id = \(id) AND e.merged_into IS NULL"
    ).map { try EnterpriseStore.enterprise($0) }
  }

  // MARK: Schools

  /// A school that works with the enterprise, as the enterprise may know it:
  /// nothing of levels, notes, owners and reviews.
  struct WorkingSchool: Sendable, Hashable {
    let id: ID<School>
    let partnershipID: ID<Partnership>
    let name: String
    let departmentName: String
    let majors: [String]
    let since: CivilDate?
    let isActive: Bool
  }

  static func schools(with enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> [WorkingSchool] {
    var majors: [Int64: [String]] = [:]
    for row in try connection.rows(
      """
      SELECT pm.partnership_id, m.name FROM partnerships p
      JOIN partnership_majors pm ON pm.partnership_id = p.id JOIN majors m ON m.id = pm.major_id
      WHERE p.enterprise_id = \(enterprise) ORDER BY pm.partnership_id, m.name
      """)
    {
      majors[try row.get(0), default: []].append(try row.get(1))
    }
    return try connection.rows(
      """
      SELECT p.school_id, p.id, s.name, coalesce(d.name, ''), p.since, p.status
      FROM partnerships p JOIN schools s ON s.id = p.school_id LEFT JOIN departments d ON d.id = p.department_id
      WHERE p.enterprise_id = \(enterprise) ORDER BY p.status, s.name, p.id
      """
    ).map { row in
      let partnership: ID<Partnership> = try row.get(1)
      return WorkingSchool(
        id: try row.get(0), partnershipID: partnership, name: try row.get(2), departmentName: try row.get(3),
        majors: majors[partnership.rawValue] ?? [], since: try row.get(4),
        isActive: try row.get(5, as: Partnership.Status.self) == .active)
    }
  }

  // MARK: Statements

  static func statement(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> EnterpriseStatement {
    var statement = EnterpriseStatement(enterpriseID: enterprise)
    let row = try connection.first(
      """
      SELECT staff_total, skilled_staff, instructors, intern_places, yearly_hires, revenue, motives, wishes, version
      FROM enterprise_statements WHERE enterprise_id = \(enterprise)
      """)
    guard let row else { return statement }
    statement.staffTotal = try row.get(0)
    statement.skilledStaff = try row.get(1)
    statement.instructors = try row.get(2)
    statement.internPlaces = try row.get(3)
    statement.yearlyHires = try row.get(4)
    statement.revenue = try row.get(5)
    statement.motives = TextList.items(try row.get(6))
    statement.wishes = try row.get(7)
    statement.version = try row.get(8)
    return statement
  }

  /// - Returns: `false` when somebody changed it since `statement.version` was read.
  static func save(
    _ statement: EnterpriseStatement, id: ID<EnterpriseStatement>, at now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    let motives = TextList.stored(statement.motives)
    guard statement.version > 0 else {
      return try connection.run(
        """
        INSERT INTO enterprise_statements (id, enterprise_id, staff_total, skilled_staff, instructors, intern_places,
          yearly_hires, revenue, motives, wishes, version, updated_at)
        VALUES (\(id), \(statement.enterpriseID), \(statement.staffTotal), \(statement.skilledStaff),
          \(statement.instructors), \(statement.internPlaces), \(statement.yearlyHires), \(statement.revenue),
          \(motives), \(statement.wishes), 1, \(now))
        ON CONFLICT (enterprise_id) DO NOTHING
        """) == 1
    }
    return try connection.run(
      """
      UPDATE enterprise_statements SET staff_total = \(statement.staffTotal), skilled_staff = \(statement.skilledStaff),
        instructors = \(statement.instructors), intern_places = \(statement.internPlaces),
        yearly_hires = \(statement.yearlyHires), revenue = \(statement.revenue), motives = \(motives),
        wishes = \(statement.wishes), version = version + 1, updated_at = \(now)
      WHERE enterprise_id = \(statement.enterpriseID) AND version = \(statement.version)
      """) == 1
  }

  // MARK: Documents

  static func documents(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> [EnterpriseDocument]
  {
    try connection.rows(
      """
      SELECT \(documentColumns) FROM enterprise_documents
      WHERE enterprise_id = \(enterprise) AND removed_at IS NULL ORDER BY id DESC
      """
    ).map(document)
  }

  static func document(
    _ id: ID<EnterpriseDocument>, of enterprise: ID<EnterpriseKey>, on connection: any Connection
  ) throws -> EnterpriseDocument? {
    try connection.first(
      """
      SELECT \(documentColumns) FROM enterprise_documents
      WHERE id = \(id) AND enterprise_id = \(enterprise) AND removed_at IS NULL
      """
    ).map(document)
  }

  static func insert(
    _ document: EnterpriseDocument, by account: ID<Account>, on connection: any WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO enterprise_documents (id, enterprise_id, kind, digest, name, type, size, uploaded_by, uploaded_at)
      VALUES (\(document.id), \(document.enterpriseID), \(document.kind), \(document.digest), \(document.name),
        \(document.type), \(document.size), \(account), \(document.uploadedAt))
      """)
  }

  static func remove(
    _ document: EnterpriseDocument, by account: ID<Account>, at now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE enterprise_documents SET removed_by = \(account), removed_at = \(now)
      WHERE id = \(document.id) AND enterprise_id = \(document.enterpriseID) AND removed_at IS NULL
      """) == 1
  }

  private static let documentColumns: SQL = "id, enterprise_id, kind, digest, name, type, size, uploaded_at"

  private static func document(_ row: Row) throws -> EnterpriseDocument {
    EnterpriseDocument(
      id: try row.get(0), enterpriseID: try row.get(1), kind: try row.get(2), digest: try row.get(3),
      name: try row.get(4), type: try row.get(5), size: try row.get(6), uploadedAt: try row.get(7))
  }
}
