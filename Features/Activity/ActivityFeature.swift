package import Database
package import Jobs
package import Localization
package import Organizations
package import Platform
import Views
package import Web

/// What happened (the audit log), what waits (the inbox), and what was told
/// (notices and mails).
package struct ActivityFeature: Feature {
  package static let name = "activity"
  package static let migrations = ActivityMigrations.set
  package static var texts: [(language: Language, json: String)] { texts(in: EmbeddedFiles.all) }

  package static let references = [
    RecordReference(.enterprise, in: "inbox_entries", "enterprise_id"),
    RecordReference(
      .partnership, in: "inbox_entries", "subject_id", kind: (column: "subject_kind", name: "partnership")),
    RecordReference(.partnership, in: "attachments", "subject_id", kind: (column: "subject_kind", name: "partnership")),
    RecordReference(.partnership, in: "guest_links", "subject_id", kind: (column: "subject_kind", name: "partnership")),
  ]

  package static let permissions: [PermissionGrant] = [
    Permission.inboxRead.granted(to: Role.allCases),
    Permission.auditRead.granted(to: [.platformAdministrator, .schoolAdministrator, .cooperationOffice]),
    Permission.mailboxRead.granted(to: [.platformAdministrator]),
    Permission.jobsManage.granted(to: [.platformAdministrator]),
  ]

  package static let navigation: [NavigationEntry] = [
    NavigationEntry(
      .inbox, label: "activity.navigation.inbox", path: "/inbox", permission: "inbox.read", icon: .inbox,
      showsInboxCount: true, isOnPhoneBar: true),
    NavigationEntry(
      .settings, label: "activity.navigation.audit", path: "/audit", permission: "audit.read", icon: .history),
    NavigationEntry(
      .settings, label: "activity.navigation.mailbox", path: "/mailbox", permission: "mailbox.read", icon: .mail),
    NavigationEntry(
      .settings, label: "activity.navigation.jobs", path: "/jobs", permission: "jobs.manage", icon: .clock),
  ]

  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func addRoutes(to table: inout RouteTable) {
    ActivityRoutes(services: services).add(to: &table)
  }

  package var jobs: [JobKind] { [SendMails(services).kind, DocumentDesk(services: services).sweep] }

  /// Without a mail server nothing waits.
  package var schedules: [Schedule] { [DocumentDesk.schedule] + (services.mail == nil ? [] : [SendMails.schedule]) }
}

extension Permission {
  package static let inboxRead = Permission("inbox.read")
  package static let auditRead = Permission("audit.read")
  package static let mailboxRead = Permission("mailbox.read")
  package static let jobsManage = Permission("jobs.manage")
}
