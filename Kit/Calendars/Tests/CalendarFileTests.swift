import Testing
import Values

@testable import Calendars

@Suite struct CalendarFileTests {
  private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  private static func event(_ title: String, _ change: (inout CalendarEvent) -> Void = { _ in }) throws -> CalendarEvent
  {
    let day = try day("2026-11-30")
    var event = CalendarEvent(
      id: "stop-1@qiao.example", changedAt: Instant(milliseconds: 1_764_000_000_000), sequence: 3,
      time: .days(day, last: day), title: title)
    change(&event)
    return event
  }

  private static func read(_ events: CalendarEvent...) throws -> [CalendarReader.Component] {
    try CalendarReader.read(CalendarFile(name: "走访", events: events).text).parts.filter { $0.name == "VEVENT" }
  }

  @Test func wholeDaysEndOnTheDayAfter() throws {
    let event = try Self.event("走访 烟台") { event in
      event.time = .days(try! Self.day("2026-11-30"), last: try! Self.day("2026-12-01"))
    }
    let read = try #require(try Self.read(event).first)
    #expect(read["DTSTART"] == "20261130" && read["DTEND"] == "20261202")
    #expect(read.all("DTSTART").first?.parameters == ["VALUE": "DATE"])
    #expect(read["UID"] == "stop-1@qiao.example" && read["SEQUENCE"] == "3" && read["DTSTAMP"] == "20251124T160000Z")
    #expect(read["STATUS"] == "CONFIRMED" && read["TRANSP"] == "TRANSPARENT")
  }

  @Test func hoursStandInChinaAndRunOverMidnight() throws {
    let late = try #require(CalendarEvent.Time(try Self.day("2026-12-31"), at: "23:30", minutes: 90))
    let read = try #require(try Self.read(try Self.event("晚会") { $0.time = late }).first)
    #expect(read["DTSTART"] == "20261231T233000" && read["DTEND"] == "20270101T010000")
    #expect(read.all("DTSTART").first?.parameters == ["TZID": "Asia/Shanghai"])
    for wrong in ["", "9", "24:00", "12:60", "ab:cd", "1:2:3"] {
      #expect(CalendarEvent.Time(try Self.day("2026-12-31"), at: wrong, minutes: 60) == nil, "\(wrong)")
    }
  }

  @Test func whatIsCalledOffSaysSo() throws {
    let read = try #require(try Self.read(try Self.event("走访") { ($0.isCancelled, $0.isBusy) = (true, true) }).first)
    #expect(read["STATUS"] == "CANCELLED" && read["TRANSP"] == "TRANSPARENT")
  }

  @Test(arguments: [
    "甲公司\r\nATTENDEE:mailto:x@example.com", "甲\nEND:VEVENT\nBEGIN:VEVENT", "甲\rUID:2", "a,b;c\\d", "甲\u{2028}乙\u{85}丙",
    "\u{0}\u{7}\u{1B}甲\u{202E}乙", String(repeating: "走访企业", count: 60), String(repeating: "👨‍👩‍👧", count: 40),
  ])
  func noTextBeginsALineOfItsOwnAndAllOfItComesBack(title: String) throws {
    let event = try Self.event(title) { ($0.place, $0.details, $0.id, $0.page) = (title, title, title + "1", title) }
    let read = try Self.read(event)
    #expect(read.count == 1)
    let names: Set<String> = [
      "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS",
      "TRANSP",
    ]
    #expect(Set(read[0].properties.map(\.name)) == names)
    // Nothing is lost but what cannot be shown.
    func lines(_ text: String) -> String {
      String(
        String.UnicodeScalarView(
          text.replacing("\r\n", with: "\n").unicodeScalars.map { [0x0D, 0x85, 0x2028].contains($0.value) ? "\n" : $0 }
            .filter { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x202E }))
    }
    #expect(read[0].text("SUMMARY") == lines(title))
  }

  @Test func linesAreFoldedAtSeventyFiveOctetsExactly() {
    let exact = "SUMMARY:" + String(repeating: "a", count: 67)
    #expect(CalendarText.folded(exact) == exact + "\r\n")
    #expect(CalendarText.folded(exact + "b") == exact + "\r\n b\r\n")
    // A character of three octets that would reach beyond stands whole on the next line.
    let chinese = "SUMMARY:" + String(repeating: "a", count: 66) + "访"
    #expect(CalendarText.folded(chinese) == "SUMMARY:" + String(repeating: "a", count: 66) + "\r\n 访\r\n")
    let long = CalendarText.folded(String(repeating: "访", count: 400))
    #expect(long.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
    #expect(long.replacing("\r\n ", with: "") == String(repeating: "访", count: 400) + "\r\n")
  }

  @Test func anEmptyCalendarIsStillOne() throws {
    let read = try CalendarReader.read(CalendarFile(name: "a;b\r\nX:1", events: [], refreshHours: 6).text)
    #expect(read.parts.map(\.name) == ["VTIMEZONE"])
    #expect(read.text("X-WR-CALNAME") == "a;b\nX:1")
    #expect(read["REFRESH-INTERVAL"] == "PT6H" && read.all("METHOD").isEmpty)
  }

  @Test func onlyAddressesOfTheWebAreLinks() throws {
    let good = try Self.read(try Self.event("a") { $0.page = "https://qiao.example/visits/tours/1" })
    #expect(good.first?["URL"] == "https://qiao.example/visits/tours/1")
    let bad = try Self.read(try Self.event("a") { $0.page = "javascript:alert(1)" })
    #expect(bad.first?["URL"] == nil)
  }
}
