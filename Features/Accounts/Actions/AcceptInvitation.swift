import Database
package import Platform
import Records
import Values

/// A person who was invited checks their name, sets a password and is signed in.
package struct AcceptInvitation: Sendable {
  let services: Services
  let rules: SessionRules

  package init(_ services: Services, rules: SessionRules = .standard) {
    self.services = services
    self.rules = rules
  }

  /// - Parameter displayName: how the person writes their own name.
  /// - Throws: `AccountsError.linkUnusable`, `.invalid` with all problems, `.busy`.
  package func callAsFunction(
    token: String, displayName: String, new: NewPassword, device: Device
  ) async throws -> StartedSession {
    let services = services
    let opened = try await services.database.read { connection in
      try OpenedLink.find(token, for: .invitation, services: services, on: connection)
    }
    guard let opened else { throw AccountsError.linkUnusable }
    let account = opened.account
    let reading = Profile.fields.only(["display_name"])
      .read(
        FormData([("display_name", displayName)]),
        into: Profile(displayName: account.displayName, language: account.language))
    let problems = reading.problems + new.problems(known: account.known(opened.contact))
    guard problems.isEmpty else { throw AccountsError.invalid(problems) }
    let hash = try await new.hash(services)
    let now = services.now
    let start = StartSession(services, rules: rules)
    let before = Profile(displayName: account.displayName, language: account.language)
    return try await services.database.write { connection in
      guard try OneTimeLinkStore.use(opened.link.id, now: now, on: connection) else { throw AccountsError.linkUnusable }
      try AccountStore.setProfile(
        displayName: reading.record.displayName, language: account.language, of: account.id, on: connection)
      try CredentialStore.setPassword(hash: hash, mustChange: false, of: account.id, on: connection)
      guard let current = try AccountStore.find(account.id, on: connection) else { throw AccountsError.linkUnusable }
      try services.auditAccount(
        "invitation.accepted", current, by: account.id,
        changes: Profile.fields.difference(from: before, to: reading.record), at: now, on: connection)
      return try start(for: current, by: .link, device: device, now: now, on: connection)
    }
  }
}
