import Database
package import Values

/// A link that works once: whoever shows it is taken for the account's owner
/// in one matter.
package struct OneTimeLink: Sendable, Hashable {
  package let id: ID<OneTimeLink>
  package let accountID: ID<Account>
  package let purpose: Purpose
  package let expiresAt: Instant
  /// What the link was made with, such as the mail address to confirm.
  package let payload: String?

  /// What a link opens.
  package enum Purpose: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// A first password for an account that somebody else made.
    case invitation
    /// A new password.
    case reset
    /// A session without a password.
    case signIn = "sign-in"
    /// Shows that the mails to an address are read by the account's owner.
    case mail

    /// From making to expiry: what was asked for just now is short, what comes
    /// unasked waits until the person is back.
    package var lifetime: Duration {
      switch self {
      case .invitation: .days(14)
      case .reset: .hours(1)
      case .signIn: .hours(24)
      case .mail: .hours(24)
      }
    }

    /// The page of a link with that token.
    package func path(_ token: String) -> String {
      switch self {
      case .invitation: "/invitation/\(token)"
      case .reset: "/password/reset/\(token)"
      case .signIn: "/sign-in/link/\(token)"
      case .mail: "/account/mail/\(token)"
      }
    }
  }
}
