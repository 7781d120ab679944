package import Values

/// A week from Monday to Sunday, numbered as in GB/T 7408 (ISO 8601): week 1 is
/// the one with the year's first Thursday.
package struct CalendarWeek: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let monday: CivilDate

  package init(containing date: CivilDate) {
    monday = date.adding(days: 1 - date.weekday)
  }

  package var sunday: CivilDate { monday.adding(days: 6) }

  package var days: ClosedRange<CivilDate> { monday...sunday }

  package var next: CalendarWeek { CalendarWeek(containing: monday.adding(days: 7)) }
  package var previous: CalendarWeek { CalendarWeek(containing: monday.adding(days: -7)) }

  /// The year the number counts in, that of the week's Thursday.
  package var year: Int { monday.adding(days: 3).year }

  package var number: Int {
    let thursday = monday.adding(days: 3)
    return thursday.dayOfYear / 7 + 1
  }

  /// `2026-W09`.
  package var description: String { "\(year)-W\(number < 10 ? "0" : "")\(number)" }

  /// The number of this week in teaching that began on a day; the week of that
  /// day is 1, the one before it 0.
  package func teachingWeek(since start: CivilDate) -> Int {
    monday.days(since: CalendarWeek(containing: start).monday) / 7 + 1
  }

  package static func < (left: Self, right: Self) -> Bool { left.monday < right.monday }
}

extension CivilDate {
  /// 0 on 1 January.
  fileprivate var dayOfYear: Int {
    CivilDate(year: year, month: 1, day: 1).map { days(since: $0) } ?? 0
  }
}
