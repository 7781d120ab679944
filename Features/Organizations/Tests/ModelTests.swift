import Accounts
import Database
import Localization
import Platform
import Records
import Standards
import Testing
import Values
import Views

@testable import Organizations

/// Pure rules: roles, sight, codes, fields.
@Suite struct ModelTests {
  private let school = ID<School>(rawValue: 11)
  private let department = ID<Department>(rawValue: 12)

  private func actor(_ role: Role, school: ID<School>?, department: ID<Department>? = nil) -> Actor {
    Actor(
      accountID: ID(rawValue: 1), name: "x",
      membership: Membership(
        id: ID(rawValue: 2), accountID: ID(rawValue: 1), role: role, schoolID: school, departmentID: department,
        enterpriseID: role.reach == .enterprise ? ID(rawValue: 9) : nil, organisationName: ""), permissions: [])
  }

  @Test(arguments: Role.allCases) func `every role sees as far as it reaches and never further`(role: Role) {
    switch role.reach {
    case .installation: #expect(actor(role, school: nil).scope == .installation)
    case .school:
      #expect(actor(role, school: school).scope == .school(school))
      #expect(actor(role, school: nil).scope == .nothing)
    case .department:
      #expect(actor(role, school: school, department: department).scope == .department(school, department))
      #expect(actor(role, school: school).scope == .nothing)
      #expect(actor(role, school: nil, department: department).scope == .nothing)
    case .enterprise: #expect(actor(role, school: school).scope == .enterprise(ID(rawValue: 9)))
    }
  }

  @Test func `sight becomes a condition with bound values`() {
    func text(_ scope: Actor.Scope, department: StaticString? = "t.department_id") -> String {
      scope.condition(school: "t.school_id", department: department).text(for: .sqlite)
    }
    #expect(text(.nothing) == "1 = 0")
    #expect(text(.enterprise(ID(rawValue: 1))) == "1 = 0")
    #expect(text(.installation) == "1 = 1")
    #expect(text(.school(school)) == "t.school_id = ?")
    #expect(text(.department(school, department)) == "(t.school_id = ? AND t.department_id = ?)")
    #expect(text(.department(school, department), department: nil) == "t.school_id = ?")
    let values = Actor.Scope.department(school, department)
      .condition(school: "a", department: "b").values
    #expect(values == [.integer(11), .integer(12)])
  }

  @Test func `sight narrows to one school and never widens`() {
    let other = ID<School>(rawValue: 99)
    #expect(Actor.Scope.installation.within(school) == .school(school))
    #expect(Actor.Scope.school(school).within(school) == .school(school))
    #expect(Actor.Scope.school(school).within(other) == .nothing)
    #expect(Actor.Scope.department(school, department).within(school) == .department(school, department))
    #expect(Actor.Scope.department(school, department).within(other) == .nothing)
    #expect(Actor.Scope.enterprise(ID(rawValue: 1)).within(school) == .nothing)
  }

