import Accounts
import Database
import Organizations
import Values

/// The rows of fulfilment checks. A department sees the agreements that are its own.
enum CheckStore {
  static func insert(
    _ check: FulfilmentCheck, by account: ID<Account>, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO fulfilment_checks (id, school_id, title, question, due_on, is_open, created_by, created_at)
      VALUES (\(check.id), \(check.schoolID), \(check.title), \(check.question), \(check.dueOn), 1, \(account),
        \(check.createdAt))
      """)
  }

  static func insert(
    _ agreement: ID<Agreement>, id: ID<CheckItem>, in check: FulfilmentCheck, due: Int, met: Int,
    on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO fulfilment_check_items (id, school_id, check_id, agreement_id, words, open_point, due, met)
      VALUES (\(id), \(check.schoolID), \(check.id), \(agreement), '', '', \(due), \(met))
      """)
  }

  /// Agreements in force with what their obligations say up to a day.
  static func candidates(
    of school: ID<School>, until today: CivilDate, on connection: some Connection
  ) throws -> [(id: ID<Agreement>, department: ID<Department>?, due: Int, met: Int)] {
    try connection.rows(
      """
      SELECT a.id, a.department_id, count(u.id), coalesce(sum(CASE WHEN u.state = 'met' THEN 1 ELSE 0 END), 0)
      FROM agreements a LEFT JOIN obligation_dues u ON u.school_id = a.school_id AND u.agreement_id = a.id
        AND u.state <> 'cancelled' AND u.due_on <= \(today)
      WHERE a.school_id = \(school) AND a.state IN ('active', 'suspended') GROUP BY a.id, a.department_id
      ORDER BY a.id LIMIT \(literal: FulfilmentCheck.mostAgreements)
      """
    ).map { (try $0.get(0), try $0.get(1), try $0.get(2), try $0.get(3)) }
  }

  /// The checks in sight, the newest first, counted as far as the actor sees.
  static func checks(in scope: Actor.Scope, on connection: some Connection) throws -> [FulfilmentCheck] {
    try connection.rows(
      """
      SELECT \(columns), count(i.id), count(i.verdict) FROM \(tables)
      JOIN fulfilment_check_items i ON i.school_id = c.school_id AND i.check_id = c.id
      JOIN agreements a ON a.id = i.agreement_id
      WHERE \(scope.condition(school: "a.school_id", department: "a.department_id"))
      GROUP BY \(columns) ORDER BY c.id DESC LIMIT 100
      """
    ).map { row in
      var check = try check(row)
      (check.count, check.answered) = (try row.get(8), try row.get(9))
      return check
    }
  }

  static func check(
    _ id: ID<FulfilmentCheck>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> FulfilmentCheck? {
    try checks(in: scope, on: connection).first { $0.id == id }
  }

  static func items(
    of check: FulfilmentCheck, in scope: Actor.Scope, on connection: some Connection
  ) throws -> [CheckItem] {
    try connection.rows(
      """
      SELECT i.id, i.check_id, i.school_id, i.agreement_id, a.number, a.title, p.name, a.department_id,
        coalesce(d.name, ''), i.verdict, i.words, i.open_point, coalesce(b.display_name, ''), i.answered_at, i.due,
        i.met
      FROM fulfilment_check_items i JOIN agreements a ON a.id = i.agreement_id
      JOIN partnerships p ON p.id = a.partnership_id LEFT JOIN departments d ON d.id = a.department_id
      LEFT JOIN accounts b ON b.id = i.answered_by
      WHERE i.school_id = \(check.schoolID) AND i.check_id = \(check.id)
        AND \(scope.condition(school: "a.school_id", department: "a.department_id"))
      ORDER BY d.name, i.id
      """
    ).map { row in
      CheckItem(
        id: try row.get(0), checkID: try row.get(1), schoolID: try row.get(2), agreementID: try row.get(3),
        number: try row.get(4), title: try row.get(5), enterprise: try row.get(6), departmentID: try row.get(7),
        department: try row.get(8), verdict: try row.get(9), words: try row.get(10), openPoint: try row.get(11),
        answeredBy: try row.get(12), answeredAt: try row.get(13), due: try row.get(14), met: try row.get(15))
    }
  }

  /// - Returns: `false` when the check is closed.
  static func answer(
    _ item: CheckItem, _ verdict: CheckItem.Verdict, words: String, openPoint: String, by account: ID<Account>,
    at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE fulfilment_check_items SET verdict = \(verdict), words = \(words), open_point = \(openPoint),
        answered_by = \(account), answered_at = \(now)
      WHERE id = \(item.id) AND school_id = \(item.schoolID)
        AND EXISTS (SELECT 1 FROM fulfilment_checks c WHERE c.id = check_id AND c.is_open = 1)
      """) == 1
  }

  /// - Returns: `false` when it was closed already.
  static func close(_ check: FulfilmentCheck, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      "UPDATE fulfilment_checks SET is_open = 0 WHERE id = \(check.id) AND school_id = \(check.schoolID) AND is_open = 1"
    ) == 1
  }

  private static let columns: SQL = """
    c.id, c.school_id, c.title, c.question, c.due_on, c.is_open, coalesce(o.display_name, ''), c.created_at
    """
  private static let tables: SQL = "fulfilment_checks c LEFT JOIN accounts o ON o.id = c.created_by"

  private static func check(_ row: Row) throws -> FulfilmentCheck {
    FulfilmentCheck(
      id: try row.get(0), schoolID: try row.get(1), title: try row.get(2), question: try row.get(3),
      dueOn: try row.get(4), isOpen: try row.get(5), createdBy: try row.get(6), createdAt: try row.get(7))
  }
}
