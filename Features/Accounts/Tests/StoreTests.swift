import Database
import Security
import TestKit
import Testing
import Values

@testable import Accounts

@Suite struct AccountStoreTests {
  @Test(arguments: TestEngine.all)
  func `an account is found by name, phone and mail in every spelling`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let contact = Contact(phone: "+86 138-0013-8000", mail: "Li.Ming@School.edu.cn")
      let account = try await world.add("LiMing", contact: contact)
      for typed in [
        "liming", " LIMING ", "ＬｉＭｉｎｇ", "13800138000", "138 0013 8000", "li.ming@school.edu.cn", "LI.MING@SCHOOL.EDU.CN",
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
      let second = try await world.add("b", demo: DemoEntry(chinese: "教师", english: "Teacher", position: 2))
      let first = try await world.add("a", demo: DemoEntry(chinese: "学生", english: "Student", position: 1))
      let closed = try await world.add("c", demo: DemoEntry(chinese: "专家", english: "Expert", position: 3))
      _ = try await world.add("d")
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

@Suite struct RateLimitStoreTests {
  private func limit(_ key: String, _ capacity: Int = 3) -> RateLimit {
    RateLimit(scope: "test", key: key, bucket: TokenBucket(capacity: capacity, interval: .seconds(10)))
  }

  @Test(arguments: TestEngine.all)
  func `buckets empty, refill and are given back`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let limit = limit("a")
      func take() async throws -> Duration? {
        let now = world.now
        return try await world.database.write { try RateLimitStore.take([limit], now: now, on: $0) }
      }
      for _ in 0..<3 { #expect(try await take() == nil) }
      #expect(try await take() == .seconds(10))
      world.time.pass(.seconds(10))
      #expect(try await take() == nil)
      #expect(try await take() != nil)
      try await world.database.write { try RateLimitStore.giveBack(limit, on: $0) }
      #expect(try await take() == nil)
      try await world.database.write { try RateLimitStore.clear(limit, on: $0) }
      for _ in 0..<3 { #expect(try await take() == nil) }
      world.time.pass(.seconds(30))
      let now = world.now
      try await world.database.write { try RateLimitStore.removeSpent(before: now, on: $0) }
      #expect(try await world.count("rate_limits") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `one refusing bucket leaves the others as they are`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let (full, empty, now) = (limit("a"), limit("b", 1), world.now)
      _ = try await world.database.write { try RateLimitStore.take([empty], now: now, on: $0) }
      let refused = try await world.database.write { try RateLimitStore.take([full, empty], now: now, on: $0) }
      #expect(refused == .seconds(10))
      for _ in 0..<3 {
        #expect(try await world.database.write { try RateLimitStore.take([full], now: now, on: $0) } == nil)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `those who come together share a bucket exactly`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let (limit, now, database) = (limit("a", 10), world.now, world.database)
      let allowed = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<40 {
          group.addTask { try await database.write { try RateLimitStore.take([limit], now: now, on: $0) } == nil }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(allowed == 10)
    }
  }
}

@Suite struct OneTimeLinkStoreTests {
  @Test(arguments: TestEngine.all)
  func `a link works once, for its purpose, until it expires or is replaced`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      func issue() async throws -> String {
        let (services, now) = (world.services, world.now)
        let path = try await world.database.write { connection in
          try OneTimeLinkStore.issue(
            .reset, id: services.ids.next(), for: account.id, payload: "p", sealer: services.sealer, now: now,
            on: connection)
        }
        #expect(path.hasPrefix("/password/reset/"))
        return String(path.dropFirst("/password/reset/".count))
      }
      func find(_ token: String, _ purpose: OneTimeLink.Purpose = .reset) async throws -> OneTimeLink? {
        let (sealer, now) = (world.services.sealer, world.now)
        return try await world.database.read {
          try OneTimeLinkStore.find(token, for: purpose, sealer: sealer, now: now, on: $0)
        }
      }
      let first = try await issue()
      #expect(try await find(first)?.payload == "p")
      #expect(try await find(first, .signIn) == nil)
      #expect(try await find(String(first.dropLast()) + "A") == nil)
      let second = try await issue()
      #expect(try await find(first) == nil)
      let link = try #require(try await find(second))
      let now = world.now
      #expect(try await world.database.write { try OneTimeLinkStore.use(link.id, now: now, on: $0) })
      #expect(try await world.database.write { try OneTimeLinkStore.use(link.id, now: now, on: $0) } == false)
      #expect(try await find(second) == nil)
      let third = try await issue()
      world.time.pass(.hours(1))
      #expect(try await find(third) == nil)
    }
  }
}

@Suite struct TokenStoreTests {
  @Test(arguments: TestEngine.all)
  func `a token is found until it expires or is revoked`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let request = TokenRequest(name: "同步", days: 30, scopes: ["partners.read"])
      let text = try await CreateToken(world.services)(request, of: account, membershipID: 5)
      func load(_ text: String) async throws -> LoadedToken? {
        let now = world.now
        return try await world.database.read { try TokenStore.load(bearer: text, now: now, on: $0) }
      }
      #expect(text.hasPrefix("qiao_"))
      let token = try #require(try await load(text))
      #expect(token.scopes == ["partners.read"] && token.membershipID == 5 && token.accountID == account.id)
      for forged in ["", "qiao_", String(text.dropFirst(5)), text + "A", text.lowercased()] {
        #expect(try await load(forged) == nil)
      }
      world.time.pass(.days(30) - .seconds(1))
      #expect(try await load(text) != nil)
      world.time.pass(.seconds(1))
      #expect(try await load(text) == nil)
      let fresh = try await CreateToken(world.services)(request, of: account, membershipID: nil)
      try await RevokeToken(world.services)(try #require(try await load(fresh)).tokenID, of: account)
      #expect(try await load(fresh) == nil)
    }
  }
}
