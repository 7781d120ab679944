import Accounts
import Database
import Localization
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Organizations

/// What people do: each act and its entry in the log are one transaction.
@Suite struct ActionTests {
  private func problems(_ body: () async throws -> Void) async throws -> [String: String]? {
    do {
      try await body()
      return nil
    } catch let invalid as Invalid {
      return Dictionary(invalid.problems.map { ($0.field, $0.message.key) }, uniquingKeysWith: { first, _ in first })
    }
  }

  @Test(arguments: TestEngine.all) func `units are made, changed, closed and opened, each logged once`(
    engine: TestEngine
  ) async throws {
    try await World.run(on: engine) { world in
      let actor = try world.actor(.schoolAdministrator)
      let save = SaveUnit<Department>(world.services)
      var department = Department(
        id: world.services.ids.next(), schoolID: world.school.id, code: "09", name: "旅游学院", status: .active)
      try await save.create(department, by: actor)
      department.name = "旅游管理学院"
      try await save.change(department, by: actor)
      try await save.change(department, by: actor)
      let set = SetUnitStatus<Department>(world.services)
      try await set(.closed, of: department.id, by: actor)
      try await set(.closed, of: department.id, by: actor)
      try await set(.active, of: department.id, by: actor)
      let logged = try await world.logged()
      #expect(
        logged.map(\.action) == ["created", "changed", "closed", "opened"].map { "organizations.department.\($0)" })
      #expect(logged.allSatisfy { $0.schoolID == world.school.id.rawValue && $0.accountID == actor.accountID.rawValue })
      #expect(logged[1].changes.contains("旅游管理学院") && logged[1].changes.contains("旅游学院"))
      #expect(!logged[1].changes.contains("code"))
    }
  }

  @Test(arguments: TestEngine.all) func `nothing is written when it cannot be logged`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let actor = try world.actor(.schoolAdministrator)
      let services = world.services
      let before = (
        try await world.count("departments"), try await world.count("teachers"), try await world.count("accounts"),
        try await world.count("memberships")
      )
      world.log.breakDown()
      let department = Department(
        id: services.ids.next(), schoolID: world.school.id, code: "09", name: "旅游学院", status: .active)
      await #expect(throws: TestLog.Broken.self) {
        try await SaveUnit<Department>(services).create(department, by: actor)
      }
      var teacher = Teacher.blank(id: services.ids.next(), school: world.school.id)
      teacher.name = "何"
      teacher.staffNumber = "T100"
      let new = teacher
      await #expect(throws: TestLog.Broken.self) { try await SaveTeacher(services)(new, isNew: true, by: actor) }
      var changed = world.lin
      changed.name = "林大川"
      let student = changed
      await #expect(throws: TestLog.Broken.self) { try await SaveStudent(services)(student, isNew: false, by: actor) }
      await #expect(throws: TestLog.Broken.self) {
        try await InviteMember(services)(member(role: .cooperationOffice), language: .chinese, by: actor)
      }
      await #expect(throws: TestLog.Broken.self) {
        try await EndMembership(services)(try #require(world.people[.teacher]).membership.id, by: actor)
      }
      await #expect(throws: TestLog.Broken.self) {
        try await RevealPerson(services)(world.lin.subject, of: world.school.id, by: actor)
      }
      try await #expect(world.count("departments") == before.0)
      try await #expect(world.count("teachers") == before.1)
      try await #expect(world.count("accounts") == before.2)
      try await #expect(world.count("memberships") == before.3)
      try await #expect(world.letters().isEmpty)
      let kept = try await world.database.read { connection in
        (
          try world.store.student(world.lin.id, in: .installation, on: connection)?.name,
          try connection.value("SELECT count(*) FROM memberships WHERE status = 'ended'", as: Int.self)
        )
      }
      #expect(kept.0 == "林小川")
      #expect(kept.1 == 0)
    }
  }

  @Test(arguments: TestEngine.all) func `what another has already is said at its field`(engine: TestEngine) async throws
  {
    try await World.run(on: engine) { world in
      let actor = try world.actor(.schoolAdministrator)
      let services = world.services
      func department(_ name: String, _ code: String) -> Department {
        Department(id: services.ids.next(), schoolID: world.school.id, code: code, name: name, status: .active)
      }
      let save = SaveUnit<Department>(services)
      try await #expect(
        problems { try await save.create(department("机电工程学院", "77"), by: actor) }
          == ["name": "organizations.problem.taken"])
      try await #expect(
        problems { try await save.create(department("新学院", "01"), by: actor) }
          == ["code": "organizations.problem.taken"])
      let platform = try world.actor(.platformAdministrator)
      var school = world.school
      school.id = services.ids.next()
      school.name = "另一所"
      let twin = school
      try await #expect(
        problems { try await SaveUnit<School>(services).create(twin, by: platform) }
          == ["code": "organizations.problem.taken"])
      var student = world.zhou
      student.citizenID = world.lin.citizenID
      let same = student
      try await #expect(
        problems { try await SaveStudent(services)(same, isNew: false, by: actor) }
          == ["citizenID": "organizations.problem.taken"])
      try await #expect(world.actions().isEmpty)
    }
  }

  @Test func `records stay in their school and their department`() async throws {
    try await World.run { world in
      let (services, actor) = (world.services, try world.actor(.schoolAdministrator))
      var major = world.machining
      major.departmentID = world.foreign.id
      let foreignDepartment = major
      try await #expect(
        problems { try await SaveUnit<Major>(services).change(foreignDepartment, by: actor) }
          == ["department": "kit.records.choice"])
      var student = world.lin
      student.majorID = world.foreignMajor.id
      let foreignMajor = student
      try await #expect(
        problems { try await SaveStudent(services)(foreignMajor, isNew: false, by: actor) }
          == ["major": "kit.records.choice"])
      student = world.zhou
      student.classID = world.classroom.id
      let otherMajor = student
      try await #expect(
        problems { try await SaveStudent(services)(otherMajor, isNew: false, by: actor) }
          == ["class": "organizations.problem.otherMajor"])
      var schoolClass = world.classroom
      schoolClass.majorID = world.trade.id
      let withStudents = schoolClass
      try await #expect(
        problems { try await SaveUnit<SchoolClass>(services).change(withStudents, by: actor) }
          == ["major": "organizations.problem.classHasStudents"])
      schoolClass = world.classroom
      schoolClass.adviserID = world.foreignTeacher.id
      let foreignAdviser = schoolClass
      try await #expect(
        problems { try await SaveUnit<SchoolClass>(services).change(foreignAdviser, by: actor) }
          == ["adviser": "kit.records.choice"])

      let department = try world.actor(.departmentAdministrator)
      var teacher = world.wang
      teacher.departmentID = world.commerce.id
      let otherDepartment = teacher
      try await #expect(
        problems { try await SaveTeacher(services)(otherDepartment, isNew: false, by: department) }
          == ["department": "kit.records.choice"])
      teacher.departmentID = nil
      let nowhere = teacher
      try await #expect(
        problems { try await SaveTeacher(services)(nowhere, isNew: false, by: department) }
          == ["department": "kit.records.required"])
      await #expect(throws: OrganizationsError.notFound) {
        try await SaveTeacher(services)(world.chen, isNew: false, by: department)
      }
      await #expect(throws: OrganizationsError.notFound) {
        try await SaveUnit<Department>(services).change(world.foreign, by: actor)
      }
      try await #expect(world.actions().isEmpty)
    }
  }

  @Test func `what is closed keeps its records and takes no new ones`() async throws {
    try await World.run { world in
      let (services, actor) = (world.services, try world.actor(.schoolAdministrator))
      try await SetUnitStatus<Department>(services)(.closed, of: world.mechanics.id, by: actor)
      var major = world.machining
      major.name = "数控技术（新）"
      let renamed = major
      try await SaveUnit<Major>(services).change(renamed, by: actor)
      major.id = services.ids.next()
      major.name = "另一专业"
      let new = major
      try await #expect(
        problems { try await SaveUnit<Major>(services).create(new, by: actor) }
          == ["department": "organizations.problem.closed"])
      try await SetUnitStatus<School>(services)(
        .closed, of: world.school.id, by: try world.actor(.platformAdministrator))
      var student = Student.blank(id: services.ids.next(), school: world.school.id, entryYear: 2026)
      student.majorID = world.trade.id
      student.name = "新生"
      student.studentNumber = "2026001"
      let fresh = student
      try await #expect(
        problems { try await SaveStudent(services)(fresh, isNew: true, by: actor) }
          == ["": "organizations.problem.closed"])
    }
  }

  @Test(arguments: TestEngine.all) func `a student is completed and put into the major's department`(
    engine: TestEngine
  ) async throws {
    try await World.run(on: engine) { world in
      let actor = try world.actor(.departmentAdministrator)
      var student = Student.blank(id: world.services.ids.next(), school: world.school.id, entryYear: 2025)
      student.name = "高远"
      student.studentNumber = "2025077"
      student.majorID = world.machining.id
      student.citizenID = "440106200805063570"
      student.phone = "13700007777"
      let new = student
      try await SaveStudent(world.services)(new, isNew: true, by: actor)
      let saved = try await world.database.read { try world.store.student(new.id, in: actor.scope, on: $0) }
      #expect(saved?.departmentID == world.mechanics.id)
      #expect(saved?.birthDate == CivilDate(year: 2008, month: 5, day: 6))
      #expect(saved?.sex == .male)
      let logged = try #require(try await world.logged().first)
      #expect(logged.changes.contains("137****7777"))
      #expect(!logged.changes.contains("13700007777"))
    }
  }

  private func member(role: Role, department: Department? = nil, name: String = "office.new") -> NewMember {
    var new = NewMember()
    new.signInName = name
    new.displayName = "新同事"
    new.mail = "\(name)@example.edu.cn"
    new.role = role
    new.departmentText = department?.id.description ?? ""
    return new
  }
}
