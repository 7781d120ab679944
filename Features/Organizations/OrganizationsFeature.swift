package import Database
import Imports
package import Jobs
package import Localization
package import Platform
import Views
package import Web

/// Schools (the tenants), their departments, majors, classes and people;
/// memberships, roles and who acts.
package struct OrganizationsFeature: Feature {
  package static let name = "organizations"
  package static let migrations = OrganizationsMigrations.set
  package static var texts: [(language: Language, json: String)] { texts(in: EmbeddedFiles.all) }

  package static let references = [RecordReference(.enterprise, in: "memberships", "enterprise_id")]

  package static let permissions: [PermissionGrant] = [
    Permission.styleguide.granted(to: [.platformAdministrator, .schoolAdministrator]),
    Permission.schoolsManage.granted(to: [.platformAdministrator]),
    Permission.organizationRead.granted(to: [
      .platformAdministrator, .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader,
      .teacher, .classAdviser, .allianceSecretary, .authority,
    ]),
    Permission.organizationManage.granted(to: [.platformAdministrator, .schoolAdministrator]),
    Permission.peopleRead.granted(to: [
      .platformAdministrator, .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader,
      .classAdviser,
    ]),
    Permission.peopleManage.granted(to: [.schoolAdministrator, .departmentAdministrator]),
    Permission.personalReveal.granted(to: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator]),
    Permission.membersManage.granted(to: [.platformAdministrator, .schoolAdministrator]),
    Permission.permissionsRead.granted(to: [
      .platformAdministrator, .schoolAdministrator, .cooperationOffice, .departmentAdministrator,
    ]),
  ]

  package static let navigation: [NavigationEntry] = [
    NavigationEntry(
      .settings, label: "organizations.navigation.departments", path: "/departments", permission: "organization.read",
      icon: .school),
    NavigationEntry(
      .settings, label: "organizations.navigation.majors", path: "/majors", permission: "organization.read",
      icon: .classroom),
    NavigationEntry(
      .settings, label: "organizations.navigation.classes", path: "/classes", permission: "people.read", icon: .users),
    NavigationEntry(
      .settings, label: "organizations.navigation.teachers", path: "/teachers", permission: "people.read",
      icon: .teacher),
    NavigationEntry(
      .settings, label: "organizations.navigation.students", path: "/students", permission: "people.read",
      icon: .graduate),
    NavigationEntry(
      .settings, label: "organizations.navigation.schools", path: "/schools", permission: "schools.manage",
      icon: .building),
    NavigationEntry(
      .settings, label: "organizations.navigation.members", path: "/members", permission: "members.manage",
      icon: .user),
    NavigationEntry(
      .settings, label: "organizations.navigation.permissions", path: "/permissions", permission: "permissions.read",
      icon: .lock),
  ]

  private let services: Services
  private let students: ImportDesk<ImportStudents>
  private let teachers: ImportDesk<ImportTeachers>

  package init(_ services: Services) {
    self.services = services
    students = ImportDesk(ImportStudents(services), services: services)
    teachers = ImportDesk(ImportTeachers(services), services: services)
  }

  package var jobs: [JobKind] { students.jobs + teachers.jobs }

  package func addRoutes(to table: inout RouteTable) {
    var member = MemberRoutes(services)
    member.get("/schools", needs: .schoolsManage) { try await SchoolsPage(member: $0).reply() }
    UnitRoutes<School>(services: services).add(to: &member)
    member.get("/departments", needs: .organizationRead) { try await DepartmentsPage(member: $0).reply() }
    UnitRoutes<Department>(services: services).add(to: &member)
    member.get("/majors", needs: .organizationRead) { try await MajorsPage(member: $0).reply() }
    UnitRoutes<Major>(services: services).add(to: &member)
    member.get("/classes", needs: .peopleRead) { try await ClassesPage(member: $0).reply() }
    UnitRoutes<SchoolClass>(services: services).add(to: &member)
    member.get("/teachers", needs: .peopleRead) { try await TeachersPage(member: $0).reply() }
    RosterRoutes<Teacher>(services: services).add(to: &member)
    member.get("/students", needs: .peopleRead) { try await StudentsPage(member: $0).reply() }
    RosterRoutes<Student>(services: services).add(to: &member)
    ImportRoutes(teachers, needs: .peopleManage, takesDepartments: true).add(to: &member)
    ImportRoutes(students, needs: .peopleManage, takesDepartments: true, remedies: .organizationManage).add(to: &member)
    MemberListRoutes(services: services).add(to: &member)
    member.get("/permissions", needs: .permissionsRead) { try await PermissionsPage(member: $0).reply() }
    OrganizationsAPI(services: services).add(to: &member)

    var own = member.table
    OwnMembershipsRoutes(services: services).add(to: &own)
    for route in own.routes { table.add(route.tellingRefusals()) }
  }
}

extension Permission {
  package static let styleguide = Permission("platform.styleguide")
  package static let schoolsManage = Permission("schools.manage")
  package static let organizationRead = Permission("organization.read")
  package static let organizationManage = Permission("organization.manage")
  package static let peopleRead = Permission("people.read")
  package static let peopleManage = Permission("people.manage")
  /// Reading personal data unmasked, which is logged.
  package static let personalReveal = Permission("personal.reveal")
  package static let membersManage = Permission("members.manage")
  package static let permissionsRead = Permission("permissions.read")
}
