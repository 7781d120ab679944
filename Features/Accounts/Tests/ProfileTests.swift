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

@Suite struct ProfileTests {
  private func contact(_ account: Account, _ world: TestWorld) async throws -> Contact {
    try await world.database.read { try ContactStore.load(of: account.id, sealer: world.services.sealer, on: $0) }
  }

  @Test(arguments: TestEngine.all)
  func `name, language and phone are changed and audited, the phone masked`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li", contact: Contact(mail: "li@school.cn"))
      let form = FormData([("display_name", " 李明明 "), ("language", "en"), ("phone", "138 0013 8000")])
      try await ChangeProfile(world.services)(form, of: account)
      let changed = try await world.account(account.id)
      #expect(changed.displayName == "李明明" && changed.language == .english)
      #expect(try await contact(account, world) == Contact(phone: "13800138000", mail: "li@school.cn"))
      _ = try await world.signIn("13800138000")
      let changes = try await world.database.read {
        try $0.value("SELECT changes FROM test_audit ORDER BY position", as: String.self)
      }
      #expect(changes?.contains("138****8000") == true)
      #expect(changes?.contains("13800138000") == false)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the same again changes and audits nothing`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      try await ChangeProfile(world.services)(
        FormData([("display_name", "李明"), ("language", ""), ("phone", "")]), of: account)
      try await ChangeProfile(world.services)(FormData.empty, of: account)
      #expect(try await world.audited().isEmpty)
    }
  }

  @Test(
    arguments: TestEngine.all,
    [
      ("display_name", "", "kit.records.required"), ("display_name", " \u{200B} ", "kit.records.required"),
      ("display_name", String(repeating: "长", count: 41), "kit.records.tooLong"),
      ("display_name", "a\nb", "kit.records.oneLine"), ("language", "de", "kit.records.choice"),
      ("phone", "abc", "kit.records.phone"), ("phone", "123", "kit.records.phone"),
      ("phone", "13900139000", "accounts.phone.taken"),
    ])
  func `wrong values are told at their field`(engine: TestEngine, _ row: (field: String, value: String, key: String))
    async throws
  {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      _ = try await world.add("wang", contact: Contact(phone: "139-0013-9000"))
      let error = try await refusal {
        try await ChangeProfile(world.services)(FormData([(row.field, row.value)]), of: account)
      }
      #expect(error?.problems == [row.field: row.key])
      #expect(try await world.account(account.id) == account)
      #expect(try await world.audited().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a new mail address counts once it has answered`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li", contact: Contact(mail: "old@school.cn"))
      let change = ChangeMail(world.services)
      for (typed, key) in [("", "kit.records.required"), ("nonsense", "kit.records.mail"), ("a@b", "kit.records.mail")]
      {
        let error = try await refusal { _ = try await change(typed, of: account, language: .chinese) }
        #expect(error?.problems == ["mail": key])
      }
      #expect(try await change(" New@School.cn ", of: account, language: .chinese) == "new@school.cn")
      #expect(try await contact(account, world).mail == "old@school.cn")
      #expect(try await world.letters().map(\.address) == ["new@school.cn"])
      let token = try await world.mailedToken()
      try await ConfirmMail(world.services)(token: token)
      #expect(try await contact(account, world).mail == "new@school.cn")
      // The former address hears of it.
      #expect(try await world.letters().last?.address == "old@school.cn")
      #expect(try await refusal { try await ConfirmMail(world.services)(token: token) }?.isUnusableLink == true)
      #expect(try await world.audited() == ["accounts.mail.requested", "accounts.mail.changed"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `an address that somebody else has by then is refused and the link kept`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      _ = try await ChangeMail(world.services)("li@school.cn", of: account, language: .chinese)
      let token = try await world.mailedToken()
      _ = try await world.add("wang", contact: Contact(mail: "LI@school.cn"))
      let error = try await refusal { try await ConfirmMail(world.services)(token: token) }
      #expect(error?.problems == ["mail": "accounts.mail.taken"])
      #expect(try await contact(account, world).mail == nil)
      #expect(try await world.audited().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a language is chosen for pages and mails`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      try await ChooseLanguage(world.services)(.english, of: account)
      let changed = try await world.account(account.id)
      #expect(changed.language == .english)
      try await ChooseLanguage(world.services)(.english, of: changed)
      #expect(try await world.audited() == ["accounts.profile.changed"])
    }
  }
}

@Suite struct ConfirmIdentityTests {
  @Test(arguments: TestEngine.all)
  func `the password confirms for a quarter of an hour`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let session = try await world.start(account)
      world.time.pass(.minutes(20))
      let confirm = ConfirmIdentity(world.services)
      let wrong = try await refusal { try await confirm(password: "x", of: account, in: session.id) }
      #expect(wrong?.isRefused == true)
      #expect(try await world.load(session.cookie)?.hasSudo(at: world.now) == false)
      try await confirm(password: TestWorld.password, of: account, in: session.id)
      #expect(try await world.load(session.cookie)?.hasSudo(at: world.now) == true)
      #expect(try await world.audited() == ["accounts.identity.confirmed"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a click is enough in a demo only`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine, isDemo: true) { world in
      let entry = DemoEntry(chinese: "教师", english: "Teacher", position: 1)
      let demo = try await world.add("demo", demo: entry)
      let person = try await world.add("li")
      let confirm = ConfirmIdentity(world.services)
      let demoSession = try await world.start(demo)
      try await confirm(password: "", of: demo, in: demoSession.id)
      let session = try await world.start(person)
      #expect(try await refusal { try await confirm(password: "", of: person, in: session.id) }?.isRefused == true)
      var real = world
      real.services.installation.isDemo = false
      let there = real
      #expect(
        try await refusal {
          try await ConfirmIdentity(there.services)(password: "", of: demo, in: demoSession.id)
        }?.isRefused == true)
    }
  }
}

