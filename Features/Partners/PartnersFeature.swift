import Activity
package import Database
import Imports
package import Jobs
package import Localization
package import Organizations
package import Platform
import Views
package import Web

/// The registry of enterprises and what each school has with them.
package struct PartnersFeature: Feature {
  package static let name = "partners"
  package static let migrations = PartnersMigrations.set
  package static var texts: [(language: Language, json: String)] { texts(in: EmbeddedFiles.all) }

  package static let permissions: [PermissionGrant] = [
    Permission.partnersRead.granted(to: [
      .platformAdministrator, .allianceSecretary, .schoolAdministrator, .cooperationOffice, .departmentAdministrator,
      .majorLeader, .teacher, .classAdviser, .expert, .authority,
    ]),
    Permission.partnersManage.granted(to: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator]),
    Permission.partnersExport.granted(to: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator]),
    Permission.partnersImport.granted(to: [.schoolAdministrator, .cooperationOffice]),
    Permission.partnersLevels.granted(to: [.schoolAdministrator, .cooperationOffice]),
    Permission.partnersMerge.granted(to: [
      .platformAdministrator, .allianceSecretary, .schoolAdministrator, .cooperationOffice,
    ]),
    Permission.visitsRead.granted(to: [
      .platformAdministrator, .allianceSecretary, .schoolAdministrator, .cooperationOffice, .departmentAdministrator,
      .majorLeader, .teacher, .classAdviser, .authority,
    ]),
    Permission.visitsWrite.granted(to: [
      .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader, .teacher, .classAdviser,
    ]),
    Permission.visitsExport.granted(to: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator]),
    Permission.reviewsWrite.granted(to: [
      .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader, .teacher,
    ]),
    Permission.reviewsEndorse.granted(to: [.departmentAdministrator]),
    Permission.reviewsDecide.granted(to: [.cooperationOffice]),
    Permission.enterprisesModerate.granted(to: [
      .platformAdministrator, .allianceSecretary, .schoolAdministrator, .cooperationOffice,
    ]),
    Permission.spaceRead.granted(to: [.enterpriseAdministrator, .enterpriseMentor]),
    Permission.spaceManage.granted(to: [.enterpriseAdministrator]),
    Permission.surveysRead.granted(to: [
      .platformAdministrator, .allianceSecretary, .schoolAdministrator, .cooperationOffice, .departmentAdministrator,
      .majorLeader, .teacher, .authority,
    ]),
    Permission.surveysManage.granted(to: [
      .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader,
    ]),
    Permission.surveysExport.granted(to: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator]),
    Permission.surveysAnswer.granted(to: [.enterpriseAdministrator]),
  ]

  package static let navigation: [NavigationEntry] = [
    NavigationEntry(
      .cooperation, label: "partners.navigation.partners", path: "/partners", permission: "partners.read",
      icon: .building, isOnPhoneBar: true),
    NavigationEntry(
      .cooperation, label: "partners.navigation.visits", path: "/visits", permission: "visits.read", icon: .visit),
    NavigationEntry(
      .cooperation, label: "partners.navigation.tracking", path: "/partners/tracking", permission: "visits.read",
      icon: .history),
    NavigationEntry(
      .cooperation, label: "partners.navigation.reviews", path: "/partners/reviews", permission: "partners.read",
      icon: .shield),
    NavigationEntry(
      .cooperation, label: "partners.navigation.surveys", path: "/surveys", permission: "surveys.read",
      icon: .evaluation),
    NavigationEntry(
      .cooperation, label: "partners.navigation.enterpriseSurveys", path: "/enterprise/surveys",
      permission: "surveys.answer", icon: .evaluation, isOnPhoneBar: true),
    NavigationEntry(
      .cooperation, label: "partners.navigation.coverage", path: "/partners/coverage", permission: "partners.read",
      icon: .report, isOnPhoneBar: true),
    NavigationEntry(
      .cooperation, label: "partners.space.public", path: "/enterprises", permission: nil, icon: .post),
    NavigationEntry(
      .overview, label: "partners.space.home", path: "/enterprise", permission: "space.read", icon: .overview,
      isOnPhoneBar: true, isStart: true),
    NavigationEntry(
      .cooperation, label: "partners.space.profile", path: "/enterprise/profile", permission: "space.read",
      icon: .building, isOnPhoneBar: true),
    NavigationEntry(
      .cooperation, label: "partners.space.page", path: "/enterprise/page", permission: "space.read", icon: .report,
      isOnPhoneBar: true),
    NavigationEntry(
      .cooperation, label: "partners.space.statement", path: "/enterprise/statement", permission: "space.read",
      icon: .evaluation),
    NavigationEntry(
      .cooperation, label: "partners.space.contacts", path: "/enterprise/contacts", permission: "space.read",
      icon: .phone),
    NavigationEntry(
      .cooperation, label: "partners.space.documents", path: "/enterprise/documents", permission: "space.read",
      icon: .file),
    NavigationEntry(
      .cooperation, label: "partners.space.sharing", path: "/enterprise/sharing", permission: "space.read",
      icon: .eye),
    NavigationEntry(
      .cooperation, label: "partners.space.schools", path: "/enterprise/schools", permission: "space.read",
      icon: .school),
    NavigationEntry(
      .settings, label: "partners.space.people", path: "/enterprise/people", permission: "space.read", icon: .users),
    NavigationEntry(
      .settings, label: "partners.navigation.levels", path: "/partners/levels", permission: "partners.levels",
      icon: .sort),
  ]

  package static let references = [
    RecordReference(.partnership, in: "partner_contacts", "partnership_id"),
    RecordReference(.partnership, in: "qualification_reviews", "partnership_id"),
    RecordReference(.partnership, in: "visits", "partnership_id"),
    RecordReference(.enterprise, in: "enterprise_statements", "enterprise_id", yields: []),
    RecordReference(.enterprise, in: "publicity_pages", "enterprise_id", yields: []),
    RecordReference(.enterprise, in: "enterprise_contacts", "enterprise_id"),
    RecordReference(.enterprise, in: "enterprise_documents", "enterprise_id"),
    RecordReference(
      .enterprise, in: "enterprise_shares", "enterprise_id", yields: ["school_id", "part", "contact_id"]),
    RecordReference(.enterprise, in: "enterprise_changes", "enterprise_id"),
    RecordReference(.enterprise, in: "enterprise_requests", "enterprise_id", yields: ["state"]),
    RecordReference(.partnership, in: "survey_participants", "partnership_id"),
    RecordReference(.partnership, in: "tour_lines", "partnership_id"),
  ]

  private let services: Services
  private let imports: ImportDesk<ImportPartners>

  package init(_ services: Services) {
    self.services = services
    imports = ImportDesk(ImportPartners(services), services: services)
  }

  package func addRoutes(to table: inout RouteTable) {
    var own = RouteTable()
    PartnerRoutes(services: services).add(to: &own)
    var member = MemberRoutes(services)
    ImportRoutes(imports, needs: .partnersImport).add(to: &member)
    ExportRoutes(services: services).add(to: &member)
    LevelRoutes(services: services).add(to: &member)
    VisitRoutes(services: services).add(to: &member)
    TrackingRoutes(services: services).add(to: &member)
    PartnersAPI(services: services).add(to: &member)
    VisitsAPI(services: services).add(to: &member)
    SurveyRoutes(services: services).add(to: &member)
    EnterpriseSurveyRoutes(services: services).add(to: &member)
    SurveysAPI(services: services).add(to: &member)
    TourRoutes(services: services).add(to: &member)
    ToursAPI(services: services).add(to: &member)
    own.add(member.table)
    SpaceRoutes(services: services).add(to: &own)
    SpaceAPI(services: services).add(to: &own)
    PublicEnterprises(services: services).add(to: &own)
    GuestSurveyRoutes(services: services).add(to: &own)
    CalendarRoutes(services: services).add(to: &own)
    table.add(MergedAddresses(services: services).following(own))
  }

  package var jobs: [JobKind] {
    imports.jobs + PrintRoutes.desk(services).jobs + TourPapers.desk(services).jobs + [
      ImportWork.sweep(services), RemindOfReviews(services).kind, CompareEnterprises(services).kind,
      FoldPartnerSearch(services).kind,
      RemindOfContacts(services).kind, RemindOfSurveys(services).kind, RemindOfTours(services).kind,
    ]
  }
  package var schedules: [Schedule] {
    [
      ImportWork.schedule, RemindOfReviews.schedule, RemindOfContacts.schedule, RemindOfSurveys.schedule,
      RemindOfTours.schedule,
    ]
  }
}

