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

@testable import Agreements

/// Two schools with partners, and everybody through whose hands an agreement goes. Time moves when a test says so.
struct AgreementWorld: Sendable {
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
    _ engine: TestEngine = .sqlite, _ body: @escaping @Sendable (AgreementWorld) async throws -> Void
  ) async throws {
    let migrations = [
      JobQueue.migrations, AccountsMigrations.set, OrganizationsMigrations.set, ActivityMigrations.set,
      PartnersMigrations.set, AgreementsMigrations.set, ImportsMigrations.set,
    ]
    try await engine.withDatabase(migrations) { database in
      let folder = FileManager.default.temporaryDirectory.appending(path: "agreements-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(try await AgreementWorld(database, folder))
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
    _ name: String, _ role: Role, _ school: School?, _ department: Department?, _ services: Services
  ) async throws -> Actor {
    let membership = Membership(
      id: services.ids.next(), accountID: services.ids.next(), role: role, schoolID: school?.id,
      departmentID: department?.id, enterpriseID: nil, organisationName: school?.name ?? "")
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
        + AgreementsFeature.texts + ViewsTexts.sources + SecurityTexts.sources + LocalizationTexts.sources
        + WebTexts.sources + RecordsTexts.sources + ImportsTexts.sources + standards)
    let installation = Installation(baseURL: "http://localhost", isDemo: false, version: "test")
    let notices = NoticeStore(
      ids: ids, clock: clock, sealer: sealer, catalogue: catalogue, installation: installation, mailWasPut: { _ in })
    let assets = AssetPaths(css: [], js: [])
    let navigation = PartnersFeature.navigation + AgreementsFeature.navigation
    return Services(
      database: database, clock: clock, ids: ids, catalogue: catalogue, installation: installation,
      hasher: PasswordHasher(parameters: .forTests), sealer: sealer, keys: keys, files: try FileStore(root: folder),
      documents: DocumentWorker(
        settings: .init(
          processes: 1,
          signing: DocumentSigner.Identity(path: "\(folder)/qiao-signing.pem", name: "qiao.example.edu.cn"))),
      jobs: JobQueue(engine: database, ids: ids, clock: clock), audit: AuditStore(ids), notices: notices,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, assets: assets,
      frame: MemberFrame(
        database: database, notices: notices, navigation: navigation, assets: assets, isDemo: false),
      navigation: navigation,
      grants: OrganizationsFeature.permissions + ActivityFeature.permissions + PartnersFeature.permissions
        + AgreementsFeature.permissions,
      references: ActivityFeature.references + PartnersFeature.references + AgreementsFeature.references,
      tabs: AgreementsFeature.tabs)
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

  /// Runs `body` with the pages of partners and agreements and a browser of `actor`; `nil`: of a visitor.
  func browse(
    as actor: Actor?, in language: Language = .chinese, _ body: @escaping @Sendable (BrowserClient) async throws -> Void
  ) async throws {
    var table = RouteTable()
    PartnersFeature(services).addRoutes(to: &table)
    AgreementsFeature(services).addRoutes(to: &table)
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

  // MARK: Agreements

  func agreement(_ id: ID<Agreement>) async throws -> Agreement {
    try await database.read { connection in
      try #require(try AgreementStore.agreement(id, in: .installation, on: connection))
    }
  }

  /// A framework text that the law finds complete.
  static let framework = TemplateText(
    clauses: [
      Clause(
        key: "c1", heading: "合作目标", text: "甲方{{school.name}}与乙方{{enterprise.name}}共同培养技术技能人才。", topic: .objectives,
        isMandatory: true),
      Clause(key: "c2", heading: "合作内容", text: "共建课程与实训基地。", topic: .content, isMandatory: true),
      Clause(
        key: "c3", heading: "双方权利义务", text: "乙方每年接收{{own.interns}}名学生实习。", topic: .rights, isMandatory: true,
        duty: DutyMark(
          debtor: .enterprise, subject: "接收实习学生", rhythm: .yearly, measure: .interns, target: "own.interns",
          evidence: "实习名单")),
      Clause(
        key: "c4", heading: "合作期限", text: "自{{agreement.start}}起至{{agreement.end}}止，共{{agreement.months}}个月。",
        topic: .term, isMandatory: true),
      Clause(key: "c5", heading: "变更与解除", text: "经双方书面同意可以变更。", topic: .termination),
      Clause(key: "c6", heading: "争议解决", text: "协商解决。", topic: .disputes),
      Clause(key: "c7", heading: "大型企业条款", text: "乙方指定专人对接。", condition: "enterprise.size == \"大型\""),
      Clause(key: "a1", annex: 1, heading: "班级规模", text: "每届不少于二十人。"),
    ],
    annexes: ["订单培养"], fields: [OwnField(name: "interns", label: "每年实习人数", kind: .number, isRequired: true)])

  /// A template of the school whose first version is published.
  func template(_ text: TemplateText = framework, kind: AgreementKind = .framework) async throws -> ID<
    AgreementTemplate
  > {
    let write = WriteTemplate(services)
    let id = try await write.create(kind, title: "框架协议范本", note: "", text: text, by: office)
    try await write.publish(id, revision: 1, note: "", by: office)
    return id
  }

  /// A draft that lacks nothing.
  func draft(
    with partner: Partner? = nil, start: CivilDate? = nil, months: Int = 36, by actor: Actor? = nil
  ) async throws -> Agreement {
    let actor = actor ?? office
    let template = try await template()
    let first = start ?? today
    let id = try await DraftAgreement(services).start(
      NewAgreement(
        partnershipID: (partner ?? self.partner).partnership.id, typeCode: "framework", templateID: template,
        startOn: first, endOn: first.adding(months: months).adding(days: -1)), by: actor)
    var draft = try await agreement(id)
    draft.typed["interns"] = "20"
    return try await DraftAgreement(services).save(draft, by: actor)
  }

  @discardableResult
  func move(
    _ act: AgreementAct, _ agreement: Agreement, by actor: Actor, because reason: String = ""
  ) async throws -> Agreement {
    try await MoveAgreement(services)(
      act, agreement.id, version: agreement.version, saying: .init(reason: reason), by: actor)
  }

  /// Through the whole review of a framework agreement.
  func reviewed(_ draft: Agreement) async throws -> Agreement {
    var agreement = try await move(.submitted, draft, by: office)
    for person in [departmentAdministrator, counsel, office, leader] {
      agreement = try await move(.approved, agreement, by: person)
    }
    return agreement
  }

  /// Signed on paper and in force.
  func signed(_ draft: Agreement) async throws -> Agreement {
    var agreement = try await move(.agreed, try await reviewed(draft), by: office)
    agreement = try await bring(agreement, by: office)
    return try await move(.confirmed, agreement, by: colleague)
  }

  func bring(_ agreement: Agreement, by actor: Actor, on day: String? = nil) async throws -> Agreement {
    let bytes = Self.pdf + Array("\(agreement.id)".utf8)
    let chunks = AsyncStream { continuation in
      continuation.yield(bytes)
      continuation.finish()
    }
    let stored = try await services.files.store(chunks, limit: 1 << 20)
    let file = IncomingAttachment(
      slot: MoveAgreement.scanSlot, digest: stored.digest, name: "签字页.pdf", type: .pdf, size: stored.size)
    return try await MoveAgreement(services)(
      .scanned, agreement.id, version: agreement.version,
      saying: .init(signedOn: day ?? today.description, scan: .init(kept: [file])), by: actor)
  }

  static let pdf = Array("%PDF-1.7\nsigned ".utf8)

  /// What waits for somebody, by the text of what is asked.
  func inbox(of actor: Actor) async throws -> [String] {
    let entries = try await database.read { try InboxStore.waiting(for: actor, limit: 50, on: $0) }
    return entries.map(\.entry.message.key)
  }

  func count(_ table: StaticString) async throws -> Int {
    try await database.read { try $0.value("SELECT count(*) FROM \(name: table)") ?? 0 }
  }
}
