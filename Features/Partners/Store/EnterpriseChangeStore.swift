import Accounts
import Activity
import Database
import Organizations
import Records
import Values

/// The rows of `enterprise_changes`, and how many of them each school has not
/// seen.
enum EnterpriseChangeStore {
  /// Which schools are told.
  enum Reach: Sendable {
    /// All that work with the enterprise.
    case all
    case schools([ID<School>])
  }

  /// Notes a change and counts it for the schools, in the transaction of the
  /// act itself.
  /// - Returns: the partnerships for which it is the first that nobody has seen.
  static func note(
    _ kind: EnterpriseChange.Kind, of enterprise: ID<EnterpriseKey>, for reach: Reach, _ changes: [FieldChange] = [],
    note: String = "", by account: ID<Account>, ids: IDGenerator, at now: Instant, on connection: any WriteConnection
  ) throws -> [ID<Partnership>] {
    let schools: [ID<School>?]
    let those: SQL
    switch reach {
    case .all:
      (schools, those) = ([nil], "")
    case .schools(let list):
      guard !list.isEmpty else { return [] }
      (schools, those) = (list, "AND school_id IN \(list: list)")
    }
    let stored = JSONValue.array(changes.map(\.json)).text
    for school in schools {
      try connection.run(
        """
        INSERT INTO enterprise_changes (id, enterprise_id, school_id, kind, changes, note, account_id, at)
        VALUES (\(ids.next(EnterpriseChange.self)), \(enterprise), \(school), \(kind), \(stored), \(note), \(account),
          \(now))
        """)
    }
    try connection.run(
      """
      UPDATE partnerships SET unseen_changes = unseen_changes + 1 WHERE enterprise_id = \(enterprise) \(those)
      """)
    return try connection.values(
      """
      SELECT id FROM partnerships
      WHERE enterprise_id = \(enterprise) AND unseen_changes = 1 AND status = 'active' \(those)
      """)
  }

  /// How a partnership stands: how many changes wait, and who looked last.
  struct Sight: Sendable, Hashable {
    let unseen: Int
    let seenBy: String
    let seenAt: Instant?
    let seenID: Int64
  }

  static func sight(of partnership: Partnership, on connection: any Connection) throws -> Sight {
    let row = try connection.first(
      """
      SELECT p.unseen_changes, coalesce(a.display_name, ''), p.changes_seen_at, p.seen_change_id
      FROM partnerships p LEFT JOIN accounts a ON a.id = p.changes_seen_by
      WHERE p.id = \(partnership.id) AND p.school_id = \(partnership.schoolID)
      """)
    guard let row else { return Sight(unseen: 0, seenBy: "", seenAt: nil, seenID: 0) }
    return Sight(unseen: try row.get(0), seenBy: try row.get(1), seenAt: try row.get(2), seenID: try row.get(3))
  }

  /// What the enterprise changed for this school, newest first.
  static func changes(
    for partnership: Partnership, before: ID<EnterpriseChange>? = nil, limit: Int, on connection: any Connection
  ) throws -> [EnterpriseChange] {
    let older: SQL = before.map { "AND c.id < \($0)" } ?? ""
    return try connection.rows(
      """
      SELECT c.id, c.kind, c.changes, c.note, coalesce(a.display_name, ''), c.at
      FROM partnerships p JOIN enterprise_changes c ON c.enterprise_id = p.enterprise_id AND c.at >= p.created_at
      LEFT JOIN accounts a ON a.id = c.account_id
      WHERE p.id = \(partnership.id) AND p.school_id = \(partnership.schoolID)
        AND (c.school_id IS NULL OR c.school_id = p.school_id) \(older)
      ORDER BY c.id DESC LIMIT \(limit)
      """
    ).map(change)
  }

  /// The enterprise's own trace of all it changed, newest first; what was for one school is named once for each.
  static func own(_ enterprise: ID<EnterpriseKey>, limit: Int, on connection: any Connection) throws
    -> [EnterpriseChange]
  {
    try connection.rows(
      """
      SELECT c.id, c.kind, c.changes, c.note, coalesce(a.display_name, ''), c.at
      FROM enterprise_changes c LEFT JOIN accounts a ON a.id = c.account_id
      WHERE c.enterprise_id = \(enterprise) ORDER BY c.id DESC LIMIT \(limit)
      """
    ).map(change)
  }

  /// Marks everything up to one change as seen by the school. What came since stays unseen.
  /// - Returns: `false` when it was seen already.
  static func see(
    until: ID<EnterpriseChange>, _ partnership: Partnership, by account: ID<Account>, at now: Instant,
    on connection: any WriteConnection
  ) throws -> Bool {
    let changed = try connection.run(
      """
      UPDATE partnerships SET seen_change_id = \(until), changes_seen_by = \(account), changes_seen_at = \(now)
      WHERE id = \(partnership.id) AND school_id = \(partnership.schoolID) AND seen_change_id < \(until)
      """)
    guard changed == 1 else { return false }
    try settle([partnership.id], on: connection)
    return true
  }

  /// Counts anew what is unseen, after partnerships were merged or parted.
  static func settle(_ partnerships: [ID<Partnership>], on connection: any WriteConnection) throws {
    guard !partnerships.isEmpty else { return }
    try connection.run(
      """
      UPDATE partnerships SET unseen_changes = (
        SELECT count(*) FROM enterprise_changes c WHERE c.enterprise_id = partnerships.enterprise_id
          AND c.at >= partnerships.created_at AND c.id > partnerships.seen_change_id
          AND (c.school_id IS NULL OR c.school_id = partnerships.school_id))
      WHERE id IN \(list: partnerships)
      """)
  }

  private static func change(_ row: Row) throws -> EnterpriseChange {
    let fields = (JSONValue.parse(try row.get(2, as: String.self))?.array ?? []).map { field in
      EnterpriseChange.Field(
        name: field["field"]?.string ?? "", before: text(field["before"]), after: text(field["after"]))
    }
    return EnterpriseChange(
      id: try row.get(0), kind: try row.get(1), changes: fields, note: try row.get(3), accountName: try row.get(4),
      at: try row.get(5))
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .bool(let flag): flag ? "1" : "0"
    case .array(let items): items.map { text($0) }.joined(separator: "、")
    default: ""
    }
  }
}
