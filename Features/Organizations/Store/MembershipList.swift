package import Accounts
package import Database
package import Values

/// What a list of memberships is asked for.
package struct MembershipQuery: Sendable, Hashable {
  /// Part of a person's name, or the beginning of the sign-in name.
  package var search = ""
  package var roles: [Role] = []
  package var departmentID: ID<Department>?
  /// All memberships of one person.
  package var accountID: ID<Account>?
  package var mark: PageMark?
  package var limit = 30

  package init() {}
}

/// An active membership with the person who holds it.
package struct MembershipRow: Sendable, Hashable {
  package let membership: Membership
  package let accountName: String
  package let signInName: String
  /// `false` until the person has accepted the invitation.
  package let hasPassword: Bool
  /// Demo accounts are entered by one click and never get a password.
  package let isDemo: Bool
  package let departmentName: String
  package let since: Instant

  package func mark(isBefore: Bool) -> PageMark {
    PageMark(isBefore: isBefore, key: accountName, id: membership.id.rawValue)
  }
}

extension MembershipStore {
  /// One page of the active memberships in sight, by the person's name.
  package static func page(
    _ query: MembershipQuery, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Listing<MembershipRow> {
    let rows = try connection.rows(
      """
      SELECT \(rowColumns) FROM \(rowTables)
      WHERE \(conditions(query, scope)) \(NameOrder.place(query.mark, name: "a.display_name", id: "m.id"))
      ORDER BY \(NameOrder.order(query.mark, name: "a.display_name", id: "m.id")) LIMIT \(query.limit + 1)
      """
    ).map(row)
    return Listing(rows, limit: query.limit, mark: query.mark)
  }

  /// How many memberships fit, counted up to `limit`.
  package static func count(
    _ query: MembershipQuery, upTo limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM memberships m JOIN accounts a ON a.id = m.account_id
        WHERE \(conditions(query, scope)) LIMIT \(limit)) found
      """) ?? 0
  }

  /// One active membership in sight.
  package static func row(
    _ id: ID<Membership>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> MembershipRow? {
    try connection.first(
      "SELECT \(rowColumns) FROM \(rowTables) WHERE m.id = \(id) AND \(conditions(MembershipQuery(), scope))"
    ).map(row)
  }

  /// How many people manage the installation; the last one may not be lost.
  package static func platformAdministrators(on connection: some Connection) throws -> Int {
    try connection.value(
      """
      SELECT count(DISTINCT m.account_id) FROM memberships m JOIN accounts a ON a.id = m.account_id
      WHERE m.role = \(Role.platformAdministrator) AND m.status = 'active' AND a.status = 'active'
      """) ?? 0
  }

  private static let rowColumns: SQL = """
    \(columns), a.display_name, a.sign_in_name, CASE WHEN a.password_hash IS NULL THEN 0 ELSE 1 END, a.is_demo,
    coalesce(d.name, ''), m.created_at
    """
  private static let rowTables: SQL = """
    memberships m JOIN accounts a ON a.id = m.account_id LEFT JOIN schools s ON s.id = m.school_id
      LEFT JOIN departments d ON d.id = m.department_id
    """

  private static func row(_ row: Row) throws -> MembershipRow {
    MembershipRow(
      membership: try membership(row), accountName: try row.get(7), signInName: try row.get(8),
      hasPassword: try row.get(9), isDemo: try row.get(10), departmentName: try row.get(11), since: try row.get(12))
  }

  private static func conditions(_ query: MembershipQuery, _ scope: Actor.Scope) -> SQL {
    var conditions: [SQL] = [
      "m.status = 'active'", scope.condition(school: "m.school_id", department: "m.department_id"),
    ]
    if !query.roles.isEmpty { conditions.append("m.role IN \(list: query.roles)") }
    if let department = query.departmentID { conditions.append("m.department_id = \(department)") }
    if let account = query.accountID { conditions.append("m.account_id = \(account)") }
    if !query.search.isEmpty {
      conditions.append(SearchText.condition(query.search, in: "a.display_name", orBeginning: "a.sign_in_name"))
    }
    return conditions.joined(separator: " AND ")
  }
}
