import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Localization
import Logging
import Platform
import Records
import Security
import TestKit
import Testing
import Values
import Views
import Web

@testable import Accounts

/// Knows sessions and tokens, and nothing of memberships.
struct TestAuthenticator: Authenticator {
  let services: Services

  func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal? {
    let now = services.now
    if let bearer {
      return try await services.database.read { try TokenStore.load(bearer: bearer, now: now, on: $0) }.map { token in
        Principal(
          accountID: token.accountID.rawValue, tokenID: token.tokenID.rawValue, scopes: token.scopes,
          language: token.language)
      }
    }
    guard let cookie else { return nil }
    return try await services.database.read { try SessionStore.load(cookie: cookie, now: now, on: $0) }.map { session in
      Principal(
        accountID: session.accountID.rawValue, sessionID: session.sessionID.rawValue, csrfSecret: session.csrfSecret,
        language: session.language)
    }
  }
}

extension TestWorld {
  /// The pages of this feature and two to go to.
  var routes: RouteTable {
    var table = RouteTable()
    AccountsFeature(services).addRoutes(to: &table)
    table.get("/", .visitor) { _ in .text("home") }
    table.get("/partners", .signedIn) { _ in .text("partners") }
    return table
  }

  /// Runs `body` with a browser on the installation.
  func browse(_ body: @escaping @Sendable (BrowserClient) async throws -> Void) async throws {
    try await serve { client in try await body(BrowserClient(client)) }
  }

  func serve(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
    let keys = services.keys
    let clock = services.clock
    // Flash cookies carry their own expiry.
    let signer = ValueSigner(
      sign: { Signer(keys, purpose: "flash").sign($0, expires: clock.now().advanced(by: .seconds(600))) },
      verify: { try? Signer(keys, purpose: "flash").value(of: $0, at: clock.now()) })
    let web = try WebApplication(
      routes: routes, authenticator: TestAuthenticator(services: services), catalogue: services.catalogue,
      rules: WebRules(signer: signer), clock: clock, logger: services.logger)
    try await web.makeApplication().test(.router) { client in try await body(client) }
  }

  /// Signs the browser in on the sign-in page.
  @discardableResult
  func enter(_ browser: BrowserClient, _ name: String, _ password: String = password) async throws -> BrowserPage {
    try await browser.signIn(on: try await browser.get("/sign-in"), name, password)
  }
}

extension BrowserClient {
  /// Fills in the form of the sign-in page.
  func signIn(on page: BrowserPage, _ name: String, _ password: String = TestWorld.password) async throws -> BrowserPage
  {
    try await submit(
      page, form: "//main//form[.//input[@name='password']]", ["name": name, "password": password])
  }
}

extension BrowserPage {
  /// What the page says was wrong, at its fields.
  func errors() throws -> [String] { try texts("//p[@class='error']") }

  /// Keys that nobody has translated.
  var untranslated: [String] {
    text.matches(of: /\b(?:accounts|kit|permission|notice|audit)\.[a-zA-Z][a-zA-Z.]*/).map { String($0.output) }
  }
}
