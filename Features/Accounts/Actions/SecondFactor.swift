import Database
package import Platform
import Records
import Security
import Values

/// The setting-up of an authenticator app: the secret travels sealed through
/// the form until a code shows that the app has it.
package struct SecondFactorSetup: Sendable {
  let totp: TOTP
  let account: Account

  static let lifetime: Duration = .minutes(30)

  private static func context(_ account: Account) -> String { "accounts.totp-setup/\(account.id)" }

  package init(for account: Account) {
    totp = TOTP()
    self.account = account
  }

  /// Reads what `sealed` wrote; `nil` for a forged or an old one.
  init?(_ sealed: String, for account: Account, sealer: Sealer, now: Instant) {
    guard let text = try? sealer.open(sealed, context: Self.context(account)) else { return nil }
    let words = text.split(separator: " ")
    guard words.count == 2, let expiry = Int64(words[1]), now.milliseconds < expiry, let totp = TOTP(base32: words[0])
    else { return nil }
    self.totp = totp
    self.account = account
  }

  /// - Throws: `SealError`.
  func sealed(by sealer: Sealer, now: Instant) throws -> String {
    let expiry = now.advanced(by: Self.lifetime).milliseconds
    return try sealer.seal("\(totp.base32) \(expiry)", context: Self.context(account))
  }

  /// What the QR code says.
  func uri(issuer: String) -> String {
    totp.uri(issuer: issuer, account: account.signInName)
  }
}

/// Turns the second factor on.
package struct EnableSecondFactor: Sendable {
  let services: Services
  let limits: SignInLimits

  package init(_ services: Services, limits: SignInLimits = .standard) {
    self.services = services
    self.limits = limits
  }

  /// - Parameter setup: as `SecondFactorSetup.sealed` wrote it.
  /// - Returns: the recovery codes, to be shown once.
  /// - Throws: `AccountsError.pendingExpired`, `.invalid`, `.limited`.
  package func callAsFunction(setup: String, code: String, of account: Account) async throws -> [String] {
    let (services, limits, now) = (services, limits, services.now)
    guard let setup = SecondFactorSetup(setup, for: account, sealer: services.sealer, now: now) else {
      throw AccountsError.pendingExpired
    }
    let codes = RecoveryCodes.make()
    let limit = limits.code(account.id, services.sealer)
    let refusal = try await services.database.write { connection -> AccountsError? in
      if let delay = try RateLimitStore.take([limit], now: now, on: connection) { return .limited(retryAfter: delay) }
      guard let step = setup.totp.step(matching: String(code.prefix(100)), at: now, after: nil) else {
        return .invalid([FieldProblem("code", "accounts.code.wrong")])
      }
      try RateLimitStore.clear(limit, on: connection)
      try CredentialStore.setTOTP(setup.totp, step: step, of: account.id, sealer: services.sealer, on: connection)
      try CredentialStore.setRecoveryCodes(
        digests: codes.map { RecoveryCodes.digest($0) }, of: account.id, on: connection)
      try services.auditAccount("second-factor.enabled", account, by: account.id, at: now, on: connection)
      try services.tellOwner("secondFactorEnabled", of: account, path: "/account/second-factor", on: connection)
      return nil
    }
    if let refusal { throw refusal }
    return codes
  }
}

/// Turns the second factor off.
package struct DisableSecondFactor: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func callAsFunction(of account: Account) async throws {
    let (services, now) = (services, services.now)
    guard account.hasSecondFactor else { return }
    try await services.database.write { connection in
      try CredentialStore.removeSecondFactor(of: account.id, on: connection)
      try services.auditAccount("second-factor.disabled", account, by: account.id, at: now, on: connection)
      try services.tellOwner("secondFactorDisabled", of: account, path: "/account/second-factor", on: connection)
    }
  }
}

/// Makes new recovery codes; the old ones stop working.
package struct RenewRecoveryCodes: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Returns: the codes, to be shown once.
  /// - Throws: `AccountsError.notFound` without a second factor.
  package func callAsFunction(of account: Account) async throws -> [String] {
    let (services, now) = (services, services.now)
    guard account.hasSecondFactor else { throw AccountsError.notFound }
    let codes = RecoveryCodes.make()
    try await services.database.write { connection in
      try CredentialStore.setRecoveryCodes(
        digests: codes.map { RecoveryCodes.digest($0) }, of: account.id, on: connection)
      try services.auditAccount("recovery-codes.made", account, by: account.id, at: now, on: connection)
    }
    return codes
  }
}
