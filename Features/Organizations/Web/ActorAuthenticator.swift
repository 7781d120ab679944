import Accounts
import Database
package import Platform
import Values
package import Web

/// Finds who acts: session or token, account, membership and permissions, in
/// one reading of the database.
package struct ActorAuthenticator: Authenticator {
  private let services: Services
  private let permissions: RolePermissions
  private let seen: SeenSessions

  package init(services: Services, permissions: RolePermissions) {
    self.services = services
    self.permissions = permissions
    seen = SeenSessions(services)
  }

  package func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal? {
    if let bearer { return try await principal(bearer: bearer) }
    guard let cookie else { return nil }
    let now = services.now
    let loaded = try await services.database.read { connection -> (LoadedSession, Membership?)? in
      guard let session = try SessionStore.load(cookie: cookie, now: now, on: connection) else { return nil }
      let membership = try MembershipStore.current(
        account: session.accountID, chosen: session.membershipID.map { ID(rawValue: $0) }, on: connection)
      return (session, membership)
    }
    guard let (session, membership) = loaded else { return nil }
    seen.note(session)
    return Principal(
      accountID: session.accountID.rawValue, sessionID: session.sessionID.rawValue, csrfSecret: session.csrfSecret,
      language: session.language,
      value: actor(session.accountID, session.displayName, membership, mustChangePassword: session.mustChangePassword))
  }

  private func principal(bearer: String) async throws -> Principal? {
    let now = services.now
    let loaded = try await services.database.read { connection -> (LoadedToken, Membership?)? in
      guard let token = try TokenStore.load(bearer: bearer, now: now, on: connection) else { return nil }
      guard let made = token.membershipID else {
        return (token, try MembershipStore.current(account: token.accountID, chosen: nil, on: connection))
      }
      // A token made for one membership acts in no other one after that has ended.
      return (token, try MembershipStore.active(ID(rawValue: made), account: token.accountID, on: connection))
    }
    guard let (token, membership) = loaded else { return nil }
    seen.note(token)
    return Principal(
      accountID: token.accountID.rawValue, tokenID: token.tokenID.rawValue, scopes: token.scopes,
      language: token.language,
      value: actor(token.accountID, token.displayName, membership, mustChangePassword: false))
  }

  private func actor(
    _ accountID: ID<Account>, _ name: String, _ membership: Membership?, mustChangePassword: Bool
  ) -> Actor {
    Actor(
      accountID: accountID, name: name, membership: membership,
      permissions: mustChangePassword ? [] : permissions.of(membership?.role), mustChangePassword: mustChangePassword)
  }
}
