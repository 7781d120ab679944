import Localization
package import Records
import Values

/// What an act on an account can be refused for.
package enum AccountsError: Error, Sendable {
  /// The password, the code or the name was wrong; which, is not told.
  case refused
  /// Too many attempts.
  case limited(retryAfter: Duration)
  /// Too many passwords are being checked right now.
  case busy
  /// The link was used, has expired, or never was one.
  case linkUnusable
  /// The half-finished sign-in is too old.
  case pendingExpired
  /// Fields are wrong.
  case invalid([FieldProblem])
  /// What it was about is not there or belongs to somebody else.
  case notFound
}
