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
      #expect(try await find(first.dropLast() + (first.hasSuffix("A") ? "E" : "A")) == nil)
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
