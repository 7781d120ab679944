import Security
package import Values

/// A sign-in whose password was right and whose code is still to come. It
/// travels signed through the browser for five minutes; the server keeps nothing.
package struct PendingSignIn: Sendable, Hashable {
  package let accountID: ID<Account>
  package let isRemembered: Bool

  static let lifetime: Duration = .minutes(5)
  private static let purpose = "accounts.pending"

  package init(accountID: ID<Account>, isRemembered: Bool) {
    self.accountID = accountID
    self.isRemembered = isRemembered
  }

  /// `nil` for a text that is forged, expired or meant for something else.
  init?(_ text: String, keys: KeyRing, at now: Instant) {
    guard let value = try? Signer(keys, purpose: Self.purpose).value(of: text, at: now) else { return nil }
    let words = value.split(separator: " ")
    guard words.count == 2, let id = ID<Account>(words[0]) else { return nil }
    accountID = id
    isRemembered = words[1] == "1"
  }

  func signed(by keys: KeyRing, at now: Instant) -> String {
    Signer(keys, purpose: Self.purpose)
      .sign("\(accountID) \(isRemembered ? "1" : "0")", expires: now.advanced(by: Self.lifetime))
  }
}
