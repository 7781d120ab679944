package import Database
package import Jobs
package import Localization
package import Organizations
import Partners
package import Platform
import Views
package import Web

/// Cooperation projects of a school with its partners: from the idea to the follow-up.
package struct ProjectsFeature: Feature {
  package static let name = "projects"
  package static let migrations = ProjectsMigrations.set
  package static var texts: [(language: Language, json: String)] { texts(in: EmbeddedFiles.all) }

  package static let permissions: [PermissionGrant] = [
    Permission.projectsRead.granted(to: [
      .platformAdministrator, .allianceSecretary, .schoolAdministrator, .cooperationOffice, .departmentAdministrator,
      .majorLeader, .teacher, .expert, .authority,
    ]),
    Permission.projectsWrite.granted(to: [
      .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader, .teacher,
    ]),
    Permission.projectsReview.granted(to: [
      .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .expert,
    ]),
    Permission.projectsManage.granted(to: [.schoolAdministrator, .cooperationOffice]),
    Permission.projectsSettings.granted(to: [.schoolAdministrator, .cooperationOffice]),
    Permission.projectsExport.granted(to: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator]),
    Permission.projectsOwnBalance.granted(to: [.enterpriseAdministrator]),
  ]

  package static let navigation: [NavigationEntry] = [
    NavigationEntry(
      .cooperation, label: "projects.navigation.projects", path: "/projects", permission: "projects.read",
      icon: .project),
    NavigationEntry(
      .cooperation, label: "projects.navigation.balances", path: "/projects/balances", permission: "projects.read",
      icon: .report),
    NavigationEntry(
      .cooperation, label: "projects.navigation.own", path: "/enterprise/balances", permission: "projects.ownBalance",
      icon: .report),
    NavigationEntry(
      .settings, label: "projects.navigation.classes", path: "/projects/classes", permission: "projects.settings",
      icon: .project),
    NavigationEntry(
      .settings, label: "projects.navigation.valuation", path: "/projects/valuation", permission: "projects.settings",
      icon: .report),
  ]

  package static let references = [
    RecordReference(.partnership, in: "projects", "partnership_id"),
    RecordReference(.partnership, in: "ledger_entries", "partnership_id"),
    RecordReference(.partnership, in: "balance_requests", "partnership_id"),
  ]

  package static let tabs = [
    RecordTab(on: .partnership, label: "projects.tab", path: "projects", permission: "projects.read"),
    RecordTab(on: .partnership, label: "projects.balance.tab", path: "balance", permission: "projects.read"),
  ]

  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func addRoutes(to table: inout RouteTable) {
    var member = MemberRoutes(services)
    ClassRoutes(services: services).add(to: &member)
    SchemeRoutes(services: services).add(to: &member)
    LedgerRoutes(services: services).add(to: &member)
    BalanceRoutes(services: services).add(to: &member)
    ConfirmationRoutes(services: services).add(to: &member)
    OwnBalanceRoutes(services: services).add(to: &table, &member)
    WorkRoutes(services: services).add(to: &member)
    ProjectRoutes(services: services).add(to: &member)
    ProjectsAPI(services: services).add(to: &member)
    table.add(MergedAddresses(services: services).following(member.table))
  }

  package var jobs: [JobKind] { [RemindOfProjects(services).kind] }
  package var schedules: [Schedule] { [RemindOfProjects.schedule] }
}

extension Permission {
  package static let projectsRead = Permission("projects.read")
  /// Applying, and running what was granted.
  package static let projectsWrite = Permission("projects.write")
  /// A voice in a review group.
  package static let projectsReview = Permission("projects.review")
  /// Naming review groups, granting, checking and assessing.
  package static let projectsManage = Permission("projects.manage")
  /// The classification, and how contributions are valued.
  package static let projectsSettings = Permission("projects.settings")
  package static let projectsExport = Permission("projects.export")
  /// The enterprise's own people: its balances with schools.
  package static let projectsOwnBalance = Permission("projects.ownBalance")
}
