package import Database
package import Platform
import Records
import Security
package import Values

/// Makes an administrator's account from the command line, or at the first start.
package struct CreateAdministrator: Sendable {
  let services: Services

  /// How the new administrator gets in.
  package enum Entrance: Sendable {
    /// By the password that was given.
    case password
    /// By this page, where they set one: `/invitation/…`, good for 14 days.
    case link(path: String)
  }

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameters:
  ///   - password: `nil` answers a link instead.
  ///   - granting: gives the account its role, in the same transaction.
  /// - Throws: `AccountsError.invalid` with all problems, `.busy`.
  package func callAsFunction(
    _ new: NewAccount, password: String? = nil,
    granting grant: @escaping @Sendable (ID<Account>, any WriteConnection) throws -> Void
  ) async throws -> (id: ID<Account>, entrance: Entrance) {
    let services = services
    var account = new
    if let password {
      let chosen = NewPassword(password, repetition: password)
      let known = [new.signInName, new.displayName, new.contact.phone ?? "", new.contact.mail ?? ""]
      let problems = CreateAccount.problems(new) + chosen.problems(known: known)
      guard problems.isEmpty else { throw AccountsError.invalid(problems) }
      account.passwordHash = try await chosen.hash(services)
    }
    let made = account
    let now = services.now
    return try await services.database.write { connection in
      let id = try CreateAccount(services)(made, by: nil, on: connection)
      try grant(id, connection)
      guard made.passwordHash == nil else { return (id, .password) }
      let path = try OneTimeLinkStore.issue(
        .invitation, id: services.ids.next(), for: id, sealer: services.sealer, now: now, on: connection)
      return (id, .link(path: path))
    }
  }
}

/// Lets a person back in who cannot help themselves, from the command line or
/// by an administrator: a password that works until it is replaced at once, or a link.
package struct RestoreAccess: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Sets a password that has to be replaced at the next sign-in. All sessions
  /// and access tokens end.
  /// - Parameters:
  ///   - removesSecondFactor: the phone is lost, and the recovery codes too.
  ///   - actor: who does it; `nil` for an operator at the command line.
  /// - Returns: the password.
  /// - Throws: `AccountsError.notFound`, `.busy`.
  package func withPassword(
    of id: ID<Account>, removesSecondFactor: Bool = false, by actor: ID<Account>? = nil
  ) async throws -> String {
    let services = services
    let password = RecoveryCodes.make(count: 1).joined()
    let hash = try await NewPassword(password, repetition: password).hash(services)
    try await restore(id, removesSecondFactor: removesSecondFactor, by: actor) { connection in
      try CredentialStore.setPassword(hash: hash, mustChange: true, of: id, on: connection)
    }
    return password
  }

  /// Takes the password away and makes a link that signs in once, within a
  /// day, to set a new one. All sessions and access tokens end.
  /// - Returns: its page, `/sign-in/link/…`.
  package func withLink(
    of id: ID<Account>, removesSecondFactor: Bool = false, by actor: ID<Account>? = nil
  ) async throws -> String {
    let (services, now) = (services, services.now)
    return try await restore(id, removesSecondFactor: removesSecondFactor, by: actor) { connection in
      try CredentialStore.removePassword(of: id, on: connection)
      return try OneTimeLinkStore.issue(
        .signIn, id: services.ids.next(), for: id, sealer: services.sealer, now: now, on: connection)
    }
  }

  private func restore<Entrance: Sendable>(
    _ id: ID<Account>, removesSecondFactor: Bool, by actor: ID<Account>?,
    _ body: @escaping @Sendable (any WriteConnection) throws -> Entrance
  ) async throws -> Entrance {
    let (services, now) = (services, services.now)
    return try await services.database.write { connection in
      guard let account = try AccountStore.find(id, on: connection), account.status == .active else {
        throw AccountsError.notFound
      }
      let entrance = try body(connection)
      try SessionStore.endAll(of: id, on: connection)
      try TokenStore.revokeAll(of: id, now: now, on: connection)
      if removesSecondFactor {
        try CredentialStore.removeSecondFactor(of: id, on: connection)
        try services.auditAccount("second-factor.disabled", account, by: actor, at: now, on: connection)
      }
      try services.auditAccount("access.restored", account, by: actor, at: now, on: connection)
      try services.tellOwner("accessRestored", of: account, path: "/account/sessions", on: connection)
      return entrance
    }
  }
}

/// Closes an account and opens it again.
package struct SetAccountStatus: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Closing ends all sessions and access tokens; nothing the person did is lost.
  /// - Throws: `AccountsError.notFound`.
  package func callAsFunction(
    _ status: Account.Status, of id: ID<Account>, by actor: ID<Account>?, on connection: any WriteConnection
  ) throws {
    guard let account = try AccountStore.find(id, on: connection) else { throw AccountsError.notFound }
    guard account.status != status else { return }
    let now = services.now
    try AccountStore.setStatus(status, of: id, on: connection)
    if status == .closed {
      try SessionStore.endAll(of: id, on: connection)
      try TokenStore.revokeAll(of: id, now: now, on: connection)
    }
    try services.auditAccount(
      status == .closed ? "account.closed" : "account.opened", account, by: actor,
      changes: [
        FieldChange(field: "status", before: .text(account.status.rawValue), after: .text(status.rawValue))
      ], at: now, on: connection)
  }
}
