import Accounts
import Activity
import Database
import DatabaseTesting
import Documents
import Files
import Foundation
import Imports
import Jobs
import Localization
import Logging
import Organizations
import Platform
import Records
import Security
import Standards
import TestKit
import Testing
import Values
import Views
import Web

@testable import Partners

/// Two schools that import their partners, with the office of each and the real worker.
struct ImportTestSchools: Sendable {
  let services: Services
  let desk: ImportDesk<ImportPartners>
  let folder: String
  let school: School
  let other: School
  let office: Actor
  let teacher: Actor
  let foreignOffice: Actor

  static let migrations = [
    JobQueue.migrations, AccountsMigrations.set, OrganizationsMigrations.set, ActivityMigrations.set,
    PartnersMigrations.set, ImportsMigrations.set,
  ]

  static func open(
    _ engine: TestEngine = .sqlite, _ body: @escaping @Sendable (ImportTestSchools) async throws -> Void
  ) async throws {
    try await engine.withDatabase(migrations) { database in
      let folder = FileManager.default.temporaryDirectory.appending(path: "partners-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(try await ImportTestSchools(database, folder))
    }
  }

  private init(_ database: any DatabaseEngine, _ folder: String) async throws {
    let services = try Self.services(database, folder)
    self.services = services
    self.folder = folder
    desk = ImportDesk(ImportPartners(services), services: services)
    let (ids, now) = (services.ids, services.now)
    func school(_ name: String, _ code: String) -> School {
      School(
        id: ids.next(), code: code, name: name, shortName: name, level: .higher, region: "440112", status: .active)
    }
    let (own, other) = (school("岭澜职业技术学院", "P1"), school("东江职业学院", "P2"))
    (self.school, self.other) = (own, other)
    try await database.write { connection in
      for school in [own, other] {
        try SchoolStore.insert(school, at: now, on: connection)
        try PartnerLevelStore.putUsual(for: school.id, on: connection)
        let department = Department(
          id: ids.next(), schoolID: school.id, code: "01", name: "机电工程学院", status: .active)
        try SchoolStore.insert(department, at: now, on: connection)
        for name in ["数控技术", "模具设计与制造"] {
          try MajorStore.insert(
            Organizations.Major(
              id: ids.next(), schoolID: school.id, departmentID: department.id, name: name, catalogueCode: "460103",
              level: .higher, startedYear: 2012, status: .active), at: now, on: connection)
        }
      }
    }
    office = try await Self.person("office", .cooperationOffice, own, services)
    teacher = try await Self.person("teacher", .expert, own, services)
    foreignOffice = try await Self.person("foreign", .cooperationOffice, other, services)
  }

  private static func person(
    _ name: String, _ role: Role, _ school: School, _ services: Services
  ) async throws -> Actor {
    let membership = Membership(
      id: services.ids.next(), accountID: services.ids.next(), role: role, schoolID: school.id, departmentID: nil,
      enterpriseID: nil, organisationName: school.name)
    try await services.database.write { connection in
      try AccountStore.insert(
        NewAccount(signInName: name, displayName: "人 \(name)", passwordHash: "scrypt$none"), id: membership.accountID,
        sealer: services.sealer, now: services.now, on: connection)
      try MembershipStore.insert(membership, at: services.now, on: connection)
    }
    return Actor(
      accountID: membership.accountID, name: name, membership: membership,
      permissions: try RolePermissions(services.grants).of(role))
  }

  private static func services(_ database: any DatabaseEngine, _ folder: String) throws -> Services {
    let (keys, ids) = (KeyRing(), IDGenerator())
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
      ids: ids, clock: .system, sealer: sealer, catalogue: catalogue, installation: installation, mailWasPut: { _ in })
    let assets = AssetPaths(css: [], js: [])
    return Services(
      database: database, clock: .system, ids: ids, catalogue: catalogue, installation: installation,
      hasher: PasswordHasher(parameters: .forTests), sealer: sealer, keys: keys, files: try FileStore(root: folder),
      documents: DocumentWorker(settings: .init(processes: 1)), jobs: JobQueue(engine: database, ids: ids),
      audit: AuditStore(ids), notices: notices, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      assets: assets,
      frame: MemberFrame(
        database: database, notices: notices, navigation: PartnersFeature.navigation, assets: assets, isDemo: false),
      navigation: PartnersFeature.navigation, grants: OrganizationsFeature.permissions + PartnersFeature.permissions,
      references: OrganizationsFeature.references + ActivityFeature.references + PartnersFeature.references)
  }

  var owner: ImportOwner { ImportOwner(schoolID: school.id.rawValue, accountID: office.accountID.rawValue) }
  var otherOwner: ImportOwner {
    ImportOwner(schoolID: other.id.rawValue, accountID: foreignOffice.accountID.rawValue)
  }

  // MARK: Acts

  func path(_ name: String) -> String { "\(folder)/\(UUID().uuidString)-\(name)" }

  func handIn(_ file: SheetFile, by owner: ImportOwner? = nil) async throws -> ImportBatch {
    try await handIn(path: try file.write(to: path("in.xlsx")), named: "企业.xlsx", by: owner)
  }

  func handIn(path: String, named name: String, by owner: ImportOwner? = nil) async throws -> ImportBatch {
    try await worked(try await desk.handIn(fileAt: path, fileName: name, by: owner ?? self.owner))
  }

  /// The batch after the step that it waits for.
  func worked(_ batch: ImportBatch) async throws -> ImportBatch {
    try await desk.work(on: batch.id, school: batch.owner.schoolID)
    return try await desk.batch(batch.id, school: batch.owner.schoolID)
  }

  /// Hands in, confirms and writes.
  @discardableResult
  func written(_ file: SheetFile, by owner: ImportOwner? = nil) async throws -> ImportBatch {
    let batch = try await handIn(file, by: owner)
    try await desk.confirm(batch, isOnlyNew: false)
    return try await worked(batch)
  }

  func takenBack(_ batch: ImportBatch) async throws -> ImportBatch {
    try await desk.takeBack(batch)
    return try await worked(batch)
  }

  func rows(_ batch: ImportBatch, _ filter: RowFilter? = nil) async throws -> [KeptRow] {
    try await desk.rows(of: batch, only: filter, .after(0)).rows
  }

  // MARK: What is there

  /// The school's partners by name.
  func partners(of school: School? = nil, search: String = "") async throws -> [PartnerSummary] {
    var query = PartnerQuery()
    query.search = search
    query.limit = 10_000
    let (asked, id) = (query, (school ?? self.school).id)
    return try await services.database.read { try PartnerListStore.page(asked, in: .school(id), on: $0).rows }
  }

  func partner(_ name: String) async throws -> Partner {
    let id = try #require(try await partners().first { $0.enterprise.name == name }).partnershipID
    let found = try await services.database.read {
      try PartnershipStore.partner(id, in: .installation, on: $0)
    }
    return try #require(found)
  }

  func contacts(of partner: Partner) async throws -> [PartnerContact] {
    let (id, sealer) = (partner.partnership.id, services.sealer)
    return try await services.database.read {
      try ContactBook(sealer).contacts(of: id, in: .installation, on: $0)
    }
  }

  func count(_ table: SQL) async throws -> Int {
    try await services.database.read { try $0.value("SELECT count(*) FROM \(table)", as: Int.self) ?? 0 }
  }

  /// Valid credit codes that belong to nobody.
  static func code(_ number: Int) -> String {
    SocialCreditCode.make(
      department: "9", category: "1", region: "440112", organisation: "MQA\(String(100_000 + number).suffix(5))")?.text
      ?? ""
  }
}
