package import Security
import Values

/// How often the doors of an account may be tried. Counted in the database, so
/// that several processes count together and a restart forgets nothing.
package struct SignInLimits: Sendable {
  /// Wrong passwords for one account. Ten at once and one every 90 seconds
  /// are some 1,000 guesses a day, which is nothing against a password that is
  /// on no list of guesses.
  package var account: TokenBucket
  /// Wrong passwords from one address, behind which a whole school may sit.
  package var address: TokenBucket
  /// Wrong codes for one account, asked only after the right password: of a
  /// million codes three are right at a time.
  package var code: TokenBucket
  /// Mails to one account that it may reset its password.
  package var letters: TokenBucket
  /// Such mails asked for from one address.
  package var lettersFromAddress: TokenBucket
  /// Demo sessions from one address.
  package var demo: TokenBucket

  package static let standard = SignInLimits(
    account: TokenBucket(capacity: 10, interval: .seconds(90)),
    address: TokenBucket(capacity: 100, interval: .seconds(6)),
    code: TokenBucket(capacity: 5, interval: .minutes(5)),
    letters: TokenBucket(capacity: 3, interval: .minutes(20)),
    lettersFromAddress: TokenBucket(capacity: 20, interval: .minutes(3)),
    demo: TokenBucket(capacity: 60, interval: .seconds(5)))
}

/// One thing that is counted: which bucket, and whose.
package struct RateLimit: Sendable, Hashable {
  /// What is counted, `sign-in/account`.
  let scope: String
  /// A digest of whose it is; the address itself is a person's business.
  let key: String
  let bucket: TokenBucket

  init(scope: String, key: String, bucket: TokenBucket) {
    self.scope = scope
    self.key = key
    self.bucket = bucket
  }

  /// What may be done from one address of the internet.
  /// - Parameter scope: what is counted, `guest/guess`.
  package init(_ scope: String, address: String, _ bucket: TokenBucket, _ sealer: Sealer) {
    self.init(
      scope: scope, key: sealer.blindIndex(AddressGroup.of(address), context: "accounts.rate_limits"), bucket: bucket)
  }
}

extension SignInLimits {
  /// Passwords tried for an account, however it was named; a name that nobody
  /// has is counted in the same way, so that the limit tells nothing.
  func account(_ account: ID<Account>?, typed: Identifier, _ sealer: Sealer) -> RateLimit {
    limit("password/account", account?.description ?? typed.limitKey, self.account, sealer)
  }

  func account(_ account: ID<Account>, _ sealer: Sealer) -> RateLimit {
    limit("password/account", account.description, self.account, sealer)
  }

  /// Passwords tried in a browser that the account's owner has used.
  func device(_ device: KnownDevice, _ sealer: Sealer) -> RateLimit {
    limit("password/device", device.mark, account, sealer)
  }

  func address(_ address: String, _ sealer: Sealer) -> RateLimit {
    limit("password/address", AddressGroup.of(address), self.address, sealer)
  }

  func code(_ account: ID<Account>, _ sealer: Sealer) -> RateLimit {
    limit("code/account", account.description, code, sealer)
  }

  func letters(_ account: ID<Account>?, typed: Identifier, _ sealer: Sealer) -> RateLimit {
    limit("letter/account", account?.description ?? typed.limitKey, letters, sealer)
  }

  func letters(_ account: ID<Account>, _ sealer: Sealer) -> RateLimit {
    limit("letter/account", account.description, letters, sealer)
  }

  func lettersFrom(_ address: String, _ sealer: Sealer) -> RateLimit {
    limit("letter/address", AddressGroup.of(address), lettersFromAddress, sealer)
  }

  func demo(_ address: String, _ sealer: Sealer) -> RateLimit {
    limit("demo/address", AddressGroup.of(address), demo, sealer)
  }

  private func limit(_ scope: String, _ text: String, _ bucket: TokenBucket, _ sealer: Sealer) -> RateLimit {
    RateLimit(scope: scope, key: sealer.blindIndex(text, context: "accounts.rate_limits"), bucket: bucket)
  }
}
