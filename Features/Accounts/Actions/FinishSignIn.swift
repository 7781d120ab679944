import Database
package import Platform
import Security
import Values

/// The second step of signing in: the code of the authenticator app, or one of
/// the recovery codes.
package struct FinishSignIn: Sendable {
  let services: Services
  let limits: SignInLimits
  let rules: SessionRules

  package init(_ services: Services, limits: SignInLimits = .standard, rules: SessionRules = .standard) {
    self.services = services
    self.limits = limits
    self.rules = rules
  }

  /// - Parameter pending: what `SignIn` answered.
  /// - Throws: `AccountsError.pendingExpired`, `.refused`, `.limited`.
  package func callAsFunction(pending: String, code: String, device: Device) async throws -> StartedSession {
    let (services, limits, now) = (services, limits, services.now)
    guard let pending = PendingSignIn(pending, keys: services.keys, at: now) else {
      throw AccountsError.pendingExpired
    }
    let start = StartSession(services, rules: rules)
    // A wrong code must stay counted, so the transaction ends well and the refusal is thrown after it.
    let result = try await services.database.write { connection -> Result<StartedSession, AccountsError> in
      let limit = limits.code(pending.accountID, services.sealer)
      if let delay = try RateLimitStore.take([limit], now: now, on: connection) {
        return .failure(.limited(retryAfter: delay))
      }
      guard let account = try AccountStore.find(pending.accountID, on: connection), account.status == .active else {
        return .failure(.pendingExpired)
      }
      let check = CodeCheck(services: services)
      guard let way = try check(code, of: account, now: now, on: connection) else { return .failure(.refused) }
      try RateLimitStore.clear(limit, on: connection)
      return .success(
        try start(
          for: account, by: way, device: device, isRemembered: pending.isRemembered, now: now, on: connection))
    }
    return try result.get()
  }
}
