import Accounts
import Database
import HummingbirdTesting
import Platform
import Security
import TestKit
import Testing
import Values
import Views
import Web

@testable import Organizations

extension World {
  var routes: RouteTable {
    var table = RouteTable()
    OrganizationsFeature(services).addRoutes(to: &table)
    AccountsFeature(services).addRoutes(to: &table)
    return table
  }

  /// The routes of this feature alone.
  var ownRoutes: [Route] {
    var table = RouteTable()
    OrganizationsFeature(services).addRoutes(to: &table)
    return table.routes
  }

  /// Runs `body` with the installation's pages; `browser` is a browser that is nobody yet.
  func browse(_ body: @escaping @Sendable (BrowserClient) async throws -> Void) async throws {
    let (keys, clock) = (services.keys, services.clock)
    // Flash cookies carry their own expiry.
    let signer = ValueSigner(
      sign: { Signer(keys, purpose: "flash").sign($0, expires: clock.now().advanced(by: .seconds(600))) },
      verify: { try? Signer(keys, purpose: "flash").value(of: $0, at: clock.now()) })
    let web = try WebApplication(
      routes: routes,
      authenticator: ActorAuthenticator(services: services, permissions: try RolePermissions(services.grants)),
      catalogue: services.catalogue,
      rules: WebRules(
        authorize: { exchange, permission in try Authorization.check(exchange, permission) }, signer: signer),
      clock: clock, logger: services.logger)
    try await web.makeApplication().test(.router) { client in try await body(BrowserClient(client)) }
  }

  /// Signs the browser in without a password.
  func enter(_ browser: BrowserClient, as person: Person, hasSudo: Bool = true) async throws {
    let now = services.now
    let session = try await database.write { connection in
      try SessionStore.start(
        id: services.ids.next(), of: person.account, device: Device(name: "Firefox", address: "203.0.113.7"),
        isRemembered: false, hasSudo: hasSudo, now: now, on: connection)
    }
    await browser.setCookie("session", session.cookie)
    // Any page gives the form token that posts need.
    _ = try await browser.get("/memberships")
  }

  func enter(_ browser: BrowserClient, as role: Role, hasSudo: Bool = true) async throws {
    try await enter(browser, as: try #require(people[role]), hasSudo: hasSudo)
  }
}

extension BrowserClient {
  /// Sends the page's own form, not those of its frame.
  func fill(_ page: BrowserPage, _ changes: KeyValuePairs<String, String?>) async throws -> BrowserPage {
    try await submit(page, form: "//form[@method='post' and @class='form']", changes)
  }
}

extension BrowserPage {
  /// What the page says was wrong, at its fields.
  func errors() throws -> [String] { try texts("//p[@class='error']") }

  /// The first line of every row of the page's tables.
  func rows() throws -> [String] { try texts("//table[@class='table']/tbody/tr/td[contains(@class, 'phone-title')]") }

  /// Keys that nobody has translated.
  var untranslated: [String] {
    text.matches(of: /\b(?:organizations|role|accounts|kit|permission|notice|audit)\.[a-zA-Z][a-zA-Z.]*/)
      .map { String($0.output) }
      .filter { !OrganizationsFeature.permissions.map(\.permission).contains($0) }
  }
}
