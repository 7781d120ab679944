package import Values

extension Localizer {
  /// How far a last day is: `剩 3 天`, `今天`, `逾期 2 天`; in English `3 days left`,
  /// `today`, `2 days overdue`.
  package func deadline(_ date: CivilDate, today: CivilDate) -> String {
    let days = date.daysSinceEpoch - today.daysSinceEpoch
    if days == 0 { return self("kit.time.today") }
    return self(days > 0 ? "kit.time.daysLeft" : "kit.time.daysOverdue", ["count": number(abs(days))])
  }

  /// How long ago something was: `刚刚`, `5 分钟前`, `3 小时前`, `2 天前`; from a week on
  /// its day, and `2026-11-21 15:04` when it lies ahead.
  package func ago(_ instant: Instant, now: Instant) -> String {
    let minutes = (now.milliseconds - instant.milliseconds) / 60_000
    switch minutes {
    case ..<0: return instant.minuteText
    case 0: return self("kit.time.now")
    case 1..<60: return self("kit.time.minutesAgo", ["count": "\(minutes)"])
    case 60..<1440: return self("kit.time.hoursAgo", ["count": "\(minutes / 60)"])
    case 1440..<10_080: return self("kit.time.daysAgo", ["count": "\(minutes / 1440)"])
    default: return instant.day.description
    }
  }

  /// How long something takes: `45 分钟`, `2 小时`, `2 小时 30 分钟`; less than a minute counts as none.
  package func duration(_ duration: Duration) -> String {
    let (hours, minutes) = max(0, duration.components.seconds / 60).quotientAndRemainder(dividingBy: 60)
    let parts = [
      hours > 0 ? self("kit.time.hours", ["count": number(hours)]) : nil,
      minutes > 0 || hours == 0 ? self("kit.time.minutes", ["count": "\(minutes)"]) : nil,
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }
}
