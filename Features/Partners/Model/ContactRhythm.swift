package import Values

/// How often a school means to see its partners, and after how long one counts as silent.
package enum ContactRhythm {
  /// Months between contacts by the code of the level: key partners every month, signed ones every quarter
  /// (inventory 159), those that are only known twice a year.
  package static func usualMonths(of level: String) -> Int {
    switch level {
    case "key": 1
    case "contacted", "agreed", "signed", "base": 3
    default: 6
    }
  }

  /// A school that has not said otherwise calls a partner silent after half a year.
  package static let usualSilentMonths = 6
  static let months: ClosedRange<Int64> = 1...60

  /// Partners whose last contact lies before this day are silent.
  package static func silentBefore(_ today: CivilDate, months: Int) -> CivilDate { today.adding(months: -months) }

  /// When a partner is to be seen next.
  /// - Parameters:
  ///   - last: the day of the last contact; `nil` before the first.
  ///   - planned: the day that stands now, and whether somebody set it by hand.
  /// - Returns: a day set by hand stays until a contact has reached it; otherwise the rhythm tells.
  package static func next(
    after last: CivilDate?, months: Int, planned: (day: CivilDate, isByHand: Bool)?
  ) -> (day: CivilDate, isByHand: Bool)? {
    guard let last else { return planned }
    if let planned, planned.isByHand, planned.day > last { return planned }
    return (last.adding(months: months), false)
  }
}

extension CivilDate {
  /// The same day some months later; the 31st becomes the last day of a shorter month.
  func adding(months: Int) -> CivilDate {
    let count = year * 12 + month - 1 + months
    let (year, month) = (count / 12, count % 12 + 1)
    for day in stride(from: self.day, through: 28, by: -1) {
      if let date = CivilDate(year: year, month: month, day: day) { return date }
    }
    return CivilDate(year: year, month: month, day: min(day, 28)) ?? self
  }
}

/// How a partnership stands with being seen.
package struct PartnerContactState: Sendable, Hashable {
  package var lastOn: CivilDate?
  package var nextOn: CivilDate?
  /// Whether the next day was set by hand.
  package var isByHand: Bool
  package var isSilent: Bool
  /// Months between contacts of the partner's level.
  package var months: Int
}
