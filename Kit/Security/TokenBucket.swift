package import Values

/// How often something may be done: `capacity` times at once, and then once
/// more after each `interval`.
///
/// The whole state of a bucket is one instant, the time at which it will be
/// full again. So a limit is one 64-bit column, the arithmetic is exact, and a
/// row whose instant has passed says nothing and can be deleted.
package struct TokenBucket: Sendable, Hashable {
  /// How many are allowed at once.
  package let capacity: Int
  /// How long it takes to win one back.
  package let interval: Duration

  /// - Parameters:
  ///   - capacity: at least 1.
  ///   - interval: at least a millisecond.
  package init(capacity: Int, interval: Duration) {
    self.capacity = max(1, capacity)
    self.interval = max(.milliseconds(1), interval)
  }

  /// `capacity` in each `period`, won back evenly.
  package init(capacity: Int, per period: Duration) {
    self.init(capacity: capacity, interval: period / max(1, capacity))
  }

  /// What became of a wish to take.
  package enum Decision: Sendable, Hashable {
    /// Store `fullAt`.
    case allowed(fullAt: Instant)
    /// Store nothing; the same wish will be granted after `retryAfter`.
    case refused(retryAfter: Duration)
  }

  /// Takes `cost` out of a bucket.
  ///
  /// - Parameters:
  ///   - cost: 1 or more; a cost above the capacity is never allowed.
  ///   - fullAt: what was stored last; `nil` for a bucket nobody has used.
  package func take(_ cost: Int = 1, fullAt: Instant?, now: Instant) -> Decision {
    let step = milliseconds(interval)
    let cost = Int64(max(1, cost))
    // A clock that was set back must not lock anybody out for longer than a whole refill.
    let latest = now.milliseconds + step * Int64(capacity)
    let start = min(max(fullAt?.milliseconds ?? 0, now.milliseconds), latest)
    let next = start + step * cost
    guard next > latest else { return .allowed(fullAt: Instant(milliseconds: next)) }
    return .refused(retryAfter: .milliseconds(next - latest))
  }

  /// How many could be taken now.
  package func available(fullAt: Instant?, now: Instant) -> Int {
    let missing = max(0, (fullAt?.milliseconds ?? 0) - now.milliseconds)
    let step = milliseconds(interval)
    return max(0, capacity - Int((missing + step - 1) / step))
  }

  private func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
