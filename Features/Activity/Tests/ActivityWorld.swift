import Accounts
import Database
import Documents
import Files
import Foundation
import HummingbirdTesting
import Jobs
import Localization
import Logging
import Mail
import Organizations
import Platform
import Records
import Security
import Synchronization
import TestKit
import Testing
import Values
import Views
import Web

@testable import Activity

/// A time that tests move.
final class TestTime: Sendable {
  private let now = Mutex(Instant(milliseconds: 1_772_000_000_000))

  var clock: Clock { Clock { self.now.withLock { $0 } } }

  func pass(_ duration: Duration) {
    now.withLock { $0 = $0.advanced(by: duration) }
  }
}

/// An installation with two schools and the people of these tests.
struct ActivityWorld: Sendable {
  let services: Services
  let time = TestTime()
  let sink = MailSink()
  let permissions: RolePermissions
  let school: School
  let otherSchool: School
  let department: Department
  let otherDepartment: Department

  var database: any DatabaseEngine { services.database }
  var now: Instant { services.now }

  static let migrations = [
    JobQueue.migrations, AccountsMigrations.set, OrganizationsMigrations.set, ActivityMigrations.set,
  ]

  static func run(
    on engine: TestEngine, hasMailServer: Bool = true, _ body: (ActivityWorld) async throws -> Void
  ) async throws {
    try await engine.withDatabase(migrations) { database in
      let folder = FileManager.default.temporaryDirectory.appending(path: "activity-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(try await ActivityWorld(database, hasMailServer: hasMailServer, folder: folder))
    }
  }

  private init(_ database: any DatabaseEngine, hasMailServer: Bool, folder: String) async throws {
    let (clock, keys) = (time.clock, KeyRing())
    let (ids, sealer) = (IDGenerator(clock: clock), Sealer(keys))
    let texts =
      AccountsFeature.texts + OrganizationsFeature.texts + ActivityFeature.texts + ViewsTexts.sources
      + SecurityTexts.sources + LocalizationTexts.sources + WebTexts.sources + RecordsTexts.sources
    let catalogue = try Catalogue(sources: texts)
    let installation = Installation(
      baseURL: "https://qiao.example", isDemo: false, version: "test",
      mailSender: hasMailServer ? "qiao@qiao.example" : nil)
    let jobs = JobQueue(engine: database, ids: ids, clock: clock)
    let notices = NoticeStore(
      ids: ids, clock: clock, sealer: sealer, catalogue: catalogue, installation: installation,
      mailWasPut: { try SendMails.request(on: $0, jobs: jobs) })
    let assets = AssetPaths(css: [], js: [])
    let grants = AccountsFeature.permissions + OrganizationsFeature.permissions + ActivityFeature.permissions
    services = Services(
      database: database, clock: clock, ids: ids, catalogue: catalogue, installation: installation,
      hasher: PasswordHasher(parameters: .forTests), sealer: sealer, keys: keys, files: try FileStore(root: folder),
      documents: DocumentWorker(), jobs: jobs, audit: AuditStore(ids), notices: notices,
      mail: hasMailServer ? sink : nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      assets: assets,
      frame: MemberFrame(
        database: database, notices: notices, navigation: ActivityFeature.navigation, assets: assets, isDemo: false),
      navigation: ActivityFeature.navigation, grants: grants)
    permissions = try RolePermissions(grants)

    func makeSchool(_ code: String, _ name: String) -> School {
      School(
        id: ids.next(), code: code, name: name, shortName: name, level: .higher, region: "440100", status: .active)
    }
    let (first, second) = (makeSchool("1", "岭南职院"), makeSchool("2", "珠江技院"))
    (school, otherSchool) = (first, second)
    func makeDepartment(_ code: String, _ name: String) -> Department {
      Department(id: ids.next(), schoolID: first.id, code: code, name: name, status: .active)
    }
    let (mechanics, computing) = (makeDepartment("01", "机电系"), makeDepartment("02", "信息系"))
    (department, otherDepartment) = (mechanics, computing)
    let now = clock.now()
    try await database.write { connection in
      for school in [first, second] { try SchoolStore.insert(school, at: now, on: connection) }
      for department in [mechanics, computing] { try SchoolStore.insert(department, at: now, on: connection) }
    }
  }

  /// Makes a person who holds a role.
  func add(
    _ role: Role, in school: School? = nil, department: Department? = nil, mail: String? = nil
  ) async throws -> Actor {
    let (services, now) = (services, now)
    let id: ID<Account> = services.ids.next()
    let membership = Membership(
      id: services.ids.next(), accountID: id, role: role, schoolID: school?.id, departmentID: department?.id,
      enterpriseID: nil, organisationName: "")
    try await database.write { connection in
      try AccountStore.insert(
        NewAccount(signInName: "u\(id)", displayName: "李明", contact: Contact(mail: mail)), id: id,
        sealer: services.sealer, now: now, on: connection)
      try MembershipStore.insert(membership, at: now, on: connection)
    }
    return Actor(accountID: id, name: "李明", membership: membership, permissions: permissions.of(role))
  }

  var routes: RouteTable {
    var table = RouteTable()
    ActivityFeature(services).addRoutes(to: &table)
    return table
  }

  /// Runs `body` with a browser on the installation, signed in as `actor`.
  func browse(
    as actor: Actor?, adding others: RouteTable = RouteTable(),
    _ body: @escaping @Sendable (BrowserClient) async throws -> Void
  ) async throws {
    let (services, now) = (services, now)
    var cookie: String?
    if let actor {
      cookie =
        try await database.write { connection in
          guard let account = try AccountStore.find(actor.accountID, on: connection) else { throw WebError.notFound }
          return try SessionStore.start(
            id: services.ids.next(), of: account, device: Device(name: "Firefox", address: "203.0.113.7"),
            isRemembered: false, membershipID: actor.membership?.id.rawValue, now: now, on: connection)
        }.cookie
    }
    let session = cookie
    var routes = routes
    routes.add(others)
    var rules = WebRules()
    rules.authorize = { exchange, permission in try Authorization.check(exchange, permission) }
    let web = try WebApplication(
      routes: routes, authenticator: ActorAuthenticator(services: services, permissions: permissions),
      catalogue: services.catalogue, rules: rules, clock: services.clock, logger: services.logger)
    try await web.makeApplication().test(.router) { client in
      let browser = BrowserClient(client)
      await browser.setCookie("session", session)
      try await body(browser)
    }
  }

  func count(_ table: StaticString) async throws -> Int {
    try await database.read { try $0.value("SELECT count(*) FROM \(name: table)", as: Int.self) ?? 0 }
  }

  func mails() async throws -> [StoredMail] {
    let store = MailStore(services.sealer)
    return try await database.read { try store.mails(limit: 100, on: $0) }
  }

  func send(_ subject: Message = Message("activity.inbox.title"), to address: String) async throws {
    let services = services
    try await database.write { connection in
      try services.notices.mail(
        Letter(address: address, name: "王芳", language: .chinese, subject: subject, body: subject, path: "/inbox"),
        on: connection)
    }
  }

  /// Logs an act of an actor on the record with this number.
  func log(_ action: String, _ record: Int64, by actor: Actor, in school: School?) async throws {
    let services = services
    let entry = AuditEntry(
      action: action, subject: AuditEntry.Subject(kind: "partnership", id: record, name: "岭南精工 \(record)"),
      accountID: actor.accountID.rawValue, schoolID: school?.id.rawValue, at: now)
    try await database.write { try services.audit.record(entry, on: $0) }
  }
}
