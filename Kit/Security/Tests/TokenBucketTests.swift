import Testing
import Values

@testable import Security

@Suite("Token bucket")
struct TokenBucketTests {
  let bucket = TokenBucket(capacity: 3, interval: .seconds(10))
  let start = Instant(milliseconds: 1_774_000_000_000)

  @Test("The capacity can be taken at once, then one after each interval")
  func refill() {
    var fullAt: Instant?
    for left in [2, 1, 0] {
      guard case .allowed(let next) = bucket.take(fullAt: fullAt, now: start) else {
        Issue.record("refused with \(left + 1) left")
        return
      }
      fullAt = next
      #expect(bucket.available(fullAt: fullAt, now: start) == left)
    }
    #expect(fullAt == start.advanced(by: .seconds(30)))
    #expect(bucket.take(fullAt: fullAt, now: start) == .refused(retryAfter: .seconds(10)))
    let early = start.advanced(by: .milliseconds(9_999))
    #expect(bucket.take(fullAt: fullAt, now: early) == .refused(retryAfter: .milliseconds(1)))
    let late = start.advanced(by: .seconds(10))
    #expect(bucket.available(fullAt: fullAt, now: late) == 1)
    #expect(bucket.take(fullAt: fullAt, now: late) == .allowed(fullAt: start.advanced(by: .seconds(40))))
  }

  @Test("A bucket left alone is full, and never fuller")
  func rest() {
    let later = start.advanced(by: .seconds(86_400))
    #expect(bucket.available(fullAt: start, now: later) == 3)
    #expect(bucket.take(3, fullAt: start, now: later) == .allowed(fullAt: later.advanced(by: .seconds(30))))
    #expect(bucket.take(4, fullAt: start, now: later) == .refused(retryAfter: .seconds(10)))
  }

  @Test("A clock that was set back locks nobody out for longer than one refill")
  func clockSetBack() {
    let future = start.advanced(by: .seconds(1_000_000))
    #expect(bucket.take(fullAt: future, now: start) == .refused(retryAfter: .seconds(10)))
    #expect(bucket.available(fullAt: future, now: start) == 0)
  }

  @Test("Over a long time no more passes than capacity and refill allow")
  func longRun() {
    let perHour = TokenBucket(capacity: 60, per: .seconds(3600))
    #expect(perHour.interval == .seconds(60))
    var fullAt: Instant?
    var allowed = 0
    for second in 0..<36_000 {
      let now = start.advanced(by: .seconds(second))
      if case .allowed(let next) = perHour.take(fullAt: fullAt, now: now) {
        allowed += 1
        fullAt = next
      }
    }
    #expect(allowed == 60 + 599)
  }

  @Test("Senseless settings become the nearest sensible ones")
  func settings() {
    let one = TokenBucket(capacity: 0, interval: .zero)
    #expect(one.capacity == 1)
    #expect(one.take(fullAt: nil, now: start) == .allowed(fullAt: start.advanced(by: .milliseconds(1))))
  }
}
