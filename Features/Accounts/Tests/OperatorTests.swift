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

@Suite struct InvitationTests {
  private func invite(_ world: TestWorld, mail: String? = "li@school.cn") async throws -> String {
    let account = try await world.add("li", contact: Contact(mail: mail), password: nil)
    let path = try await world.database.write { connection in
      try InviteAccount(world.services)(
        account.id, organisation: "某学院", language: .chinese, by: nil, on: connection)
    }
    #expect(path.hasPrefix("/invitation/"))
    return String(path.dropFirst("/invitation/".count))
  }

  @Test(arguments: TestEngine.all)
  func `the invited person sets name and password and is in`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let token = try await invite(world)
      #expect(try await world.letters().map(\.key) == ["accounts.mail.invitation.subject"])
      let accept = AcceptInvitation(world.services)
      let bad = try await refusal {
        _ = try await accept(
          token: token, displayName: " ", new: NewPassword("short", repetition: ""), device: TestWorld.device)
      }
      #expect(bad?.problems == ["display_name": "kit.records.required", "new_password": "kit.password.short"])
      let session = try await accept(
        token: token, displayName: "李明明", new: NewPassword(fresh, repetition: fresh), device: TestWorld.device)
      #expect(try await world.load(session.cookie)?.displayName == "李明明")
      _ = try await world.signIn("li", fresh)
      let again = try await refusal {
        _ = try await accept(
          token: token, displayName: "x", new: NewPassword(fresh, repetition: fresh), device: TestWorld.device)
      }
      #expect(again?.isUnusableLink == true)
      #expect(
        try await world.audited().prefix(3) == [
          "accounts.invitation.issued", "accounts.invitation.accepted", "accounts.session.started",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func `an invitation is over once there is a password`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let token = try await invite(world)
      try await RequestPasswordReset(world.services)(name: "li", address: "203.0.113.7", language: .chinese)
      try await ResetPassword(world.services)(
        token: try await world.mailedToken(), new: NewPassword(fresh, repetition: fresh))
      let error = try await refusal {
        _ = try await AcceptInvitation(world.services)(
          token: token, displayName: "x", new: NewPassword(fresh, repetition: fresh), device: TestWorld.device)
      }
      #expect(error?.isUnusableLink == true)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who has a password is not invited`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let error = try await refusal {
        _ = try await world.database.write { connection in
          try InviteAccount(world.services)(
            account.id, organisation: "某学院", language: .chinese, by: nil, on: connection)
        }
      }
      #expect(error?.isNotFound == true)
    }
  }
}

@Suite struct OperatorTests {
  @Test(arguments: TestEngine.all)
  func `the first administrator gets a link or the password they chose`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      #expect(try await world.database.read { try AccountStore.isEmpty(on: $0) })
      let create = CreateAdministrator(world.services)
      let (id, entrance) = try await create(NewAccount(signInName: "Admin", displayName: "管理员")) { id, connection in
        try connection.run("INSERT INTO test_audit VALUES (1, 'role', 0, \(id), '', '')")
      }
      guard case .link(let path) = entrance else {
        Issue.record("no link")
        return
      }
      let session = try await AcceptInvitation(world.services)(
        token: String(path.dropFirst("/invitation/".count)), displayName: "管理员",
        new: NewPassword(fresh, repetition: fresh), device: TestWorld.device)
      #expect(session.accountID == id)
      #expect(try await world.audited().first == "role")
      _ = try await create(NewAccount(signInName: "second", displayName: "张伟"), password: fresh) { _, _ in }
      guard case .signedIn(let second) = try await world.signIn("second", fresh) else {
        Issue.record("cannot sign in")
        return
      }
      #expect(!second.mustChangePassword)
      let bad = try await refusal {
        _ = try await create(NewAccount(signInName: "x", displayName: ""), password: "kurz") { _, _ in }
      }
      #expect(
        bad?.problems == [
          "sign_in_name": "accounts.signInName.length", "display_name": "kit.records.required",
          "new_password": "kit.password.short",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func `when the role cannot be given, there is no account either`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      do {
        _ = try await CreateAdministrator(world.services)(NewAccount(signInName: "admin", displayName: "管理员")) { _, _ in
          throw CancellationError()
        }
        Issue.record("made without a role")
      } catch is CancellationError {}
      #expect(try await world.count("accounts") == 0)
      #expect(try await world.audited().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a one-time password must be replaced`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      _ = try await world.enableSecondFactor(account)
      let session = try await world.start(account)
      let token = try await CreateToken(world.services)(
        TokenRequest(name: "x", days: 1, scopes: []), of: account, membershipID: nil)
      let password = try await RestoreAccess(world.services).withPassword(of: account.id, removesSecondFactor: true)
      #expect(try await world.load(session.cookie) == nil)
      let now = world.now
      #expect(try await world.database.read { try TokenStore.load(bearer: token, now: now, on: $0) } == nil)
      guard case .signedIn(let restored) = try await world.signIn("li", password) else {
        Issue.record("cannot sign in")
        return
      }
      #expect(restored.mustChangePassword)
      try await ChangePassword(world.services)(
        current: password, new: NewPassword(fresh, repetition: fresh), of: account.id, keeping: restored.id)
      #expect(try await world.load(restored.cookie)?.mustChangePassword == false)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a sign-in link works once, and still asks for the code`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      func link() async throws -> String {
        let path = try await RestoreAccess(world.services).withLink(of: account.id)
        return String(path.dropFirst("/sign-in/link/".count))
      }
      let signIn = SignInByLink(world.services)
      let token = try await link()
      #expect(try await refusal { _ = try await world.signIn("li") }?.isRefused == true)
      guard case .signedIn(let session) = try await signIn(token: token, device: TestWorld.device) else {
        Issue.record("no session")
        return
      }
      #expect(session.mustChangePassword)
      // The forgotten password is not asked for.
      try await ChangePassword(world.services)(
        current: "", new: NewPassword(fresh, repetition: fresh), of: account.id, keeping: session.id)
      _ = try await world.signIn("li", fresh)
      #expect(
        try await refusal { _ = try await signIn(token: token, device: TestWorld.device) }?.isUnusableLink == true)
      _ = try await world.enableSecondFactor(account)
      guard case .needsCode = try await signIn(token: try await link(), device: TestWorld.device) else {
        Issue.record("no second step")
        return
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `closing ends everything and opening gives it back`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let session = try await world.start(account)
      func set(_ status: Account.Status) async throws {
        try await world.database.write { try SetAccountStatus(world.services)(status, of: account.id, by: nil, on: $0) }
      }
      try await set(.closed)
      try await set(.closed)
      #expect(try await refusal { _ = try await world.signIn("li") }?.isRefused == true)
      try await set(.active)
      #expect(try await world.load(session.cookie) == nil)
      _ = try await world.signIn("li")
      #expect(
        try await world.audited() == [
          "accounts.account.closed", "accounts.account.opened", "accounts.session.started",
        ])
    }
  }
}
