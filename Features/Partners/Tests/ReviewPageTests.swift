import Activity
import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct ReviewPageTests {
  private static let pdf = Array("%PDF-1.7\nevidence".utf8)

  private static func base(_ world: ReviewWorld) -> String { "/partners/\(world.partner.partnership.id)/reviews" }

  /// The fields of a complete form.
  private static func fields(_ world: ReviewWorld, version: String) -> [(String, String)] {
    let today = world.today.description
    return [("version", version), ("creditCheckedOn", today), ("inspectedOn", today), ("inspectors", "何秋月")]
      + ReviewItem.allCases.map { ($0.field, "fine") } + InspectionItem.allCases.map { ($0.field, "fine") }
  }

  private static var files: [BrowserClient.File] {
    ReviewRuleTests.evidence.sorted().map { .init("\($0).files", name: "\($0).pdf", bytes: pdf) }
  }

  @Test(arguments: TestEngine.all)
  func aReviewIsFilledInSentBackMendedAndDecidedOnItsPages(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let base = Self.base(world)
      let edit = try await Self.submit(world)
      let show = String(edit.dropLast(5))
      try await world.browse(as: world.departmentAdministrator) { browser in
        let list = try await browser.get("/partners/reviews")
        #expect(list.text.contains("甲精密机械有限公司") && list.text.contains("待院系审核"))
        let page = try await browser.get(show)
        let wrong = try await browser.submit(
          page, form: "//form[contains(@action, '/endorse')]", ["decision": "returned"])
        #expect(wrong.status == 422 && wrong.text.contains("请写明要补正什么"))
        try #expect(wrong.has("//input[@value='returned'][@checked]"))
        let done = try await browser.submit(
          wrong, form: "//form[contains(@action, '/endorse')]",
          ["decision": "returned", "reason": "信用截图看不清", "mend": "item.credit"])
        #expect(try await done.follow().text.contains("信用截图看不清"))
      }
      try await world.browse(as: world.teacher) { browser in
        let form = try await browser.get(edit)
        #expect(form.text.contains("信用截图看不清") && form.text.contains("请补正这一项"))
        try #expect(form.count("//input[@value='fine'][@checked]") == 17)
        #expect(form.text.contains("item.licence.pdf"))
        let version = try #require(try form.texts("//input[@name='version']/@value").first)
        let sent = try await browser.upload(edit, Self.fields(world, version: version) + [("act", "submit")], files: [])
        #expect(sent.location == show)
      }
      try await world.browse(as: world.departmentAdministrator) { browser in
        let page = try await browser.get(show)
        _ = try await browser.submit(page, form: "//form[contains(@action, '/endorse')]", ["decision": "endorsed"])
      }
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get(show)
        let done = try await browser.submit(
          page, form: "//form[contains(@action, '/decide')]", ["decision": "approved"])
        let decided = try await done.follow()
        #expect(decided.text.contains("有效至 \(world.today.adding(years: 1).description.prefix(7))"))
        try #expect(!decided.has("//form[contains(@action, '/decide')]"))
        #expect(!decided.text.contains(/partners\.review\./))
        let tab = try await browser.get(base)
        #expect(tab.text.contains("办理续审"))
        #expect(!tab.text.contains(/partners\.review/))
        let file = try #require(try decided.texts("//a[contains(@href, '/files/')]/@href").first)
        let download = try await browser.get(file)
        #expect(download.bytes == Self.pdf)
        #expect(download.header("Content-Disposition")?.hasPrefix("attachment;") == true)
      }
    }
  }

  /// The teacher's way to a submitted review; the address of its form.
  private static func submit(_ world: ReviewWorld) async throws -> String {
    try await world.browse(as: world.teacher) { browser in
      let tab = try await browser.get(base(world))
      let edit = try #require(try await browser.submit(tab, form: "//form[contains(@action, '/reviews')]").location)
      let form = try await browser.get(edit)
      #expect(!form.text.contains(/partners\.review\./))
      let early = try await browser.upload(
        edit, [("version", "1"), ("act", "submit"), ("inspectors", "何秋月"), ("creditCheckedOn", "上周")], files: [])
      #expect(early.status == 422 && early.text.contains("请选择结论") && early.text.contains("“上周”不是日期"))
      try #expect(early.has("//input[@name='inspectors'][@value='何秋月']"))
      // What was typed is saved although it could not be submitted.
      let again = try await browser.get(edit)
      try #expect(again.has("//input[@name='creditCheckedOn'][@value='上周']"))
      let version = try #require(try again.texts("//input[@name='version']/@value").first)
      let sent = try await browser.upload(
        edit, fields(world, version: version) + [("act", "submit")], files: files)
      #expect(sent.status == 303)
      #expect(try await sent.follow().text.contains("已提交审核"))
    }
    let open = try await world.database.read { try ReviewStore.open(of: world.partner.partnership, on: $0) }
    return "\(base(world))/\(try #require(open).id)/edit"
  }

  @Test func badFilesAreSaidAndEverythingElseIsKept() async throws {
    try await ReviewWorld.open { world in
      let id = try await world.begin(by: world.teacher)
      let edit = "\(Self.base(world))/\(id)/edit"
      try await world.browse(as: world.teacher) { browser in
        _ = try await browser.get(edit)
        let page = try await browser.upload(
          edit, [("version", "1"), ("conclusion", "很好"), ("act", "submit")],
          files: [
            .init("item.licence.files", name: "../执照.html", bytes: Array("<html>".utf8)),
            .init("item.credit.files", name: "截图.png", bytes: ReviewWorld.png),
            .init("somewhere.files", name: "x.pdf", bytes: Self.pdf),
          ])
        #expect(page.status == 422 && page.text.contains("“执照.html”是网页"))
        #expect(page.text.contains("很好") && page.text.contains("截图.png"))
        let review = try await world.review(id)
        #expect(review.state == .draft && review.answers.conclusion == "很好")
        let remove = try #require(try page.texts("//button[starts-with(@value, 'remove:')]/@value").first)
        let removed = try await browser.upload(
          edit, [("version", "2"), ("conclusion", "很好"), ("act", remove)], files: [])
        let after = try await removed.follow()
        #expect(!after.text.contains("截图.png"))
        let long = try await browser.upload(
          edit, [("version", "3"), ("conclusion", String(repeating: "长", count: 2001))], files: [])
        #expect(long.status == 422 && long.text.contains("最多 2000 字"))
      }
    }
  }

  @Test func whoComesSecondIsToldWhoWasFirstAndKeepsTheirWords() async throws {
    try await ReviewWorld.open { world in
      let id = try await world.filled(by: world.departmentAdministrator)
      try await world.move(.submitted, id, by: world.departmentAdministrator)
      let show = "\(Self.base(world))/\(id)"
      try await world.browse(as: world.colleague) { browser in
        let page = try await browser.get(show)
        try await world.move(
          .approved, id, saying: .init(validUntil: world.today.adding(days: 30).description), by: world.office)
        let late = try await browser.submit(
          page, form: "//form[contains(@action, '/decide')]", ["decision": "refused", "reason": "我不同意这家企业"])
        #expect(late.status == 409)
        #expect(late.text.contains("李岚 已先处理") && late.text.contains("我不同意这家企业"))
        #expect(try await world.review(id).state == .approved)
      }
      let draft = try await world.begin(by: world.teacher)
      try await world.browse(as: world.teacher) { browser in
        let edit = "\(Self.base(world))/\(draft)/edit"
        _ = try await browser.get(edit)
        _ = try await SaveReview(world.services)(
          ReviewAnswers(), of: draft, partnership: world.partner.partnership.id, version: 1,
          by: world.departmentAdministrator)
        let late = try await browser.upload(edit, [("version", "1"), ("conclusion", "我写的话")], files: [])
        #expect(late.status == 409 && late.text.contains("我写的话") && late.text.contains("别人刚刚修改过"))
        let again = try await browser.submit(late, form: "//form[contains(@action, '/edit')]")
        #expect(again.status == 303)
        #expect(try await world.review(draft).answers.conclusion == "我写的话")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func othersSeeNothingAndReadersChangeNothing(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let id = try await world.filled(by: world.teacher)
      try await world.move(.submitted, id, by: world.teacher)
      let file = try await world.database.read { connection in
        try AttachmentStore.attachments(
          of: .review(
            try #require(try ReviewStore.review(id, of: world.partner.partnership, on: connection)), world.partner),
          school: world.school.id, on: connection)
      }.first
      let show = "\(Self.base(world))/\(id)"
      let paths = [
        Self.base(world), show, "\(show)/edit", "\(show)/files/\(try #require(file).id)",
      ]
      for actor in [world.foreignOffice, world.otherDepartmentAdministrator] {
        try await world.browse(as: actor) { browser in
          _ = try await browser.get("/partners")
          for path in paths {
            let answer = try await browser.get(path)
            #expect(answer.status == 404, "\(actor.name) \(path)")
          }
          #expect(try await browser.post(Self.base(world)).status == 404)
          #expect(try await browser.post("\(show)/withdraw", [("version", "3")]).status == 404)
          #expect(try await browser.upload("\(show)/edit", [("version", "3")], files: []).status == 404)
          #expect(!(try await browser.get("/partners/reviews?view=all")).text.contains("甲精密"))
        }
      }
      try await world.browse(as: world.expert) { browser in
        let page = try await browser.get(show)
        #expect(page.status == 200)
        try #expect(!page.has("//form[contains(@action, '/reviews/')]"))
        #expect(try await browser.get("\(show)/edit").status == 403)
        for act in ["endorse", "decide", "withdraw", "discard"] {
          #expect(try await browser.post("\(show)/\(act)", [("version", "3")]).status == 403)
        }
        #expect(try await browser.post(Self.base(world)).status == 403)
      }
      #expect(try await world.review(id).state == .department)
    }
  }

  @Test func theListShowsWhatWaitsAndWhatEndsSoon() async throws {
    try await ReviewWorld.open { world in
      let soon = try await world.approved(until: world.today.adding(days: 40))
      let mine = try await world.begin(world.otherDepartmentPartner, by: world.office)
      try await world.browse(as: world.office) { browser in
        let list = try await browser.get("/partners/reviews")
        try #expect(list.has("//a[contains(@href, '\(mine)')]"))
        try #expect(!list.has("//a[contains(@href, '\(soon)')]"))
        let ending = try await browser.get("/partners/reviews?view=expiring")
        try #expect(ending.has("//a[contains(@href, '\(soon)')]"))
        try #expect(!ending.has("//a[contains(@href, '\(mine)')]"))
        let all = try await browser.get("/partners/reviews?view=all&state=approved")
        try #expect(all.count("//tbody/tr") == 1)
        let found = try await browser.get("/partners/reviews?view=all&q=乙软件")
        try #expect(found.count("//tbody/tr") == 1)
        for page in [list, ending, all] { #expect(!page.text.contains(/partners\.review/)) }
      }
    }
  }

  @Test func whatWaitsIsShownTheMostUrgentFirst() async throws {
    try await ReviewWorld.open { world in
      let draft = try await world.begin(world.otherDepartmentPartner, by: world.office)
      let returned = try await world.filled(by: world.office)
      try await world.move(.submitted, returned, by: world.office)
      try await world.move(.returned, returned, saying: .init(reason: "补章"), by: world.departmentAdministrator)
      let rows = try await world.database.read { connection in
        try ReviewListStore.page(ReviewQuery(), for: world.office, today: world.today, on: connection)
      }
      #expect(rows.map(\.review.id) == [returned, draft])
      var query = ReviewQuery()
      query.after = ReviewListStore.mark(after: try #require(rows.first), in: .mine)
      let next = query
      let rest = try await world.database.read { connection in
        try ReviewListStore.page(next, for: world.office, today: world.today, on: connection)
      }
      #expect(rest.map(\.review.id) == [draft])
    }
  }

  @Test func theListGoesOnPageByPage() async throws {
    try await ReviewWorld.open { world in
      try await world.database.write { connection in
        for number in 1...25 {
          var review = QualificationReview(
            id: world.services.ids.next(), schoolID: world.school.id, partnershipID: world.partner.partnership.id,
            createdBy: nil, at: world.services.now)
          review.state = .approved
          review.validUntil = world.today.adding(days: number % 7)
          try ReviewStore.insert(review, on: connection)
        }
      }
      for view in ["all", "expiring"] {
        try await world.browse(as: world.office) { browser in
          let first = try await browser.get("/partners/reviews?view=\(view)")
          try #expect(first.count("//tbody/tr") == 20)
          let next = try #require(try first.texts("//a[contains(@href, 'after=')]/@href").first)
          let second = try await browser.get(next)
          try #expect(second.count("//tbody/tr") == 5)
          let both = try first.texts("//tbody/tr/@data-row-link") + second.texts("//tbody/tr/@data-row-link")
          #expect(Set(both).count == 25)
        }
      }
    }
  }
}
