import HTTPTypes
import Records
import Testing
import Views

@testable import Web

@Suite struct CrossSiteTests {
  private func site(_ settings: WebSettings = WebSettings()) throws -> TestSite {
    try TestSite(settings: settings) { table in
      table.post("/change", .signedIn) { exchange in .text("changed \(exchange.form.pairs.count)") }
      table.post("/visit", .visitor) { _ in .text("visited") }
      table.post("/upload", .signedIn, body: .multipart(UploadLimits())) { exchange in
        .text("\(try await exchange.upload().files.count)")
      }
      table.post("/api/change", .signedIn) { _ in .text("changed") }
      table.delete("/api/change", .signedIn) { _ in .noContent }
      table.get("/token", .signedIn) { exchange in .text(exchange.csrfToken) }
    }
  }

  private let alice = ("Cookie", "session=alice")
  private let form = ("Content-Type", "application/x-www-form-urlencoded")

  private var token: String { FormToken.masked(secret: TestAuthenticator.secret) }

  @Test func aSessionNeedsItsToken() async throws {
    let site = try site()
    #expect(try await site.post("/change", "a=1&_csrf=\(token)", headers: [alice]).text == "changed 1")
    #expect(try await site.post("/change", "a=1", headers: [alice, ("X-CSRF-Token", token)]).text == "changed 1")
    for bad in ["", "_csrf=", "_csrf=x", "_csrf=\(FormToken.masked(secret: "another"))", "_csrf=\(token)A"] {
      let answer = try await site.post("/change", bad, headers: [alice])
      #expect(answer.status == 403)
      #expect(answer.text.contains("页面已过期"))
    }
  }

  @Test func theTokenOfAPageWorksAndDiffersEveryTime() async throws {
    let site = try site()
    let first = try await site.send(.get, "/token", headers: [alice]).text
    let second = try await site.send(.get, "/token", headers: [alice]).text
    #expect(first != second)
    for token in [first, second] {
      #expect(try await site.post("/change", "_csrf=\(token)", headers: [alice]).status == 200)
    }
  }

  @Test func theAddressCarriesTheTokenOfUploadsOnly() async throws {
    let site = try site()
    let multipart = ("Content-Type", "multipart/form-data; boundary=b")
    let body = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n"
    #expect(try await site.send(.post, "/upload?_csrf=\(token)", headers: [alice, multipart], body: body).text == "0")
    #expect(try await site.send(.post, "/upload", headers: [alice, multipart], body: body).status == 403)
    #expect(try await site.post("/change?_csrf=\(token)", "a=1", headers: [alice]).status == 403)
  }

  @Test(arguments: [
    ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example"),
    ("Origin", "null"), ("Origin", "http://localhost.evil.example"), ("Origin", "http://localhost:81"),
    ("Origin", "http://user@localhost"), ("Referer", "https://evil.example/http://localhost/"),
    ("Referer", "about:blank"), ("Origin", ""),
  ])
  func otherSitesAreRefused(header: (String, String)) async throws {
    let site = try site()
    let token = token
    for (path, cookies) in [("/change", [alice]), ("/visit", [])] {
      let answer = try await site.send(.post, path, headers: cookies + [form, header], body: "_csrf=\(token)")
      #expect(answer.status == 403)
      #expect(answer.text.contains("其他网站"))
    }
  }

  @Test(arguments: [
    ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Origin", "http://localhost"),
    ("Origin", "https://localhost"), ("Referer", "http://localhost/page?x=1"), ("X-Nothing", "1"),
  ])
  func ourPagesAreTaken(header: (String, String)) async throws {
    let answer = try await site().send(.post, "/visit", headers: [form, header], body: "a=1")
    #expect(answer.text == "visited")
  }

  @Test func fetchMetadataOutweighsTheOrigin() async throws {
    let headers = [form, ("Sec-Fetch-Site", "cross-site"), ("Origin", "http://localhost")]
    #expect(try await site().send(.post, "/visit", headers: headers, body: "").status == 403)
  }

  @Test func thePublicAddressCounts() async throws {
    let site = try site(WebSettings(publicOrigin: "https://Qiao.example.edu.cn"))
    let ours = [form, ("Origin", "https://qiao.example.edu.cn")]
    #expect(try await site.send(.post, "/visit", headers: ours, body: "").status == 200)
    // A page over plain http, which anybody on the way can write, is not ours.
    let plain = [form, ("Origin", "http://localhost")]
    #expect(try await site.send(.post, "/visit", headers: plain, body: "").status == 403)
  }

  @Test func bearerTokensNeedNoProof() async throws {
    let site = try site()
    let bearer = ("Authorization", "Bearer token-of-alice")
    let json = ("Content-Type", "application/json")
    let foreign = ("Origin", "https://elsewhere.example")
    #expect(try await site.send(.post, "/api/change", headers: [bearer, json, foreign], body: "{}").text == "changed")
    #expect(try await site.send(.delete, "/api/change", headers: [bearer]).status == 204)
  }

  @Test func sessionsNeedTheTokenForTheAPIToo() async throws {
    let site = try site()
    let json = ("Content-Type", "application/json")
    #expect(try await site.send(.post, "/api/change", headers: [alice, json], body: "{}").status == 403)
    #expect(try await site.send(.delete, "/api/change", headers: [alice]).status == 403)
    let sent = ("X-CSRF-Token", token)
    #expect(try await site.send(.post, "/api/change", headers: [alice, json, sent], body: "{}").text == "changed")
  }

  @Test func tokensAreMaskedAndComparedWhole() {
    let token = FormToken.masked(secret: "s")
    #expect(FormToken.isValid(token, secret: "s"))
    #expect(!FormToken.isValid(token, secret: "t"))
    #expect(!FormToken.isValid(String(token.dropLast()), secret: "s"))
    #expect(!FormToken.isValid(token + "AAAA", secret: "s"))
    #expect(!FormToken.isValid(String(repeating: "A", count: 100_000), secret: "s"))
    let flipped = (token.first == "A" ? "B" : "A") + token.dropFirst()
    #expect(!FormToken.isValid(flipped, secret: "s"))
  }
}
