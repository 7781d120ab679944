import Activity
import Database
import DatabaseTesting
import HTTPTypes
import Localization
import Organizations
import Partners
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Projects

@Suite struct ConfirmationTests {
  @Test(arguments: TestEngine.all)
  func theEnterpriseConfirmsAndDisputesByLinkAndTheSumsSaySo(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let hours = try await world.entry()
      let money = try await world.entry(.money, "专项资金") { ($0.amount, $0.arrived) = (30_000_000, 20_000_000) }
      let old = try await world.entry(.hires, "去年录用") { entry in
        (entry.quantity, entry.day) = (300, world.today.adding(years: -1))
      }
      let link = try await world.ask()
      let guest = try await world.guest(link)
      #expect(try await world.sheet().confirmed == 0)
      let done = try await world.answer([hours], .confirmed, by: guest)
      #expect(done == ConfirmLedger.Outcome(done: 1))
      var sheet = try await world.sheet()
      #expect(sheet.confirmed == 1_280_000 && sheet.value == 21_280_000)
      #expect(sheet.share(.noted, by: .school).entries == 1)
      try await #expect(
        world.problems { _ = try await world.answer([money], .disputed, by: guest) } == [
          "projects.problem.disputeReason"
        ])
      _ = try await world.answer([money], .disputed, "只收到 15 万元", by: guest)
      sheet = try await world.sheet()
      // What is disputed does not count, and is not lost.
      #expect(sheet.value == 1_280_000 && sheet.share(.disputed) == (1, 20_000_000))
      let disputed = try await world.fresh(money)
      #expect(disputed.answer == "只收到 15 万元" && disputed.answeredBy == "王志强")
      try await #expect(world.inbox(of: world.office) == ["projects.inbox.balanceDisputed"])
      // Another year's is not this link's.
      await #expect(throws: ProjectError.notFound) { try await world.answer([old], .confirmed, by: guest) }
      // Mended, it is asked for anew.
      var mended = disputed
      mended.arrived = 15_000_000
      let kept = mended
      try await #expect(KeepLedger(world.services).change(kept, by: world.office) == false)
      try await #expect(world.inbox(of: world.office).isEmpty)
      let again = try await world.fresh(money)
      #expect(again.standing == .noted && again.answer.isEmpty && again.notedBy == "李岚")
      _ = try await world.answer([again], .confirmed, by: guest)
      try await #expect(world.sheet().confirmed == 16_280_000)
      let story = try await world.database.read { try ConfirmationStore.answers(to: again, on: $0).map(\.act) }
      #expect(story == [.confirmed, .changed, .disputed, .noted])
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoAtOnceOneWinsAndAnOldVersionIsNotAnswered(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let entry = try await world.entry()
      let guest = try await world.guest(try await world.ask())
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for standing in [LedgerStanding.confirmed, .disputed] {
          group.addTask {
            do {
              _ = try await world.answer([entry], standing, "不同", by: guest)
              return true
            } catch ProjectError.stale { return false } catch { return false }
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(outcomes.count { $0 } == 1)
      let (first, second) = (try await world.entry(.engineerHours, "一"), try await world.entry(.engineerHours, "二"))
      var changed = first
      changed.quantity = 100
      let typed = changed
      _ = try await KeepLedger(world.services).change(typed, by: world.office)
      // All at once confirms what was seen, and says what was not.
      let outcome = try await world.answer([first, second], .confirmed, by: guest)
      #expect(outcome.done == 1 && outcome.late.map(\.title) == ["一"])
      try await #expect(world.fresh(first).standing == .noted)
      await #expect(throws: ProjectError.stale) { try await world.answer([second], .confirmed, by: guest) }
      // What one side noted itself it does not confirm.
      try await #expect(
        world.problems {
          _ = try await world.answer([try await world.fresh(first)], .confirmed, by: .school(world.office))
        } == ["projects.problem.ownEntry"])
    }
  }

