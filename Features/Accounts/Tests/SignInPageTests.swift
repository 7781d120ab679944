import Database
import HTTPTypes
import Localization
import NIOCore
import Platform
import Records
import Security
import TestKit
import Testing
import Values
import Views
import Web

@testable import Accounts

@Suite struct SignInPageTests {
  @Test(arguments: TestEngine.all)
  func `name and password lead to the page that was asked for`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        let form = try await browser.get("/partners").follow()
        #expect(form.address == "/sign-in?next=%2Fpartners")
        #expect(try form.text("//h1") == "登录")
        let answer = try await browser.signIn(on: form, "LI")
        #expect(answer.status == 303 && answer.location == "/partners")
        let cookie = try #require(await browser.cookies["session"])
        #expect(try await world.load(cookie)?.displayName == "李明")
        #expect(try await answer.follow().text == "partners")
        // Who is in already need not sign in again.
        #expect(try await browser.get("/sign-in?next=/partners").location == "/partners")
      }
    }
  }

  @Test(arguments: [
    ("%2Fpartners%3Fq%3Da", "/partners?q=a"), ("%2F%2Fevil.example", "/"), ("%2F%5Cevil.example", "/"),
    ("https%3A%2F%2Fevil.example", "/"), ("javascript%3Aalert(1)", "/"), ("%2F%09%2Fevil.example", "/"),
    ("%2Fsign-out", "/"), ("", "/"),
  ])
  func `nobody is sent to another site`(next: String, location: String) async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        let form = try await browser.get("/sign-in?next=\(next)")
        let answer = try await browser.signIn(on: form, "li")
        #expect(answer.location == location)
      }
    }
  }

  @Test func `a wrong password keeps the name and not the password`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        let answer = try await world.enter(browser, "li<b>\"", "geheim geheim")
        #expect(answer.status == 422)
        #expect(answer.text.contains("登录名或密码不对"))
        #expect(try answer.has("//input[@name='name'][@value='li<b>\"']"))
        #expect(answer.text.contains("value=\"li&lt;b&gt;&quot;\""))
        #expect(!answer.text.contains("geheim"))
        #expect(await browser.cookies["session"] == nil)
        for (name, password) in [("", ""), ("li", ""), ("", "x"), ("\u{200B}", "x")] {
          let answer = try await world.enter(browser, name, password)
          #expect(answer.status == 422 && answer.text.contains("请输入登录名和密码"))
        }
      }
    }
  }

  @Test func `too many attempts are answered with 429 and a time`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        for _ in 0..<10 { #expect(try await world.enter(browser, "li", "wrong").status == 422) }
        let answer = try await world.enter(browser, "li")
        #expect(answer.status == 429)
        #expect(answer.header("Retry-After") == "90")
        #expect(answer.text.contains("2 分钟后再试"))
      }
    }
  }

  @Test func `a browser that has signed in before is let in through a flood`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      try await world.serve { client in
        let (home, stranger) = (BrowserClient(client), BrowserClient(client))
        try await world.enter(home, "li")
        _ = try await home.get("/account/sessions")
        #expect(try await home.post("/sign-out").status == 303)
        for _ in 0..<11 { try await world.enter(stranger, "li", "wrong") }
        #expect(try await world.enter(stranger, "li").status == 429)
        #expect(try await world.enter(home, "li").status == 303)
      }
    }
  }

  @Test func `what is no sign-in form is refused`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        let fields = [("name", "li"), ("password", TestWorld.password)]
        #expect(try await browser.post("/sign-in", [("name", String(repeating: "a", count: 20_000))]).status == 413)
        let form = ("Content-Type", "application/x-www-form-urlencoded")
        for body in ["name=%00&password=x", "name=%FF&password=x", "name=%zz"] {
          let answer = try await browser.send(
            .post, "/sign-in", headers: [form, ("Sec-Fetch-Site", "same-origin")], body: ByteBuffer(string: body))
          #expect(answer.status == 400, "\(body)")
        }
        let json = try await browser.send(
          .post, "/sign-in", headers: [("Content-Type", "application/json"), ("Sec-Fetch-Site", "same-origin")],
          body: ByteBuffer(string: "{}"))
        #expect(json.status == 415)
        #expect(try await browser.post("/sign-in", fields, headers: [("Sec-Fetch-Site", "cross-site")]).status == 403)
        #expect(try await browser.send(.put, "/sign-in").status == 405)
        #expect(try await browser.send(.get, "/sign-out").status == 405)
        // Unknown and repeated keys change nothing.
        let odd = [
          ("name", "x"), ("role", "admin"), ("name", "li"), ("password", "y"), ("password", TestWorld.password),
        ]
        #expect(try await browser.post("/sign-in", odd).status == 303)
      }
    }
  }

  @Test func `the language is chosen before signing in`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      try await world.browse { browser in
        let page = try await browser.get("/sign-in")
        let answer = try await browser.submit(
          page, form: "//form[@action='/language']", button: ("language", "en"))
        #expect(answer.status == 303)
        #expect(try await answer.follow().text("//h1") == "Sign in")
        #expect(try await browser.post("/language", [("language", "xx")]).status == 400)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `signing out ends the session and can be repeated`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        try await world.enter(browser, "li")
        let cookie = try #require(await browser.cookies["session"])
        _ = try await browser.get("/account")
        let answer = try await browser.post("/sign-out")
        #expect(answer.location == "/sign-in")
        #expect(await browser.cookies["session"] == nil)
        #expect(try await world.load(cookie) == nil)
        #expect(try await answer.follow().text.contains("您已退出登录"))
        #expect(try await browser.post("/sign-out").status == 303)
      }
    }
  }
}

