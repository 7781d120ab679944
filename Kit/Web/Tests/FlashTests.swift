import HTTPTypes
import Localization
import Testing
import Values
import Views

@testable import Web

@Suite struct FlashTests {
  private func site(now: Instant = Instant(milliseconds: 1_000_000)) throws -> TestSite {
    try TestSite(clock: Clock { now }) { table in
      table.post("/do", .visitor) { _ in
        .redirect(to: "/shown", flash: .ok("kit.web.error.413.text", ["limit": "<5> \"桥\""]))
      }
      table.get("/shown", .visitor) { exchange in
        let flash = exchange.flash
        return .page("\(flash?.kind.rawValue) \(flash.map { exchange.localizer($0.message) })")
      }
      table.get("/piece", .visitor) { exchange in .fragment("\(exchange.flash?.kind.rawValue)") }
      table.get("/on", .visitor) { _ in .redirect(to: "/shown") }
    }
  }

  private func cookie(of answer: TestAnswer) throws -> String {
    let field = try #require(answer.cookies.first)
    #expect(field.contains("Max-Age=120; HttpOnly; SameSite=Lax"))
    return String(field.prefix { $0 != ";" })
  }

  @Test func isShownOnce() async throws {
    let site = try site()
    let done = try await site.post("/do", "")
    #expect(done.status == 303)
    #expect(done["Location"] == "/shown")
    let sent = [("Cookie", try cookie(of: done))]
    // Neither a redirect nor a piece of a page uses it up.
    #expect(try await site.send(.get, "/on", headers: sent).cookies.isEmpty)
    #expect(try await site.send(.get, "/piece", headers: sent).cookies.isEmpty)
    let shown = try await site.send(.get, "/shown", headers: sent)
    #expect(shown.text == "ok 内容太大，最多可以提交 &lt;5&gt; &quot;桥&quot;。")
    #expect(shown.cookies == ["flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"])
    #expect(shown["Cache-Control"] == "no-store")
    let after = try await site.send(.get, "/shown")
    #expect(after.text == " ")
    #expect(after.cookies.isEmpty)
  }

  @Test func doesNotOutliveItsTime() async throws {
    let done = try await site().post("/do", "")
    let late = try site(now: Instant(milliseconds: 1_121_000))
    #expect(try await late.send(.get, "/shown", headers: [("Cookie", try cookie(of: done))]).text == " ")
  }

  @Test(arguments: ["flash=x", "flash=e30.signed", "flash=.signed", "flash=%00.signed", "flash=bm90IGpzb24.signed"])
  func forgedOnesAreNotShown(cookie: String) async throws {
    #expect(try await site().send(.get, "/shown", headers: [("Cookie", cookie)]).text == " ")
  }
}
