package import Values

/// A school year, for example 2025-2026.
package struct SchoolYear: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The calendar year in which it begins.
  package let firstYear: Int

  package init(firstYear: Int) {
    self.firstYear = firstYear
  }

  /// Reads `2025-2026`; `nil` unless the second year follows the first.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 4 }), let first = Int(parts[0]), let second = Int(parts[1]),
      second == first + 1
    else { return nil }
    firstYear = first
  }

  package var description: String { "\(firstYear)-\(firstYear + 1)" }

  package var next: SchoolYear { SchoolYear(firstYear: firstYear + 1) }
  package var previous: SchoolYear { SchoolYear(firstYear: firstYear - 1) }

  package static func < (left: Self, right: Self) -> Bool { left.firstYear < right.firstYear }
}

/// One of the two terms of a school year, written `2025-2026-1`.
package struct SchoolTerm: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let year: SchoolYear
  /// 1 for autumn, 2 for spring.
  package let number: Int

  /// `nil` unless the number is 1 or 2.
  package init?(year: SchoolYear, number: Int) {
    guard number == 1 || number == 2 else { return nil }
    self.year = year
    self.number = number
  }

  /// Reads `2025-2026-1`.
  package init?(_ text: some StringProtocol) {
    guard text.count == 11, text.dropLast().last == "-", let year = SchoolYear(text.dropLast(2)),
      let number = text.last?.wholeNumberValue
    else { return nil }
    self.init(year: year, number: number)
  }

  init(_ year: SchoolYear, isSecond: Bool) {
    self.year = year
    number = isSecond ? 2 : 1
  }

  package var description: String { "\(year)-\(number)" }

  package var next: SchoolTerm {
    number == 1 ? SchoolTerm(year, isSecond: true) : SchoolTerm(year.next, isSecond: false)
  }

  package var previous: SchoolTerm {
    number == 2 ? SchoolTerm(year, isSecond: false) : SchoolTerm(year.previous, isSecond: true)
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.year.firstYear, left.number) < (right.year.firstYear, right.number)
  }
}

/// When school years and terms begin. By default the year begins on 1 September
/// and the second term on 1 February, so that each day lies in exactly one term,
/// holidays included. Teaching weeks follow a term's own dates.
package struct SchoolCalendar: Hashable, Sendable {
  /// A day that comes every year.
  package struct MonthDay: Hashable, Comparable, Sendable {
    package let month: Int
    package let day: Int

    /// `nil` for a day that not every year has.
    package init?(month: Int, day: Int) {
      // 2023 had no 29 February.
      guard CivilDate(year: 2023, month: month, day: day) != nil else { return nil }
      self.month = month
      self.day = day
    }

    fileprivate init(trusted month: Int, _ day: Int) {
      self.month = month
      self.day = day
    }

    package static func < (left: Self, right: Self) -> Bool {
      (left.month, left.day) < (right.month, right.day)
    }

    func date(in year: Int) -> CivilDate? { CivilDate(year: year, month: month, day: day) }
  }

  package static let standard = SchoolCalendar(
    trustedYearStart: MonthDay(trusted: 9, 1), secondTermStart: MonthDay(trusted: 2, 1))

  package let yearStart: MonthDay
  package let secondTermStart: MonthDay

  /// `nil` unless the second term begins earlier in the calendar year than the
  /// school year does, as the terms would not alternate otherwise.
  package init?(yearStart: MonthDay, secondTermStart: MonthDay) {
    guard secondTermStart < yearStart else { return nil }
    self.init(trustedYearStart: yearStart, secondTermStart: secondTermStart)
  }

  private init(trustedYearStart: MonthDay, secondTermStart: MonthDay) {
    yearStart = trustedYearStart
    self.secondTermStart = secondTermStart
  }

  package func year(of date: CivilDate) -> SchoolYear {
    SchoolYear(firstYear: (date.month, date.day) < (yearStart.month, yearStart.day) ? date.year - 1 : date.year)
  }

  package func term(of date: CivilDate) -> SchoolTerm {
    let year = year(of: date)
    let day = (date.month, date.day)
    let isSecond = day >= (secondTermStart.month, secondTermStart.day) && day < (yearStart.month, yearStart.day)
    return SchoolTerm(year, isSecond: isSecond)
  }

  /// The first and the last day; `nil` outside the years 1…9999.
  package func days(of year: SchoolYear) -> ClosedRange<CivilDate>? {
    guard let first = yearStart.date(in: year.firstYear), let next = yearStart.date(in: year.firstYear + 1) else {
      return nil
    }
    return first...next.adding(days: -1)
  }

  /// The first and the last day; `nil` outside the years 1…9999.
  package func days(of term: SchoolTerm) -> ClosedRange<CivilDate>? {
    guard let year = days(of: term.year), let second = secondTermStart.date(in: term.year.firstYear + 1) else {
      return nil
    }
    return term.number == 1 ? year.lowerBound...second.adding(days: -1) : second...year.upperBound
  }
}
