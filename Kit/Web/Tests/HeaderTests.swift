import HTTPTypes
import Testing
import Values
import Views

@testable import Web

@Suite struct HeaderTests {
  private func site(_ settings: WebSettings = WebSettings()) throws -> TestSite {
    let assets = try AssetCatalogue(files: [("app.css", Array("a{}".utf8))], atRoot: ["app.css"])
    return try TestSite(settings: settings, assets: assets) { table in
      table.get("/page", .visitor) { _ in .page("<p>") }
      table.get("/api/x", .visitor) { _ in .json([1]) }
      table.get("/fails", .visitor) { _ in throw WebError.internalError }
      table.get("/own", .signedIn) { _ in .page("own") }
      table.post("/form", .visitor) { _ in .redirect(to: "/page") }
      table.get("/in", .visitor) { _ in
        .redirect(to: "/page").beginningSession("id.secret", maxAge: .seconds(3600))
      }
      table.get("/out", .visitor) { _ in .redirect(to: "/page").endingSession() }
      table.get("/cookie", .visitor) { _ in .page("x").cookie(Cookie("language", "en", isHTTPOnly: false)) }
      table.get("/split", .visitor) { _ in .page("x").header("X-Test", "a\r\nSet-Cookie: evil=1") }
      table.get("/echo", .visitor) { exchange in
        .text("\(exchange.remoteAddress) \(exchange.isSecure) \(exchange.cookie("session") ?? "-")")
      }
    }
  }

  @Test(arguments: [
    "/page", "/api/x", "/fails", "/own", "/nowhere", "/page/", "/page?%", "/app.css", "/assets/nothing.css", "/in",
  ])
  func everyAnswerIsGuarded(path: String) async throws {
    for method in [HTTPRequest.Method.get, .head, .post, .options] {
      let answer = try await site().send(method, path)
      #expect(answer["Content-Security-Policy"] == SecurityHeaders.policy)
      #expect(answer["X-Content-Type-Options"] == "nosniff")
      #expect(answer["Referrer-Policy"] == "same-origin")
      #expect(answer["Permissions-Policy"]?.contains("camera=()") == true)
      #expect(answer["Cross-Origin-Opener-Policy"] == "same-origin")
      #expect(answer["X-Request-ID"]?.isEmpty == false)
      #expect(answer["Strict-Transport-Security"] == nil)
      #expect(answer["Cache-Control"] != nil)
    }
  }

  @Test func thePolicyIsStrict() {
    let policy = SecurityHeaders.policy
    #expect(policy.hasPrefix("default-src 'none'; script-src 'self';"))
    for part in ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "img-src 'self' data:"] {
      #expect(policy.contains(part))
    }
    #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("\n"))
  }

  @Test func headerNamesAreNames() {
    let names: [HTTPField.Name] = [
      .xForwardedFor, .xForwardedProto, .xForwardedHost, .xRequestID, .secFetchSite, .clearSiteData,
    ]
    #expect(
      names.map(\.rawName) == [
        "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Request-ID", "Sec-Fetch-Site",
        "Clear-Site-Data",
      ])
    #expect(SecurityHeaders.fields(isSecure: false).count == SecurityHeaders.values.count)
  }

  @Test func httpsIsKept() async throws {
    let answer = try await site(WebSettings(publicOrigin: "https://qiao.example")).send(.get, "/fails")
    #expect(answer["Strict-Transport-Security"] == "max-age=31536000")
  }

  @Test func cookiesAreGuarded() async throws {
    let plain = try await site().send(.get, "/in")
    #expect(plain.cookies == ["session=id.secret; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"])
    let secure = try await site(WebSettings(publicOrigin: "https://qiao.example")).send(.get, "/in")
    #expect(
      secure.cookies == ["__Host-session=id.secret; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax"])
    #expect(try await site().send(.get, "/cookie").cookies == ["language=en; Path=/; SameSite=Lax"])
    let renamed = try await site(WebSettings(sessionCookie: "qiao")).send(.get, "/in")
    #expect(renamed.cookies.first?.hasPrefix("qiao=") == true)
  }

  @Test func signingOutForgets() async throws {
    let secure = try await site(WebSettings(publicOrigin: "https://qiao.example")).send(.get, "/out")
    #expect(secure.cookies == ["__Host-session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"])
    #expect(secure["Clear-Site-Data"] == "\"cache\"")
  }

  @Test func overHTTPSOnlyTheGuardedNameCounts() async throws {
    let site = try site(WebSettings(publicOrigin: "https://qiao.example"))
    #expect(try await site.send(.get, "/own", headers: [("Cookie", "session=alice")]).status == 303)
    #expect(try await site.send(.get, "/own", headers: [("Cookie", "__Host-session=alice")]).text == "own")
  }

  @Test func aHeaderCannotBecomeTwo() async throws {
    let answer = try await site().send(.get, "/split")
    #expect(answer.cookies.isEmpty)
    #expect(answer["X-Test"]?.contains("\n") == false)
  }

  @Test func strangersCannotForward() async throws {
    let answer = try await site().send(
      .get, "/echo",
      headers: [
        ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Proto", "https"), ("X-Request-ID", "from-outside"),
      ])
    #expect(!answer.text.contains("1.2.3.4") && answer.text.contains("false"))
    #expect(answer["X-Request-ID"] != "from-outside")
  }
}
