import Activity
package import Database
package import Jobs
package import Localization
package import Organizations
import Partners
package import Platform
import Views
package import Web

/// Types, templates and agreements of a school with its partners: from the
/// first draft to the archive.
package struct AgreementsFeature: Feature {
  package static let name = "agreements"
  package static let migrations = AgreementsMigrations.set
  package static var texts: [(language: Language, json: String)] { texts(in: EmbeddedFiles.all) }

  package static let permissions: [PermissionGrant] = [
    Permission.agreementsRead.granted(to: [
      .platformAdministrator, .allianceSecretary, .schoolAdministrator, .cooperationOffice, .departmentAdministrator,
      .majorLeader, .teacher, .expert, .authority,
    ]),
    Permission.agreementsWrite.granted(to: [
      .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader, .teacher,
    ]),
    Permission.agreementsDecide.granted(to: [
      .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .expert,
    ]),
    Permission.agreementsManage.granted(to: [.schoolAdministrator, .cooperationOffice]),
    Permission.agreementsTypes.granted(to: [.schoolAdministrator, .cooperationOffice]),
    Permission.agreementsTemplates.granted(to: [
      .platformAdministrator, .allianceSecretary, .schoolAdministrator, .cooperationOffice,
    ]),
    Permission.agreementsExport.granted(to: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator]),
  ]

  package static let navigation: [NavigationEntry] = [
    NavigationEntry(
      .cooperation, label: "agreements.navigation.agreements", path: "/agreements", permission: "agreements.read",
      icon: .agreement),
    NavigationEntry(
      .cooperation, label: "agreements.navigation.obligations", path: "/agreements/obligations",
      permission: "agreements.read", icon: .clock),
    NavigationEntry(
      .cooperation, label: "agreements.navigation.checks", path: "/agreements/checks", permission: "agreements.read",
      icon: .check),
    NavigationEntry(
      .cooperation, label: "agreements.navigation.templates", path: "/agreements/templates",
      permission: "agreements.read", icon: .file),
    NavigationEntry(
      .settings, label: "agreements.navigation.types", path: "/agreements/types", permission: "agreements.types",
      icon: .agreement),
  ]

  package static let references = [
    RecordReference(.partnership, in: "agreements", "partnership_id"),
    RecordReference(.partnership, in: "partnership_haves", "partnership_id"),
  ]

  package static let tabs = [
    RecordTab(on: .partnership, label: "agreements.tab", path: "agreements", permission: "agreements.read")
  ]

  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func addRoutes(to table: inout RouteTable) {
    var member = MemberRoutes(services)
    TypeRoutes(services: services).add(to: &member)
    TemplateRoutes(services: services).add(to: &member)
    ObligationRoutes(services: services).add(to: &member)
    CheckRoutes(services: services).add(to: &member)
    JointReviewRoutes(services: services).add(to: &member)
    RoundRoutes(services: services).add(to: &member)
    SignerRoutes(services: services).add(to: &table, &member)
    VerifyRoutes(services: services).add(to: &table)
    InvitationRoutes(services: services).add(to: &table, &member)
    PrintRoutes(services: services).add(to: &member)
    AgreementRoutes(services: services).add(to: &member)
    AgreementsAPI(services: services).add(to: &member)
    SigningAPI(services: services).add(to: &table, &member)
    TalkAPI(services: services).add(to: &member)
    CheckAPI(services: services).add(to: &member)
    TemplateAPI(services: services).add(to: &member)
    GuestAPI(services: services).add(to: &table, &member)
    table.add(MergedAddresses(services: services).following(member.table))
  }

  package var jobs: [JobKind] {
    [
      RemindOfAgreements(services).kind, RemindSigners(services).kind, FreezeSigned(services).kind,
      PlanReviews(services).kind, FollowNames(services).kind,
    ] + PrintRoutes.desk(services).jobs
  }
  package var schedules: [Schedule] {
    [RemindOfAgreements.schedule, RemindSigners.schedule, PlanReviews.schedule, FollowNames.schedule]
  }
}

extension Permission {
  package static let agreementsRead = Permission("agreements.read")
  /// Drafting and submitting.
  package static let agreementsWrite = Permission("agreements.write")
  /// A post of the internal review.
  package static let agreementsDecide = Permission("agreements.decide")
  /// Negotiation, signing, and what happens to agreements that are in force.
  package static let agreementsManage = Permission("agreements.manage")
  package static let agreementsTypes = Permission("agreements.types")
  package static let agreementsTemplates = Permission("agreements.templates")
  package static let agreementsExport = Permission("agreements.export")
}
