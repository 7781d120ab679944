import Activity
import Database
import DatabaseTesting
import Documents
import Foundation
import HTTPTypes
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values
import Views

@testable import Partners

@Suite struct TourPageTests {
  private static let list = "/visits/tours"

  private static func plan(_ world: ReviewWorld, _ more: [(String, String)] = []) -> [(String, String)] {
    [
      ("title", "珠三角访企拓岗"), ("purpose", "走访合作企业，对接人社局"), ("beginsOn", "２０２６-02-24"), ("endsOn", "2026/3/1"),
      ("lead", world.office.accountID.description), ("people", "何秋月\n陈同（副主任）"),
    ] + more
  }

  @Test func aTourIsPlannedTravelledAndSummedUp() async throws {
    try await ReviewWorld.open { world in
      try await world.place(world.partner, in: "440112")
      try await world.browse(as: world.office) { browser in
        let empty = try await browser.get(Self.list)
        #expect(empty.text.contains("还没有走访计划") && empty.text.contains("\(Self.list)/new"))
        _ = try await browser.get("\(Self.list)/new")
        let made = try await browser.post(Self.list, Self.plan(world)).follow()
        for words in ["珠三角访企拓岗", "计划中", "2026-02-24 – 2026-03-01", "还没有行程", "陈同（副主任）"] {
          #expect(made.text.contains(words), "\(words)")
        }
        let place = made.address
        let stop = try await browser.post(
          "\(place)/stops",
          [
            ("region", "广州市"), ("day", "2026-02-25"), ("lastDay", ""), ("authority", "广州市黄埔区人社局"),
            ("authorityPerson", "王建国"), ("authorityPhone", "138 1234 5678"), ("meetsAt", "9：30"), ("note", ""),
          ])
        #expect(stop.status == 303 && stop.location?.hasSuffix("/partners") == true)
        let choose = try await stop.follow()
        #expect(choose.text.contains("甲精密机械有限公司") && !choose.text.contains("乙软件有限公司"))
        let planned = try await browser.post(
          choose.address,
          [("partners", world.partner.partnership.id.description), ("prospects", "新锐科技有限公司\n远航电子有限公司")]
        ).follow()
        for words in ["甲精密机械有限公司", "新锐科技有限公司", "尚未登记", "王**", "138****5678", "09:30", "已安排 3 家企业"] {
          #expect(planned.text.contains(words), "\(words)")
        }
        #expect(!planned.text.contains("王建国") && !planned.text.contains("13812345678"))
        let revealed = try await browser.post("\(place)/reveal")
        #expect(revealed.status == 200 && revealed.text.contains("王建国") && revealed.text.contains("13812345678"))

        // From the line to the form of the visit, which knows what was planned.
        let link = try #require(planned.text.firstMatch(of: /href="(\/visits\/new\?partner=[^"]*line=[^"]*)"/)?.1)
        let form = try await browser.get(String(link).replacing("&amp;", with: "&"))
        #expect(
          form.text.contains("何秋月") && form.text.contains("陈同（副主任）") && form.text.contains("value=\"2026-02-25\""))
        let sent = try await browser.submit(
          form, form: "//form[@action='/visits']",
          ["content": "谈订单班", "result": "下周签约", "posts": "20", "averagePay": "4,500"])
        #expect(sent.status == 303)
        let visit = try await sent.follow()
        #expect(visit.text.contains(place) && visit.text.contains("珠三角访企拓岗"))
        let after = try await browser.get(place)
        #expect(after.text.contains("已走访") && after.text.contains("下周签约") && after.text.contains("广州市"))
        for (view, name, other) in [
          ("seen", "甲精密机械有限公司", "新锐科技有限公司"), ("unseen", "新锐科技有限公司", "甲精密机械有限公司"),
          ("outreach", "甲精密机械有限公司", "远航电子有限公司"),
        ] {
          let rows = try await browser.get("\(place)/rows?show=\(view)&city=4401")
          #expect(rows.text.contains(name) && !rows.text.contains(other), "\(view)")
        }
        let version = try await world.tour(try #require(ID<Tour>(place.suffix(13)))).version
        _ = try await browser.get(place)
        let finished = try await browser.post("\(place)/finish", [("version", "\(version)")]).follow()
        #expect(finished.text.contains("已结束") && finished.text.contains("打印总结报告"))
        let summed = try await browser.post(
          "\(place)/summary", [("version", "\(version + 1)"), ("summary", "共走访 1 家，达成订单班意向。")]
        ).follow()
        #expect(summed.text.contains("达成订单班意向"))
        try await #expect(browser.get("\(Self.list)?state=finished&q=珠三角").text.contains("1 / 3"))
        try await #expect(!browser.get("\(Self.list)?state=planned").text.contains("data-row-link"))
      }
    }
  }

