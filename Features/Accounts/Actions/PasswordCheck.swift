import Database
import Platform
import Security
import Values

/// Compares a typed password, asking the limits first.
///
/// One is taken from every bucket before the hash is computed, so that ten
/// thousand attempts at once cost no more hashes than the buckets hold; what
/// was rightful is given back.
struct PasswordCheck: Sendable {
  let services: Services

  /// What a check came to.
  struct Answer: Sendable {
    let isCorrect: Bool
    /// The password's new hash where the stored one costs other than today's.
    let freshHash: String?
  }

  /// - Parameter hash: `nil` for an account that is not there; the same work is done.
  /// - Throws: `AccountsError.limited`, `.busy`.
  func callAsFunction(_ password: String, against hash: String?, limits: [RateLimit]) async throws -> Answer {
    let now = services.now
    if let delay = try await services.database.read({ try RateLimitStore.wait(limits, now: now, on: $0) }) {
      throw AccountsError.limited(retryAfter: delay)
    }
    if let delay = try await take(limits, now: now) { throw AccountsError.limited(retryAfter: delay) }
    // Longer ones than any that could have been set are wrong; their end need not be hashed.
    let typed = String(decoding: password.utf8.prefix(4096), as: UTF8.self)
    do {
      let verdict = try await services.hasher.verify(typed, against: hash)
      guard verdict.isCorrect else { return Answer(isCorrect: false, freshHash: nil) }
      return Answer(isCorrect: true, freshHash: verdict.needsRehash ? try await services.hasher.hash(typed) : nil)
    } catch PasswordHashingError.busy {
      try await services.database.write { connection in
        for limit in limits { try RateLimitStore.giveBack(limit, on: connection) }
      }
      throw AccountsError.busy
    }
  }

  /// So many at once for one bucket that the database gives up on some is a flood: they may come again.
  private func take(_ limits: [RateLimit], now: Instant) async throws -> Duration? {
    do {
      return try await services.database.write { try RateLimitStore.take(limits, now: now, on: $0) }
    } catch DatabaseError.conflict {
      throw AccountsError.busy
    }
  }
}