extension Permission {
  package static let partnersRead = Permission("partners.read")
  package static let partnersManage = Permission("partners.manage")
  package static let partnersExport = Permission("partners.export")
  package static let partnersImport = Permission("partners.import")
  /// Arranging the levels that a school distinguishes.
  package static let partnersLevels = Permission("partners.levels")
  package static let partnersMerge = Permission("partners.merge")
  package static let visitsRead = Permission("visits.read")
  /// Writing visits down, and changing one's own.
  package static let visitsWrite = Permission("visits.write")
  package static let visitsExport = Permission("visits.export")
  /// Filling in and submitting a qualification review.
  package static let reviewsWrite = Permission("reviews.write")
  /// The department's step of a review.
  package static let reviewsEndorse = Permission("reviews.endorse")
  /// The cooperation office's decision.
  package static let reviewsDecide = Permission("reviews.decide")
  /// Confirming an enterprise's new name; taking its page away from everybody, with a reason.
  package static let enterprisesModerate = Permission("enterprises.moderate")
  /// Looking at the own enterprise's space.
  package static let spaceRead = Permission("space.read")
  /// Keeping the own enterprise's profile, page, contacts and people.
  package static let spaceManage = Permission("space.manage")
  package static let surveysRead = Permission("surveys.read")
  /// Writing surveys, choosing whom they ask, and entering answers for them.
  package static let surveysManage = Permission("surveys.manage")
  package static let surveysExport = Permission("surveys.export")
  /// Answering for an enterprise with an account.
  package static let surveysAnswer = Permission("surveys.answer")
}
