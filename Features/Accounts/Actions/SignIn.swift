import Database
import Logging
package import Platform
import Security
import Values

/// Signs a person in by name, phone or mail and password.
package struct SignIn: Sendable {
  let services: Services
  let limits: SignInLimits
  let rules: SessionRules

  /// What a person typed, and where.
  package struct Attempt: Sendable {
    /// A sign-in name, a phone number or a mail address.
    package var name: String
    package var password: String
    package var isRemembered: Bool
    package var device: Device
    /// The cookie of a `KnownDevice`, if the browser showed one.
    package var knownDevice: String?

    package init(
      name: String, password: String, isRemembered: Bool = false, device: Device, knownDevice: String? = nil
    ) {
      self.name = name
      self.password = password
      self.isRemembered = isRemembered
      self.device = device
      self.knownDevice = knownDevice
    }
  }

  /// What became of it.
  package enum Outcome: Sendable {
    case signedIn(StartedSession)
    /// The code of the authenticator app is still to come: the signed text of a `PendingSignIn`.
    case needsCode(pending: String)
  }

  package init(_ services: Services, limits: SignInLimits = .standard, rules: SessionRules = .standard) {
    self.services = services
    self.limits = limits
    self.rules = rules
  }

  /// - Throws: `AccountsError.refused` for an unknown name, a wrong password and
  ///   a closed account alike; `.limited`; `.busy`.
  package func callAsFunction(_ attempt: Attempt) async throws -> Outcome {
    let services = services
    let identifier = Identifier(attempt.name)
    let (account, hash) = try await services.database.read { connection -> (Account?, String?) in
      let account = try AccountStore.find(identifier, sealer: services.sealer, on: connection)
      let hash = try account.flatMap { try CredentialStore.passwordHash(of: $0.id, on: connection) }
      return (account, hash)
    }
    let limits = limits(for: attempt, identifier, account)
    let answer = try await PasswordCheck(services: services)(attempt.password, against: hash, limits: limits.all)
    guard answer.isCorrect, let account, account.status == .active, let hash else {
      services.logger.info("sign-in refused", metadata: ["account": .string(account?.id.description ?? "unknown")])
      throw AccountsError.refused
    }
    let now = services.now
    let start = StartSession(services, rules: rules)
    let pending = PendingSignIn(accountID: account.id, isRemembered: attempt.isRemembered)
    return try await services.database.write { connection in
      try RateLimitStore.clear(limits.own, on: connection)
      if let address = limits.address { try RateLimitStore.giveBack(address, on: connection) }
      if let fresh = answer.freshHash {
        try CredentialStore.rehash(from: hash, to: fresh, of: account.id, on: connection)
      }
      // As it stands now: the check took a while.
      guard let current = try AccountStore.find(account.id, on: connection), current.status == .active else {
        throw AccountsError.refused
      }
      guard !current.hasSecondFactor else { return .needsCode(pending: pending.signed(by: services.keys, at: now)) }
      return .signedIn(
        try start(
          for: current, by: .password, device: attempt.device, isRemembered: attempt.isRemembered, now: now,
          on: connection))
    }
  }

  /// What the attempt is counted by: the device where the account was at home
  /// before, else the account and the address.
  private func limits(
    for attempt: Attempt, _ identifier: Identifier, _ account: Account?
  ) -> (own: RateLimit, address: RateLimit?, all: [RateLimit]) {
    let sealer = services.sealer
    if let known = KnownDevice(attempt.knownDevice, keys: services.keys, at: services.now),
      known.accountID == account?.id
    {
      let own = limits.device(known, sealer)
      return (own, nil, [own])
    }
    let own = limits.account(account?.id, typed: identifier, sealer)
    let address = limits.address(attempt.device.address, sealer)
    return (own, address, [own, address])
  }
}
