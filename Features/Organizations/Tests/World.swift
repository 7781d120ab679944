import Accounts
import Database
import Documents
import Files
import Foundation
import Imports
import Jobs
import Localization
import Logging
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

@testable import Organizations

/// Two schools with a few people each, and somebody in every role.
struct World: Sendable {
  static let migrations = [
    JobQueue.migrations, AccountsMigrations.set, OrganizationsMigrations.set, ImportsMigrations.set, TestLog.migrations,
  ]

  let services: Services
  let database: any DatabaseEngine
  let log: TestLog
  /// The school that most tests are about, and one that they must not see.
  let school: School
  let other: School
  let mechanics: Department
  let commerce: Department
  let foreign: Department
  let machining: Organizations.Major
  /// Has no code of the national catalogue.
  let trade: Organizations.Major
  let foreignMajor: Organizations.Major
  let classroom: SchoolClass
  let foreignClass: SchoolClass
  let wang: Teacher
  let chen: Teacher
  let foreignTeacher: Teacher
  let lin: Student
  let zhou: Student
  let foreignStudent: Student
  let people: [Role: Person]
  let foreignAdministrator: Person

  /// An account with its one membership.
  struct Person: Sendable {
    let account: Account
    let membership: Membership
  }

  static func run(
    on engine: TestEngine = .sqlite, _ body: @escaping @Sendable (World) async throws -> Void
  ) async throws {
    try await engine.withDatabase(migrations) { database in
      let folder = FileManager.default.temporaryDirectory.appending(path: "organizations-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(try await World(database, folder: folder))
    }
  }

  private init(_ database: any DatabaseEngine, folder: String) async throws {
    self.database = database
    log = TestLog()
    let clock = Clock { Instant(milliseconds: 1_772_000_000_000) }
    let services = try Self.services(database, clock: clock, log: log, folder: folder)
    self.services = services
    let make = Maker(services: services)

    school = make.school("岭澜职业技术学院", "岭澜职院", code: "D4401")
    other = make.school("东江职业学院", "东江职院", code: "D4402")
    mechanics = make.department("机电工程学院", "01", of: school)
    commerce = make.department("商贸学院", "02", of: school)
    foreign = make.department("信息工程学院", "01", of: other)
    machining = make.major("数控技术", "460103", of: mechanics)
    trade = make.major("跨境营销", "", of: commerce)
    foreignMajor = make.major("软件技术", "510203", of: foreign)
    wang = make.teacher("王海", "T001", of: mechanics, phone: "13800001111")
    chen = make.teacher("陈静", "T002", of: commerce, phone: "13800002222")
    foreignTeacher = make.teacher("赵一", "T001", of: foreign, phone: "13800003333")
    classroom = make.schoolClass("25数控1班", of: machining, adviser: wang.id)
    foreignClass = make.schoolClass("25软件1班", of: foreignMajor, adviser: nil)
    lin = make.student("林小川", "2025001", in: classroom, citizenID: "11010519491231002X")
    zhou = make.student("周欣", "2025002", of: trade)
    foreignStudent = make.student("吴远", "2025001", in: foreignClass, citizenID: "")
    let records = make.records
    try await database.write { connection in for put in records { try put(connection) } }

    var people: [Role: Person] = [:]
    for role in Role.allCases {
      people[role] = try await make.person("p.\(role.rawValue)", role, of: school, in: mechanics)
    }
    self.people = people
    foreignAdministrator = try await make.person("p.foreign", .schoolAdministrator, of: other, in: foreign)
  }

  private static func services(
    _ database: any DatabaseEngine, clock: Clock, log: TestLog, folder: String
  ) throws -> Services {
    let keys = KeyRing()
    let assets = AssetPaths(css: [], js: [])
    let standards = StandardsTexts.sources.compactMap { source in
      Language(rawValue: source.language).map { (language: $0, json: source.json) }
    }
    let texts =
      AccountsFeature.texts + OrganizationsFeature.texts + ViewsTexts.sources + SecurityTexts.sources
      + LocalizationTexts.sources + WebTexts.sources + RecordsTexts.sources + ImportsTexts.sources + standards
    return Services(
      database: database, clock: clock, ids: IDGenerator(clock: clock), catalogue: try Catalogue(sources: texts),
      installation: Installation(baseURL: "http://localhost", isDemo: false, version: "test"),
      hasher: PasswordHasher(parameters: .forTests), sealer: Sealer(keys), keys: keys,
      files: try FileStore(root: folder), documents: DocumentWorker(settings: .init(processes: 1)),
      jobs: JobQueue(engine: database, ids: IDGenerator(), clock: clock), audit: log, notices: log,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, assets: assets,
      frame: MemberFrame(
        database: database, notices: log, navigation: OrganizationsFeature.navigation, assets: assets, isDemo: false),
      navigation: OrganizationsFeature.navigation, grants: OrganizationsFeature.permissions)
  }

  func actor(_ role: Role) throws -> Actor { try actor(try #require(people[role])) }

  func actor(_ person: Person) throws -> Actor {
    Actor(
      accountID: person.account.id, name: person.account.displayName, membership: person.membership,
      permissions: try RolePermissions(services.grants).of(person.membership.role))
  }

  var store: PeopleStore { PeopleStore(services.sealer) }
}

/// Makes records in memory, to be put into the database at once.
private final class Maker {
  typealias Put = @Sendable (any WriteConnection) throws -> Void

  let services: Services
  private(set) var records: [Put] = []

  init(services: Services) {
    self.services = services
  }

  func school(_ name: String, _ shortName: String, code: String) -> School {
    let school = School(
      id: services.ids.next(), code: code, name: name, shortName: shortName, level: .higher, region: "440112",
      status: .active)
    let now = services.now
    records.append { try SchoolStore.insert(school, at: now, on: $0) }
    return school
  }

  func department(_ name: String, _ code: String, of school: School) -> Department {
    let department = Department(id: services.ids.next(), schoolID: school.id, code: code, name: name, status: .active)
    let now = services.now
    records.append { try SchoolStore.insert(department, at: now, on: $0) }
    return department
  }

  func major(_ name: String, _ code: String, of department: Department) -> Organizations.Major {
    let major = Organizations.Major(
      id: services.ids.next(), schoolID: department.schoolID, departmentID: department.id, name: name,
      catalogueCode: code, level: .higher, startedYear: 2012, status: .active)
    let now = services.now
    records.append { try MajorStore.insert(major, at: now, on: $0) }
    return major
  }

  func schoolClass(_ name: String, of major: Organizations.Major, adviser: ID<Teacher>?) -> SchoolClass {
    let schoolClass = SchoolClass(
      id: services.ids.next(), schoolID: major.schoolID, departmentID: major.departmentID, majorID: major.id,
      name: name, entryYear: 2025, adviserID: adviser, status: .active)
    let now = services.now
    records.append { try MajorStore.insert(schoolClass, at: now, on: $0) }
    return schoolClass
  }

  func teacher(_ name: String, _ number: String, of department: Department, phone: String) -> Teacher {
    var teacher = Teacher.blank(id: services.ids.next(), school: department.schoolID, department: department.id)
    teacher.name = name
    teacher.staffNumber = number
    teacher.phone = phone
    let (made, store, now) = (teacher, PeopleStore(services.sealer), services.now)
    records.append { try store.insert(made, at: now, on: $0) }
    return made
  }

  func student(
    _ name: String, _ number: String, in schoolClass: SchoolClass, citizenID: String
  ) -> Student {
    var student = Student.blank(id: services.ids.next(), school: schoolClass.schoolID, entryYear: 2025)
    student.departmentID = schoolClass.departmentID
    student.majorID = schoolClass.majorID
    student.classID = schoolClass.id
    student.citizenID = citizenID
    student.phone = "13900001234"
    return put(student, name, number)
  }

  func student(_ name: String, _ number: String, of major: Organizations.Major) -> Student {
    var student = Student.blank(id: services.ids.next(), school: major.schoolID, entryYear: 2025)
    student.departmentID = major.departmentID
    student.majorID = major.id
    return put(student, name, number)
  }

  private func put(_ student: Student, _ name: String, _ number: String) -> Student {
    var student = student
    student.name = name
    student.studentNumber = number
    let (made, store, now) = (student, PeopleStore(services.sealer), services.now)
    records.append { try store.insert(made, at: now, on: $0) }
    return made
  }

  func person(
    _ signInName: String, _ role: Role, of school: School, in department: Department
  ) async throws -> World.Person {
    let services = services
    return try await services.database.write { connection in
      let id: ID<Account> = services.ids.next()
      try AccountStore.insert(
        NewAccount(signInName: signInName, displayName: "人·\(role.rawValue)", passwordHash: "scrypt$none"), id: id,
        sealer: services.sealer, now: services.now, on: connection)
      let membership = Membership(
        id: services.ids.next(), accountID: id, role: role,
        schoolID: role.reach == .school || role.reach == .department ? school.id : nil,
        departmentID: role.reach == .department ? department.id : nil,
        enterpriseID: role.reach == .enterprise ? ID(rawValue: 77) : nil, organisationName: school.shortName)
      try MembershipStore.insert(membership, at: services.now, on: connection)
      guard let account = try AccountStore.find(id, on: connection) else { throw OrganizationsError.notFound }
      return World.Person(account: account, membership: membership)
    }
  }
}
