package import Accounts
package import Database
package import Organizations
package import Platform
import Records
package import Values

/// The log in the table `audit_entries`.
package struct AuditStore: AuditTrail {
  private let ids: IDGenerator

  package init(_ ids: IDGenerator) {
    self.ids = ids
  }

  package func record(_ entry: AuditEntry, on connection: any WriteConnection) throws {
    try record([entry], on: connection)
  }

  package func record(_ entries: [AuditEntry], on connection: any WriteConnection) throws {
    try connection.insert(
      """
      INSERT INTO audit_entries (id, school_id, account_id, action, subject_kind, subject_id, subject_name, changes,
        note, at)
      """,
      entries.map { entry in
        """
        (\(ids.next(LoggedEntry.self)), \(entry.schoolID ?? 0), \(entry.accountID), \(entry.action),
        \(entry.subject.kind), \(entry.subject.id), \(entry.subject.name), \(entry.changes.text), \(entry.note),
        \(entry.at))
        """
      })
  }
}

/// An entry as it is read back, with the name of who acted.
package struct LoggedEntry: Sendable {
  package let id: ID<LoggedEntry>
  package let schoolID: ID<School>?
  package let accountID: ID<Account>?
  /// Empty for the program itself.
  package let accountName: String
  package let action: String
  package let subject: AuditEntry.Subject
  package let changes: [Change]
  package let note: String
  package let at: Instant

  /// One field before and after, as texts.
  package struct Change: Sendable, Hashable {
    package let field: String
    package let before: String
    package let after: String
  }
}

/// What the log is searched for.
package struct AuditQuery: Sendable {
  package var subjectKind: String?
  package var subjectID: Int64?
  package var accountID: ID<Account>?
  package var actionPrefix: String?
  package var from: Instant?
  package var until: Instant?
  package var text: String = ""
  /// Entries older than this one: the next page.
  package var before: ID<LoggedEntry>?
  package var limit: Int = 50

  package init() {}
}

extension AuditStore {
  /// The entries that an actor may see, newest first. A department role sees
  /// the log of records it may see only through `of:`, never the whole school's.
  package static func entries(
    _ query: AuditQuery, in scope: Actor.Scope, on connection: some Connection
  ) throws -> [LoggedEntry] {
    var conditions: [SQL] = [scope.condition(school: "e.school_id", department: nil)]
    if let kind = query.subjectKind { conditions.append("e.subject_kind = \(kind)") }
    if let id = query.subjectID { conditions.append("e.subject_id = \(id)") }
    if let id = query.accountID { conditions.append("e.account_id = \(id)") }
    if let prefix = query.actionPrefix {
      // Not a range: how dots compare is a matter of the database's collation.
      conditions.append("e.action LIKE \(escaped(prefix) + "%") ESCAPE '\\'")
    }
    if let from = query.from { conditions.append("e.at >= \(from)") }
    if let until = query.until { conditions.append("e.at < \(until)") }
    if let before = query.before { conditions.append("e.id < \(before)") }
    if !query.text.isEmpty {
      let pattern = "%\(escaped(query.text.lowercased()))%"
      conditions.append(
        "(lower(e.subject_name) LIKE \(pattern) ESCAPE '\\' OR lower(e.note) LIKE \(pattern) ESCAPE '\\')")
    }
    return try connection.rows(
      """
      SELECT e.id, e.school_id, e.account_id, coalesce(a.display_name, ''), e.action, e.subject_kind, e.subject_id,
        e.subject_name, e.changes, e.note, e.at
      FROM audit_entries e LEFT JOIN accounts a ON a.id = e.account_id
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY e.id DESC LIMIT \(query.limit)
      """
    ).map(entry)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
  }

  private static func entry(_ row: Row) throws -> LoggedEntry {
    let school: Int64 = try row.get(1)
    let changes = JSONValue.parse(try row.get(8, as: String.self))?.array ?? []
    return LoggedEntry(
      id: try row.get(0), schoolID: school == 0 ? nil : ID(rawValue: school), accountID: try row.get(2),
      accountName: try row.get(3), action: try row.get(4),
      subject: AuditEntry.Subject(kind: try row.get(5), id: try row.get(6), name: try row.get(7)),
      changes: changes.map { change in
        LoggedEntry.Change(
          field: change["field"]?.string ?? "", before: text(change["before"]), after: text(change["after"]))
      }, note: try row.get(9), at: try row.get(10))
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null: ""
    case .string(let text): text
    case .array(let items): items.map { text($0) }.joined(separator: "、")
    case .bool(let flag): flag ? "✓" : "✗"
    case .some(let other): other.text
    }
  }
}
