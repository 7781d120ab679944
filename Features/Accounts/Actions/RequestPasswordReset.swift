import Database
package import Localization
package import Platform
import Values

/// A person who has forgotten their password asks for a mail. Whatever was
/// typed, the answer is the same, so that nobody learns who has an account.
package struct RequestPasswordReset: Sendable {
  let services: Services
  let limits: SignInLimits

  package init(_ services: Services, limits: SignInLimits = .standard) {
    self.services = services
    self.limits = limits
  }

  /// - Parameter language: that of the page, for accounts that have chosen none.
  /// - Throws: `AccountsError.limited` when this address asks too often. An
  ///   account that was asked for too often is silently sent nothing.
  package func callAsFunction(name: String, address: String, language: Language) async throws {
    let (services, limits, now) = (services, limits, services.now)
    let identifier = Identifier(name)
    let refusal = try await services.database.write { connection -> Duration? in
      if let delay = try RateLimitStore.take([limits.lettersFrom(address, services.sealer)], now: now, on: connection) {
        return delay
      }
      let account = try AccountStore.find(identifier, sealer: services.sealer, on: connection)
      // Taken for unknown names too: the same work, and so the same time.
      let limit = limits.letters(account?.id, typed: identifier, services.sealer)
      guard try RateLimitStore.take([limit], now: now, on: connection) == nil, let account, account.status == .active
      else { return nil }
      let contact = try ContactStore.load(of: account.id, sealer: services.sealer, on: connection)
      guard let mail = contact.mail else { return nil }
      let path = try OneTimeLinkStore.issue(
        .reset, id: services.ids.next(), for: account.id, sealer: services.sealer, now: now, on: connection)
      try services.notices.mail(
        Letter(
          address: mail, name: account.displayName, language: account.language ?? language,
          subject: Message("accounts.mail.reset.subject"),
          body: Message(
            "accounts.mail.reset.body", ["name": account.displayName, "signInName": account.signInName]), path: path),
        on: connection)
      try services.auditAccount("password.reset-requested", account, by: nil, at: now, on: connection)
      return nil
    }
    if let refusal { throw AccountsError.limited(retryAfter: refusal) }
  }
}
