import Database
import Organizations
import Values

/// What an enterprise wants to be called from now on, or which credit code it
/// has; a school that works with it, or the platform, confirms that.
struct IdentityRequest: Sendable, Hashable {
  enum State: String, Sendable, CaseIterable, SQLConvertible {
    case open, accepted, refused, withdrawn
  }

  static let longestReason = 500

  let id: ID<IdentityRequest>
  let enterpriseID: ID<EnterpriseKey>
  let name: String
  let creditCode: String
  let creditCodeReason: String
  /// Why, as the enterprise says it.
  let reason: String
  let state: State
  let askedAt: Instant
  let askedBy: Int64
  let askerName: String
  /// What the one who decided says.
  let answer: String
  let decidedAt: Instant?
}
