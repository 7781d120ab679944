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

@Suite struct SignInTests {
  @Test(arguments: TestEngine.all)
  func `the right password begins a session and is audited`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li", contact: Contact(phone: "13800138000", mail: "li@school.cn"))
      for name in ["LI", "138 0013 8000", "Li@School.cn"] {
        guard case .signedIn(let session) = try await world.signIn(name) else {
          Issue.record("no session for \(name)")
          continue
        }
        #expect(try await world.load(session.cookie)?.accountID == account.id)
        #expect(try await world.load(session.cookie)?.hasSudo(at: world.now) == true)
      }
      #expect(try await world.audited() == Array(repeating: "accounts.session.started", count: 3))
    }
  }

  @Test(arguments: TestEngine.all)
  func `unknown, wrong, closed and invited are all the same`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li")
      let closed = try await world.add("wang")
      try await world.database.write { try AccountStore.setStatus(.closed, of: closed.id, on: $0) }
      _ = try await world.add("invited", password: nil)
      for (name, password) in [
        ("li", "falsch falsch"), ("nobody", TestWorld.password), ("wang", TestWorld.password), ("invited", ""),
        ("invited", "x"), ("li", ""), ("li", String(repeating: "a", count: 100_000)),
        ("li", TestWorld.password + " "),
      ] {
        let error = try await refusal { _ = try await world.signIn(name, password) }
        #expect(error?.isRefused == true, "\(name)")
      }
      #expect(try await world.count("sessions") == 0)
      #expect(try await world.audited().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `ten wrong passwords shut an account for everybody, under all its names`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li", contact: Contact(phone: "13800138000"))
      for attempt in 0..<10 {
        let name = attempt.isMultiple(of: 2) ? "li" : "138-0013-8000"
        let error = try await refusal { _ = try await world.signIn(name, "wrong", from: "203.0.113.\(attempt)") }
        #expect(error?.isRefused == true)
      }
      for name in ["li", "13800138000"] {
        let error = try await refusal { _ = try await world.signIn(name, from: "198.51.100.1") }
        #expect(error?.isLimited == true)
      }
      world.time.pass(.seconds(90))
      _ = try await world.signIn("li")
      // What was rightful fills the bucket again.
      for _ in 0..<10 { _ = try await refusal { _ = try await world.signIn("li", "wrong") } }
      #expect(try await refusal { _ = try await world.signIn("li", "wrong") }?.isLimited == true)
    }
  }

  @Test(arguments: TestEngine.all)
  func `an unknown name is limited like a known one`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world async throws in
      for _ in 0..<10 {
        #expect(try await refusal { _ = try await world.signIn("nobody", "x") }?.isRefused == true)
      }
      #expect(try await refusal { _ = try await world.signIn(" NOBODY ", "x") }?.isLimited == true)
    }
  }

  @Test(arguments: TestEngine.all)
  func `ten thousand attempts cost no more hashes than the address may try`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      var world = world
      // Hashes that would take minutes if each attempt were hashed.
      let parameters = try #require(ScryptParameters(cost: 1024, blockSize: 8, parallelism: 1))
      world.services.hasher = PasswordHasher(parameters: parameters, waiting: 20_000)
      let flooded = world
      let outcomes = try await withThrowingTaskGroup(of: AccountsError?.self) { group in
        for attempt in 0..<10_000 {
          group.addTask {
            try await refusal {
              _ = try await flooded.signIn("student\(attempt)", "123456", from: "2001:db8::\(attempt % 10)")
            }
          }
        }
        return try await group.reduce(into: [AccountsError?]()) { $0.append($1) }
      }
      // PostgreSQL gives up on a few that come for the same row at the same moment; they are asked to come again.
      let (refused, busy) = (outcomes.count { $0?.isRefused == true }, outcomes.count { $0?.isBusy == true })
      #expect(engine == .sqlite ? refused == 100 : (90...100).contains(refused))
      #expect(outcomes.count { $0?.isLimited == true } == 10_000 - refused - busy)
      // Rows for the names that were tried, and one for the address.
      #expect(try await world.count("rate_limits") <= 101)
      #expect(try await refusal { _ = try await flooded.signIn("x", "y", from: "203.0.113.9") }?.isRefused == true)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a whole school behind one address gets in`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      _ = try await world.add("li")
      for _ in 0..<250 { _ = try await world.signIn("li") }
      #expect(try await world.count("sessions") == 250)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a flood shuts nobody out of their own devices`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let (li, wang) = (try await world.add("li"), try await world.add("wang"))
      for _ in 0..<10 { _ = try await refusal { _ = try await world.signIn("li", "wrong") } }
      #expect(try await refusal { _ = try await world.signIn("li") }?.isLimited == true)
      func attempt(_ name: String, _ password: String, _ device: KnownDevice) async throws -> AccountsError? {
        let cookie = device.signed(by: world.services.keys, at: world.now)
        return try await refusal {
          _ = try await SignIn(world.services)(
            SignIn.Attempt(name: name, password: password, device: TestWorld.device, knownDevice: cookie))
        }
      }
      let known = KnownDevice(accountID: li.id)
      #expect(try await attempt("li", TestWorld.password, known) == nil)
      // Somebody else's device is as good as none, and one's own has a limit too.
      #expect(try await attempt("li", TestWorld.password, KnownDevice(accountID: wang.id))?.isLimited == true)
      for _ in 0..<10 { #expect(try await attempt("li", "wrong", known)?.isRefused == true) }
      #expect(try await attempt("li", TestWorld.password, known)?.isLimited == true)
      #expect(KnownDevice("forged", keys: world.services.keys, at: world.now) == nil)
      let old = known.signed(by: world.services.keys, at: world.now)
      world.time.pass(.days(181))
      #expect(KnownDevice(old, keys: world.services.keys, at: world.now) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a hash of former cost is replaced at sign-in`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      func hash() async throws -> String? {
        try await world.database.read { try CredentialStore.passwordHash(of: account.id, on: $0) }
      }
      let before = try await hash()
      _ = try await world.signIn("li")
      #expect(try await hash() == before)
      var costlier = world
      costlier.services.hasher = PasswordHasher(
        parameters: try #require(ScryptParameters(cost: 32, blockSize: 8, parallelism: 1)))
      _ = try await costlier.signIn("li")
      #expect(try await hash()?.hasPrefix("scrypt$32$") == true)
      _ = try await costlier.signIn("li")
    }
  }
}

