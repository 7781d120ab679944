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

private let fresh = "秋水 共长天 一色 新"

@Suite struct ProfilePageTests {
  @Test(arguments: TestEngine.all)
  func `name, phone and language are saved`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li", contact: Contact(phone: "13800138000"))
      try await world.browse { browser in
        try await world.enter(browser, "li")
        let page = try await browser.get("/account")
        #expect(try page.has("//input[@name='phone'][@value='13800138000']"))
        let form = "//form[@action='/account']"
        let bad = try await browser.submit(page, form: form, ["display_name": "", "phone": "abc", "language": "xx"])
        #expect(bad.status == 422)
        #expect(try bad.errors().count == 3)
        #expect(try bad.has("//input[@name='phone'][@value='abc']"))
        let done = try await browser.submit(
          page, form: form, ["display_name": "Li Ming", "phone": "139 0013 9000", "language": "en"])
        #expect(done.status == 303)
        let after = try await done.follow()
        #expect(after.text.contains("Saved."))
        #expect(try after.has("//input[@name='display_name'][@value='Li Ming']"))
        #expect(try await world.account(account.id).language == .english)
      }
    }
  }

  @Test func `a mail address is changed through its own mailbox`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        try await world.enter(browser, "li")
        let page = try await browser.get("/account")
        let form = "//form[@action='/account/mail']"
        #expect(try await browser.submit(page, form: form, ["mail": "nonsense"]).errors().count == 1)
        let sent = try await browser.submit(page, form: form, ["mail": "li@school.cn"])
        #expect(try await sent.follow().text.contains("li@school.cn"))
        let path = try #require(try await world.letters().last?.path)
        let question = try await browser.get(path)
        #expect(question.text.contains("li@school.cn"))
        #expect(question.header("Cache-Control") == "no-store")
        let done = try await browser.submit(question, form: "//main//form")
        #expect(try await done.follow().text.contains("邮箱已更换"))
        #expect(try await browser.get(path).status == 404)
        world.time.pass(.minutes(16))
        #expect(try await browser.get("/account").has(form) == false)
        let late = try await browser.post("/account/mail", [("mail", "x@school.cn")])
        #expect(late.location == "/account/confirm?next=%2Faccount")
      }
    }
  }
}

@Suite struct PasswordPageTests {
  @Test(arguments: TestEngine.all)
  func `a password is changed and all mistakes are shown`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        try await world.enter(browser, "li")
        let page = try await browser.get("/account/password")
        let form = "//main//form"
        let bad = try await browser.submit(
          page, form: form, ["current_password": "wrong", "new_password": "short", "repeated_password": ""])
        #expect(bad.status == 422)
        #expect(try bad.errors().count == 2)
        #expect(try bad.count("//div[contains(@class,'error-summary')]//a") == 2)
        let done = try await browser.submit(
          page, form: form,
          ["current_password": TestWorld.password, "new_password": fresh, "repeated_password": fresh])
        #expect(try await done.follow().text.contains("密码已修改"))
      }
      _ = try await world.signIn("li", fresh)
    }
  }

  @Test func `who has a password from somebody else replaces it first`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      let account = try await world.add("li")
      let password = try await RestoreAccess(world.services).withPassword(of: account.id)
      try await world.browse { browser in
        let form = try await browser.get("/sign-in?next=/partners")
        let answer = try await browser.signIn(on: form, "li", password)
        #expect(answer.location == "/account/password?next=%2Fpartners")
        #expect(try await browser.get("/account/tokens").location == "/account/password?next=%2Faccount%2Ftokens")
        let page = try await answer.follow()
        #expect(page.text.contains("请先换一个密码"))
        let done = try await browser.submit(
          page, form: "//main//form",
          ["current_password": password, "new_password": fresh, "repeated_password": fresh])
        #expect(done.location == "/partners")
        #expect(try await browser.get("/account/tokens").status == 200)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a forgotten password is reset by mail, and nothing tells who has an account`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li", contact: Contact(mail: "li@school.cn"))
      try await world.browse { browser in
        let page = try await browser.get("/password/forgotten")
        #expect(try await browser.submit(page, form: "//main//form", ["name": " "]).status == 422)
        var answers: [String] = []
        for name in ["nobody", "li"] {
          let answer = try await browser.submit(page, form: "//main//form", ["name": name])
          #expect(answer.status == 303)
          answers.append(try await answer.follow().markup("//main"))
        }
        #expect(answers[0] == answers[1])
        let path = try #require(try await world.letters().last?.path)
        let reset = try await browser.get(path)
        let bad = try await browser.submit(
          reset, form: "//main//form", ["new_password": fresh, "repeated_password": "x"])
        #expect(try bad.status == 422 && bad.errors().count == 1)
        let done = try await browser.submit(
          reset, form: "//main//form", ["new_password": fresh, "repeated_password": fresh])
        #expect(done.location == "/sign-in")
        #expect(try await browser.get(path).status == 404)
        #expect(try await browser.post(path, [("new_password", fresh), ("repeated_password", fresh)]).status == 404)
        #expect(try await world.enter(browser, "li", fresh).status == 303)
      }
    }
  }

  @Test func `an invitation ends in a session`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      let account = try await world.add("li", password: nil)
      let path = try await world.database.write { connection in
        try InviteAccount(world.services)(
          account.id, organisation: "某学院", language: .chinese, by: nil, on: connection)
      }
      try await world.browse { browser in
        let page = try await browser.get(path)
        let bad = try await browser.submit(
          page, form: "//main//form", ["display_name": "李明明", "new_password": "", "repeated_password": ""])
        #expect(try bad.status == 422 && bad.has("//input[@name='display_name'][@value='李明明']"))
        let done = try await browser.submit(
          page, form: "//main//form",
          ["display_name": "李明明", "new_password": fresh, "repeated_password": fresh])
        #expect(done.location == "/")
        #expect(try await browser.get("/account").text.contains("李明明"))
      }
    }
  }

  @Test func `a sign-in link does nothing until the button is pressed`() async throws {
    try await TestWorld.run(on: .sqlite) { world in
      let account = try await world.add("li")
      let path = try await RestoreAccess(world.services).withLink(of: account.id)
      try await world.browse { browser in
        for _ in 0..<3 { #expect(try await browser.get(path).status == 200) }
        #expect(try await world.count("sessions") == 0)
        let done = try await browser.submit(try await browser.get(path), form: "//main//form")
        #expect(done.location == "/account/password")
        let page = try await done.follow()
        #expect(try page.has("//input[@name='current_password']") == false)
        #expect(try await browser.get(path).status == 404)
      }
    }
  }
}

