import Database
package import Platform
import Records
package import Values

/// A person replaces their password. All other sessions end: whoever knew the
/// old one is out.
package struct ChangePassword: Sendable {
  let services: Services
  let limits: SignInLimits

  package init(_ services: Services, limits: SignInLimits = .standard) {
    self.services = services
    self.limits = limits
  }

  /// - Parameters:
  ///   - current: the password until now; not asked for where there is none yet.
  ///   - session: the one that goes on.
  /// - Throws: `AccountsError.invalid` with all problems, `.limited`, `.busy`.
  package func callAsFunction(
    current: String, new: NewPassword, of accountID: ID<Account>, keeping session: ID<Session>
  ) async throws {
    let services = services
    let (found, contact, hash) = try await services.database.read { connection in
      (
        try AccountStore.find(accountID, on: connection),
        try ContactStore.load(of: accountID, sealer: services.sealer, on: connection),
        try CredentialStore.passwordHash(of: accountID, on: connection)
      )
    }
    guard let account = found else { throw AccountsError.notFound }
    var problems = new.problems(known: account.known(contact))
    if let hash {
      if current.isEmpty {
        problems.insert(FieldProblem("current_password", "kit.records.required"), at: 0)
      } else {
        let limit = limits.account(accountID, services.sealer)
        let answer = try await PasswordCheck(services: services)(current, against: hash, limits: [limit])
        if answer.isCorrect {
          try await services.database.write { try RateLimitStore.clear(limit, on: $0) }
        } else {
          problems.insert(FieldProblem("current_password", "accounts.password.wrong"), at: 0)
        }
        if problems.isEmpty, new.text == current {
          problems.append(FieldProblem("new_password", "accounts.password.same"))
        }
      }
    }
    guard problems.isEmpty else { throw AccountsError.invalid(problems) }
    let fresh = try await new.hash(services)
    let now = services.now
    try await services.database.write { connection in
      try CredentialStore.setPassword(hash: fresh, mustChange: false, of: accountID, on: connection)
      try SessionStore.endAll(of: accountID, except: session, on: connection)
      try services.auditAccount("password.changed", account, by: accountID, at: now, on: connection)
      try services.tellOwner("passwordChanged", of: account, path: "/account/sessions", on: connection)
    }
  }
}
