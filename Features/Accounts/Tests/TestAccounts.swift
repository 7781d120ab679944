import Database
import Documents
import Files
import Foundation
import HTTPTypes
import Jobs
import Localization
import Logging
import Mail
import Platform
import Records
import Security
import Synchronization
import TestKit
import Testing
import Values
import Views
import Web

@testable import Accounts

/// A time that tests move.
final class TestTime: Sendable {
  private let now = Mutex(Instant(milliseconds: 1_772_000_000_000))

  var clock: Clock { Clock { self.now.withLock { $0 } } }

  func pass(_ duration: Duration) {
    now.withLock { $0 = $0.advanced(by: duration) }
  }
}

/// Writes audit entries, notices and letters into tables, so that a test sees
/// whether they were kept or undone with the act they tell of.
struct TestActivity: AuditTrail, NoticeBoard {
  static let migrations = MigrationSet(
    owner: "test-activity",
    steps: [
      Migration(
        "001",
        """
        CREATE TABLE test_audit (position BIGINT NOT NULL PRIMARY KEY, action TEXT NOT NULL, account_id BIGINT,
          subject_id BIGINT NOT NULL, note TEXT NOT NULL, changes TEXT NOT NULL);
        CREATE TABLE test_notices (position BIGINT NOT NULL PRIMARY KEY, account_id BIGINT NOT NULL, key TEXT NOT NULL);
        CREATE TABLE test_letters (position BIGINT NOT NULL PRIMARY KEY, address TEXT NOT NULL, key TEXT NOT NULL,
          path TEXT);
        """)
    ])

  let ids = IDGenerator()

  func record(_ entry: AuditEntry, on connection: any WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO test_audit (position, action, account_id, subject_id, note, changes)
      VALUES (\(ids.next(Self.self)), \(entry.action), \(entry.accountID), \(entry.subject.id), \(entry.note), \(entry.changes.text))
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
      """
      INSERT INTO test_letters (position, address, key, path)
      VALUES (\(ids.next(Self.self)), \(letter.address), \(letter.subject.key), \(letter.path))
      """)
  }

  func waiting(for accountID: Int64, membershipID: Int64?, on connection: any Connection) throws -> Int { 0 }
}

/// An installation with a few people in it.
struct TestWorld: Sendable {
  static let migrations = [AccountsMigrations.set, TestActivity.migrations]
  static let password = "梧桐 叶落 千山 远"
  static let device = Device(name: "Firefox · Linux", address: "203.0.113.7")

  var services: Services
  let time = TestTime()
  let database: any DatabaseEngine

