import Values

/// A calendar as a file that every calendar program reads: iCalendar, RFC 5545.
///
/// It has no METHOD: it is no invitation, which would need an organiser and answers, but a calendar to look at.
package struct CalendarFile: Sendable, Hashable {
  /// What the calendar is called where it is shown (RFC 7986 §5.1).
  package var name: String
  package var events: [CalendarEvent]
  /// How often programs that subscribe should ask again, in hours; `nil` for a file that is taken once.
  package var refreshHours: Int?

  package static let mediaType = "text/calendar; charset=utf-8"

  package init(name: String, events: [CalendarEvent], refreshHours: Int? = nil) {
    self.name = name
    self.events = events
    self.refreshHours = refreshHours
  }

  /// The file.
  package var text: String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Qiao//Qiao//ZH", "CALSCALE:GREGORIAN",
      "NAME:\(CalendarText.escaped(name))", "X-WR-CALNAME:\(CalendarText.escaped(name))",
      "X-WR-TIMEZONE:\(Self.zone)",
    ]
    if let refreshHours {
      lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT\(refreshHours)H", "X-PUBLISHED-TTL:PT\(refreshHours)H"]
    }
    // Always there: a calendar without any component would not be one (§3.6), also when nothing is planned.
    lines += Self.timeZone
    for event in events { lines += Self.lines(event) }
    lines.append("END:VCALENDAR")
    return lines.map(CalendarText.folded).joined()
  }

  private static let zone = "Asia/Shanghai"

  /// China has one time and, since 1991, no summer time.
  private static let timeZone = [
    "BEGIN:VTIMEZONE", "TZID:\(zone)", "BEGIN:STANDARD", "DTSTART:19911229T000000", "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
  ]

  private static func lines(_ event: CalendarEvent) -> [String] {
    var lines = [
      "BEGIN:VEVENT", "UID:\(CalendarText.plain(event.id))", "DTSTAMP:\(utc(event.changedAt))",
      "LAST-MODIFIED:\(utc(event.changedAt))", "SEQUENCE:\(max(0, event.sequence))",
    ]
    lines += times(event.time)
    lines.append("SUMMARY:\(CalendarText.escaped(event.title))")
    if !event.place.isEmpty { lines.append("LOCATION:\(CalendarText.escaped(event.place))") }
    if !event.details.isEmpty { lines.append("DESCRIPTION:\(CalendarText.escaped(event.details))") }
    let page = CalendarText.plain(event.page)
    if page.hasPrefix("http://") || page.hasPrefix("https://") { lines.append("URL:\(page)") }
    lines.append("STATUS:\(event.isCancelled ? "CANCELLED" : "CONFIRMED")")
    lines.append("TRANSP:\(event.isBusy && !event.isCancelled ? "OPAQUE" : "TRANSPARENT")")
    lines.append("END:VEVENT")
    return lines
  }

  private static func times(_ time: CalendarEvent.Time) -> [String] {
    switch time {
    case .days(let first, let last):
      // The end is the day after the last (§3.6.1).
      let end = max(first, last).adding(days: 1)
      return ["DTSTART;VALUE=DATE:\(compact(first))", "DTEND;VALUE=DATE:\(compact(end))"]
    case .clock(let day, let begins, let minutes):
      return [
        "DTSTART;TZID=\(zone):\(local(day, begins))", "DTEND;TZID=\(zone):\(local(day, begins + max(1, minutes)))",
      ]
    }
  }

  /// `20261130`
  private static func compact(_ day: CivilDate) -> String { day.description.filter { $0 != "-" } }

  /// `20261130T093000`; minutes after midnight of the next day fall on it.
  private static func local(_ day: CivilDate, _ minutes: Int) -> String {
    let (days, rest) = minutes.quotientAndRemainder(dividingBy: 1440)
    return "\(compact(day.adding(days: days)))T\(twoDigits(rest / 60))\(twoDigits(rest % 60))00"
  }

  /// `20261121T070405Z`
  private static func utc(_ instant: Instant) -> String {
    instant.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
