import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Records
import TestKit
import Testing
import Values
import Views

@testable import Web

@Suite struct BrowserTests {
  private func site() throws -> TestSite {
    try TestSite { table in
      table.get("/sign-in", .visitor) { _ in
        .page(
          """
          <!DOCTYPE html><html><body><form method="post" action="/sign-in">
          <input name="name" required><input type="password" name="password"></form></body></html>
          """)
      }
      table.post("/sign-in", .visitor) { exchange in
        guard exchange.form["name"] == "alice" else { return .page("<p>no</p>", status: 422) }
        return .redirect(to: "/").beginningSession("alice")
      }
      table.get("/", .signedIn) { exchange in
        .page(
          """
          <html lang="zh-CN"><head><meta charset="utf-8"><script>1 < 2 && 3</script></head><body>
          <h1>首页 &amp;
            &nbsp;más</h1><a href="edit?x=1&amp;y=2">编辑</a><br>
          <svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>
          <form method="post" action="/edit"><input type="hidden" name="_csrf" value="\(exchange.csrfToken)">
          <input name="a" value="1 &lt; 2"><textarea name="t">x
          y</textarea><input type="checkbox" name="c" checked><input type="checkbox" name="d" value="2">
          <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
          <input name="off" value="1" disabled><input type="submit" name="s" value="1">
          <select name="one"><option value="1">一</option><option>二</option></select>
          <select name="many" multiple><option selected>1</option><option selected>2</option></select>
          </form></body></html>
          """)
      }
      table.get("/edit", .signedIn) { exchange in .page("<p>\(exchange.query["y"])</p>") }
      table.post("/edit", .signedIn) { exchange in
        .text(exchange.form.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "|"))
      }
      table.post("/upload", .signedIn, body: .multipart(UploadLimits())) { exchange in
        let upload = try await exchange.upload()
        return .text("\(upload.form["note"] ?? "") \(upload.files.map { "\($0.fileName) \($0.size)" })")
      }
      table.post("/api/echo", .signedIn) { exchange in .json(try exchange.json()) }
      table.get("/broken", .visitor) { _ in .page("<p><b>x</p>") }
    }
  }

  private func browse(_ test: @escaping @Sendable (BrowserClient) async throws -> Void) async throws {
    try await site().web.makeApplication().test(.router) { client in try await test(BrowserClient(client)) }
  }

  private func signIn(_ browser: BrowserClient) async throws -> BrowserPage {
    let first = try await browser.get("/")
    #expect(first.status == 303)
    return try await browser.submit(try await first.follow(), ["name": "alice", "password": "x"]).follow()
  }

  @Test func signsInAndReadsPages() async throws {
    try await browse { browser in
      let home = try await signIn(browser)
      #expect(home.status == 200)
      #expect(await browser.cookies["session"] == "alice")
      #expect(try home.text("//h1") == "首页 & más")
      #expect(try home.count("//svg/path") == 1)
      #expect(try home.texts("//option") == ["一", "二", "1", "2"])
      #expect(try home.has("//input[@checked]"))
      #expect(try await home.click("编辑").text("//p") == "2")
      #expect(throws: BrowserError.self) { try home.text("//h2") }
    }
  }

  @Test func submitsWhatThePageShows() async throws {
    try await browse { browser in
      let home = try await signIn(browser)
      let same = try await browser.submit(home)
      #expect(same.text == "a=1 < 2|t=x\n          y|c=on|r=2|one=1|many=1|many=2".replacing("          y", with: "y"))
      let changed = try await browser.submit(home, ["a": "桥+", "c": nil, "many": "3"], button: ("do", "save"))
      #expect(changed.text == "a=桥+|many=3|t=x\ny|r=2|one=1|do=save")
    }
  }

  @Test func carriesTheTokenWhereItBelongs() async throws {
    try await browse { browser in
      _ = try await signIn(browser)
      #expect(try await browser.post("/edit", [("a", "1")]).text == "a=1")
      let file = BrowserClient.File("f", name: "名\"单.txt", bytes: [1, 2, 3])
      #expect(try await browser.upload("/upload?x=1", [("note", "n")], files: [file]).text == "n [\"名\\\"单.txt 3\"]")
      #expect(try await browser.json(.post, "/api/echo", ["a": 1]).text == "{\"a\":1}")
      #expect(try await browser.json(.post, "/api/echo", [], bearer: "token-of-alice").text == "[]")
      await browser.setFormToken(nil)
      #expect(try await browser.post("/edit").status == 403)
      await browser.setCookie("session", nil)
      #expect(try await browser.json(.post, "/api/echo", []).status == 401)
    }
  }

  @Test func seesThatATagIsOpen() async throws {
    try await browse { browser in
      let page = try await browser.get("/broken")
      #expect(throws: BrowserError.self) { try page.text("//p") }
    }
  }
}