  static func run(
    on engine: TestEngine, isDemo: Bool = false, _ body: (TestWorld) async throws -> Void
  ) async throws {
    try await engine.withDatabase(migrations) { database in
      let folder = FileManager.default.temporaryDirectory.appending(path: "accounts-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(try TestWorld(database, isDemo: isDemo, folder: folder))
    }
  }

  private init(_ database: any DatabaseEngine, isDemo: Bool, folder: String) throws {
    self.database = database
    let keys = KeyRing()
    let activity = TestActivity()
    let assets = AssetPaths(css: [], js: [])
    let texts =
      AccountsFeature.texts + ViewsTexts.sources + SecurityTexts.sources + LocalizationTexts.sources
      + WebTexts.sources + RecordsTexts.sources + Self.permissionTexts
    services = Services(
      database: database, clock: time.clock, ids: IDGenerator(clock: time.clock),
      catalogue: try Catalogue(sources: texts),
      installation: Installation(baseURL: "http://localhost", isDemo: isDemo, version: "test"),
      hasher: PasswordHasher(parameters: .forTests), sealer: Sealer(keys), keys: keys,
      files: try FileStore(root: folder), documents: DocumentWorker(),
      jobs: JobQueue(engine: database, ids: IDGenerator(), clock: time.clock), audit: activity,
      notices: activity, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, assets: assets,
      frame: BareFrame(assets: assets, isDemo: isDemo), navigation: [],
      grants: [
        PermissionGrant(permission: "partners.read", roles: ["teacher"]),
        PermissionGrant(permission: "partners.edit", roles: ["teacher"]),
      ])
  }

  /// What the features to the right say of the permissions of these tests.
  private static let permissionTexts = Language.allCases.map { language in
    (language, #"{"permission.partners.read": "查看企业", "permission.partners.edit": "修改企业"}"#)
  }

  var now: Instant { services.now }

  /// Makes an account that can sign in.
  func add(
    _ name: String, displayName: String = "李明", contact: Contact = Contact(), password: String? = password,
    demo: DemoEntry? = nil
  ) async throws -> Account {
    let hash = try await password.asyncMap { try await services.hasher.hash($0) }
    let new = NewAccount(
      signInName: name, displayName: displayName, contact: contact, passwordHash: hash, demo: demo)
    let id = try await database.write { try CreateAccount(services)(new, by: nil, on: $0) }
    try await database.write { try $0.run("DELETE FROM test_audit") }
    return try await account(id)
  }

  func account(_ id: ID<Account>) async throws -> Account {
    try #require(try await database.read { try AccountStore.find(id, on: $0) })
  }

  func start(_ account: Account, isRemembered: Bool = false) async throws -> StartedSession {
    try await database.write { connection in
      try SessionStore.start(
        id: services.ids.next(), of: account, device: Self.device, isRemembered: isRemembered, now: now, on: connection)
    }
  }

  func load(_ cookie: String) async throws -> LoadedSession? {
    try await database.read { try SessionStore.load(cookie: cookie, now: now, on: $0) }
  }

  func signIn(_ name: String, _ password: String = password, from address: String = "203.0.113.7") async throws
    -> SignIn.Outcome
  {
    try await SignIn(services)(
      SignIn.Attempt(name: name, password: password, device: Device(name: "Firefox", address: address)))
  }

  /// Turns the second factor on.
  func enableSecondFactor(_ account: Account) async throws -> (totp: TOTP, codes: [String]) {
    let setup = SecondFactorSetup(for: account)
    let codes = try await EnableSecondFactor(services)(
      setup: try setup.sealed(by: services.sealer, now: now), code: setup.totp.code(at: now), of: account)
    return (setup.totp, codes)
  }

  /// The audited actions so far, in order.
  func audited() async throws -> [String] {
    try await database.read { try $0.values("SELECT action FROM test_audit ORDER BY position", as: String.self) }
  }

  func told() async throws -> [String] {
    try await database.read { try $0.values("SELECT key FROM test_notices ORDER BY position", as: String.self) }
  }

  func letters() async throws -> [(address: String, key: String, path: String?)] {
    try await database.read { connection in
      try connection.rows("SELECT address, key, path FROM test_letters ORDER BY position")
        .map { (try $0.get(0), try $0.get(1), try $0.get(2)) }
    }
  }

  /// The token of the last letter's link.
  func mailedToken() async throws -> String {
    let path = try #require(try await letters().last?.path)
    return String(try #require(path.split(separator: "/").last))
  }

  func count(_ table: StaticString) async throws -> Int {
    try await database.read { try $0.value("SELECT COUNT(*) FROM \(name: table)", as: Int.self) ?? 0 }
  }
}

extension Optional {
  func asyncMap<T>(_ body: (Wrapped) async throws -> T) async rethrows -> T? {
    if let self { try await body(self) } else { nil }
  }
}

/// What an act was refused for; `nil` when it was not refused.
func refusal(_ body: () async throws -> Void) async throws -> AccountsError? {
  do {
    try await body()
    return nil
  } catch let error as AccountsError {
    return error
  }
}

extension AccountsError {
  var isRefused: Bool { if case .refused = self { true } else { false } }
  var isLimited: Bool { if case .limited = self { true } else { false } }
  var isBusy: Bool { if case .busy = self { true } else { false } }
  var isUnusableLink: Bool { if case .linkUnusable = self { true } else { false } }
  var isNotFound: Bool { if case .notFound = self { true } else { false } }
  var isPendingExpired: Bool { if case .pendingExpired = self { true } else { false } }
  /// The fields with their messages' keys.
  var problems: [String: String] {
    guard case .invalid(let problems) = self else { return [:] }
    return Dictionary(problems.map { ($0.field, $0.message.key) }, uniquingKeysWith: { first, _ in first })
  }
}
