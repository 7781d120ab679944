import Accounts
import Database
import Organizations
import Partners
import Values

/// The rows of `project_schemes` and `project_bids`.
enum SchemeStore {
  /// A scheme as lists show it.
  struct Summary: Sendable, Hashable {
    let scheme: Scheme
    let bids: Int
    /// Fen.
    let granted: Int64
  }

  static func insert(
    _ scheme: Scheme, by account: ID<Account>?, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO project_schemes (id, school_id, title, issuer, level, opens_on, deadline, amount, website, note,
        version, created_by, created_at)
      VALUES (\(scheme.id), \(scheme.schoolID), \(scheme.title), \(scheme.issuer), \(scheme.level), \(scheme.opensOn),
        \(scheme.deadline), \(scheme.amount), \(scheme.website), \(scheme.note), 1, \(account), \(now))
      """)
  }

  /// A scheme whose deadline moved is reminded of again.
  /// - Returns: `false` when somebody changed it since it was read.
  static func update(_ scheme: Scheme, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE project_schemes SET title = \(scheme.title), issuer = \(scheme.issuer), level = \(scheme.level),
        opens_on = \(scheme.opensOn), told = CASE WHEN deadline = \(scheme.deadline) THEN told END,
        deadline = \(scheme.deadline), amount = \(scheme.amount), website = \(scheme.website), note = \(scheme.note),
        version = version + 1
      WHERE id = \(scheme.id) AND school_id = \(scheme.schoolID) AND version = \(scheme.version)
      """) == 1
  }

  static func scheme(_ id: ID<Scheme>, in scope: Actor.Scope, on connection: some Connection) throws -> Scheme? {
    try connection.first(
      """
      SELECT \(columns) FROM project_schemes c
      WHERE c.id = \(id) AND \(scope.condition(school: "c.school_id", department: nil))
      """
    ).map(scheme)
  }

  /// - Parameter isOpen: those whose deadline is to come, the nearest first; otherwise those that are over.
  static func list(
    isOpen: Bool, today: CivilDate, in scope: Actor.Scope, on connection: some Connection
  ) throws -> [Summary] {
    let sight = scope.condition(school: "c.school_id", department: nil)
    let part: SQL =
      isOpen
      ? "c.deadline >= \(today) ORDER BY c.deadline, c.id" : "c.deadline < \(today) ORDER BY c.deadline DESC, c.id"
    return try connection.rows(
      """
      SELECT \(columns), (SELECT count(*) FROM project_bids b WHERE b.scheme_id = c.id),
        (SELECT CAST(coalesce(sum(b.granted), 0) AS BIGINT) FROM project_bids b
          WHERE b.scheme_id = c.id AND b.state = 'granted')
      FROM project_schemes c WHERE \(sight) AND \(part) LIMIT 200
      """
    ).map { Summary(scheme: try scheme($0), bids: try $0.get(11), granted: try $0.get(12)) }
  }

  private static let columns: SQL = """
    c.id, c.school_id, c.title, c.issuer, c.level, c.opens_on, c.deadline, c.amount, c.website, c.note, c.version
    """

  private static func scheme(_ row: Row) throws -> Scheme {
    var scheme = Scheme(id: try row.get(0), school: try row.get(1), deadline: try row.get(6))
    scheme.title = try row.get(2)
    scheme.issuer = try row.get(3)
    scheme.level = try row.get(4)
    scheme.opensOn = try row.get(5)
    scheme.amount = try row.get(7)
    scheme.website = try row.get(8)
    scheme.note = try row.get(9)
    scheme.version = try row.get(10)
    return scheme
  }

  // MARK: Reminders

  /// Schemes whose deadline comes near, with which reminder was given last.
  static func toTell(today: CivilDate, limit: Int, on connection: some Connection) throws -> [(Scheme, told: Int?)] {
    let horizon = today.adding(days: Scheme.warnings.max() ?? 0)
    return try connection.rows(
      """
      SELECT \(columns), c.told FROM project_schemes c
      WHERE c.deadline BETWEEN \(today) AND \(horizon)
        AND (c.told IS NULL OR c.told > 7 AND c.deadline <= \(today.adding(days: 7)))
      ORDER BY c.deadline, c.id LIMIT \(literal: limit)
      """
    ).map { (try scheme($0), told: try $0.get(11)) }
  }

  static func setTold(_ days: Int, of scheme: Scheme, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE project_schemes SET told = \(days) WHERE id = \(scheme.id) AND school_id = \(scheme.schoolID)")
  }

  // MARK: Bids

  /// - Throws: `DatabaseError.unique` when the project applies already.
  static func insert(_ bid: SchemeBid, to scheme: Scheme, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO project_bids (id, school_id, scheme_id, project_id, state, asked, granted, decided_on, note, version)
      VALUES (\(bid.id), \(scheme.schoolID), \(scheme.id), \(bid.projectID), \(bid.state), \(bid.asked),
        \(bid.granted), \(bid.decidedOn), \(bid.note), 1)
      """)
  }

  /// - Returns: `false` when somebody changed it since it was read.
  static func update(_ bid: SchemeBid, of scheme: Scheme, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE project_bids SET state = \(bid.state), asked = \(bid.asked), granted = \(bid.granted),
        decided_on = \(bid.decidedOn), note = \(bid.note), version = version + 1
      WHERE id = \(bid.id) AND school_id = \(scheme.schoolID) AND scheme_id = \(scheme.id) AND version = \(bid.version)
      """) == 1
  }

  /// The projects in sight that apply to a scheme.
  static func bids(of scheme: Scheme, in sight: ProjectSight, on connection: some Connection) throws -> [SchemeBid] {
    try connection.rows(
      """
      SELECT b.id, b.project_id, p.title, s.name, b.state, b.asked, b.granted, b.decided_on, b.note, b.version
      FROM project_bids b JOIN projects p ON p.id = b.project_id JOIN partnerships s ON s.id = p.partnership_id
      WHERE b.school_id = \(scheme.schoolID) AND b.scheme_id = \(scheme.id)
        AND \(sight.condition)
      ORDER BY b.id LIMIT 200
      """
    ).map { row in
      var bid = SchemeBid(
        id: try row.get(0), projectID: try row.get(1), projectTitle: try row.get(2), enterpriseName: try row.get(3))
      bid.state = try row.get(4)
      bid.asked = try row.get(5)
      bid.granted = try row.get(6)
      bid.decidedOn = try row.get(7)
      bid.note = try row.get(8)
      bid.version = try row.get(9)
      return bid
    }
  }
}
