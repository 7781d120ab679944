import Security
import Values

/// A browser in which an account was signed in before, by a signed cookie.
///
/// Attempts from it are counted by themselves. So a flood of wrong passwords,
/// which shuts an account or a whole school's address for strangers, keeps
/// nobody out of their own devices.
struct KnownDevice: Sendable, Hashable {
  let accountID: ID<Account>
  /// Tells devices apart when attempts are counted.
  let mark: String

  static let lifetime: Duration = .days(180)
  private static let purpose = "accounts.device"

  init(accountID: ID<Account>) {
    self.accountID = accountID
    mark = Base64URL.encode(randomBytes(9))
  }

  /// `nil` for a cookie that is forged, too old or missing.
  init?(_ text: String?, keys: KeyRing, at now: Instant) {
    guard let text, let value = try? Signer(keys, purpose: Self.purpose).value(of: text, at: now) else { return nil }
    let words = value.split(separator: " ")
    guard words.count == 2, let id = ID<Account>(words[0]) else { return nil }
    accountID = id
    mark = String(words[1])
  }

  func signed(by keys: KeyRing, at now: Instant) -> String {
    Signer(keys, purpose: Self.purpose).sign("\(accountID) \(mark)", expires: now.advanced(by: Self.lifetime))
  }
}
