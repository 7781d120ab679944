import Accounts
import Activity
import Database
import DatabaseTesting
import Documents
import Files
import Foundation
import HummingbirdTesting
import Imports
import Jobs
import Localization
import Logging
import Organizations
import Platform
import Records
import Security
import Standards
import Synchronization
import TestKit
import Testing
import Values
import Views
import Web

@testable import Partners

/// Two schools with a partner each, and the people who review them. Time moves when a test says so.
struct ReviewWorld: Sendable {
  let services: Services
  let school: School
  let otherSchool: School
  let department: Department
  let otherDepartment: Department
  let office: Actor
  let colleague: Actor
  let departmentAdministrator: Actor
  let otherDepartmentAdministrator: Actor
  let teacher: Actor
  let expert: Actor
  let foreignOffice: Actor
  let partner: Partner
  let otherDepartmentPartner: Partner
  let foreignPartner: Partner
  private let time: TestClock

  var database: any DatabaseEngine { services.database }
  var today: CivilDate { services.now.day }

  /// A time that tests move.
  final class TestClock: Sendable {
    private let now = Mutex(Instant(milliseconds: 1_772_000_000_000))
    var clock: Clock { Clock { self.now.withLock { $0 } } }
    func pass(_ duration: Duration) { now.withLock { $0 = $0.advanced(by: duration) } }
  }

  func pass(days: Int) { time.pass(.seconds(86_400 * days)) }

