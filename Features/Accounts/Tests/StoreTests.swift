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

@Suite struct AccountStoreTests {
  @Test(arguments: TestEngine.all)
  func `an account is found by name, phone and mail in every spelling`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let contact = Contact(phone: "+86 138-0013-8000", mail: "Li.Ming@School.edu.cn")
      let account = try await world.add("LiMing", contact: contact)
      for typed in [
        "liming", " LIMING ", "ＬｉＭｉｎｇ", "13800138000", "138 0013 8000", "li.ming@school.edu.cn",
        "LI.MING@SCHOOL.EDU.CN",
      ] {
        let found = try await world.database.read {
          try AccountStore.find(named: typed, sealer: world.services.sealer, on: $0)
        }
        #expect(found == account, "\(typed)")
      }
      for typed in ["", "liming2", "13800138001", "li.ming@school.edu", "' OR 1=1 --"] {
        let found = try await world.database.read {
          try AccountStore.find(named: typed, sealer: world.services.sealer, on: $0)
        }
        #expect(found == nil, "\(typed)")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `phone and mail lie sealed and come back as typed`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let contact = Contact(phone: "138-0013-8000", mail: "Li@school.cn")
      let account = try await world.add("li", contact: contact)
      let row = try await world.database.read {
        try $0.first("SELECT phone_sealed, phone_index, mail_sealed, mail_index FROM accounts")
      }
      for position in 0..<4 {
        let stored: String = try #require(row).get(position)
        #expect(!stored.contains("8000") && !stored.lowercased().contains("li@"))
      }
      let opened = try await world.database.read {
        try ContactStore.load(of: account.id, sealer: world.services.sealer, on: $0)
      }
      #expect(opened == contact)
    }
  }

  @Test(arguments: TestEngine.all)
  func `name, phone and mail belong to one account`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li", contact: Contact(phone: "13800138000", mail: "li@school.cn"))
      for (new, field) in [
        (NewAccount(signInName: "LI", displayName: "x"), "name"),
        (NewAccount(signInName: "b", displayName: "x", contact: Contact(phone: "+8613800138000")), "phone"),
        (NewAccount(signInName: "c", displayName: "x", contact: Contact(mail: "LI@School.CN")), "mail"),
      ] {
        let (sealer, now) = (world.services.sealer, world.now)
        let id: ID<Account> = world.services.ids.next()
        do {
          try await world.database.write { try AccountStore.insert(new, id: id, sealer: sealer, now: now, on: $0) }
          Issue.record("inserted twice")
        } catch {
          #expect(AccountStore.takenField(error) == field)
        }
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `demo accounts stand in their order and closed ones do not`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let second = try await world.add("demo-b", demo: DemoEntry(chinese: "教师", english: "Teacher", position: 2))
      let first = try await world.add("demo-a", demo: DemoEntry(chinese: "学生", english: "Student", position: 1))
      let closed = try await world.add("demo-c", demo: DemoEntry(chinese: "专家", english: "Expert", position: 3))
      _ = try await world.add("demo-d")
      try await world.database.write { try AccountStore.setStatus(.closed, of: closed.id, on: $0) }
      let found = try await world.database.read { try AccountStore.demoAccounts(on: $0) }
      #expect(found.map(\.id) == [first.id, second.id])
      #expect(found[0].entry.label(in: .chinese) == "学生")
      #expect(found[0].entry.label(in: .english) == "Student")
    }
  }
}

