import Database
import HTTPTypes
import Localization
import Platform
import Records
import Security
import TestKit
import Testing
import Values
import Views
import Web

@testable import Accounts

/// Every route of the feature, whoever comes.
@Suite struct AccessTests {
  /// An address for a route: places are filled with keys that nobody has.
  private func address(_ route: Route) -> String {
    route.path.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("{") ? ID<Account>(rawValue: 1).description : String($0) }.joined(separator: "/")
  }

  @Test func `visitors are sent to sign in, also with forged and old sessions`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      let account = try await world.add("li")
      let old = try await world.start(account)
      world.time.pass(.hours(13))
      let ended = try await world.start(account)
      try await world.database.write { try SessionStore.end(ended.id, of: account.id, on: $0) }
      try await world.browse { browser in
        for cookie in [nil, old.cookie, ended.cookie, "forged", "\(old.id).AAAA", String(repeating: "x", count: 5000)] {
          await browser.setCookie("session", cookie)
          for route in world.routes.routes where route.access != .visitor {
            let answer =
              route.method == .get ? try await browser.get(address(route)) : try await browser.post(address(route))
            if route.isAPI {
              #expect(answer.status == 401, "\(route.path)")
            } else {
              #expect(answer.status == 303, "\(route.method) \(route.path)")
              #expect(answer.location?.hasPrefix("/sign-in") == true, "\(route.path)")
            }
          }
        }
      }
      #expect(try await world.audited().isEmpty)
    }
  }

  @Test func `no form is taken without its token or from another site`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        try await world.enter(browser, "li")
        _ = try await browser.get("/account")
        let token = try #require(await browser.formToken)
        let before = try await world.audited()
        for route in world.routes.routes where route.method == .post {
          await browser.setFormToken(nil)
          for wrong in ["", "x", token + "x", String(token.reversed())] {
            let answer = try await browser.post(address(route), [("_csrf", wrong)])
            #expect(answer.status == 403, "\(route.path) with \(wrong)")
          }
          await browser.setFormToken(token)
          let foreign = try await browser.send(
            .post, address(route),
            headers: [
              ("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "https://evil.example"),
              ("X-CSRF-Token", token),
            ])
          #expect(foreign.status == 403, "\(route.path)")
        }
        #expect(try await world.audited() == before)
      }
    }
  }

  @Test(arguments: Language.allCases)
  func `every page is well-formed and says everything in the language`(language: Language) async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      try await world.serve { client in
        let browser = BrowserClient(client, language: language.rawValue)
        for path in ["/sign-in", "/password/forgotten", "/password/reset/x", "/invitation/x", "/sign-in/link/x"] {
          let page = try await browser.get(path)
          #expect(try page.count("//h1") == 1, "\(path)")
          #expect(page.untranslated.isEmpty, "\(path): \(page.untranslated)")
          #expect(try page.text("/html/@lang") == language.rawValue)
        }
        try await world.enter(browser, "li")
        for route in world.routes.routes where route.method == .get && route.access == .signedIn {
          let page = try await browser.get(address(route)).follow()
          guard page.contentType.hasPrefix("text/html") else { continue }
          #expect(page.status == 200, "\(route.path)")
          #expect(try page.count("//h1") == 1, "\(route.path)")
          #expect(page.untranslated.isEmpty, "\(route.path): \(page.untranslated)")
          #expect(page.header("Cache-Control") == "no-store", "\(route.path)")
        }
      }
    }
  }

  @Test func `keys of other accounts are not found`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      let wang = try await world.add("wang")
      let session = try await world.start(wang)
      _ = try await CreateToken(world.services)(
        TokenRequest(name: "x", days: 9, scopes: ["partners.read"]), of: wang, membershipID: nil)
      let token = try #require(try await world.database.read { try TokenStore.list(of: wang.id, on: $0) }.first)
      try await world.browse { browser in
        try await world.enter(browser, "li")
        _ = try await browser.get("/account/sessions")
        for path in [
          "/account/sessions/\(session.id)/end", "/account/tokens/\(token.id)/revoke", "/account/sessions/x/end",
          "/account/tokens/..%2F..%2Fx/revoke",
        ] {
          #expect([400, 404].contains(try await browser.post(path).status), "\(path)")
        }
      }
      #expect(try await world.load(session.cookie) != nil)
    }
  }

  @Test func `a program with a token learns who it acts for and manages nothing`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      let account = try await world.add("li")
      let token = try await CreateToken(world.services)(
        TokenRequest(name: "x", days: 9, scopes: ["partners.read"]), of: account, membershipID: nil)
      try await world.browse { browser in
        let answer = try await browser.json(.get, "/api/v1/account", bearer: token)
        #expect(answer.status == 200)
        #expect(answer.json?["signInName"]?.string == "li")
        #expect(answer.json?["scopes"] == ["partners.read"])
        for wrong in ["", "x", token + "x", String(token.dropFirst(5))] {
          #expect(try await browser.json(.get, "/api/v1/account", bearer: wrong).status == 401)
        }
        let page = try await browser.send(.get, "/account", headers: [("Authorization", "Bearer \(token)")])
        #expect(page.location == "/sign-in?next=%2Faccount")
        world.time.pass(.days(9))
        #expect(try await browser.json(.get, "/api/v1/account", bearer: token).status == 401)
        try await world.enter(browser, "li")
        let own = try await browser.json(.get, "/api/v1/account")
        #expect(own.json?["scopes"] == .null)
      }
    }
  }
}