  static func open(
    _ engine: TestEngine = .sqlite, _ body: @escaping @Sendable (ReviewWorld) async throws -> Void
  ) async throws {
    try await engine.withDatabase(ImportTestSchools.migrations) { database in
      let folder = FileManager.default.temporaryDirectory.appending(path: "reviews-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(try await ReviewWorld(database, folder))
    }
  }

  private init(_ database: any DatabaseEngine, _ folder: String) async throws {
    let time = TestClock()
    self.time = time
    let services = try Self.services(database, folder, time.clock)
    self.services = services
    let (ids, now) = (services.ids, services.now)
    func school(_ name: String, _ code: String) -> School {
      School(
        id: ids.next(), code: code, name: name, shortName: name, level: .higher, region: "440112", status: .active)
    }
    let (own, other) = (school("岭澜职业技术学院", "P1"), school("东江职业学院", "P2"))
    (self.school, otherSchool) = (own, other)
    func department(_ name: String, _ code: String, of school: School) -> Department {
      Department(id: ids.next(), schoolID: school.id, code: code, name: name, status: .active)
    }
    let first = department("机电工程学院", "01", of: own)
    let second = department("信息工程学院", "02", of: own)
    let foreign = department("商贸学院", "01", of: other)
    (self.department, otherDepartment) = (first, second)
    try await database.write { connection in
      for school in [own, other] {
        try SchoolStore.insert(school, at: now, on: connection)
        try PartnerLevelStore.putUsual(for: school.id, on: connection)
      }
      for department in [first, second, foreign] { try SchoolStore.insert(department, at: now, on: connection) }
    }
    office = try await Self.person("李岚", .cooperationOffice, own, nil, services)
    colleague = try await Self.person("陈同", .cooperationOffice, own, nil, services)
    departmentAdministrator = try await Self.person("梁志恒", .departmentAdministrator, own, first, services)
    otherDepartmentAdministrator = try await Self.person("何另", .departmentAdministrator, own, second, services)
    teacher = try await Self.person("何秋月", .teacher, own, first, services)
    expert = try await Self.person("欧阳学锋", .expert, own, nil, services)
    foreignOffice = try await Self.person("谢佩珊", .cooperationOffice, other, nil, services)
    partner = try await Self.partner("甲精密机械有限公司", of: own, first, owner: office, services)
    otherDepartmentPartner = try await Self.partner("乙软件有限公司", of: own, second, owner: office, services)
    foreignPartner = try await Self.partner("丙食品有限公司", of: other, foreign, owner: foreignOffice, services)
  }

  private static func partner(
    _ name: String, of school: School, _ department: Department, owner: Actor, _ services: Services
  ) async throws -> Partner {
    let enterprise = Enterprise(id: services.ids.next(), name: name)
    var partnership = Partnership(
      id: services.ids.next(), schoolID: school.id, enterpriseID: enterprise.id, level: "signed")
    partnership.departmentID = department.id
    partnership.ownerID = owner.accountID.rawValue
    _ = try await CreatePartner(services)(enterprise, partnership, by: owner)
    return Partner(partnership: partnership, enterprise: enterprise)
  }

  private static func person(
    _ name: String, _ role: Role, _ school: School, _ department: Department?, _ services: Services
  ) async throws -> Actor {
    let membership = Membership(
      id: services.ids.next(), accountID: services.ids.next(), role: role, schoolID: school.id,
      departmentID: department?.id, enterpriseID: nil, organisationName: school.name)
    try await services.database.write { connection in
      try AccountStore.insert(
        NewAccount(signInName: "u\(membership.accountID)", displayName: name, passwordHash: "scrypt$none"),
        id: membership.accountID, sealer: services.sealer, now: services.now, on: connection)
      try MembershipStore.insert(membership, at: services.now, on: connection)
    }
    return Actor(
      accountID: membership.accountID, name: name, membership: membership,
      permissions: try RolePermissions(services.grants).of(role))
  }

  private static func services(
    _ database: any DatabaseEngine, _ folder: String, _ clock: Clock
  ) throws -> Services {
    let (keys, ids) = (KeyRing(), IDGenerator(clock: clock))
    let sealer = Sealer(keys)
    let standards = StandardsTexts.sources.compactMap { source in
      Language(rawValue: source.language).map { (language: $0, json: source.json) }
    }
    let catalogue = try Catalogue(
      sources: AccountsFeature.texts + OrganizationsFeature.texts + ActivityFeature.texts + PartnersFeature.texts
        + ViewsTexts.sources + SecurityTexts.sources + LocalizationTexts.sources + WebTexts.sources
        + RecordsTexts.sources + ImportsTexts.sources + standards)
    let installation = Installation(baseURL: "http://localhost", isDemo: false, version: "test")
    let notices = NoticeStore(
      ids: ids, clock: clock, sealer: sealer, catalogue: catalogue, installation: installation, mailWasPut: { _ in })
    let assets = AssetPaths(css: [], js: [])
    return Services(
      database: database, clock: clock, ids: ids, catalogue: catalogue, installation: installation,
      hasher: PasswordHasher(parameters: .forTests), sealer: sealer, keys: keys, files: try FileStore(root: folder),
      documents: DocumentWorker(settings: .init(processes: 1)),
      jobs: JobQueue(engine: database, ids: ids, clock: clock), audit: AuditStore(ids), notices: notices,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, assets: assets,
      frame: MemberFrame(
        database: database, notices: notices, navigation: PartnersFeature.navigation, assets: assets, isDemo: false),
      navigation: PartnersFeature.navigation,
      grants: OrganizationsFeature.permissions + ActivityFeature.permissions + PartnersFeature.permissions)
  }

  // MARK: Browsing

  private struct Doorman: Authenticator {
    let actors: [String: Actor]
    let language: Language

    func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal? {
      guard let actor = cookie.flatMap({ actors[$0] }) else { return nil }
      return Principal(
        accountID: actor.accountID.rawValue, sessionID: 1, csrfSecret: "secret of \(actor.accountID)",
        language: language, value: actor)
    }
  }

  /// Runs `body` with the feature's pages and a browser of `actor`.
  func browse(
    as actor: Actor, language: Language = .chinese, _ body: @escaping @Sendable (BrowserClient) async throws -> Void
  ) async throws {
    var table = RouteTable()
    PartnersFeature(services).addRoutes(to: &table)
    ActivityFeature(services).addRoutes(to: &table)
    let web = try WebApplication(
      routes: table, authenticator: Doorman(actors: ["me": actor], language: language), catalogue: services.catalogue,
      rules: WebRules(
        authorize: { exchange, permission in try Authorization.check(exchange, permission) },
        signer: ValueSigner(sign: { $0 }, verify: { $0 })), clock: services.clock, logger: services.logger)
    try await web.makeApplication().test(.router) { client in
      let browser = BrowserClient(client)
      await browser.setCookie("session", "me")
      try await body(browser)
    }
  }

  /// What the log says happened to a partner, newest first.
  func log(of partner: Partner) async throws -> [LoggedEntry] {
    var query = AuditQuery()
    query.subjectKind = "partnership"
    query.subjectID = partner.partnership.id.rawValue
    let asked = query
    return try await database.read { try AuditStore.entries(asked, in: .installation, on: $0) }
  }

  /// A picture of one pixel.
  static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    + [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89] + [0, 0, 0, 0] + Array("IEND".utf8)
    + [0xAE, 0x42, 0x60, 0x82]
}
