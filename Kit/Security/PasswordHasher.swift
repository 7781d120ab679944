/// Hashes and checks passwords with scrypt, on threads of its own.
///
/// One hash keeps a core busy for some 80 ms and holds 32 MiB. So at most
/// `threads` are at work and at most `waiting` wait; whoever comes then gets
/// `PasswordHashingError.busy` at once. A flood of sign-ins costs its bound and
/// no more, and the threads that serve pages never block.
package struct PasswordHasher: Sendable {
  private let parameters: ScryptParameters
  private let threads: HashingThreads
  /// What an unknown account is compared with.
  private let dummy: EncodedPassword

  /// - Parameters:
  ///   - parameters: what new hashes cost; older ones keep what they say.
  ///   - threads: how many may be at work at once.
  ///   - waiting: how many may wait; 128 wait for about five seconds.
  package init(parameters: ScryptParameters = .standard, threads: Int = 2, waiting: Int = 128) {
    self.parameters = parameters
    self.threads = HashingThreads(limit: max(1, threads), waitingLimit: max(0, waiting))
    dummy = EncodedPassword(parameters: parameters, salt: randomBytes(16), hash: randomBytes(32))
  }

  /// The text to store, `scrypt$N$r$p$salt$hash`, with a salt of its own.
  /// - Throws: `PasswordHashingError.busy`.
  package func hash(_ password: String) async throws -> String {
    let parameters = parameters
    let salt = randomBytes(16)
    let hash = try await threads.run { try parameters.derive(password: password, salt: salt) }
    return EncodedPassword(parameters: parameters, salt: salt, hash: hash).text
  }

  /// What a check found.
  package struct Verdict: Sendable, Hashable {
    package let isCorrect: Bool
    /// The password is right, but its stored text costs other than today's
    /// parameters: store `hash(password)` now, while it is known.
    package let needsRehash: Bool
  }

  /// Compares a password with the text that is stored.
  ///
  /// - Parameter encoded: `nil` for an account that does not exist or has no
  ///   password. The same work is done then, so that the answer's time does
  ///   not tell which accounts exist.
  /// - Throws: `PasswordHashingError.busy`, or `.unreadable` for a stored text
  ///   that `hash` did not write.
  package func verify(_ password: String, against encoded: String?) async throws -> Verdict {
    var expected = dummy
    if let encoded {
      guard let stored = EncodedPassword(encoded) else { throw PasswordHashingError.unreadable }
      expected = stored
    }
    let stored = expected
    let found = try await threads.run { try stored.parameters.derive(password: password, salt: stored.salt) }
    let isCorrect = equalInConstantTime(found, stored.hash) && encoded != nil
    return Verdict(isCorrect: isCorrect, needsRehash: isCorrect && stored.parameters != parameters)
  }
}

package enum PasswordHashingError: Error, Sendable, Hashable {
  /// Too many wait already: answer 503 and let the person try again in some seconds.
  case busy
  /// The stored text is no scrypt text, or one of absurd cost.
  case unreadable
}