@Suite struct SecondStepPageTests {
  @Test(arguments: TestEngine.all)
  func `the code is asked for on a page of its own`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let (totp, _) = try await world.enableSecondFactor(account)
      world.time.pass(.seconds(60))
      try await world.browse { browser in
        let form = try await browser.get("/sign-in?next=/partners")
        let asked = try await browser.signIn(on: form, "li")
        #expect(await browser.cookies["session"] == nil)
        let page = try await asked.follow()
        #expect(try page.text("//h1") == "两步验证")
        #expect(try await browser.submit(page, form: "//main//form", ["code": "000000"]).status == 422)
        let done = try await browser.submit(page, form: "//main//form", ["code": totp.code(at: world.now)])
        #expect(done.location == "/partners")
        #expect(await browser.cookies["pending"] == nil)
        #expect(try await done.follow().text == "partners")
      }
    }
  }

  @Test func `without the first step there is no second`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      try await world.browse { browser in
        #expect(try await browser.get("/sign-in/code").location == "/sign-in")
        await browser.setCookie("pending", "k1.abc.def.ghi")
        let answer = try await browser.post("/sign-in/code", [("code", "123456")])
        #expect(answer.location == "/sign-in")
        #expect(try await answer.follow().text.contains("登录步骤已过期"))
      }
    }
  }
}

@Suite struct DemoPageTests {
  @Test(arguments: TestEngine.all)
  func `a demo offers its roles and says that it is one`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine, isDemo: true) { world in
      let entry = DemoEntry(chinese: "校企合作办", english: "Cooperation office", position: 1)
      let account = try await world.add("demo", displayName: "陈静", demo: entry)
      try await world.browse { browser in
        let page = try await browser.get("/sign-in?next=/partners")
        #expect(try page.texts("//form[contains(@action, '/sign-in/demo/')]//button") == ["校企合作办 · 陈静"])
        #expect(page.text.contains("这是演示系统"))
        let answer = try await browser.submit(page, form: "//form[contains(@action, '/sign-in/demo/')]")
        #expect(answer.location == "/partners")
        #expect(try await answer.follow().text == "partners")
        // Confirming takes a click, as there is no password.
        world.time.pass(.minutes(20))
        let confirm = try await browser.get("/account/second-factor/setup").follow()
        #expect(try confirm.has("//input[@type='password']") == false)
        let confirmed = try await browser.submit(confirm, form: "//main//form")
        #expect(confirmed.location == "/account/second-factor/setup")
      }
      var real = world
      real.services.installation.isDemo = false
      try await real.browse { browser in
        let page = try await browser.get("/sign-in")
        #expect(try page.has("//form[contains(@action, 'demo')]") == false)
        #expect(try await browser.post("/sign-in/demo/\(account.id)").status == 404)
      }
    }
  }
}
