import HTTPTypes
import Testing
import Values
import Views

@testable import Web

@Suite struct ExchangeTests {
  @Test(arguments: [
    ("/partners?page=2", true), ("/", true), ("//evil.example", false), ("/\\evil.example", false),
    ("https://evil.example", false), ("javascript:alert(1)", false), ("/a b", false), ("/\t/evil.example", false),
    ("", false), ("partners", false), ("/x\\y", false), ("/" + String(repeating: "x", count: 3000), false),
  ])
  func onlyOurPagesAreGoneBackTo(path: String, isOurs: Bool) {
    #expect((Link.ownPage(path) != nil) == isOurs)
  }

  @Test func theDestinationIsReadFromFormThenAddress() async throws {
    let site = try TestSite { table in
      table.post("/go", .visitor) { exchange in .redirect(to: exchange.destination(otherwise: "/home")) }
    }
    #expect(try await site.post("/go?next=/a", "next=/b")["Location"] == "/b")
    #expect(try await site.post("/go?next=/a", "")["Location"] == "/a")
    #expect(try await site.post("/go", "next=//evil.example")["Location"] == "/home")
  }

  @Test func headersAndCookiesAreRead() async throws {
    let site = try TestSite { table in
      table.get("/x", .visitor) { exchange in
        .text(
          [
            exchange.header("x-test"), exchange.cookie("b"), exchange.userAgent, exchange.lastEventID,
            exchange.header(":"),
          ]
          .map { $0 ?? "-" }.joined(separator: "|"))
      }
    }
    let answer = try await site.send(
      .get, "/x",
      headers: [
        ("X-Test", "1"), ("Cookie", "a=1;b=2=3 ; c=4"), ("User-Agent", "tests"), ("Last-Event-ID", "7"),
      ])
    #expect(answer.text == "1|2=3|tests|7|-")
  }

  @Test func eventsAreEncoded() {
    #expect(ServerEvent("a").encoded == "data: a\n\n")
    let event = ServerEvent("one\ntwo\r\nthree\rfour", name: "pro\ngress", id: "1\n2", retry: .seconds(3))
    #expect(
      event.encoded
        == "id: 12\nevent: progress\nretry: 3000\ndata: one\ndata: two\ndata: three\ndata: four\n\n")
    #expect(ServerEvent("").encoded == "data: \n\n")
  }
}