@Suite struct SessionStoreTests {
  @Test(arguments: TestEngine.all)
  func `a session lasts twelve hours, a remembered one a fortnight unused`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let short = try await world.start(account)
      let long = try await world.start(account, isRemembered: true)
      #expect(short.cookieAge == nil)
      #expect(long.cookieAge == .days(30))
      #expect(try await world.load(short.cookie)?.accountID == account.id)
      world.time.pass(.hours(12) - .seconds(1))
      #expect(try await world.load(short.cookie) != nil)
      world.time.pass(.seconds(1))
      #expect(try await world.load(short.cookie) == nil)
      #expect(try await world.load(long.cookie) != nil)
      world.time.pass(.days(14))
      #expect(try await world.load(long.cookie) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `however much it is used, a remembered session ends after thirty days`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let session = try await world.start(account, isRemembered: true)
      for _ in 0..<5 {
        world.time.pass(.days(6) - .seconds(1))
        #expect(try await world.load(session.cookie) != nil)
        let now = world.now
        try await world.database.write { try SessionStore.setSeen(session.id, at: now, on: $0) }
      }
      world.time.pass(.seconds(5))
      #expect(try await world.load(session.cookie) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `forged, foreign and ended cookies name no session`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let session = try await world.start(account)
      let other = try await world.start(account)
      let secret = try #require(other.cookie.split(separator: ".").last)
      for forged in [
        "", "x", "\(session.id)", "\(session.id).", "\(session.id).\(secret)", session.cookie + "A",
        String(session.cookie.dropLast()), session.cookie.uppercased(), "' OR 1=1 --",
      ] {
        #expect(try await world.load(forged) == nil, "\(forged)")
      }
      try await world.database.write { try SessionStore.end(session.id, of: account.id, on: $0) }
      #expect(try await world.load(session.cookie) == nil)
      #expect(try await world.load(other.cookie) != nil)
      try await world.database.write { try AccountStore.setStatus(.closed, of: account.id, on: $0) }
      #expect(try await world.load(other.cookie) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the secret is nowhere in the table`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let session = try await world.start(try await world.add("li"))
      let secret = String(try #require(session.cookie.split(separator: ".").last))
      let digest = try await world.database.read { try $0.value("SELECT secret_digest FROM sessions", as: String.self) }
      #expect(digest?.isEmpty == false && digest != secret)
    }
  }

  @Test(arguments: TestEngine.all)
  func `ending and listing keep to one account`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let (li, wang) = (try await world.add("li"), try await world.add("wang"))
      let kept = try await world.start(li)
      world.time.pass(.minutes(1))
      let newer = try await world.start(li)
      let foreign = try await world.start(wang)
      let now = world.now
      let ids = try await world.database.read { try SessionStore.list(of: li.id, now: now, on: $0).map(\.id) }
      #expect(ids == [newer.id, kept.id])
      #expect(try await world.database.write { try SessionStore.end(foreign.id, of: li.id, on: $0) } == false)
      #expect(try await world.database.write { try SessionStore.endAll(of: li.id, except: kept.id, on: $0) } == 1)
      #expect(try await world.load(kept.cookie) != nil)
      #expect(try await world.load(foreign.cookie) != nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `membership and confirmation belong to the session`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let session = try await world.start(try await world.add("li"))
      #expect(try await world.load(session.cookie)?.membershipID == nil)
      try await world.database.write { try SessionStore.setMembership(77, of: session.id, on: $0) }
      #expect(try await world.load(session.cookie)?.membershipID == 77)
      #expect(try await world.load(session.cookie)?.hasSudo(at: world.now) == true)
      world.time.pass(.minutes(15))
      #expect(try await world.load(session.cookie)?.hasSudo(at: world.now) == false)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the last use is kept once a minute`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let session = try await world.start(try await world.add("li"))
      let seen = SeenSessions(world.services)
      let started = world.now
      world.time.pass(.seconds(59))
      seen.note(try #require(try await world.load(session.cookie)))
      try await Task.sleep(for: .milliseconds(50))
      #expect(try await world.load(session.cookie)?.seenAt == started)
      world.time.pass(.seconds(1))
      seen.note(try #require(try await world.load(session.cookie)))
      for _ in 0..<200 where try await world.load(session.cookie)?.seenAt == started {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(try await world.load(session.cookie)?.seenAt == world.now)
    }
  }
}
