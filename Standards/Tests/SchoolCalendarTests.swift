import Testing
import Values

@testable import Standards

@Suite("School years, terms and weeks")
struct SchoolCalendarTests {
  private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  @Test(
    "the term of a day",
    arguments: [
      ("2025-08-31", "2024-2025-2"), ("2025-09-01", "2025-2026-1"), ("2025-12-31", "2025-2026-1"),
      ("2026-01-31", "2025-2026-1"),
      ("2026-02-01", "2025-2026-2"), ("2026-02-28", "2025-2026-2"), ("2026-08-31", "2025-2026-2"),
      ("2024-02-29", "2023-2024-2"),
    ])
  func term(_ day: String, _ term: String) throws {
    let found = SchoolCalendar.standard.term(of: try date(day))
    #expect(found.description == term)
    #expect(SchoolTerm(term) == found)
    #expect(SchoolCalendar.standard.year(of: try date(day)) == found.year)
  }

  @Test("terms cover the year without gap or overlap")
  func cover() throws {
    var term = try #require(SchoolTerm("2020-2021-1"))
    for _ in 0..<20 {
      let days = try #require(SchoolCalendar.standard.days(of: term))
      let next = try #require(SchoolCalendar.standard.days(of: term.next))
      #expect(days.upperBound.adding(days: 1) == next.lowerBound)
      #expect(SchoolCalendar.standard.term(of: days.lowerBound) == term)
      #expect(SchoolCalendar.standard.term(of: days.upperBound) == term)
      #expect(term.next.previous == term && term < term.next)
      term = term.next
    }
    let year = try #require(SchoolCalendar.standard.days(of: SchoolYear(firstYear: 2025)))
    #expect(year.lowerBound.description == "2025-09-01" && year.upperBound.description == "2026-08-31")
    #expect(SchoolCalendar.standard.days(of: SchoolYear(firstYear: 9999)) == nil)
  }

  @Test("other beginnings")
  func configured() throws {
    let march = try #require(SchoolCalendar.MonthDay(month: 3, day: 1))
    let august = try #require(SchoolCalendar.MonthDay(month: 8, day: 20))
    let calendar = try #require(SchoolCalendar(yearStart: august, secondTermStart: march))
    #expect(calendar.term(of: try date("2026-02-28")).description == "2025-2026-1")
    #expect(calendar.term(of: try date("2026-03-01")).description == "2025-2026-2")
    #expect(calendar.term(of: try date("2026-08-20")).description == "2026-2027-1")
    #expect(SchoolCalendar(yearStart: march, secondTermStart: august) == nil)
    #expect(SchoolCalendar.MonthDay(month: 2, day: 29) == nil)
    #expect(SchoolCalendar.MonthDay(month: 13, day: 1) == nil)
  }

  @Test(
    "what is no year or term",
    arguments: ["", "2025", "2025-2027", "2025-2026-3", "2025-2026-0", "2025/2026-1", "25-26-1"])
  func malformed(_ text: String) {
    #expect(SchoolYear(text) == nil)
    #expect(SchoolTerm(text) == nil)
  }

  @Test("years in their order")
  func years() throws {
    let year = try #require(SchoolYear("2025-2026"))
    #expect(year.next.description == "2026-2027" && year.previous < year)
    #expect(SchoolTerm(year: year, number: 3) == nil && SchoolTerm(year: year, number: 2)?.description == "2025-2026-2")
  }

  // From the table of ISO 8601's turns of the year.
  @Test(
    "numbers of weeks",
    arguments: [
      ("2005-01-01", "2004-W53"), ("2005-01-02", "2004-W53"), ("2005-12-31", "2005-W52"), ("2007-01-01", "2007-W01"),
      ("2008-12-29", "2009-W01"), ("2009-12-31", "2009-W53"), ("2010-01-03", "2009-W53"), ("2010-01-04", "2010-W01"),
      ("2026-03-01", "2026-W09"), ("2026-03-02", "2026-W10"), ("2020-12-31", "2020-W53"),
    ])
  func weekNumbers(_ day: String, _ week: String) throws {
    #expect(CalendarWeek(containing: try date(day)).description == week)
  }

  @Test("weeks begin on Monday")
  func weeks() throws {
    let week = CalendarWeek(containing: try date("2026-03-01"))
    #expect(week.monday.description == "2026-02-23" && week.sunday.description == "2026-03-01")
    #expect(week.days.contains(try date("2026-02-25")))
    #expect(week.next.monday.description == "2026-03-02" && week.next.previous == week && week < week.next)
    #expect(CalendarWeek(containing: week.monday) == CalendarWeek(containing: week.sunday))
  }

  @Test(
    "teaching weeks",
    arguments: [("2026-03-05", 1), ("2026-03-08", 1), ("2026-03-09", 2), ("2026-03-01", 0), ("2026-06-29", 18)])
  func teachingWeeks(_ day: String, _ number: Int) throws {
    // Teaching began on a Thursday.
    #expect(CalendarWeek(containing: try date(day)).teachingWeek(since: try date("2026-03-05")) == number)
  }
}