@Suite struct SecurityPageTests {
  @Test(arguments: TestEngine.all)
  func `devices are listed and signed out`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let other = try await world.start(account)
      try await world.browse { browser in
        try await world.enter(browser, "li")
        let page = try await browser.get("/account/sessions")
        #expect(try page.count("//tbody/tr") == 2)
        #expect(try page.count("//form[contains(@action, '/end')]") == 2)
        let done = try await browser.submit(page, form: "//form[@action='/account/sessions/\(other.id)/end']")
        #expect(try await done.follow().count("//tbody/tr") == 1)
        #expect(try await world.load(other.cookie) == nil)
        _ = try await world.start(account)
        let all = try await browser.submit(
          try await browser.get("/account/sessions"), form: "//form[@action='/account/sessions/end-others']")
        let after = try await all.follow()
        #expect(after.status == 200)
        #expect(try after.count("//tbody/tr") == 1)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `the second step is set up, renewed and turned off`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      try await world.browse { browser in
        try await world.enter(browser, "li")
        world.time.pass(.minutes(16))
        let asked = try await browser.get("/account/second-factor/setup")
        #expect(asked.location == "/account/confirm?next=%2Faccount%2Fsecond-factor%2Fsetup")
        let confirm = try await asked.follow()
        #expect(try await browser.submit(confirm, form: "//main//form", ["password": "wrong"]).status == 422)
        let setup = try await browser.submit(confirm, form: "//main//form", ["password": TestWorld.password]).follow()
        #expect(try setup.has("//svg[@role='img']"))
        let form = "//form[@action='/account/second-factor/setup']"
        let wrong = try await browser.submit(setup, form: form, ["code": "000000"])
        #expect(wrong.status == 422)
        let key = try setup.text("//span[@class='copy']/span")
        #expect(try wrong.text("//span[@class='copy']/span") == key)
        let totp = try #require(TOTP(base32: key))
        let codes = try await browser.submit(setup, form: form, ["code": totp.code(at: world.now)])
        #expect(try codes.count("//main//div[@class='grid']/span") == 10)
        #expect(try await world.account(account.id).hasSecondFactor)
        let state = try await browser.get("/account/second-factor")
        #expect(state.text.contains("还剩 10 个恢复码"))
        let renewed = try await browser.submit(state, form: "//form[@action='/account/second-factor/codes']")
        #expect(try renewed.count("//main//div[@class='grid']/span") == 10)
        let off = try await browser.submit(state, form: "//form[@action='/account/second-factor/off']")
        #expect(try await off.follow().text.contains("两步验证已关闭"))
        #expect(try await world.account(account.id).hasSecondFactor == false)
        let forged = try await browser.post("/account/second-factor/setup", [("setup", "k1:AAAA"), ("code", "1")])
        #expect(forged.location == "/account/second-factor/setup")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a token is shown once and revoked`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li")
      try await world.browse { browser in
        try await world.enter(browser, "li")
        let page = try await browser.get("/account/tokens")
        let form = "//form[@action='/account/tokens']"
        let bad = try await browser.submit(page, form: form, ["name": "", "days": "9999"])
        #expect(bad.status == 422)
        #expect(try bad.errors().count == 3)
        #expect(try bad.has("//input[@name='days'][@value='9999']"))
        let made = try await browser.submit(
          page, form: form, ["name": "同步", "days": "30", "scopes": "partners.read"])
        let token = try made.text("//span[@class='copy']/span")
        #expect(try await browser.json(.get, "/api/v1/account", bearer: token).status == 200)
        let list = try await browser.get("/account/tokens")
        #expect(!list.text.contains(token))
        #expect(try list.count("//tbody/tr") == 1)
        let revoked = try await browser.submit(list, form: "//form[contains(@action, '/revoke')]")
        #expect(try await revoked.follow().has("//tbody/tr") == false)
        #expect(try await browser.json(.get, "/api/v1/account", bearer: token).status == 401)
      }
    }
  }
}
