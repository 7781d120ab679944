package import Foundation

/// A point in time, UTC, to the millisecond; stored as a 64-bit integer.
package struct Instant: Hashable, Sendable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package let milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  package init(_ date: Date) {
    milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
  }

  package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  package static func < (left: Self, right: Self) -> Bool {
    left.milliseconds < right.milliseconds
  }

  package func advanced(by duration: Duration) -> Instant {
    let (seconds, attoseconds) = duration.components
    return Instant(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }

  /// Time from `other` to this instant; negative when `other` is later.
  package func since(_ other: Instant) -> Duration {
    .milliseconds(milliseconds - other.milliseconds)
  }

  /// The calendar day of this instant in China (UTC+8, no summer time since 1991).
  package var day: CivilDate {
    CivilDate(daysSinceEpoch: Int((milliseconds + 28_800_000).flooredQuotient(86_400_000)))
  }

  /// `2026-11-21 15:04` in China.
  package var minuteText: String {
    let minutes = (milliseconds + 28_800_000).flooredQuotient(60_000)
    let minuteOfDay = Int(minutes - minutes.flooredQuotient(1440) * 1440)
    return "\(day) \(twoDigits(minuteOfDay / 60)):\(twoDigits(minuteOfDay % 60))"
  }

  /// `2026-11-21T07:04:05.123Z`, as JSON carries it.
  package var iso8601: String {
    let utc = CivilDate(daysSinceEpoch: Int(milliseconds.flooredQuotient(86_400_000)))
    let rest = Int(milliseconds - milliseconds.flooredQuotient(86_400_000) * 86_400_000)
    let fraction = String(rest % 1000 + 1000).dropFirst()
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60)
    return "\(utc)T\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second)).\(fraction)Z"
  }
}

extension Int64 {
  func flooredQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

func twoDigits(_ number: Int) -> String {
  number < 10 ? "0\(number)" : "\(number)"
}

/// Where the time comes from; tests hold it still.
package struct Clock: Sendable {
  package let now: @Sendable () -> Instant

  package init(now: @escaping @Sendable () -> Instant) {
    self.now = now
  }

  package var today: CivilDate { now().day }

  package static let system = Clock { Instant(Date()) }
}
