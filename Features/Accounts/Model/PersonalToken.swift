package import Localization
package import Values

/// A personal access token: lets a program act for an account, within scopes
/// and until a day.
package struct PersonalToken: Sendable, Hashable {
  /// Stands before every token, so that one in the wrong place is recognised.
  package static let prefix = "qiao_"
  /// An account may have so many that are neither revoked nor expired.
  package static let most = 20
  package static let longestDays = 365

  package let id: ID<PersonalToken>
  package let name: String
  /// Permissions of which the token may make use: never more than its account has.
  package let scopes: Set<String>
  package let createdAt: Instant
  package let expiresAt: Instant
  package let usedAt: Instant?
  package let revokedAt: Instant?

  package func isLive(at now: Instant) -> Bool {
    revokedAt == nil && now < expiresAt
  }
}

/// A live token with what every request needs of its account.
package struct LoadedToken: Sendable, Hashable {
  package let tokenID: ID<PersonalToken>
  package let accountID: ID<Account>
  package let displayName: String
  package let language: Language?
  /// In which membership the program acts.
  package let membershipID: Int64?
  package let scopes: Set<String>
  package let usedAt: Instant?
}