@Suite struct SecondFactorTests {
  @Test(arguments: TestEngine.all)
  func `the code is asked for and works once`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let (totp, codes) = try await world.enableSecondFactor(account)
      #expect(codes.count == 10 && Set(codes).count == 10)
      #expect(try await world.audited() == ["accounts.second-factor.enabled"])
      #expect(try await world.told() == ["notice.accounts.secondFactorEnabled"])
      world.time.pass(.seconds(60))
      guard case .needsCode(let pending) = try await world.signIn("li") else {
        Issue.record("no second step")
        return
      }
      let finish = FinishSignIn(world.services)
      let code = totp.code(at: world.now)
      #expect(
        try await refusal { _ = try await finish(pending: pending, code: "000000", device: TestWorld.device) }?
          .isRefused == true)
      let session = try await finish(pending: pending, code: code, device: TestWorld.device)
      #expect(try await world.load(session.cookie) != nil)
      // Watched over the shoulder, it is worth nothing.
      #expect(
        try await refusal { _ = try await finish(pending: pending, code: code, device: TestWorld.device) }?.isRefused
          == true)
      world.time.pass(.minutes(5))
      let late = totp.code(at: world.now)
      #expect(
        try await refusal { _ = try await finish(pending: pending, code: late, device: TestWorld.device) }?
          .isPendingExpired == true)
      #expect(
        try await refusal { _ = try await finish(pending: "x", code: late, device: TestWorld.device) }?.isPendingExpired
          == true)
    }
  }

  @Test(arguments: TestEngine.all)
  func `each recovery code works once`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let (_, codes) = try await world.enableSecondFactor(account)
      guard case .needsCode(let pending) = try await world.signIn("li") else {
        Issue.record("no second step")
        return
      }
      let finish = FinishSignIn(world.services)
      _ = try await finish(pending: pending, code: codes[3].uppercased(), device: TestWorld.device)
      #expect(
        try await refusal { _ = try await finish(pending: pending, code: codes[3], device: TestWorld.device) }?
          .isRefused == true)
      #expect(try await world.database.read { try CredentialStore.recoveryCodesLeft(of: account.id, on: $0) } == 9)
      #expect(try await world.audited().contains("accounts.recovery-code.used"))
      #expect(try await world.told().last == "notice.accounts.recoveryCodeUsed")
      let fresh = try await RenewRecoveryCodes(world.services)(of: try await world.account(account.id))
      #expect(
        try await refusal { _ = try await finish(pending: pending, code: codes[4], device: TestWorld.device) }?
          .isRefused == true)
      _ = try await finish(pending: pending, code: fresh[0], device: TestWorld.device)
    }
  }

  @Test(arguments: TestEngine.all)
  func `codes cannot be tried`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      let (totp, _) = try await world.enableSecondFactor(account)
      world.time.pass(.seconds(60))
      guard case .needsCode(let pending) = try await world.signIn("li") else {
        Issue.record("no second step")
        return
      }
      let finish = FinishSignIn(world.services)
      for _ in 0..<5 {
        #expect(
          try await refusal { _ = try await finish(pending: pending, code: "12345", device: TestWorld.device) }?
            .isRefused == true)
      }
      let code = totp.code(at: world.now)
      #expect(
        try await refusal { _ = try await finish(pending: pending, code: code, device: TestWorld.device) }?.isLimited
          == true)
    }
  }

  @Test(arguments: TestEngine.all)
  func `setting up needs the account's own fresh secret and a right code`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let (li, wang) = (try await world.add("li"), try await world.add("wang"))
      let setup = SecondFactorSetup(for: li)
      let sealed = try setup.sealed(by: world.services.sealer, now: world.now)
      let enable = EnableSecondFactor(world.services)
      let wrong = try await refusal { _ = try await enable(setup: sealed, code: "abc", of: li) }
      #expect(wrong?.problems == ["code": "accounts.code.wrong"])
      let code = setup.totp.code(at: world.now)
      #expect(try await refusal { _ = try await enable(setup: sealed, code: code, of: wang) }?.isPendingExpired == true)
      world.time.pass(.minutes(30))
      let late = setup.totp.code(at: world.now)
      #expect(try await refusal { _ = try await enable(setup: sealed, code: late, of: li) }?.isPendingExpired == true)
      #expect(try await world.account(li.id).hasSecondFactor == false)
    }
  }

  @Test(arguments: TestEngine.all)
  func `turned off, the password is enough again`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine) { world in
      let account = try await world.add("li")
      _ = try await world.enableSecondFactor(account)
      try await DisableSecondFactor(world.services)(of: try await world.account(account.id))
      guard case .signedIn = try await world.signIn("li") else {
        Issue.record("still asked for a code")
        return
      }
      #expect(try await world.count("recovery_codes") == 0)
      #expect(try await world.told().last == "notice.accounts.secondFactorDisabled")
    }
  }
}

