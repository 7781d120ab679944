package import Accounts
package import Database
package import Localization
package import Organizations
package import Platform
package import Values

/// Something that waits for somebody: who acts now, on what, until when. It
/// stands on the record's page and in that person's inbox, as one row.
package struct InboxEntry: Sendable {
  /// Whom it waits for.
  package enum Holder: Sendable, Hashable {
    case account(ID<Account>)
    /// Whoever holds the role in the school, and in the department where one is given.
    case role(Role, ID<School>, ID<Department>?)
  }

  package var holder: Holder
  package var schoolID: ID<School>?
  package var subject: AuditEntry.Subject
  /// The step of the record's workflow; one open entry per record and step.
  package var step: String
  /// What is asked, as a sentence of the catalogue.
  package var message: Message
  package var path: String
  package var dueOn: CivilDate?

  package init(
    holder: Holder, schoolID: ID<School>?, subject: AuditEntry.Subject, step: String, message: Message, path: String,
    dueOn: CivilDate?
  ) {
    self.holder = holder
    self.schoolID = schoolID
    self.subject = subject
    self.step = step
    self.message = message
    self.path = path
    self.dueOn = dueOn
  }
}

/// An entry as it is read back.
package struct WaitingEntry: Sendable {
  package let id: ID<InboxEntry>
  package let entry: InboxEntry
  /// The account's name; empty where a role is meant.
  package let holderName: String
  package let createdAt: Instant
}

/// The rows of `inbox_entries`.
package enum InboxStore {
  /// Puts an entry, or moves the open one of that record and step to its new
  /// holder, message and date.
  package static func put(
    _ entry: InboxEntry, id: ID<InboxEntry>, at now: Instant, on connection: some WriteConnection
  ) throws {
    try close(entry.subject, step: entry.step, by: nil, at: now, on: connection)
    let (account, role, department): (ID<Account>?, Role?, ID<Department>?) =
      switch entry.holder {
      case .account(let id): (id, nil, nil)
      case .role(let role, _, let department): (nil, role, department)
      }
    try connection.run(
      """
      INSERT INTO inbox_entries (id, school_id, account_id, role, department_id, subject_kind, subject_id, subject_name,
        step, message, path, due_on, created_at)
      VALUES (\(id), \(entry.schoolID), \(account), \(role), \(department), \(entry.subject.kind),
        \(entry.subject.id), \(entry.subject.name), \(entry.step), \(entry.message.stored), \(entry.path),
        \(entry.dueOn), \(now))
      """)
  }

  /// Closes the open entries of a record, all or those of one step.
  package static func close(
    _ subject: AuditEntry.Subject, step: String? = nil, by account: ID<Account>?, at now: Instant,
    on connection: some WriteConnection
  ) throws {
    let ofStep: SQL = step.map { "AND step = \($0)" } ?? ""
    try connection.run(
      """
      UPDATE inbox_entries SET closed_at = \(now), closed_by = \(account)
      WHERE subject_kind = \(subject.kind) AND subject_id = \(subject.id) AND closed_at IS NULL \(ofStep)
      """)
  }

  /// What waits for a person in a membership, the most urgent first.
  package static func waiting(
    for actor: Actor, limit: Int, on connection: some Connection
  ) throws -> [WaitingEntry] {
    try connection.rows(
      """
      SELECT \(columns) FROM inbox_entries i LEFT JOIN accounts a ON a.id = i.account_id
      WHERE i.closed_at IS NULL AND \(condition(account: actor.accountID.rawValue, membership: actor.membership))
      ORDER BY coalesce(i.due_on, '9999-12-31'), i.id LIMIT \(limit)
      """
    ).map(entry)
  }

  /// Who acts now on a record.
  package static func open(
    _ subject: AuditEntry.Subject, on connection: some Connection
  ) throws -> [WaitingEntry] {
    try connection.rows(
      """
      SELECT \(columns) FROM inbox_entries i LEFT JOIN accounts a ON a.id = i.account_id
      WHERE i.subject_kind = \(subject.kind) AND i.subject_id = \(subject.id) AND i.closed_at IS NULL
      ORDER BY coalesce(i.due_on, '9999-12-31'), i.id
      """
    ).map(entry)
  }

  /// Counting stops here: every page shows the number.
  static let countLimit = 1000

  static func count(account: Int64, membershipID: Int64?, on connection: some Connection) throws -> Int {
    // The role's entries are joined through the membership itself, so that the
    // number never shows what the person could no longer open.
    try connection.value(
      """
      SELECT count(*) FROM (
        SELECT i.id FROM inbox_entries i WHERE i.closed_at IS NULL AND i.account_id = \(account)
        UNION ALL
        SELECT i.id FROM memberships m JOIN inbox_entries i ON i.school_id = m.school_id AND i.role = m.role
          AND i.closed_at IS NULL AND (i.department_id IS NULL OR i.department_id = m.department_id)
        WHERE m.id = \(membershipID ?? 0) AND m.account_id = \(account) AND m.status = 'active'
        LIMIT \(countLimit)) waiting
      """) ?? 0
  }

  private static func condition(account: Int64, membership: Membership?) -> SQL {
    guard let membership, let school = membership.schoolID else { return "i.account_id = \(account)" }
    return """
      (i.account_id = \(account) OR (i.school_id = \(school) AND i.role = \(membership.role)
        AND (i.department_id IS NULL OR i.department_id = \(membership.departmentID))))
      """
  }

  private static let columns: SQL = """
    i.id, i.school_id, i.account_id, i.role, i.department_id, i.subject_kind, i.subject_id, i.subject_name, i.step,
    i.message, i.path, i.due_on, i.created_at, coalesce(a.display_name, '')
    """

  private static func entry(_ row: Row) throws -> WaitingEntry {
    let school: ID<School>? = try row.get(1)
    let account: ID<Account>? = try row.get(2)
    let holder: InboxEntry.Holder =
      if let account {
        .account(account)
      } else {
        .role(try row.get(3), school ?? ID(rawValue: 0), try row.get(4))
      }
    return WaitingEntry(
      id: try row.get(0),
      entry: InboxEntry(
        holder: holder, schoolID: school,
        subject: AuditEntry.Subject(kind: try row.get(5), id: try row.get(6), name: try row.get(7)),
        step: try row.get(8), message: Message(stored: try row.get(9)), path: try row.get(10),
        dueOn: try row.get(11)), holderName: try row.get(13), createdAt: try row.get(12))
  }
}

extension Message {
  /// As a column keeps it: JSON of key and arguments.
  package var stored: String {
    JSONValue.members([
      ("key", .string(key)),
      ("arguments", .members(arguments.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
    ]).text
  }

  package init(stored text: String) {
    let json = JSONValue.parse(text)
    let arguments = (json?["arguments"]?.object ?? []).map { ($0.name, $0.value.string ?? "") }
    self.init(json?["key"]?.string ?? "", Dictionary(arguments, uniquingKeysWith: { first, _ in first }))
  }
}
