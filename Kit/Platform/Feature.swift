package import Database
package import Jobs
package import Localization
package import Views
package import Web

/// The one face of a capability: everything the application needs to know of
/// it. The composition root lists the features once; nothing else names them.
package protocol Feature: Sendable {
  /// The word before the dot in its permissions, texts and audit actions: `partners`.
  static var name: String { get }
  static var migrations: MigrationSet { get }
  static var texts: [(language: Language, json: String)] { get }
  static var permissions: [PermissionGrant] { get }
  static var navigation: [NavigationEntry] { get }
  /// Columns of this feature's tables that point at records which may be merged.
  static var references: [RecordReference] { get }
  /// Tabs that this feature adds to the pages of other features' records.
  static var tabs: [RecordTab] { get }

  init(_ services: Services)

  func addRoutes(to table: inout RouteTable)
  var jobs: [JobKind] { get }
  var schedules: [Schedule] { get }
}

extension Feature {
  package static var permissions: [PermissionGrant] { [] }
  package static var navigation: [NavigationEntry] { [] }
  package static var references: [RecordReference] { [] }
  package static var tabs: [RecordTab] { [] }
  package var jobs: [JobKind] { [] }
  package var schedules: [Schedule] { [] }

  /// The texts among a target's embedded files, `Locales/<language>.json`.
  package static func texts(in files: [(path: String, text: String)]) -> [(language: Language, json: String)] {
    Language.allCases.flatMap { language in
      files.filter { $0.path == "Locales/\(language.rawValue).json" }.map { (language, $0.text) }
    }
  }
}

/// A permission and the roles that have it. The page 权限 lists these, and a
/// test walks every route against them.
package struct PermissionGrant: Sendable, Hashable {
  /// `partners.read`; its label is the text `permission.partners.read`.
  package let permission: String
  package let roles: [String]

  package init(permission: String, roles: [String]) {
    self.permission = permission
    self.roles = roles
  }
}

/// A line of the navigation, shown to those who may open it.
package struct NavigationEntry: Sendable, Hashable {
  /// What people do there, in the order of the page.
  package enum Section: String, Sendable, CaseIterable {
    case inbox, overview, cooperation, education, employment, evaluation, settings
  }

  package let section: Section
  /// The key of its label.
  package let label: String
  package let path: String
  /// `nil`: for everybody who is signed in with a membership.
  package let permission: String?
  /// Whether it carries the number of what waits for the reader.
  package let showsInboxCount: Bool
  /// Whether it stands in the bar at the foot of a phone (at most four do).
  package let isOnPhoneBar: Bool
  package let icon: Icon?
  /// Whether people who may open it begin here, rather than at the first line.
  package let isStart: Bool

  package init(
    _ section: Section, label: String, path: String, permission: String?, icon: Icon? = nil,
    showsInboxCount: Bool = false, isOnPhoneBar: Bool = false, isStart: Bool = false
  ) {
    self.section = section
    self.label = label
    self.path = path
    self.permission = permission
    self.icon = icon
    self.showsInboxCount = showsInboxCount
    self.isOnPhoneBar = isOnPhoneBar
    self.isStart = isStart
  }
}