@Suite struct DemoTests {
  @Test(arguments: TestEngine.all)
  func `demo accounts are entered by one click where the installation is a demo`(engine: TestEngine) async throws {
    try await TestWorld.run(on: engine, isDemo: true) { world in
      let demo = try await world.add("demo", demo: DemoEntry(chinese: "教师", english: "Teacher", position: 1))
      let person = try await world.add("li")
      let enter = SignInAsDemo(world.services)
      let session = try await enter(demo.id, device: TestWorld.device)
      #expect(try await world.load(session.cookie)?.isDemo == true)
      #expect(try await refusal { _ = try await enter(person.id, device: TestWorld.device) }?.isNotFound == true)
      #expect(try await refusal { _ = try await enter(ID(rawValue: 1), device: TestWorld.device) }?.isNotFound == true)
      for _ in 0..<59 { _ = try await enter(demo.id, device: TestWorld.device) }
      #expect(try await refusal { _ = try await enter(demo.id, device: TestWorld.device) }?.isLimited == true)
      var real = world
      real.services.installation.isDemo = false
      let there = real
      #expect(
        try await refusal {
          _ = try await SignInAsDemo(there.services)(demo.id, device: Device(name: "x", address: "198.51.100.1"))
        }?.isNotFound == true)
    }
  }
}