@Suite struct TokenTests {
  @Test(arguments: TestEngine.all)
  func `a token is made of what the person may give`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let create = CreateToken(world.services)
      let offered = ["partners.read", "partners.edit"]
      for (form, problems) in [
        (
          FormData.empty, ["name": "kit.records.required", "scopes": "kit.records.required"]
        ),
        (
          FormData([("name", "x"), ("days", "0"), ("scopes", "partners.read")]), ["days": "kit.records.range"]
        ),
        (
          FormData([("name", "x"), ("days", "366"), ("scopes", "partners.read")]), ["days": "kit.records.range"]
        ),
        (
          FormData([("name", "x"), ("days", "ten"), ("scopes", "schools.manage")]),
          ["days": "kit.records.integer", "scopes": "kit.records.choice"]
        ),
      ] as [(FormData, [String: String])] {
        let error = try await refusal {
          _ = try await create(form, offering: offered, of: account, membershipID: nil)
        }
        #expect(error?.problems == problems)
      }
      let form = FormData([("name", "同步"), ("days", "30"), ("scopes", "partners.read"), ("scopes", "partners.edit")])
      _ = try await create(form, offering: offered, of: account, membershipID: 3)
      let tokens = try await world.database.read { try TokenStore.list(of: account.id, on: $0) }
      #expect(tokens.map(\.scopes) == [["partners.read", "partners.edit"]])
      #expect(try await world.audited() == ["accounts.token.created"])
      #expect(try await world.told() == ["notice.accounts.tokenCreated"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `twenty live tokens are enough, and strangers revoke none`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let (li, wang) = (try await world.add("li"), try await world.add("wang"))
      let create = CreateToken(world.services)
      let request = TokenRequest(name: "x", days: 1, scopes: ["partners.read"])
      for _ in 0..<20 { _ = try await create(request, of: li, membershipID: nil) }
      let error = try await refusal { _ = try await create(request, of: li, membershipID: nil) }
      #expect(error?.problems == ["": "accounts.token.tooMany"])
      let token = try #require(try await world.database.read { try TokenStore.list(of: li.id, on: $0) }.first)
      #expect(try await refusal { try await RevokeToken(world.services)(token.id, of: wang) }?.isNotFound == true)
      try await RevokeToken(world.services)(token.id, of: li)
      #expect(try await refusal { try await RevokeToken(world.services)(token.id, of: li) }?.isNotFound == true)
      _ = try await create(request, of: li, membershipID: nil)
    }
  }
}

@Suite struct SessionActionTests {
  @Test(arguments: TestEngine.all)
  func `a person ends their own sessions only`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let (li, wang) = (try await world.add("li"), try await world.add("wang"))
      let (own, other, foreign) = (try await world.start(li), try await world.start(li), try await world.start(wang))
      let end = EndSession(world.services)
      #expect(try await refusal { try await end(foreign.id, of: li) }?.isNotFound == true)
      try await end(other.id, of: li)
      #expect(try await world.load(other.cookie) == nil)
      _ = try await world.start(li)
      #expect(try await end.others(than: own.id, of: li) == 1)
      #expect(try await end.others(than: own.id, of: li) == 0)
      #expect(try await world.load(own.cookie) != nil)
      #expect(try await world.load(foreign.cookie) != nil)
      #expect(try await world.audited() == ["accounts.session.ended", "accounts.sessions.ended"])
    }
  }
}

@Suite struct TidyingTests {
  @Test(arguments: TestEngine.all)
  func `what can never matter again goes, however often it is tidied`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li", contact: Contact(mail: "li@school.cn"))
      _ = try await world.start(account)
      let kept = try await world.start(account, isRemembered: true)
      _ = try await refusal { _ = try await world.signIn("li", "wrong") }
      try await RequestPasswordReset(world.services)(name: "li", address: "203.0.113.7", language: .chinese)
      let tidy = Tidying(world.services)
      try await tidy()
      #expect(try await world.count("sessions") == 2)
      #expect(try await world.count("rate_limits") == 4)
      world.time.pass(.days(10))
      for _ in 0..<2 {
        try await tidy()
        #expect(try await world.count("sessions") == 1)
        #expect(try await world.count("rate_limits") == 0)
        #expect(try await world.count("one_time_links") == 1)
      }
      #expect(try await world.load(kept.cookie) != nil)
      world.time.pass(.days(25))
      try await tidy()
      #expect(try await world.count("one_time_links") == 0)
      #expect(try await world.count("sessions") == 0)
    }
  }
}
