package import Localization
package import Values

/// A moment as people say it while it is near ("3 分钟前"); the exact minute
/// is its title and what print shows.
package struct RelativeTime: Component {
  let instant: Instant
  let now: Instant
  let t: Localizer

  /// - Parameter now: the time of the request.
  package init(_ instant: Instant, now: Instant, _ t: Localizer) {
    self.instant = instant
    self.now = now
    self.t = t
  }

  package var html: HTML {
    """
    <time datetime="\(instant.iso8601)" title="\(instant.minuteText)"><span class="screen-only">\(words)</span>\
    <span class="print-only">\(instant.minuteText)</span></time>
    """
  }

  /// The words alone, for places that take no markup.
  package var words: String {
    let seconds = (now.milliseconds - instant.milliseconds) / 1000
    let days = now.day.days(since: instant.day)
    return switch seconds {
    case ..<(-60): instant.minuteText
    case ..<60: t("kit.time.now")
    case ..<3600: t("kit.time.minutes", ["count": "\(seconds / 60)"])
    case ..<86_400 where days == 0: t("kit.time.hours", ["count": "\(seconds / 3600)"])
    default:
      switch days {
      case 1: t("kit.time.yesterday", ["time": String(instant.minuteText.suffix(5))])
      case 2...7: t("kit.time.days", ["count": "\(days)"])
      default: instant.day.description
      }
    }
  }
}

/// A day by which something is due: "剩 3 天", "今天", "逾期 2 天".
package struct DueDate: Component {
  let date: CivilDate
  let today: CivilDate
  let t: Localizer

  package init(_ date: CivilDate, today: CivilDate, _ t: Localizer) {
    self.date = date
    self.today = today
    self.t = t
  }

  package var html: HTML {
    """
    <time class="due \(tone.rawValue)" datetime="\(date)" title="\(date)"><span class="screen-only">\(words)</span>\
    <span class="print-only">\(date)</span></time>
    """
  }

  /// Past due is bad, the next three days are a warning.
  package var tone: Tone {
    switch date.days(since: today) {
    case ..<0: .bad
    case 0...3: .warning
    default: .neutral
    }
  }

  /// The words alone; a day more than 60 days away is said as its date.
  package var words: String {
    let days = date.days(since: today)
    return switch days {
    case ..<0: t("kit.due.late", ["count": "\(-days)"])
    case 0: t("kit.due.today")
    case 1: t("kit.due.tomorrow")
    case ...60: t("kit.due.left", ["count": "\(days)"])
    default: date.description
    }
  }
}
