import Database
package import Platform
import Records
import Values

/// A person sets a new password by the link of a mail. All sessions end; the
/// second factor stays, so the next sign-in still asks for it.
package struct ResetPassword: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `AccountsError.linkUnusable`, `.invalid`, `.busy`.
  package func callAsFunction(token: String, new: NewPassword) async throws {
    let services = services
    let opened = try await services.database.read { connection in
      try OpenedLink.find(token, for: .reset, services: services, on: connection)
    }
    guard let opened else { throw AccountsError.linkUnusable }
    let account = opened.account
    let problems = new.problems(known: account.known(opened.contact))
    guard problems.isEmpty else { throw AccountsError.invalid(problems) }
    let hash = try await new.hash(services)
    let now = services.now
    try await services.database.write { connection in
      guard try OneTimeLinkStore.use(opened.link.id, now: now, on: connection) else { throw AccountsError.linkUnusable }
      try CredentialStore.setPassword(hash: hash, mustChange: false, of: account.id, on: connection)
      try SessionStore.endAll(of: account.id, on: connection)
      try services.auditAccount("password.reset", account, by: account.id, at: now, on: connection)
      try services.tellOwner("passwordChanged", of: account, path: "/account/sessions", on: connection)
    }
  }
}