  @Test func `permissions are gathered by role and refuse unknown roles`() throws {
    let permissions = try RolePermissions(OrganizationsFeature.permissions)
    #expect(permissions.of(nil).isEmpty)
    #expect(permissions.of(.authority) == [.organizationRead])
    #expect(permissions.of(.allianceSecretary) == [.organizationRead])
    #expect(permissions.of(.student).isEmpty)
    #expect(!permissions.of(.platformAdministrator).contains(.personalReveal))
    #expect(permissions.of(.departmentAdministrator).isSuperset(of: [.peopleRead, .peopleManage]))
    #expect(throws: RolePermissions.UnknownRole.self) {
      try RolePermissions([PermissionGrant(permission: "x.y", roles: ["nobody"])])
    }
  }

  @Test func `roles are given only within sight, and never those of enterprises`() {
    #expect(!Role.grantable(in: .installation).contains { $0.reach == .enterprise })
    #expect(Role.grantable(in: .installation).contains(.platformAdministrator))
    #expect(Role.grantable(in: .school(school)).allSatisfy { $0.reach == .school || $0.reach == .department })
    #expect(Role.grantable(in: .department(school, department)).isEmpty)
    #expect(Role.grantable(in: .nothing).isEmpty)
  }

  @Test(
    arguments: [
      ("460103", "460103"), ("４６０１０３", "460103"), ("460103 数控技术", "460103"), ("数控技术", nil), ("不存在的专业", nil),
      ("999999", nil), ("46010", nil), ("499998", "499998"),
    ] as [(String, String?)])
  func `majors are found by code, by what the form offers, or not at all`(typed: String, code: String?) {
    let found = MajorCode.find(typed)
    // A name may stand in the catalogue on one level only; then it is found.
    if typed == "数控技术" {
      #expect(found == nil || MajorCode.name(found ?? "") == typed)
    } else {
      #expect(found == code)
    }
  }

  @Test func `what the form shows for a code is read back as that code`() {
    for major in MajorCatalogue.edition2021.majors {
      let shown = Lookup.majors.title(major.printedCode, .chinese) ?? ""
      #expect(MajorCode.find(shown) == major.printedCode)
    }
  }

  @Test func `a code of another level is refused`() {
    var major = Organizations.Major(
      id: ID(rawValue: 1), schoolID: school, departmentID: department, name: "数控技术", catalogueCode: "",
      level: .secondary, startedYear: nil, status: .active)
    let fields = Organizations.Major.fields.offering(["department": [Choice(department.description, .text("机电"))]])
    let form = FormData([("catalogueCode", "460103"), ("level", "secondary")])
    #expect(fields.read(form, into: major).problems.map(\.field) == ["catalogueCode"])
    major.level = .higher
    #expect(fields.read(FormData([("catalogueCode", "460103")]), into: major).problems.isEmpty)
  }

  @Test func `a student's number tells birth date and sex, and may not contradict`() {
    var student = Student.blank(id: ID(rawValue: 1), school: school, entryYear: 2025)
    student.studentNumber = "1"
    student.name = "林"
    student.majorID = ID(rawValue: 5)
    let fields = Student.fields.offering(["major": [Choice(student.majorText, .text("x"))]])
    let reading = fields.read(FormData([("citizenID", "11010519491231002x")]), into: student)
    #expect(reading.problems.isEmpty)
    #expect(reading.record.citizenID == "11010519491231002X")
    #expect(reading.record.completed.birthDate == CivilDate(year: 1949, month: 12, day: 31))
    #expect(reading.record.completed.sex == .female)
    let wrongDate = fields.read(
      FormData([("citizenID", "11010519491231002X"), ("birthDate", "1950-01-01")]), into: student)
    #expect(wrongDate.problems.map(\.message.key) == ["organizations.problem.birthDate"])
    let wrongDigit = fields.read(FormData([("citizenID", "110105194912310021")]), into: student)
    #expect(wrongDigit.problems.map(\.field) == ["citizenID"])
  }

  @Test func `personal fields are masked, the others are not`() {
    var student = Student.blank(id: ID(rawValue: 1), school: school, entryYear: 2025)
    student.name = "林小川"
    student.citizenID = "11010519491231002X"
    student.birthDate = CivilDate(year: 2008, month: 5, day: 6)
    student.guardianName = "林大海"
    #expect(Student.fields.masked("name", of: student) == "林小川")
    #expect(Student.fields.masked("citizenID", of: student) == "110*************2X")
    #expect(Student.fields.masked("birthDate", of: student) == "2008-**-**")
    #expect(Student.fields.masked("guardianName", of: student) == "林**")
    #expect(Student.fields.personalFields == ["citizenID", "birthDate", "phone", "guardianName", "guardianPhone"])
    #expect(Teacher.fields.personalFields == ["phone", "mail"])
  }

  @Test func `an unknown sex is no mistake`() {
    #expect(Sex.from(.none) == .unknown)
    #expect(Sex.from(.text("male")) == .male)
    #expect(Sex.from(.text("x")) == nil)
    #expect(Sex.unknown.fieldValue == .none)
  }

  @Test func `marks of pages are read as they are written`() {
    let mark = PageMark(isBefore: true, key: "林.小川", id: 77)
    #expect(PageMark(mark.text, isBefore: true) == mark)
    for wrong in [
      "", ".", "abc", "abc.x", String(repeating: "0", count: 13), String(repeating: "0", count: 900) + ".x",
    ] {
      #expect(PageMark(wrong, isBefore: false) == nil)
    }
  }

  @Test func `the log names other records instead of their keys`() {
    let fields = Organizations.Major.fields.offering(["department": [Choice(department.description, .text("机电"))]])
    let old = Organizations.Major(
      id: ID(rawValue: 1), schoolID: school, departmentID: ID(rawValue: 50), name: "a", catalogueCode: "",
      level: .higher,
      startedYear: nil, status: .active)
    var new = old
    new.departmentID = department
    let changes = fields.namedDifference(from: old, to: new)
    #expect(changes.map(\.after) == [.text("机电")])
    // A name that the form did not offer stays a key rather than being lost.
    #expect(changes.map(\.before) == [.text(ID<Department>(rawValue: 50).description)])
  }
}
