package import Values

/// One entry of a calendar (RFC 5545 §3.6.1).
package struct CalendarEvent: Sendable, Hashable {
  /// The same for as long as the thing exists, unique in the world: `tour-stop-0123…@qiao.example.edu.cn`.
  package var id: String
  /// When the entry last changed. It stands in the file as DTSTAMP, so that an unchanged calendar is byte for byte
  /// the same file.
  package var changedAt: Instant
  /// How often it was revised; it never goes down.
  package var sequence: Int
  package var time: Time
  package var title: String
  package var place: String
  /// Lines of text.
  package var details: String
  /// The page of the thing; an `http` or `https` address.
  package var page: String
  /// It was called off, and calendars that show it strike it out.
  package var isCancelled: Bool
  /// Whether the person counts as busy meanwhile.
  package var isBusy: Bool

  /// When it is, in China.
  package enum Time: Sendable, Hashable {
    /// Whole days, from the first to the last.
    case days(CivilDate, last: CivilDate)
    /// - Parameter begins: minutes since midnight.
    case clock(CivilDate, begins: Int, minutes: Int)
  }

  package init(
    id: String, changedAt: Instant, sequence: Int, time: Time, title: String, place: String = "", details: String = "",
    page: String = "", isCancelled: Bool = false, isBusy: Bool = false
  ) {
    self.id = id
    self.changedAt = changedAt
    self.sequence = sequence
    self.time = time
    self.title = title
    self.place = place
    self.details = details
    self.page = page
    self.isCancelled = isCancelled
    self.isBusy = isBusy
  }
}

extension CalendarEvent.Time {
  /// A time of day as it is written, `09:30`; `nil` for anything else.
  /// - Parameter minutes: how long it takes.
  package init?(_ day: CivilDate, at clock: String, minutes: Int) {
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
      (0..<60).contains(minute)
    else { return nil }
    self = .clock(day, begins: hour * 60 + minute, minutes: max(1, minutes))
  }
}
