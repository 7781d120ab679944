import Database
package import Platform
package import Values

/// Signs a person in by a link that works once. Where there is a second
/// factor, its code is still asked for.
package struct SignInByLink: Sendable {
  let services: Services
  let rules: SessionRules

  package init(_ services: Services, rules: SessionRules = .standard) {
    self.services = services
    self.rules = rules
  }

  /// - Throws: `AccountsError.linkUnusable`.
  package func callAsFunction(token: String, device: Device) async throws -> SignIn.Outcome {
    let (services, now) = (services, services.now)
    let start = StartSession(services, rules: rules)
    return try await services.database.write { connection in
      guard let opened = try OpenedLink.find(token, for: .signIn, services: services, on: connection),
        try OneTimeLinkStore.use(opened.link.id, now: now, on: connection)
      else { throw AccountsError.linkUnusable }
      let account = opened.account
      if account.hasSecondFactor {
        let pending = PendingSignIn(accountID: account.id, isRemembered: false)
        return .needsCode(pending: pending.signed(by: services.keys, at: now))
      }
      return .signedIn(try start(for: account, by: .link, device: device, now: now, on: connection))
    }
  }
}

/// Enters an account of the demo by one click.
package struct SignInAsDemo: Sendable {
  let services: Services
  let limits: SignInLimits
  let rules: SessionRules

  package init(_ services: Services, limits: SignInLimits = .standard, rules: SessionRules = .standard) {
    self.services = services
    self.limits = limits
    self.rules = rules
  }

  /// - Throws: `AccountsError.notFound` where the installation is no demo or the
  ///   account none of its accounts; `.limited`.
  package func callAsFunction(_ id: ID<Account>, device: Device) async throws -> StartedSession {
    let (services, limits, now) = (services, limits, services.now)
    guard services.installation.isDemo else { throw AccountsError.notFound }
    let start = StartSession(services, rules: rules)
    let result = try await services.database.write { connection -> Result<StartedSession, AccountsError> in
      guard let account = try AccountStore.find(id, on: connection), account.isDemo, account.status == .active else {
        return .failure(.notFound)
      }
      if let delay = try RateLimitStore.take([limits.demo(device.address, services.sealer)], now: now, on: connection) {
        return .failure(.limited(retryAfter: delay))
      }
      return .success(try start(for: account, by: .demo, device: device, now: now, on: connection))
    }
    return try result.get()
  }
}
