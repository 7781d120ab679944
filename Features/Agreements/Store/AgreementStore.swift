import Accounts
import Database
import Foundation
import Localization
import Organizations
import Values

/// The rows of `agreements`.
enum AgreementStore {
  static func agreement(
    _ id: ID<Agreement>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Agreement? {
    try connection.first(
      """
      SELECT \(columns) FROM agreements a
      WHERE a.id = \(id) AND \(scope.condition(school: "a.school_id", department: "a.department_id"))
      """
    ).map(agreement)
  }

  static func insert(_ agreement: Agreement, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO agreements (id, school_id, partnership_id, department_id, type_code, kind, template_id,
        template_version, relation, related_id, annex, number, title, state, chain, step, due_on, reason, start_on, end_on,
        amount, takes_interns, owner_id, body, typed, signed_on, scanned_by, active_on, ended_on, version, created_by,
        created_at, updated_at, language)
      VALUES (\(agreement.id), \(agreement.schoolID), \(agreement.partnershipID), \(agreement.departmentID),
        \(agreement.typeCode), \(agreement.kind), \(agreement.templateID), \(agreement.templateVersion),
        \(agreement.relation), \(agreement.relatedID), \(agreement.annex), \(agreement.number), \(agreement.title),
        \(agreement.state), \(AgreementTypeStore.chain(agreement.chain)), \(agreement.step), \(agreement.dueOn),
        \(agreement.reason), \(agreement.startOn), \(agreement.endOn), \(agreement.amount), \(agreement.takesInterns),
        \(agreement.ownerID), \(agreement.text.stored), \(typed(agreement.typed)), \(agreement.signedOn),
        \(agreement.scannedBy), \(agreement.activeOn), \(agreement.endedOn), 1, \(agreement.createdBy),
        \(agreement.createdAt), \(now), \(agreement.language.rawValue))
      """)
  }

  /// Writes what was drafted.
  /// - Returns: `false` when somebody changed it since `agreement.version` was read, or it is no draft any more.
  static func save(_ agreement: Agreement, at now: Instant, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE agreements SET title = \(agreement.title), department_id = \(agreement.departmentID),
        start_on = \(agreement.startOn), end_on = \(agreement.endOn), amount = \(agreement.amount),
        takes_interns = \(agreement.takesInterns), owner_id = \(agreement.ownerID), body = \(agreement.text.stored),
        typed = \(typed(agreement.typed)), language = \(agreement.language.rawValue), version = version + 1, updated_at = \(now)
      WHERE id = \(agreement.id) AND school_id = \(agreement.schoolID) AND version = \(agreement.version)
        AND state = 'draft'
      """) == 1
  }

  /// Writes where an agreement has come to.
  /// - Returns: `false` when somebody acted on it since it was read.
  static func move(
    _ agreement: Agreement, from state: AgreementState, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE agreements SET state = \(agreement.state), number = \(agreement.number),
        chain = \(AgreementTypeStore.chain(agreement.chain)), step = \(agreement.step), due_on = \(agreement.dueOn),
        reason = \(agreement.reason), signed_on = \(agreement.signedOn), scanned_by = \(agreement.scannedBy),
        active_on = \(agreement.activeOn), ended_on = \(agreement.endedOn), version = version + 1, updated_at = \(now)
      WHERE id = \(agreement.id) AND school_id = \(agreement.schoolID) AND version = \(agreement.version)
        AND state = \(state)
      """) == 1
  }

  /// Deletes a draft that never had a number.
  static func delete(_ agreement: Agreement, on connection: some WriteConnection) throws -> Bool {
    for table in ["agreement_steps", "agreement_comments", "agreement_versions"] as [StaticString] {
      try connection.run(
        "DELETE FROM \(name: table) WHERE school_id = \(agreement.schoolID) AND agreement_id = \(agreement.id)")
    }
    return try connection.run(
      """
      DELETE FROM agreements WHERE school_id = \(agreement.schoolID) AND id = \(agreement.id)
        AND version = \(agreement.version) AND state = 'draft' AND number = ''
      """) == 1
  }

  /// The next number of a series, in the transaction of the act that uses it:
  /// whatever is taken back with the transaction leaves no gap.
  static func nextSerial(
    _ series: String, of school: ID<School>, on connection: some WriteConnection
  ) throws -> Int {
    try connection.value(
      """
      INSERT INTO agreement_counters (school_id, series, last) VALUES (\(school), \(series), 1)
      ON CONFLICT (school_id, series) DO UPDATE SET last = agreement_counters.last + 1 RETURNING last
      """) ?? 1
  }

  /// Notes which warning was given last, in days before the end.
  static func setTold(_ days: Int?, of agreement: Agreement, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE agreements SET told = \(days) WHERE id = \(agreement.id) AND school_id = \(agreement.schoolID)")
  }

  /// What changes, renews or adds to an agreement, the oldest first.
  static func related(to agreement: Agreement, on connection: some Connection) throws -> [Agreement] {
    try connection.rows(
      """
      SELECT \(columns) FROM agreements a
      WHERE a.school_id = \(agreement.schoolID) AND a.related_id = \(agreement.id) ORDER BY a.id LIMIT 100
      """
    ).map(self.agreement)
  }

  // MARK: Rows

  private static let columns: SQL = """
    a.id, a.school_id, a.partnership_id, a.department_id, a.type_code, a.kind, a.template_id, a.template_version,
    a.relation, a.related_id, a.annex, a.number, a.title, a.state, a.chain, a.step, a.due_on, a.reason, a.start_on,
    a.end_on, a.amount, a.takes_interns, a.owner_id, a.body, a.typed, a.signed_on, a.scanned_by, a.active_on,
    a.ended_on, a.version, a.created_by, a.created_at, a.language
    """

  private static func agreement(_ row: Row) throws -> Agreement {
    var agreement = Agreement(
      id: try row.get(0), schoolID: try row.get(1), partnershipID: try row.get(2), departmentID: try row.get(3),
      typeCode: try row.get(4), kind: try row.get(5), createdAt: try row.get(31))
    agreement.templateID = try row.get(6)
    agreement.templateVersion = try row.get(7)
    agreement.relation = try row.get(8)
    agreement.relatedID = try row.get(9)
    agreement.annex = try row.get(10)
    agreement.number = try row.get(11)
    agreement.title = try row.get(12)
    agreement.state = try row.get(13)
    agreement.chain = try AgreementTypeStore.posts(try row.get(14))
    agreement.step = try row.get(15)
    agreement.dueOn = try row.get(16)
    agreement.reason = try row.get(17)
    agreement.startOn = try row.get(18)
    agreement.endOn = try row.get(19)
    agreement.amount = try row.get(20)
    agreement.takesInterns = try row.get(21)
    agreement.ownerID = try row.get(22)
    agreement.text = try TemplateText(stored: try row.get(23))
    agreement.typed = typed(stored: try row.get(24))
    agreement.signedOn = try row.get(25)
    agreement.scannedBy = try row.get(26)
    agreement.activeOn = try row.get(27)
    agreement.endedOn = try row.get(28)
    agreement.version = try row.get(29)
    agreement.createdBy = try row.get(30)
    agreement.language = LanguageMigrations.stored(try row.get(32))
    return agreement
  }

  private static func typed(_ values: [String: String]) -> String {
    JSONValue.members(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
  }

  private static func typed(stored text: String) -> [String: String] {
    let members = JSONValue.parse(text)?.object ?? []
    return Dictionary(members.map { ($0.name, $0.value.string ?? "") }, uniquingKeysWith: { first, _ in first })
  }
}
