import HTTPTypes
import Localization
import Testing
import Values
import Views

@testable import Web

@Suite struct AccessTests {
  private func site() throws -> TestSite {
    try TestSite { table in
      table.get("/open", .visitor) { exchange in .text(exchange.principal.map { "\($0.accountID)" } ?? "nobody") }
      table.get("/own", .signedIn) { _ in .text("own") }
      table.post("/own", .signedIn) { _ in .noContent }
      table.get("/granted", .permission("granted")) { _ in .text("granted") }
      table.get("/refused", .permission("refused")) { _ in .text("refused") }
      table.get("/api/v1/own", .signedIn) { exchange in .json(.integer(exchange.principal?.accountID ?? 0)) }
      table.get("/api/v1/refused", .permission("refused")) { _ in .json(.null) }
      table.post("/api/v1/own", .signedIn) { exchange in .json(try exchange.json(), status: 201) }
    }
  }

  @Test func visitorsAreSentToSignIn() async throws {
    let answer = try await site().send(.get, "/own?page=2&q=a")
    #expect(answer.status == 303)
    #expect(answer["Location"] == "/sign-in?next=%2Fown%3Fpage%3D2%26q%3Da")
    #expect(answer["Cache-Control"] == "no-store")
  }

  @Test func aFormWhoseSessionEndedComesBackToItsPage() async throws {
    let site = try site()
    let back = try await site.post("/own", "a=1", headers: [("Referer", "http://localhost/own/edit?x=1")])
    #expect(back["Location"] == "/sign-in?next=%2Fown%2Fedit%3Fx%3D1")
    let none = try await site.post("/own", "a=1")
    #expect(none["Location"] == "/sign-in")
  }

  @Test func programsGet401() async throws {
    let answer = try await site().send(.get, "/api/v1/own")
    #expect(answer.status == 401)
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(answer["WWW-Authenticate"] == "Bearer")
    #expect(answer.json?["status"]?.integer == 401)
    let page = try await site().send(.get, "/own", headers: [("Accept", "application/json")])
    #expect(page.status == 401)
  }

  @Test func sessionsAndTokensAreRecognised() async throws {
    let site = try site()
    #expect(try await site.send(.get, "/own", headers: [("Cookie", "a=b; session=alice; c=d")]).text == "own")
    let api = try await site.send(.get, "/api/v1/own", headers: [("Authorization", "Bearer token-of-alice")])
    #expect(api.text == "1")
    #expect(try await site.send(.get, "/api/v1/own", headers: [("Cookie", "session=alice")]).text == "1")
  }

  @Test(arguments: ["Bearer wrong", "Basic YTpi", "Bearer", "bearer  "])
  func wrongTokensAreRefused(header: String) async throws {
    let answer = try await site().send(
      .get, "/api/v1/own", headers: [("Authorization", header), ("Cookie", "session=alice")])
    #expect(answer.status == 401)
  }

  @Test func tokensDoNotOpenPages() async throws {
    let answer = try await site().send(.get, "/own", headers: [("Authorization", "Bearer token-of-alice")])
    #expect(answer.status == 303)
  }

  @Test(arguments: ["forged", "", "alice.x", "'; DROP TABLE sessions; --"])
  func forgedSessionsAreVisitors(cookie: String) async throws {
    let site = try site()
    let headers = [("Cookie", "session=\(cookie)")]
    #expect(try await site.send(.get, "/open", headers: headers).text == "nobody")
    #expect(try await site.send(.get, "/own", headers: headers).status == 303)
  }

  @Test func permissionsAreAskedFor() async throws {
    let site = try site()
    let alice = [("Cookie", "session=alice")]
    #expect(try await site.send(.get, "/granted", headers: alice).text == "granted")
    let refused = try await site.send(.get, "/refused", headers: alice)
    #expect(refused.status == 403)
    #expect(refused.text.contains("没有权限"))
    #expect(try await site.send(.get, "/refused").status == 303)
    let api = try await site.send(.get, "/api/v1/refused", headers: alice)
    #expect(api.status == 403)
    #expect(api.json?["title"]?.string == "没有权限")
  }

  @Test func theLimitIsAskedBeforeTheBodyIsRead() async throws {
    let rules = WebRules(limit: { exchange in
      if exchange.routePath == "/busy" { throw WebError.tooManyRequests(retryAfter: .milliseconds(1500)) }
    })
    let site = try TestSite(rules: rules) { $0.post("/busy", .visitor) { _ in .noContent } }
    let answer = try await site.post("/busy", "broken=%")
    #expect(answer.status == 429)
    #expect(answer["Retry-After"] == "2")
    #expect(answer.text.contains("2 秒"))
  }

  @Test func thePageSpeaksTheAccountsLanguageThenTheCookiesThenTheBrowsers() async throws {
    let site = try TestSite { $0.get("/x", .visitor) { exchange in .text(exchange.localizer.language.rawValue) } }
    let english = ("Accept-Language", "en-GB,en;q=0.9,zh;q=0.5")
    #expect(try await site.send(.get, "/x").text == "zh-CN")
    #expect(try await site.send(.get, "/x", headers: [english]).text == "en")
    #expect(try await site.send(.get, "/x", headers: [english, ("Cookie", "language=zh-CN")]).text == "zh-CN")
    #expect(try await site.send(.get, "/x", headers: [("Cookie", "session=english; language=zh-CN")]).text == "en")
  }
}
