import Database
package import Platform
import Security
package import Values

/// A signed-in person shows again who they are, before something dangerous:
/// by password, or by a code where they have a second factor.
package struct ConfirmIdentity: Sendable {
  let services: Services
  let limits: SignInLimits
  let rules: SessionRules

  package init(_ services: Services, limits: SignInLimits = .standard, rules: SessionRules = .standard) {
    self.services = services
    self.limits = limits
    self.rules = rules
  }

  /// Whether a click is enough: accounts of a demo have no secret that a
  /// visitor could know.
  package static func needsNoSecret(_ account: Account, _ services: Services) -> Bool {
    account.isDemo && services.installation.isDemo
  }

  /// - Throws: `AccountsError.refused`, `.limited`, `.busy`.
  package func callAsFunction(password: String, of account: Account, in session: ID<Session>) async throws {
    let (services, rules) = (services, rules)
    if !Self.needsNoSecret(account, services) {
      let hash = try await services.database.read { try CredentialStore.passwordHash(of: account.id, on: $0) }
      let limit = limits.account(account.id, services.sealer)
      let answer = try await PasswordCheck(services: services)(password, against: hash, limits: [limit])
      guard answer.isCorrect else { throw AccountsError.refused }
      try await services.database.write { try RateLimitStore.clear(limit, on: $0) }
    }
    let now = services.now
    try await services.database.write { connection in
      try SessionStore.setSudo(until: now.advanced(by: rules.sudo), of: session, on: connection)
      try services.auditAccount("identity.confirmed", account, by: account.id, at: now, on: connection)
    }
  }
}
