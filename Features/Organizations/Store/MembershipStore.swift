package import Accounts
package import Database
package import Values

/// The rows of `memberships`.
package enum MembershipStore {
  /// Enterprises are described to the right of this feature; their name is kept here for menus and lists.
  static let migration = "ALTER TABLE memberships ADD COLUMN organisation_name TEXT NOT NULL DEFAULT ''"

  static let columns: SQL = """
    m.id, m.account_id, m.role, m.school_id, m.department_id, m.enterprise_id,
    coalesce(s.short_name, m.organisation_name)
    """
  private static let tables: SQL = "memberships m LEFT JOIN schools s ON s.id = m.school_id"

  /// The membership a person works in: the chosen one while it lasts, else the oldest.
  package static func current(
    account: ID<Account>, chosen: ID<Membership>?, on connection: some Connection
  ) throws -> Membership? {
    try connection.first(
      """
      SELECT \(columns) FROM \(tables)
      WHERE m.account_id = \(account) AND m.status = 'active'
      ORDER BY CASE WHEN m.id = \(chosen?.rawValue ?? 0) THEN 0 ELSE 1 END, m.id LIMIT 1
      """
    ).map(membership)
  }

  /// All memberships in which a person can work, oldest first.
  package static func active(account: ID<Account>, on connection: some Connection) throws -> [Membership] {
    try connection.rows(
      "SELECT \(columns) FROM \(tables) WHERE m.account_id = \(account) AND m.status = 'active' ORDER BY m.id"
    ).map(membership)
  }

  /// One of a person's own memberships, while it lasts.
  package static func active(
    _ id: ID<Membership>, account: ID<Account>, on connection: some Connection
  ) throws -> Membership? {
    try connection.first(
      "SELECT \(columns) FROM \(tables) WHERE m.id = \(id) AND m.account_id = \(account) AND m.status = 'active'"
    ).map(membership)
  }

  /// - Throws: `DatabaseError.unique` when the account has this active membership already.
  package static func insert(
    _ membership: Membership, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO memberships (id, account_id, role, school_id, department_id, enterprise_id, organisation_name, status,
        created_at)
      VALUES (\(membership.id), \(membership.accountID), \(membership.role), \(membership.schoolID),
        \(membership.departmentID), \(membership.enterpriseID),
        \(membership.enterpriseID == nil ? "" : membership.organisationName), 'active', \(now))
      """)
  }

  /// Keeps the name that memberships repeat of their enterprise, in the transaction that changes it.
  package static func setName(
    _ name: String, ofEnterprise enterprise: ID<EnterpriseKey>, on connection: some WriteConnection
  ) throws {
    try connection.run("UPDATE memberships SET organisation_name = \(name) WHERE enterprise_id = \(enterprise)")
  }

  /// Ends an active membership of a school; `false` when there is none in sight.
  package static func end(
    _ id: ID<Membership>, in scope: Actor.Scope, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE memberships SET status = 'ended', ended_at = \(now)
      WHERE id = \(id) AND status = 'active'
        AND \(scope.condition(school: "school_id", department: "department_id"))
      """) == 1
  }

  /// The accounts that hold one of the roles in a school (and department, where given): who is asked to act.
  package static func accounts(
    holding roles: [Role], school: ID<School>, department: ID<Department>? = nil, on connection: some Connection
  ) throws -> [ID<Account>] {
    let inDepartment: SQL = department.map { "AND m.department_id = \($0)" } ?? ""
    return try connection.values(
      """
      SELECT DISTINCT m.account_id FROM memberships m JOIN accounts a ON a.id = m.account_id
      WHERE m.school_id = \(school) AND m.status = 'active' AND m.role IN \(list: roles) \(inDepartment)
        AND a.status = 'active' ORDER BY m.account_id
      """)
  }

  static func membership(_ row: Row) throws -> Membership {
    Membership(
      id: try row.get(0), accountID: try row.get(1), role: try row.get(2), schoolID: try row.get(3),
      departmentID: try row.get(4), enterpriseID: try row.get(5), organisationName: try row.get(6))
  }
}

extension MembershipStore {
  /// The people who hold one of the roles in a school, by name: whom a form offers as responsible.
  package static func people(
    holding roles: [Role], school: ID<School>, on connection: some Connection
  ) throws -> [(id: ID<Account>, name: String)] {
    try connection.rows(
      """
      SELECT DISTINCT a.id, a.display_name FROM memberships m JOIN accounts a ON a.id = m.account_id
      WHERE m.school_id = \(school) AND m.status = 'active' AND m.role IN \(list: roles) AND a.status = 'active'
      ORDER BY a.display_name, a.id
      """
    ).map { (try $0.get(0), try $0.get(1)) }
  }
}
