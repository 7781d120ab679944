import Activity
import Database
import DatabaseTesting
import Documents
import Foundation
import HTTPTypes
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct VisitPageTests {
  private static func typed(_ partner: Partner, _ more: [(String, String)] = []) -> [(String, String)] {
    [
      ("partner", partner.partnership.id.description), ("kind", "visit"), ("day", "2026-02-20"), ("begins", "9:30"),
      ("ends", "11：00"), ("place", "会议室"), ("content", "谈订单班"), ("result", "下周签约"), ("openingLines", "3"),
    ] + more
  }

  @Test func aVisitIsWrittenDownReadChangedRemovedAndPutBack() async throws {
    try await ReviewWorld.open { world in
      try await world.teacher("何秋月", "T1")
      let contact = try await world.contact("张建国")
      try await world.browse(as: world.teacher) { browser in
        let tab = "/partners/\(world.partner.partnership.id)/visits"
        try await #expect(browser.get(tab).text.contains("还没有走访联系"))
        let form = try await browser.get("/visits/new?partner=\(world.partner.partnership.id)")
        #expect(form.text.contains("张**（经理）") && !form.text.contains("建国"))
        let sent = try await browser.post(
          "/visits",
          Self.typed(
            world.partner,
            [
              ("schoolPeople", "何秋月"), ("contacts", contact.id.description), ("otherPeople", "李工（车间）"),
              ("isOutreach", "1"), ("posts", "１２"), ("averagePay", "4,500"), ("outcome", "talks"),
              ("opening.1.kind", "hire"), ("opening.1.major", "数控技术"), ("opening.1.count", "3"),
              ("opening.1.pay", "5000"), ("taskTitle", "寄协议"), ("taskDue", "2026-03-20"),
              ("taskOwner", world.teacher.accountID.description),
            ]))
        #expect(sent.status == 303)
        let shown = try await sent.follow()
        for words in ["2026-02-20 09:30–11:00", "何秋月（讲师）", "张**（经理）", "李*（车间）", "寄协议", "5,000.00 元", "12"] {
          #expect(shown.text.contains(words), "\(words)")
        }
        let visit = try #require(try await world.visits().first?.visit)
        let edit = try await browser.get("/visits/\(visit.id)/edit")
        #expect(edit.text.contains("何秋月 T1（讲师）"))
        let changed = try await browser.submit(edit, form: "//form[contains(@action, '/edit')]", ["content": "谈现代学徒制"])
          .follow()
        #expect(changed.text.contains("谈现代学徒制") && changed.text.contains("张**") && changed.text.contains("5,000.00 元"))
        try await #expect(browser.get(tab).text.contains("下周签约"))
        try await #expect(browser.get("/visits?q=何秋月").text.contains("data-row-link"))

        let version = try await world.record(visit.id).visit.version
        let removed = try await browser.post("/visits/\(visit.id)/remove", [("version", "\(version)")]).follow()
        #expect(removed.text.contains("恢复记录") && removed.text.contains("删除了这条记录"))
        try await #expect(!browser.get("/visits").text.contains("data-row-link"))
        try await #expect(browser.get("/visits?removed=1").text.contains("data-row-link"))
        _ = try await browser.get("/visits/\(visit.id)")
        let back = try await browser.post("/visits/\(visit.id)/restore").follow()
        #expect(!back.text.contains("删除了这条记录"))
      }
    }
  }

  @Test func whatIsWrongIsSaidAllAtOnceAndNothingTypedIsLost() async throws {
    try await ReviewWorld.open { world in
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("/visits/new?partner=\(world.partner.partnership.id)")
        let page = try await browser.post(
          "/visits",
          [
            ("partner", world.partner.partnership.id.description), ("kind", "walk"), ("day", "2999-01-01"),
            ("begins", "25:00"), ("content", ""), ("place", "车间"), ("schoolPeople", "T404"), ("isOutreach", "1"),
            ("posts", "many"), ("openingLines", "3"), ("opening.0.major", "数控"), ("opening.0.count", "none"),
            ("taskDue", "2026-03-20"),
          ])
        #expect(page.status == 422)
        for words in ["走访日期不能晚于今天", "请填写 24 小时制的时间", "请写明要做什么"] { #expect(page.text.contains(words), "\(words)") }
        for value in ["25:00", "车间", "T404", "many", "none", "2999-01-01"] {
          #expect(page.text.contains(value), "\(value)")
        }
        try #expect(page.has("//a[@href='#f-opening-0-count']"))
        try await #expect(world.visits().isEmpty)
        // The rest is right: now the roster is asked.
        let again = try await browser.post("/visits", Self.typed(world.partner, [("schoolPeople", "T404")]))
        #expect(again.status == 422 && again.text.contains("名册中没有工号或学号 T404"))
        try await #expect(world.visits().isEmpty)
      }
    }
  }

  @Test func aChangeMadeMeanwhileIsNotOverwrittenUnseen() async throws {
    try await ReviewWorld.open { world in
      let visit = try await world.visit()
      try await world.browse(as: world.office) { browser in
        let form = try await browser.get("/visits/\(visit.id)/edit")
        var theirs = visit
        theirs.result = "别人写的"
        try await SaveVisit(world.services)(theirs, guests: VisitGuests(visit), isNew: false, by: world.colleague)
        let refused = try await browser.submit(form, form: "//form[contains(@action, '/edit')]", ["result": "我写的"])
        #expect(refused.status == 422)
        #expect(refused.text.contains("有人修改了这条记录") && refused.text.contains("我写的"))
        try await #expect(world.record(visit.id).visit.result == "别人写的")
        try await #expect(
          browser.submit(refused, form: "//form[contains(@action, '/edit')]", ["result": "我写的"]).status == 303)
        try await #expect(world.record(visit.id).visit.result == "我写的")
      }
    }
  }

  @Test func whoMayNotIsSentAwayAndForeignVisitsAreNotThere() async throws {
    try await ReviewWorld.open { world in
      let visit = try await world.visit(followedBy: "回访")
      let place = "/visits/\(visit.id)"
      let task = try #require(try await world.tasks(of: visit).first)
      try await world.browse(as: world.foreignOffice) { browser in
        _ = try await browser.get("/visits/new?partner=\(world.foreignPartner.partnership.id)")
        try await #expect(!browser.get("/visits").text.contains("data-row-link"))
        for path in [place, "\(place)/edit", "/visits/new?partner=\(world.partner.partnership.id)"] {
          try await #expect(browser.get(path).status == 404, "\(path)")
        }
        for path in [
          "edit", "remove", "restore", "reveal", "tasks", "tasks/\(task.id)/finish", "tasks/\(task.id)/undo",
        ] {
          try await #expect(browser.post("\(place)/\(path)", [("version", "1")]).status == 404, "\(path)")
        }
        try await #expect(browser.post("/visits", Self.typed(world.partner)).status == 404)
      }
      // A teacher changes what they wrote down themselves, and reads the rest.
      try await world.browse(as: world.teacher) { browser in
        let page = try await browser.get(place)
        #expect(page.status == 200 && !page.text.contains("\(place)/edit"))
        try await #expect(browser.get("\(place)/edit").status == 403)
        try await #expect(browser.post("\(place)/remove", [("version", "1")]).status == 403)
        try await #expect(browser.post("\(place)/tasks/\(task.id)/finish", [("version", "1")]).status == 403)
        try await #expect(browser.get("/visits.xlsx").status == 403)
      }
      try await world.browse(as: world.expert) { browser in
        try await #expect(browser.get("/visits").status == 403)
        try await #expect(browser.get(place).status == 403)
        let tab = "/partners/\(world.partner.partnership.id)"
        try await #expect(!browser.get(tab).text.contains("\(tab)/visits"))
        try await #expect(browser.get("\(tab)/visits").status == 403)
      }
    }
  }

  @Test func peopleOfThePartnerAreShownInFullOnceAndThatIsLogged() async throws {
    try await ReviewWorld.open { world in
      let visit = try await world.visit(guests: VisitGuests(others: [PersonLine(name: "欧阳建国")]))
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get("/visits/\(visit.id)")
        #expect(page.text.contains("欧阳**") && !page.text.contains("建国"))
        let full = try await browser.post("/visits/\(visit.id)/reveal")
        #expect(full.status == 200 && full.text.contains("欧阳建国"))
        try await #expect(world.log(of: world.partner).first?.action == "partners.visit.revealed")
        try await #expect(!browser.get("/visits/\(visit.id)").text.contains("建国"))
      }
    }
  }

  @Test func tasksAreAddedPostponedAndTakenBackOnThePage() async throws {
    try await ReviewWorld.open { world in
      let visit = try await world.visit()
      let place = "/visits/\(visit.id)"
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get(place)
        let wrong = try await browser.post("\(place)/tasks", [("taskTitle", ""), ("taskDue", "2020-01-01")])
        #expect(wrong.status == 422 && wrong.text.contains("请写明要做什么") && wrong.text.contains("完成日期不能早于今天"))
        let added = try await browser.post(
          "\(place)/tasks",
          [
            ("taskTitle", "送协议"), ("taskDue", "2026-12-01"), ("taskOwner", world.teacher.accountID.description),
          ]
        ).follow()
        #expect(added.text.contains("送协议") && added.text.contains("何秋月"))
        let task = try #require(try await world.tasks(of: visit).first)
        let path = "\(place)/tasks/\(task.id)"
        let early = try await browser.post(
          "\(path)/postpone", [("version", "1"), ("until-\(task.id)", "2026-11-01")])
        #expect(early.status == 422 && early.text.contains("请选择 2026-12-01 之后的日期"))
        let later = try await browser.post(
          "\(path)/postpone", [("version", "1"), ("until-\(task.id)", "2026-12-24"), ("note-\(task.id)", "对方出差")]
        ).follow()
        #expect(later.text.contains("2026-12-24") && later.text.contains("对方出差"))
        let late = try await browser.post("\(path)/finish", [("version", "1")])
        #expect(late.status == 409 && late.text.contains("已被别人处理"))
        _ = try await browser.get(place)
        let undone = try await browser.post("\(path)/undo", [("version", "2")]).follow()
        #expect(undone.text.contains("2026-12-01") && !undone.text.contains("2026-12-24"))
      }
      // Whose task it is finishes it, also on somebody else's visit.
      try await world.browse(as: world.teacher) { browser in
        let task = try #require(try await world.tasks(of: visit).first)
        _ = try await browser.get(place)
        let done = try await browser.post("\(place)/tasks/\(task.id)/finish", [("version", "\(task.version)")])
        #expect(done.status == 303)
        try await #expect(world.inbox(of: world.teacher).isEmpty)
      }
    }
  }

  @Test func filesAreKeptWithAVisit() async throws {
    try await ReviewWorld.open { world in
      let visit = try await world.visit()
      let path = "/visits/\(visit.id)/attachments"
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("/visits/\(visit.id)")
        let sent = try await browser.upload(path, files: [.init("file", name: "现场.png", bytes: ReviewWorld.png)])
        #expect(sent.status == 303)
        try await #expect(sent.follow().text.contains("现场.png"))
        let bad = try await browser.upload(path, files: [.init("file", name: "程序.pdf", bytes: [0x4D, 0x5A, 0x90, 0])])
        #expect(bad.status == 422 && bad.text.contains("不是可以接收的类型"))
      }
      try await world.browse(as: world.foreignOffice) { browser in
        _ = try await browser.get("/visits")
        try await #expect(
          browser.upload(path, files: [.init("file", name: "a.png", bytes: ReviewWorld.png)]).status == 404)
      }
    }
  }

  @Test func theSheetHoldsTheRowsOfTheListAndMasksPeople() async throws {
    try await ReviewWorld.open { world in
      try await world.visit(content: "甲事", guests: VisitGuests(others: [PersonLine(name: "赵国强")]))
      try await world.visit(kind: .phone, content: "乙事")
      try await world.browse(as: world.office) { browser in
        let sheet = try await browser.get("/visits.xlsx?kind=visit")
        #expect(sheet.status == 200 && sheet.bytes.starts(with: [0x50, 0x4B]))
        let log = try await world.database.read {
          try $0.values("SELECT note FROM audit_entries WHERE action = 'partners.visits.exported'", as: String.self)
        }
        #expect(log == ["xlsx × 1 · kind=visit"])
        let path = NSTemporaryDirectory() + "visits-\(UUID().uuidString).xlsx"
        try Data(sheet.bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reading = try await world.services.documents.readSheet(path: path, fileName: "t.xlsx")
        let words = "\(try await reading.reduce(into: [SheetRow]()) { $0.append($1) })"
        #expect(words.contains("甲事") && !words.contains("乙事"))
        #expect(words.contains("赵**") && !words.contains("赵国强"))
      }
    }
  }

  @Test func withoutAPartnerTheFormAsksForOne() async throws {
    try await ReviewWorld.open { world in
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get("/visits/new?q=甲精密")
        #expect(page.text.contains("/visits/new?partner=\(world.partner.partnership.id)"))
        #expect(!page.text.contains("乙软件"))
        try await #expect(browser.get("/visits/new?partner=x").status == 404)
      }
    }
  }
}
