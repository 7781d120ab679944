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
  package var words: String { t.ago(instant, now: now) }
}

/// A day by which something is due: "剩 3 天", "今天", "逾期 2 天".
package struct DueDate: Component {
  let date: CivilDate
  let today: CivilDate
  let t: Localizer

  /// - Parameter today: the day of the request in China.
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

  /// The words alone; a day more than 60 days ahead is said as its date.
  package var words: String {
    date.days(since: today) > 60 ? date.description : t.deadline(date, today: today)
  }
}
