package import Database
import Security
package import Values

/// Buckets in the database; see `TokenBucket` for what a row says.
package enum RateLimitStore {
  /// How long to wait until all of the limits would allow one more; `nil` for
  /// not at all. Reads only, so that a flood of refused attempts writes nothing.
  package static func wait(
    _ limits: [RateLimit], now: Instant, on connection: any Connection
  ) throws -> Duration? {
    var longest: Duration?
    for limit in limits {
      let fullAt = try fullAt(limit, on: connection)
      if case .refused(let delay) = limit.bucket.take(fullAt: fullAt, now: now) {
        longest = max(longest ?? .zero, delay)
      }
    }
    return longest
  }

  /// Takes one out of every bucket, or nothing when any of them refuses.
  /// - Returns: how long to wait for the one that refuses.
  package static func take(
    _ limits: [RateLimit], now: Instant, on connection: any WriteConnection
  ) throws -> Duration? {
    // In one order everywhere, so that two transactions never wait for each other; `address` stands before
    // `account`, so that a flood from one address leaves no row for each name it tries.
    let ordered = limits.sorted { ($0.scope, $0.key) > ($1.scope, $1.key) }
    var taken: [(limit: RateLimit, fullAt: Instant)] = []
    for limit in ordered {
      try lock(limit, on: connection)
      switch limit.bucket.take(fullAt: try fullAt(limit, on: connection), now: now) {
      case .allowed(let fullAt): taken.append((limit, fullAt))
      case .refused(let delay): return delay
      }
    }
    for (limit, fullAt) in taken {
      try connection.run(
        "UPDATE rate_limits SET full_at = \(fullAt) WHERE scope = \(limit.scope) AND key = \(limit.key)")
    }
    return nil
  }

  /// Gives one back to a bucket, for an attempt that turned out to be rightful.
  static func giveBack(_ limit: RateLimit, on connection: any WriteConnection) throws {
    let interval = Instant(milliseconds: 0).advanced(by: limit.bucket.interval).milliseconds
    try connection.run(
      "UPDATE rate_limits SET full_at = full_at - \(interval) WHERE scope = \(limit.scope) AND key = \(limit.key)")
  }

  /// Fills a bucket.
  static func clear(_ limit: RateLimit, on connection: any WriteConnection) throws {
    try connection.run("DELETE FROM rate_limits WHERE scope = \(limit.scope) AND key = \(limit.key)")
  }

  /// Removes rows of buckets that are full again.
  static func removeSpent(before now: Instant, on connection: any WriteConnection) throws {
    try connection.run("DELETE FROM rate_limits WHERE full_at <= \(now)")
  }

  /// Makes sure that there is a row and that nobody else changes it before this transaction ends.
  private static func lock(_ limit: RateLimit, on connection: any WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO rate_limits (scope, key, full_at) VALUES (\(limit.scope), \(limit.key), 0)
      ON CONFLICT (scope, key) DO NOTHING
      """)
    if connection.dialect == .postgres {
      _ = try connection.first(
        "SELECT full_at FROM rate_limits WHERE scope = \(limit.scope) AND key = \(limit.key) FOR UPDATE")
    }
  }

  private static func fullAt(_ limit: RateLimit, on connection: any Connection) throws -> Instant? {
    try connection.value(
      "SELECT full_at FROM rate_limits WHERE scope = \(limit.scope) AND key = \(limit.key)", as: Instant.self)
  }
}