  @Test(arguments: TestEngine.all)
  func aChangeTakesTheConfirmationBackAndNothingElseDoes(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let entry = try await world.entry()
      let guest = try await world.guest(try await world.ask())
      _ = try await world.answer([entry], .confirmed, by: guest)
      let confirmed = try await world.fresh(entry)
      try await #expect(KeepLedger(world.services).change(confirmed, by: world.office) == false)
      try await #expect(world.fresh(entry).standing == .confirmed, "saving the same changes nothing")
      try await KeepLedger(world.services).value(
        ValuationRule(kind: .engineerHours, since: world.year, rate: 30_000), of: world.school.id, by: world.office)
      try await #expect(world.fresh(entry).standing == .confirmed, "what is confirmed are the facts, not the rate")
      var changed = try await world.fresh(entry)
      changed.quantity = 9900
      let typed = changed
      try await #expect(KeepLedger(world.services).change(typed, by: world.office))
      let after = try await world.fresh(entry)
      #expect(after.standing == .noted && after.answeredBy.isEmpty && after.version == confirmed.version + 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func remindersStopWithTheAnswer(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let entry = try await world.entry()
      _ = try await world.ask()
      let remind = RemindOfProjects(world.services)
      func letters() async throws -> Int { try await world.mails(to: "wang@jia.example").count }
      try await #expect(remind() == 0)
      world.pass(days: 8)
      try await #expect(remind() == 1)
      try await #expect(remind() == 0)
      try await #expect(letters() == 2)
      _ = try await world.answer([entry], .confirmed, by: try await world.guest(world.link(to: "wang@jia.example")))
      world.pass(days: 8)
      try await #expect(remind() == 0)
      // Taken back, it is asked for anew.
      var changed = try await world.fresh(entry)
      changed.quantity = 100
      let typed = changed
      try await KeepLedger(world.services).change(typed, by: world.office)
      world.pass(days: 8)
      try await #expect(remind() == 1)
      try await #expect(letters() == 3)
      // Withdrawn, nobody is written to.
      let links = try await world.database.read { connection in
        try connection.values("SELECT id FROM guest_links ORDER BY id", as: ID<GuestLink>.self)
      }
      try await AskForConfirmation(world.services).revoke(
        try #require(links.last), of: world.partner.partnership.id, by: world.office)
      world.pass(days: 8)
      try await #expect(remind() == 0)
      try await #expect(letters() == 3)
      let last = try await world.link(to: "wang@jia.example")
      try await world.browse(as: nil) { browser in try await #expect(browser.get(last).status == 410) }
    }
  }

  @Test(arguments: TestEngine.all)
  func theEnterpriseNotesWithEvidenceAndTheSchoolConfirms(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      try await world.entry(.money, "内部事项") { entry in
        (entry.amount, entry.arrived, entry.note) = (100, 100, "内部说明不外传")
      }
      let link = try await world.ask()
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 200 && page.text.contains("等待贵方确认") && !page.text.contains("内部说明不外传"))
        func send(_ values: [(String, String)], _ file: [UInt8]?) async throws -> BrowserPage {
          try await browser.upload(
            "\(link)/entries", [("kind", "money"), ("side", "enterprise"), ("title", "奖学金")] + values,
            files: file.map { [.init("evidence", name: "回单.pdf", bytes: $0)] } ?? [])
        }
        let pdf = Array("%PDF-1.7\n回单".utf8)
        let cases: [([(String, String)], String)] = [
          ([("amount", "三万"), ("day", "\(world.today)")], "请填金额"),
          ([("amount", "-5"), ("day", "\(world.today)")], "应在"),
          ([("amount", "100"), ("arrived", "200"), ("day", "\(world.today)")], "到账不能多于承诺"),
          ([("amount", "100"), ("day", "\(world.today.adding(days: 2))")], "日期不能晚于今天"),
          ([("amount", "100"), ("day", "\(world.today.adding(years: -1))")], "日期应在"),
          ([("amount", "100"), ("day", "")], "此项必填"),
        ]
        for (values, text) in cases {
          let wrong = try await send(values, nil)
          #expect(wrong.status == 422 && wrong.text.contains(text), "\(text)")
        }
        let hostile = try await send([("amount", "100"), ("day", "\(world.today)")], Array("<script>".utf8))
        #expect(hostile.status == 422)
        let done = try await send(
          [("amount", "３万元"), ("arrived", "２５，０００．５ 元"), ("day", "\(world.today)")], pdf)
        #expect(done.status == 303, "\(done.text.prefix(300))")
        let shown = try await browser.get(link)
        #expect(shown.text.contains("25,000.50 元") && shown.text.contains("回单.pdf"))
        let file = try #require(try shown.texts("//a[contains(@href, '/files/')]/@href").first)
        try await #expect(browser.get(file).status == 200)
        let pdfPage = try await browser.get("\(link)/balance.pdf")
        #expect(pdfPage.status == 200)
      }
      try await #expect(world.inbox(of: world.office) == ["projects.inbox.balanceWaiting"])
      let path = "/partners/\(world.partner.partnership.id)/balance/confirm?year=\(world.year)"
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get(path)
        #expect(page.text.contains("奖学金") && page.text.contains("回单.pdf"))
        let form = "//form[.//input[@name='entries']]"
        let wordless = try await browser.submit(page, form: form, ["decision": "disputed"])
        #expect(wordless.status == 422 && wordless.text.contains("提出异议请写明原因"))
        let done = try await browser.submit(page, form: form, ["decision": "confirmed"])
        #expect(try await done.follow().text.contains("没有等待确认的登记"))
        // The same page again: somebody was first.
        let late = try await browser.submit(page, form: form, ["decision": "confirmed"])
        #expect(late.status == 409 && late.text.contains("他人刚刚答复或修改过"))
        let balance = try await browser.get("/partners/\(world.partner.partnership.id)/balance?year=\(world.year)")
        #expect(balance.text.contains("双方已确认") && balance.text.contains("仅学校登记"))
      }
      try await #expect(world.inbox(of: world.office).isEmpty)
      for stranger in [world.foreignOffice, world.otherDepartmentAdministrator] {
        try await world.browse(as: stranger) { browser in try await #expect(browser.get(path).status == 404) }
      }
      try await world.browse(as: world.counsel) { browser in
        try await #expect(browser.post(path, [("decision", "confirmed")]).status == 403)
      }
    }
  }

  @Test func theLinkOpensNothingElseAndClosesAsItShould() async throws {
    try await ProjectWorld.open { world in
      let entry = try await world.entry()
      let link = try await world.ask()
      let foreign = try await KeepLedger(world.services).add(
        {
          var entry = world.blank(.hires) { $0.quantity = 100 }
          entry.partnershipID = world.foreignPartner.partnership.id
          return entry
        }(), by: world.foreignOffice)
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        let form = "//form[.//input[@name='entries']]"
        let wrong = try await browser.submit(page, form: form, ["decision": "disputed"])
        #expect(wrong.status == 422 && wrong.text.contains("提出异议请写明原因"))
        let other = try await browser.submit(
          page, form: form, ["entries": SeenEntry(foreign).text, "decision": "confirmed"])
        #expect(other.status == 404, "an entry of another school")
        try await #expect(browser.get("/l/balance/0000000000000.\(String(repeating: "a", count: 43))").status == 404)
        try await #expect(browser.get(link.replacing("/balance/", with: "/duties/")).status == 404)
        // Another partnership's evidence is not there.
        try await #expect(browser.get("\(link)/files/0000000000000").status == 404)
        let json = try await browser.json(.get, "/api/v1/links\(link.dropFirst("/l".count))")
        #expect(json.status == 200 && json.json?["items"]?.array?.count == 1)
        let answer: JSONValue = [
          "entries": [["id": .string("\(entry.id)"), "version": 1]], "decision": "confirmed",
        ]
        let api = "/api/v1/links\(link.dropFirst("/l".count))/answers"
        try await #expect(browser.json(.post, api, ["entries": [], "decision": "perhaps"]).status == 422)
        try await #expect(browser.json(.post, api, answer).status == 200)
        try await #expect(browser.json(.post, api, answer).status == 409)
      }
      try await #expect(world.fresh(foreign).standing == .noted)
      world.pass(days: 61)
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 410)
        try await #expect(browser.post("\(link)/answers", [("decision", "confirmed")]).status == 410)
      }
    }
  }

  @Test func theOfficeAsksAndTakesBackOnThePage() async throws {
    try await ProjectWorld.open { world in
      try await world.entry()
      let page = "/partners/\(world.partner.partnership.id)/balance?year=\(world.year)"
      let form = "//form[contains(@action, '/balance/requests')]"
      try await world.browse(as: world.office) { browser in
        let shown = try await browser.get(page)
        let wrong = try await browser.submit(shown, form: form, ["guest.name": "", "guest.mail": "wang"])
        #expect(wrong.status == 422 && wrong.text.contains("请填写企业联系人"))
        try #expect(wrong.texts("//input[@name='guest.mail']/@value") == ["wang"])
        let sent = try await browser.submit(
          wrong, form: form, ["guest.name": "王志强", "guest.mail": "wang@jia.example"]
        ).follow()
        #expect(sent.text.contains("确认链接已发送") && sent.text.contains("还没有打开"))
        let gone = try await browser.submit(sent, form: "//form[contains(@action, '/revoke')]", [:]).follow()
        #expect(gone.text.contains("已停用"))
      }
      try await world.browse(as: world.teacher) { browser in
        let shown = try await browser.get(page)
        try #expect(!shown.has(form))
        try await #expect(
          browser.post("/partners/\(world.partner.partnership.id)/balance/requests", [("guest.name", "x")]).status
            == 403)
      }
      let link = try await world.link(to: "wang@jia.example")
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 410 && page.text.contains("停用"))
      }
    }
  }
}
