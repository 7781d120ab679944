import Accounts
import Activity
import Agreements
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
import Partners
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

@testable import Projects

/// Two schools with partners, and everybody through whose hands a project goes. Time moves when a test says so.
struct ProjectWorld: Sendable {
  let services: Services
  let school: School
  let department: Department
  let office: Actor
  let colleague: Actor
  let leader: Actor
  let counsel: Actor
  let departmentAdministrator: Actor
  let teacher: Actor
  let platform: Actor
  let otherDepartmentAdministrator: Actor
  let foreignOffice: Actor
  /// Of the first partner.
  let enterprise: Actor
  let partner: Partner
  let secondPartner: Partner
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
    _ engine: TestEngine = .sqlite, _ body: @escaping @Sendable (ProjectWorld) async throws -> Void
  ) async throws {
    let migrations = [
      JobQueue.migrations, AccountsMigrations.set, OrganizationsMigrations.set, ActivityMigrations.set,
      PartnersMigrations.set, AgreementsFeature.migrations, ProjectsMigrations.set,
      ImportsMigrations.set,
    ]
    try await engine.withDatabase(migrations) { database in
      let folder = FileManager.default.temporaryDirectory.appending(path: "projects-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(try await ProjectWorld(database, folder))
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
    self.school = own
    func department(_ name: String, _ code: String, of school: School) -> Department {
      Department(id: ids.next(), schoolID: school.id, code: code, name: name, status: .active)
    }
    let first = department("机电工程学院", "01", of: own)
    let second = department("信息工程学院", "02", of: own)
    self.department = first
    try await database.write { connection in
      for school in [own, other] {
        try SchoolStore.insert(school, at: now, on: connection)
        try PartnerLevelStore.putUsual(for: school.id, on: connection)
      }
      for department in [first, second] { try SchoolStore.insert(department, at: now, on: connection) }
    }
    office = try await Self.person("李岚", .cooperationOffice, own, nil, services)
    colleague = try await Self.person("陈同", .cooperationOffice, own, nil, services)
    leader = try await Self.person("吴伟明", .schoolAdministrator, own, nil, services)
    counsel = try await Self.person("欧阳学锋", .expert, own, nil, services)
    departmentAdministrator = try await Self.person("梁志恒", .departmentAdministrator, own, first, services)
    otherDepartmentAdministrator = try await Self.person("何另", .departmentAdministrator, own, second, services)
    teacher = try await Self.person("何秋月", .teacher, own, first, services)
    platform = try await Self.person("冯立群", .platformAdministrator, nil, nil, services)
    foreignOffice = try await Self.person("谢佩珊", .cooperationOffice, other, nil, services)
    partner = try await Self.partner("甲精密机械有限公司", of: own, first, owner: office, services)
    secondPartner = try await Self.partner("乙模具有限公司", of: own, first, owner: office, services)
    let enterpriseID = partner.enterprise.id
    enterprise = try await Self.person("郑海燕", .enterpriseAdministrator, nil, nil, of: enterpriseID, services)
    foreignPartner = try await Self.partner("丙食品有限公司", of: other, nil, owner: foreignOffice, services)
  }

  private static func partner(
    _ name: String, of school: School, _ department: Department?, owner: Actor, _ services: Services
  ) async throws -> Partner {
    var enterprise = Enterprise(id: services.ids.next(), name: name)
    (enterprise.size, enterprise.staffCount, enterprise.region) = (.large, 1200, "440112")
    enterprise.address = "创新路1号"
    var partnership = Partnership(
      id: services.ids.next(), schoolID: school.id, enterpriseID: enterprise.id, level: "signed")
    partnership.departmentID = department?.id
    partnership.ownerID = owner.accountID.rawValue
    _ = try await CreatePartner(services)(enterprise, partnership, by: owner)
    return Partner(partnership: partnership, enterprise: enterprise)
  }

  private static func person(
    _ name: String, _ role: Role, _ school: School?, _ department: Department?, of enterprise: ID<EnterpriseKey>? = nil,
    _ services: Services
  ) async throws -> Actor {
    let membership = Membership(
      id: services.ids.next(), accountID: services.ids.next(), role: role, schoolID: school?.id,
      departmentID: department?.id, enterpriseID: enterprise, organisationName: school?.name ?? "")
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
        + AgreementsFeature.texts + ProjectsFeature.texts + ViewsTexts.sources + SecurityTexts.sources
        + LocalizationTexts.sources
        + WebTexts.sources + RecordsTexts.sources + ImportsTexts.sources + standards)
    let installation = Installation(baseURL: "http://localhost", isDemo: false, version: "test")
    let notices = NoticeStore(
      ids: ids, clock: clock, sealer: sealer, catalogue: catalogue, installation: installation, mailWasPut: { _ in })
    let assets = AssetPaths(css: [], js: [])
    let navigation = PartnersFeature.navigation + ProjectsFeature.navigation
    return Services(
      database: database, clock: clock, ids: ids, catalogue: catalogue, installation: installation,
      hasher: PasswordHasher(parameters: .forTests), sealer: sealer, keys: keys, files: try FileStore(root: folder),
      documents: DocumentWorker(settings: .init(processes: 1)),
      jobs: JobQueue(engine: database, ids: ids, clock: clock), audit: AuditStore(ids), notices: notices,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, assets: assets,
      frame: MemberFrame(
        database: database, notices: notices, navigation: navigation, assets: assets, isDemo: false),
      navigation: navigation,
      grants: OrganizationsFeature.permissions + ActivityFeature.permissions + PartnersFeature.permissions
        + ProjectsFeature.permissions,
      references: ActivityFeature.references + PartnersFeature.references + ProjectsFeature.references,
      tabs: ProjectsFeature.tabs)
  }

  // MARK: Browsing

  private struct Doorman: Authenticator {
    let actor: Actor?
    let language: Language

    func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal? {
      guard let actor, cookie == "me" || bearer == "me" else { return nil }
      return Principal(
        accountID: actor.accountID.rawValue, sessionID: 1, csrfSecret: "secret of \(actor.accountID)",
        language: language, value: actor)
    }
  }

  /// Runs `body` with the pages of partners and projects and a browser of `actor`; `nil`: of a visitor.
  func browse(
    as actor: Actor?, in language: Language = .chinese, _ body: @escaping @Sendable (BrowserClient) async throws -> Void
  ) async throws {
    var table = RouteTable()
    PartnersFeature(services).addRoutes(to: &table)
    ProjectsFeature(services).addRoutes(to: &table)
    let web = try WebApplication(
      routes: table, authenticator: Doorman(actor: actor, language: language), catalogue: services.catalogue,
      rules: WebRules(
        authorize: { exchange, permission in try Authorization.check(exchange, permission) },
        signer: ValueSigner(sign: { $0 }, verify: { $0 })), clock: services.clock, logger: services.logger)
    try await web.makeApplication().test(.router) { client in
      let browser = BrowserClient(client)
      if actor != nil { await browser.setCookie("session", "me") }
      try await body(browser)
    }
  }

  // MARK: Projects

  func project(_ id: ID<Project>) async throws -> Project {
    try await database.read { connection in
      try #require(try ProjectStore.project(id, in: .installation, on: connection))
    }
  }

  /// An application of the mode shared equipment that lacks nothing, led by the teacher.
  func application(
    with partner: Partner? = nil, days: Int = 720, title: String = "设备共享中心", by actor: Actor? = nil
  ) async throws -> Project {
    let actor = actor ?? teacher
    var idea = Project(
      id: ID(rawValue: 0), schoolID: school.id, partnershipID: (partner ?? self.partner).partnership.id,
      mode: "shared-equipment", createdAt: services.now)
    idea.title = title
    var draft = try await project(try await DraftProject(services).start(idea, by: actor))
    (draft.goal, draft.content) = ("共享精密测量设备", "预约机时，互免使用费，约定无人机检测")
    (draft.startOn, draft.endOn) = (today, today.adding(days: days))
    draft.asked = 8_000_000
    draft.expected[words: "equipmentList"] = "三坐标测量机 2 台"
    draft.expected[number: "equipmentValue"] = 198_000_000
    draft.expected[number: "sharedHours"] = 640
    draft.expected[number: "utilisation"] = 72
    return try await DraftProject(services).save(draft, develops: true, by: actor)
  }

  @discardableResult
  func move(
    _ act: ProjectAct, _ project: Project, by actor: Actor, _ change: (inout MoveProject.Opinion) -> Void = { _ in }
  ) async throws -> Project {
    var opinion = MoveProject.Opinion()
    change(&opinion)
    return try await MoveProject(services)(act, project.id, version: project.version, saying: opinion, by: actor)
  }

  /// Submitted, with a review group of counsel and leader.
  func convened(_ application: Project) async throws -> Project {
    let submitted = try await move(.submitted, application, by: teacher)
    return try await move(.convened, submitted, by: office) {
      $0.members = [counsel.accountID, leader.accountID]
    }
  }

  /// Granted by the office after everybody voted for it.
  func granted(_ application: Project) async throws -> Project {
    let review = try await convened(application)
    for member in [counsel, leader] {
      try await VoteOnProject(services)(.support, score: 90, because: "目标清楚", on: review.id, by: member)
    }
    return try await move(.granted, review, by: office) { $0.budget = 7_500_000 }
  }

  func running(_ application: Project) async throws -> Project {
    try await move(.begun, try await granted(application), by: teacher)
  }

  /// What waits for somebody, by the text of what is asked.
  func inbox(of actor: Actor) async throws -> [String] {
    let entries = try await database.read { try InboxStore.waiting(for: actor, limit: 50, on: $0) }
    return entries.map(\.entry.message.key)
  }

  func count(_ table: StaticString) async throws -> Int {
    try await database.read { try $0.value("SELECT count(*) FROM \(name: table)") ?? 0 }
  }

  /// The problems of an act that is refused for what is wrong with it.
  func problems(_ act: () async throws -> Void) async throws -> [String] {
    do {
      try await act()
      return []
    } catch let invalid as Invalid {
      return invalid.problems.map(\.message.key)
    }
  }
}
