package import Database
package import Jobs
package import Localization
package import Platform
package import Web

/// People who sign in: accounts, sessions, second factor, access tokens.
package struct AccountsFeature: Feature {
  package static let name = "accounts"
  package static let migrations = AccountsMigrations.set
  package static var texts: [(language: Language, json: String)] { texts(in: EmbeddedFiles.all) }

  private let services: Services
  /// How often doors may be tried.
  package var limits = SignInLimits.standard
  /// How long sessions last.
  package var rules = SessionRules.standard
  /// The permissions that a person may give to an access token; the
  /// composition root narrows them to what the person's membership allows.
  package var offeredScopes: @Sendable (SignedIn) async throws -> [String]

  package init(_ services: Services) {
    self.services = services
    let all = services.grants.map(\.permission)
    offeredScopes = { _ in all }
  }

  package var jobs: [JobKind] { [Tidying(services).kind] }
  package var schedules: [Schedule] { [Tidying.schedule] }

  package func addRoutes(to table: inout RouteTable) {
    SignInRoutes(services: services, limits: limits, rules: rules).add(to: &table)
    LinkRoutes(services: services, limits: limits, rules: rules).add(to: &table)
    ProfileRoutes(services: services, limits: limits, rules: rules).add(to: &table)
    SessionRoutes(services: services).add(to: &table)
    SecondFactorRoutes(services: services, limits: limits).add(to: &table)
    TokenRoutes(services: services, offered: offeredScopes).add(to: &table)
    AccountAPI(services: services).add(to: &table)
  }
}
