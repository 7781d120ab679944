import Activity
import Database
import DatabaseTesting
import Foundation
import HTTPTypes
import Localization
import Organizations
import Platform
import TestKit
import Testing
import Values
import Views

@testable import Partners

@Suite struct CalendarFeedTests {
  /// Asks for an address as a calendar program does: without a session.
  private static func ask(
    _ browser: BrowserClient, _ path: String, tag: String? = nil
  ) async throws -> BrowserPage {
    await browser.setCookie("session", nil)
    let page = try await browser.send(.get, path, headers: tag.map { [("If-None-Match", $0)] } ?? [])
    await browser.setCookie("session", "me")
    return page
  }

  private static func make(_ browser: BrowserClient) async throws -> String {
    _ = try await browser.get("/visits/calendar")
    let page = try await browser.post("/visits/calendar/renew")
    #expect(page.status == 200 && page.header("Cache-Control") == "no-store")
    return String(try #require(page.text.firstMatch(of: /\/calendar\/[a-z0-9]{13}\.[A-Za-z0-9_\-]{43}\/qiao\.ics/)?.0))
  }

  @Test(arguments: TestEngine.all)
  func itHoldsThePersonsToursContactsAndTasks(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.tour("珠三角", people: [PersonLine(name: "何秋月")], stops: [world.stop(partners: [world.partner])])
      try await world.tour("没有我的", by: world.colleague, stops: [world.stop()])
      try await world.visit(by: world.teacher, followedBy: "寄协议文本")
      try await TrackContacts(world.services).setNext(
        world.today.adding(days: 9), of: world.partner.partnership.id, by: world.office)
      try await world.browse(as: world.teacher) { browser in
        let path = try await Self.make(browser)
        let feed = try await Self.ask(browser, path)
        #expect(feed.status == 200 && feed.header("Content-Type") == "text/calendar; charset=utf-8")
        let text = feed.text.replacing("\r\n ", with: "")
        #expect(text.contains("SUMMARY:走访 广州市（1 家）") && text.contains("跟进：寄协议文本"))
        #expect(!text.contains("没有我的") && !text.contains("联系 甲精密"))
        #expect(text.contains("REFRESH-INTERVAL") && !feed.text.contains("Set-Cookie"))
        // Nothing new: nothing is sent.
        let tag = try #require(feed.header("ETag"))
        let again = try await Self.ask(browser, path, tag: tag)
        #expect(again.status == 304 && again.bytes.isEmpty)
        try await world.visit(by: world.teacher, followedBy: "再访")
        let newer = try await Self.ask(browser, path, tag: tag)
        #expect(newer.status == 200 && newer.header("ETag") != tag)
        try await #expect(browser.get("/visits/calendar").text.contains("最近一次读取：\(world.today)"))
      }
      try await world.browse(as: world.office) { browser in
        let feed = try await Self.ask(browser, try await Self.make(browser))
        #expect(feed.text.replacing("\r\n ", with: "").contains("SUMMARY:联系 甲精密机械有限公司"))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func whatIsCalledOffIsStruckOutAndNamesStayMasked(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(
        stops: [
          world.stop(partners: [world.partner]) { stop in
            (stop.authority, stop.authorityPerson, stop.authorityPhone) = ("黄埔区人社局", "王建国", "13812345678")
            stop.meetsAt = "09:30"
          }
        ])
      try await world.browse(as: world.office) { browser in
        let path = try await Self.make(browser)
        let before = try await Self.ask(browser, path).text.replacing("\r\n ", with: "")
        #expect(before.contains("王**") && !before.contains("王建国") && !before.contains("13812345678"))
        #expect(before.contains("DTSTART;TZID=Asia/Shanghai:20260225T093000") && !before.contains("STATUS:CANCELLED"))
        let stop = try await world.stops(of: tour)[0]
        try await TourStops(world.services)(
          .cancel, stop.id, of: tour.id, version: 1, reason: "台风", by: world.office)
        let after = try await Self.ask(browser, path).text
        #expect(after.components(separatedBy: "STATUS:CANCELLED").count == 3)
        func sequence(_ text: String) -> Int { text.firstMatch(of: /SEQUENCE:(\d+)/).flatMap { Int($0.1) } ?? -1 }
        #expect(sequence(after) > sequence(before))
        func ids(_ text: String) -> [String] { text.matches(of: /UID:tour[^\r]+/).map { String($0.0) } }
        #expect(ids(before) == ids(after) && ids(before).count == 2)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func forgedRenewedWithdrawnAndEndedAddressesShowNothing(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.browse(as: world.teacher) { browser in
        let first = try await Self.make(browser)
        let stored = try await world.database.read {
          try $0.values("SELECT secret_digest FROM calendar_feeds", as: String.self)
        }
        #expect(stored.count == 1 && !first.contains(stored[0]))
        let id = first.dropFirst("/calendar/".count).prefix(13)
        for forged in [
          "\(id).\(String(repeating: "A", count: 43))", "0000000000007.\(String(repeating: "A", count: 43))", "\(id)",
          "x",
          "\(id).%0D%0AX-Evil:1",
        ] {
          let page = try await Self.ask(browser, "/calendar/\(forged)/qiao.ics")
          #expect(page.status == 404 && !page.text.contains("VCALENDAR"), "\(forged)")
        }
        let second = try await Self.make(browser)
        #expect(first != second)
        try await #expect(Self.ask(browser, first).status == 410)
        try await #expect(Self.ask(browser, second).status == 200)
        _ = try await browser.get("/visits/calendar")
        try await #expect(browser.post("/visits/calendar/withdraw").status == 303)
        let gone = try await Self.ask(browser, second)
        #expect(gone.status == 410 && gone.text.contains("已停用") && !gone.text.contains("VCALENDAR"))
        let third = try await Self.make(browser)
        try await #expect(Self.ask(browser, third).status == 200)
        try await world.database.write {
          try $0.run(
            """
            UPDATE memberships SET status = 'ended', ended_at = \(world.services.now)
            WHERE account_id = \(world.teacher.accountID)
            """)
        }
        try await #expect(Self.ask(browser, third).status == 410)
        let log = try await world.database.read {
          try $0.values(
            "SELECT action FROM audit_entries WHERE action LIKE 'partners.calendar.%' ORDER BY id", as: String.self)
        }
        #expect(
          log == [
            "partners.calendar.created", "partners.calendar.renewed", "partners.calendar.withdrawn",
            "partners.calendar.created",
          ])
      }
    }
  }

  @Test func guessingIsSlowedDown() async throws {
    try await ReviewWorld.open { world in
      try await world.browse(as: world.teacher) { browser in
        var statuses: [Int] = []
        for _ in 0..<22 { statuses.append(try await Self.ask(browser, "/calendar/x/qiao.ics").status) }
        #expect(statuses.prefix(20).allSatisfy { $0 == 404 } && statuses.suffix(2).allSatisfy { $0 == 429 })
      }
    }
  }
}