  @Test func whatIsWrongIsSaidAllAtOnceAndNothingTypedIsLost() async throws {
    try await ReviewWorld.open { world in
      let tour = try await world.tour(stops: [world.stop(partners: [world.partner])])
      let stop = try await world.stops(of: tour)[0]
      let place = "\(Self.list)/\(tour.id)"
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("\(Self.list)/new")
        let page = try await browser.post(
          Self.list,
          [
            ("title", ""), ("purpose", "对接"), ("beginsOn", "soon"), ("endsOn", "2026-03-01"), ("lead", "x"),
            ("people", String(repeating: "长", count: 61)),
          ])
        #expect(page.status == 422)
        for value in ["soon", "对接", "长长长"] { #expect(page.text.contains(value), "\(value)") }
        try #expect(page.has("//a[@href='#f-title']") && page.has("//a[@href='#f-people']"))
        let backwards = try await browser.post(
          Self.list, Self.plan(world).map { $0.0 == "endsOn" ? ("endsOn", "2026-02-01") : $0 })
        #expect(backwards.status == 422 && backwards.text.contains("结束日期不能早于开始日期"))
        let long = try await browser.post(
          Self.list, Self.plan(world).map { $0.0 == "endsOn" ? ("endsOn", "2027-12-01") : $0 })
        #expect(long.status == 422 && long.text.contains("不超过 180 天"))
        _ = try await browser.get("\(place)/stops/new")
        let bad = try await browser.post(
          "\(place)/stops",
          [("region", "某某国"), ("day", ""), ("lastDay", "x"), ("meetsAt", "25:00"), ("authorityPhone", "1")])
        #expect(bad.status == 422)
        for value in ["某某国", "25:00"] { #expect(bad.text.contains(value), "\(value)") }
        for (fields, words) in [
          ([("region", "广东省"), ("day", "2026-02-25")], "不能只写省"),
          ([("region", "广州市"), ("day", "2026-12-01")], "请先修改走访的起止日期"),
          ([("region", "广州市"), ("day", "2026-02-26"), ("lastDay", "2026-02-25")], "最后一天不能早于第一天"),
          ([("region", "广州市"), ("day", "2026-02-26"), ("authorityPerson", "王五")], "请写明是哪个部门"),
        ] {
          let refused = try await browser.post("\(place)/stops", fields)
          #expect(refused.status == 422 && refused.text.contains(words), "\(words)")
        }
        let partners = "\(place)/stops/\(stop.id)/partners"
        for (fields, words) in [
          ([], "请勾选或写明至少一家企业"), ([("partners", "x")], "请重新选择"),
          ([("partners", world.foreignPartner.partnership.id.description)], "请重新选择"),
          ([("partners", world.partner.partnership.id.description)], "“甲精密机械有限公司”已在这次走访中"),
          ([("prospects", "甲\n甲")], "“甲”已在这次走访中"), ([("prospects", String(repeating: "长", count: 121))], "121"),
        ] as [([(String, String)], String)] {
          let refused = try await browser.post(partners, fields)
          #expect(refused.status == 422 && refused.text.contains(words), "\(words)")
        }
        for (path, fields, words) in [
          ("cancel", [("reason", "")], "请写明原因"),
          ("stops/\(stop.id)/postpone", [("until-\(stop.id)", "2020-01-01")], "之后的日期"),
          ("stops/\(stop.id)/postpone", [("until-\(stop.id)", "2026-12-01")], "请先修改走访的起止日期"),
          ("stops/\(stop.id)/cancel", [], "请写明原因"),
          ("summary", [("summary", String(repeating: "长", count: 4001))], "4001"),
        ] as [(String, [(String, String)], String)] {
          let refused = try await browser.post("\(place)/\(path)", fields + [("version", "1")])
          #expect(refused.status == 422 && refused.text.contains(words), "\(path): \(words)")
        }
        let move = try await browser.post(
          "\(place)/stops/\(stop.id)/move", [("version", "1"), ("direction", "sideways")])
        #expect(move.status == 400)
        try await #expect(browser.post("\(place)/finish", [("version", "7")]).status == 409)
      }
      try await #expect(world.stops(of: tour).count == 1)
      try await #expect(world.lines(of: tour).count == 1)
    }
  }

  @Test func whoMayNotIsSentAwayAndForeignToursAreNotThere() async throws {
    try await ReviewWorld.open { world in
      let tour = try await world.tour(people: [PersonLine(name: "何秋月")], stops: [world.stop(partners: [world.partner])])
      let (stop, line) = (try await world.stops(of: tour)[0], try await world.lines(of: tour)[0].line)
      let place = "\(Self.list)/\(tour.id)"
      let pages = [
        "", "/edit", "/rows", "/stops/new", "/stops/\(stop.id)/edit", "/stops/\(stop.id)/partners", "/tour.ics",
      ]
      let acts = [
        "edit", "start", "finish", "cancel", "undo", "summary", "reveal", "stops", "stops/\(stop.id)/edit",
        "stops/\(stop.id)/move", "stops/\(stop.id)/postpone", "stops/\(stop.id)/cancel", "stops/\(stop.id)/undo",
        "stops/\(stop.id)/partners", "partners/\(line.id)/edit", "partners/\(line.id)/cancel",
        "partners/\(line.id)/undo",
      ]
      for stranger in [world.foreignOffice, world.otherDepartmentAdministrator] {
        try await world.browse(as: stranger) { browser in
          try await #expect(!browser.get(Self.list).text.contains("data-row-link"))
          for page in pages { try await #expect(browser.get(place + page).status == 404, "\(page)") }
          for act in acts { try await #expect(browser.post("\(place)/\(act)").status == 404, "\(act)") }
          try await #expect(browser.get("/visits/new?line=\(line.id)").status == 404)
          try await #expect(browser.get("\(place)/tour.pdf").status == 404)
        }
      }
      // Who comes along reads, takes the calendar, and changes nothing.
      try await world.browse(as: world.teacher) { browser in
        let page = try await browser.get(place)
        #expect(page.status == 200 && !page.text.contains("\(place)/edit") && !page.text.contains("/postpone"))
        try await #expect(browser.get("\(place)/tour.ics").status == 200)
        for page in ["/edit", "/stops/new", "/tour.xlsx", "/tour.pdf"] {
          try await #expect(browser.get(place + page).status == 403, "\(page)")
        }
        for act in acts where act != "reveal" {
          try await #expect(browser.post("\(place)/\(act)", [("version", "1")]).status == 403, "\(act)")
        }
      }
      try await world.browse(as: world.expert) { browser in
        for path in [Self.list, place, "/visits/calendar"] {
          try await #expect(browser.get(path).status == 403, "\(path)")
        }
      }
      try await world.browse(as: world.office) { browser in
        await browser.setCookie("session", nil)
        try await #expect(browser.get(place).status == 303)
        await browser.setCookie("session", "me")
        await browser.setFormToken(nil)
        try await #expect(browser.post("\(place)/cancel", [("reason", "x"), ("version", "1")]).status == 403)
        try await #expect(browser.send(.put, place).status == 405)
      }
      try await #expect(world.tour(tour.id).state == .planned)
    }
  }

  @Test func aChangeMadeMeanwhileIsNotOverwrittenUnseen() async throws {
    try await ReviewWorld.open { world in
      let tour = try await world.tour(stops: [world.stop()])
      try await world.browse(as: world.office) { browser in
        let form = try await browser.get("\(Self.list)/\(tour.id)/edit")
        var theirs = tour
        theirs.purpose = "别人写的"
        try await SaveTour(world.services)(theirs, people: [], isNew: false, by: world.colleague)
        let refused = try await browser.submit(form, form: "//form[contains(@action, '/edit')]", ["purpose": "我写的"])
        #expect(refused.status == 422 && refused.text.contains("有人调整了这个计划") && refused.text.contains("我写的"))
        try await #expect(world.tour(tour.id).purpose == "别人写的")
        let again = try await browser.submit(refused, form: "//form[contains(@action, '/edit')]", ["purpose": "我写的"])
        #expect(again.status == 303)
        try await #expect(world.tour(tour.id).purpose == "我写的")
      }
    }
  }

  @Test func aStopIsChangedWithItsContactMaskedAndKept() async throws {
    try await ReviewWorld.open { world in
      let tour = try await world.tour(
        stops: [world.stop { ($0.authority, $0.authorityPerson, $0.authorityPhone) = ("人社局", "王建国", "13812345678") }])
      let stop = try await world.stops(of: tour)[0]
      try await world.browse(as: world.office) { browser in
        let form = try await browser.get("\(Self.list)/\(tour.id)/stops/\(stop.id)/edit")
        #expect(!form.text.contains("13812345678") && form.text.contains("138****5678"))
        let sent = try await browser.submit(form, form: "//form[contains(@action, '/edit')]", ["note": "带宣传册"])
        #expect(sent.status == 303)
        let kept = try await world.stops(of: tour)[0]
        #expect(kept.authorityPhone == "13812345678" && kept.authorityPerson == "王建国" && kept.note == "带宣传册")
      }
      let words = try await world.log(of: tour).flatMap(\.changes).map { "\($0.before) \($0.after)" }.joined()
      #expect(!words.contains("13812345678") && !words.contains("王建国"))
    }
  }

  @Test func theCalendarFileCannotBeInjectedInto() async throws {
    try await ReviewWorld.open { world in
      let tour = try await world.tour(
        "走访\r\nX-Evil: 1\"/../a;b,c",
        stops: [
          world.stop(partners: [world.partner], prospects: ["甲\nBEGIN:VEVENT"]) { stop in
            (stop.authority, stop.meetsAt, stop.note) = ("人社局\r\nATTENDEE:x", "09:30", "一\n二")
          }
        ])
      var line = try await world.lines(of: tour)[0].line
      (line.at, line.who) = ("14:00", "何秋月")
      try await TourLines(world.services).change(line, of: tour.id, by: world.office)
      try await world.browse(as: world.office) { browser in
        let file = try await browser.get("\(Self.list)/\(tour.id)/tour.ics")
        #expect(file.status == 200 && file.header("Content-Type") == "text/calendar; charset=utf-8")
        #expect(file.header("X-Evil") == nil)
        let disposition = file.header("Content-Disposition") ?? ""
        #expect(disposition.hasPrefix("attachment") && !disposition.contains("\r") && !disposition.contains("/.."))
        let lines = file.text.components(separatedBy: "\r\n")
        #expect(!lines.contains { $0.hasPrefix("ATTENDEE") || $0.hasPrefix("X-Evil") })
        #expect(lines.filter { $0 == "BEGIN:VEVENT" }.count == 3)
        #expect(lines.allSatisfy { $0.utf8.count <= 75 } && !file.text.replacing("\r\n", with: "").contains("\n"))
        #expect(file.text.contains("DTSTART;TZID=Asia/Shanghai:20260225T140000"))
        let page = try await browser.get("\(Self.list)/\(tour.id)")
        #expect(page.status == 200)
      }
      // Forms take no such title in the first place.
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("\(Self.list)/new")
        let refused = try await browser.post(
          Self.list, Self.plan(world).map { $0.0 == "title" ? ("title", "a\r\nb") : $0 })
        #expect(refused.status == 422)
      }
    }
  }

  @Test func theSheetHoldsPlanAndResultMaskedAndIsLogged() async throws {
    try await ReviewWorld.open { world in
      let tour = try await world.tour(
        stops: [
          world.stop(partners: [world.partner], prospects: ["新锐科技"]) { stop in
            (stop.authority, stop.authorityPerson, stop.authorityPhone) = ("人社局", "王建国", "13812345678")
          }
        ])
      try await world.visit { ($0.result, $0.isOutreach, $0.posts) = ("下周签约", true, 20) }
      try await world.browse(as: world.office) { browser in
        let sheet = try await browser.get("\(Self.list)/\(tour.id)/tour.xlsx")
        #expect(sheet.status == 200 && sheet.bytes.starts(with: [0x50, 0x4B]))
        let path = NSTemporaryDirectory() + "tour-\(UUID().uuidString).xlsx"
        try Data(sheet.bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reading = try await world.services.documents.readSheet(path: path, fileName: "t.xlsx")
        let words = "\(try await reading.reduce(into: [SheetRow]()) { $0.append($1) })"
        for expected in ["甲精密机械有限公司", "新锐科技", "下周签约", "138****5678"] {
          #expect(words.contains(expected), "\(expected)")
        }
        #expect(!words.contains("王建国") && !words.contains("13812345678"))
      }
      try await #expect(world.log(of: tour).first?.action == "partners.tour.exported")
    }
  }
}
