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

@Suite struct ChangePasswordTests {
  @Test(arguments: TestEngine.all)
  func `the old one stops, other sessions end, the owner is told`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let (kept, other) = (try await world.start(account), try await world.start(account))
      try await ChangePassword(world.services)(
        current: TestWorld.password, new: NewPassword(fresh, repetition: fresh), of: account.id, keeping: kept.id)
      #expect(try await refusal { _ = try await world.signIn("li") }?.isRefused == true)
      _ = try await world.signIn("li", fresh)
      #expect(try await world.load(kept.cookie) != nil)
      #expect(try await world.load(other.cookie) == nil)
      #expect(try await world.audited().first == "accounts.password.changed")
      #expect(try await world.told() == ["notice.accounts.passwordChanged"])
    }
  }

  @Test(
    arguments: TestEngine.all,
    [
      ("", fresh, fresh, ["current_password": "kit.records.required"]),
      ("wrong", fresh, fresh, ["current_password": "accounts.password.wrong"]),
      (TestWorld.password, "", "", ["new_password": "kit.records.required"]),
      (TestWorld.password, "short", "short", ["new_password": "kit.password.short"]),
      (TestWorld.password, "xiaoliming2020", "xiaoliming2020", ["new_password": "kit.password.personal"]),
      (TestWorld.password, fresh, fresh + "x", ["repeated_password": "accounts.password.differs"]),
      (TestWorld.password, TestWorld.password, TestWorld.password, ["new_password": "accounts.password.same"]),
      ("wrong", "short", "", ["current_password": "accounts.password.wrong", "new_password": "kit.password.short"]),
    ] as [(String, String, String, [String: String])])
  func `all mistakes are told at once and nothing changes`(
    engine: TestEngine, _ row: (current: String, new: String, again: String, problems: [String: String])
  ) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("liming")
      let session = try await world.start(account)
      let error = try await refusal {
        try await ChangePassword(world.services)(
          current: row.current, new: NewPassword(row.new, repetition: row.again), of: account.id, keeping: session.id)
      }
      #expect(error?.problems == row.problems)
      _ = try await world.signIn("liming")
      #expect(try await world.audited() == ["accounts.session.started"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `guessing the current password in a stolen session is limited too`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let session = try await world.start(account)
      func attempt(_ current: String) async throws -> AccountsError? {
        try await refusal {
          try await ChangePassword(world.services)(
            current: current, new: NewPassword(fresh, repetition: fresh), of: account.id, keeping: session.id)
        }
      }
      for _ in 0..<10 { #expect(try await attempt("guess")?.problems.isEmpty == false) }
      #expect(try await attempt(TestWorld.password)?.isLimited == true)
    }
  }
}

@Suite struct ResetPasswordTests {
  @Test(arguments: TestEngine.all)
  func `a mail goes out only to those who have an account and an address`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li", contact: Contact(mail: "li@school.cn"))
      _ = try await world.add("nomail")
      let closed = try await world.add("closed", contact: Contact(mail: "closed@school.cn"))
      try await world.database.write { try AccountStore.setStatus(.closed, of: closed.id, on: $0) }
      let request = RequestPasswordReset(world.services)
      for name in ["nobody", "nomail", "closed", "LI@school.cn"] {
        try await request(name: name, address: "203.0.113.7", language: .chinese)
      }
      let letters = try await world.letters()
      #expect(letters.map(\.address) == ["li@school.cn"])
      #expect(letters.map(\.key) == ["accounts.mail.reset.subject"])
      #expect(try await world.audited() == ["accounts.password.reset-requested"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `asking again and again sends three mails and then none, without a word`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li", contact: Contact(mail: "li@school.cn"))
      let request = RequestPasswordReset(world.services)
      for attempt in 0..<8 {
        try await request(
          name: attempt.isMultiple(of: 2) ? "li" : "li@school.cn", address: "203.0.113.7", language: .chinese)
      }
      #expect(try await world.letters().count == 3)
      for attempt in 0..<12 {
        try await request(name: "x\(attempt)", address: "203.0.113.7", language: .chinese)
      }
      let error = try await refusal { try await request(name: "y", address: "203.0.113.7", language: .chinese) }
      #expect(error?.isLimited == true)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the link sets a password once and ends all sessions`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li", contact: Contact(mail: "li@school.cn"))
      let session = try await world.start(account)
      try await RequestPasswordReset(world.services)(name: "li", address: "203.0.113.7", language: .chinese)
      let token = try await world.mailedToken()
      let reset = ResetPassword(world.services)
      let bad = try await refusal { try await reset(token: token, new: NewPassword("short", repetition: "short")) }
      #expect(bad?.problems == ["new_password": "kit.password.short"])
      try await reset(token: token, new: NewPassword(fresh, repetition: fresh))
      _ = try await world.signIn("li", fresh)
      #expect(try await world.load(session.cookie) == nil)
      let again = try await refusal { try await reset(token: token, new: NewPassword(fresh, repetition: fresh)) }
      #expect(again?.isUnusableLink == true)
      #expect(try await world.audited().prefix(2) == ["accounts.password.reset-requested", "accounts.password.reset"])
      #expect(try await world.told() == ["notice.accounts.passwordChanged"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `two who use a link at the same time: one does`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li", contact: Contact(mail: "li@school.cn"))
      try await RequestPasswordReset(world.services)(name: "li", address: "203.0.113.7", language: .chinese)
      let token = try await world.mailedToken()
      let done = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await refusal {
              try await ResetPassword(world.services)(token: token, new: NewPassword(fresh, repetition: fresh))
            } == nil
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(done == 1)
      #expect(try await world.audited().count { $0 == "accounts.password.reset" } == 1)
    }
  }
}
