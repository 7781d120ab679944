import Accounts
import Database
import Localization
import Platform
import Records
import Synchronization
import Testing
import Values

@testable import Organizations

/// Writes audit entries, notices and letters into tables, so that a test sees
/// whether they were kept or undone with the act they tell of.
final class TestLog: AuditTrail, NoticeBoard, RecordHistory {
  static let migrations = MigrationSet(
    owner: "test-log",
    steps: [
      Migration(
        "001",
        """
        CREATE TABLE test_audit (position BIGINT NOT NULL PRIMARY KEY, action TEXT NOT NULL, account_id BIGINT,
          school_id BIGINT, kind TEXT NOT NULL, subject_id BIGINT NOT NULL, name TEXT NOT NULL, changes TEXT NOT NULL,
          at BIGINT NOT NULL);
        CREATE TABLE test_notices (position BIGINT NOT NULL PRIMARY KEY, account_id BIGINT NOT NULL, key TEXT NOT NULL);
        CREATE TABLE test_letters (position BIGINT NOT NULL PRIMARY KEY, address TEXT NOT NULL, path TEXT)
        """)
    ])

  struct Broken: Error {}

  private let ids = IDGenerator()
  private let broken = Mutex(false)

  /// From now on nothing can be logged.
  func breakDown() { broken.withLock { $0 = true } }

  func record(_ entry: AuditEntry, on connection: any WriteConnection) throws {
    if broken.withLock({ $0 }) { throw Broken() }
    try connection.run(
      """
      INSERT INTO test_audit (position, action, account_id, school_id, kind, subject_id, name, changes, at)
      VALUES (\(ids.next(Self.self)), \(entry.action), \(entry.accountID), \(entry.schoolID), \(entry.subject.kind),
        \(entry.subject.id), \(entry.subject.name), \(entry.changes.text), \(entry.at))
      """)
  }

  func post(_ notice: Notice, on connection: any WriteConnection) throws {
    for account in notice.accountIDs {
      try connection.run(
        "INSERT INTO test_notices (position, account_id, key) VALUES (\(ids.next(Self.self)), \(account), \(notice.message.key))"
      )
    }
  }

  func mail(_ letter: Letter, on connection: any WriteConnection) throws {
    try connection.run(
      "INSERT INTO test_letters (position, address, path) VALUES (\(ids.next(Self.self)), \(letter.address), \(letter.path))"
    )
  }

  func waiting(for accountID: Int64, membershipID: Int64?, on connection: any Connection) throws -> Int { 3 }

  func entries(
    of kind: String, id: Int64, school: ID<School>, limit: Int, on connection: any Connection
  ) throws -> [HistoryEntry] {
    try connection.rows(
      """
      SELECT t.action, coalesce(a.display_name, ''), t.name, t.changes, t.at FROM test_audit t
      LEFT JOIN accounts a ON a.id = t.account_id
      WHERE t.kind = \(kind) AND t.subject_id = \(id) AND t.school_id = \(school) ORDER BY t.position DESC LIMIT \(limit)
      """
    ).map { row in
      HistoryEntry(
        action: try row.get(0), accountName: try row.get(1), subjectName: try row.get(2),
        changes: (JSONValue.parse(try row.get(3, as: String.self))?.array ?? []).map { change in
          .init(
            field: change["field"]?.string ?? "", before: change["before"]?.string ?? "",
            after: change["after"]?.string ?? "")
        }, note: "", at: try row.get(4))
    }
  }
}

/// One entry of the test's log.
struct Logged: Sendable, Hashable {
  let action: String
  let accountID: Int64?
  let schoolID: Int64?
  let subjectID: Int64
  /// JSON.
  let changes: String
}

extension World {
  /// What was logged so far, in order.
  func logged() async throws -> [Logged] {
    try await database.read { connection in
      try connection.rows("SELECT action, account_id, school_id, subject_id, changes FROM test_audit ORDER BY position")
        .map {
          Logged(
            action: try $0.get(0), accountID: try $0.get(1), schoolID: try $0.get(2), subjectID: try $0.get(3),
            changes: try $0.get(4))
        }
    }
  }

  func actions() async throws -> [String] { try await logged().map(\.action) }

  func notices(to account: ID<Account>) async throws -> [String] {
    try await database.read { connection in
      try connection.values("SELECT key FROM test_notices WHERE account_id = \(account.rawValue) ORDER BY position")
    }
  }

  func letters() async throws -> [String] {
    try await database.read { try $0.values("SELECT address FROM test_letters ORDER BY position") }
  }

  func count(_ table: StaticString) async throws -> Int {
    try await database.read { try $0.value("SELECT count(*) FROM \(name: table)") ?? 0 }
  }
}
