import Values

extension CivilDate {
  /// The same day `months` later; a day that the month lacks becomes its last.
  func adding(months: Int) -> CivilDate {
    let index = year * 12 + month - 1 + months
    let (newYear, newMonth) = (index.flooredBy(12), index - index.flooredBy(12) * 12 + 1)
    for day in stride(from: day, through: 28, by: -1) {
      if let date = CivilDate(year: newYear, month: newMonth, day: day) { return date }
    }
    return CivilDate(year: newYear, month: newMonth, day: min(day, 28)) ?? self
  }

  /// Whole months of a term whose last day is `end`: 2026-03-01 to 2029-02-28 are 36.
  func months(through end: CivilDate) -> Int {
    let next = end.adding(days: 1)
    let months = (next.year - year) * 12 + next.month - month
    return adding(months: months) > next ? months - 1 : months
  }
}

extension Int {
  /// Division that rounds down, also below zero.
  fileprivate func flooredBy(_ divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
