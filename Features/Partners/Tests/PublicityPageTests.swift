import Accounts
import Database
import DatabaseTesting
import HTTPTypes
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct PublicityPageTests {
  @Test func aPageIsWrittenPreviewedPublishedAndWithdrawn() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let show = "/enterprises/\(world.partner.enterprise.id)"
      try await world.enter(as: admin) { browser in
        let form = try await browser.get("/enterprise/page/sections/about")
        let saved = try await browser.submit(
          form, form: "//form[@action='/enterprise/page/sections/about']",
          ["text": "<script>alert(1)</script>做轴承\n\n第二段"])
        #expect(saved.status == 303)
        _ = try await browser.get("/enterprise/page/sections/salary")
        let salary = try await browser.post(
          "/enterprise/page/sections/salary",
          [("version", "1"), ("salary", "８，０００–１２，０００ 元/月"), ("text", "每月十日发放")])
        try await #expect(salary.follow().text.contains("8,000–12,000 元/月"))
        _ = try await browser.get("/enterprise/page/sections/environment")
        let brought = try await browser.upload(
          "/enterprise/page/sections/environment/pictures", [("version", "2"), ("caption", "车间一角")],
          files: [.init("picture", name: "车间.png", bytes: ReviewWorld.png)])
        #expect(brought.status == 303)
        let late = try await browser.post(
          "/enterprise/page/sections/about", [("version", "1"), ("text", "晚来的文字")])
        #expect(late.status == 422 && late.text.contains("晚来的文字"))
        _ = try await browser.get("/enterprise/page")
        _ = try await browser.post("/enterprise/page/sections/salary/move", [("version", "3"), ("to", "up")])
        try await #expect(world.page()?.draft.sections.map(\.kind) == [.salary, .about, .environment])
        let preview = try await browser.get("/enterprise/page/preview")
        #expect(preview.text.contains("&lt;script&gt;") && !preview.text.contains("<script>alert"))
        try await #expect(browser.get(show).status == 404)

        let editor = try await browser.get("/enterprise/page")
        let published = try await browser.submit(editor, form: "//form[contains(@action, '/publish')]")
        #expect(published.status == 303)
        try await #expect(browser.get(show).status == 200)
      }
      let digest = try #require(try await world.page()?.draft.section(.environment)?.pictures.first?.digest)
      try await world.enter(as: nil) { browser in
        let page = try await browser.get(show)
        #expect(page.status == 200)
        #expect(page.text.contains("甲精密机械有限公司") && page.text.contains("8,000–12,000 元/月"))
        #expect(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>alert"))
        #expect(page.text.contains("第二段") && page.text.contains("车间一角"))
        #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        #expect(page.header("X-Content-Type-Options") == "nosniff")
        // It may lie in the browser, and is asked for again by its tag.
        #expect(page.header("Cache-Control") == "private, no-cache")
        let tag = try #require(page.header("ETag"))
        try await #expect(browser.get(show, headers: [("If-None-Match", tag)]).status == 304)
        let picture = try await browser.get("\(show)/pictures/\(digest)")
        #expect(picture.status == 200 && picture.header("Content-Type") == "image/png")
        try await #expect(browser.get("\(show)/pictures/\(String(repeating: "b", count: 64))").status == 404)
        try await #expect(browser.get("\(show)/logo/\(digest)").status == 404)
        let list = try await browser.get("/enterprises?q=轴承")
        #expect(list.text.contains(show) && list.text.contains("8,000–12,000"))
        try await #expect(!browser.get("/enterprises?q=豆腐").text.contains(show))
        try await #expect(!browser.get("/enterprises?q=%25").text.contains(show))
        try await #expect(browser.get("/enterprises?after=x.y&industry=1").status == 200)
        try await #expect(browser.get("/enterprises/0000000000000").status == 404)
        try await #expect(browser.get("/enterprises/x").status == 404)
      }
      try await world.enter(as: admin) { browser in
        let editor = try await browser.get("/enterprise/page")
        _ = try await browser.submit(editor, form: "//form[contains(@action, '/withdraw')]")
        try await #expect(browser.get(show).status == 404)
        try await #expect(browser.get("/enterprise/page").text.contains("未发布"))
      }
    }
  }

  @Test func noPersonStandsInThePublicPage() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      _ = try await world.contact("张建国", phone: "13900007777", by: admin)
      let own: PartnerContact = try await world.contact("李工", position: "车间")
      #expect(own.name == "李工")
      var statement = EnterpriseStatement(enterpriseID: world.partner.enterprise.id)
      (statement.wishes, statement.revenue) = ("只给学校看的意愿", 123_456_700)
      try await SaveStatement(world.services)(statement, by: admin)
      try await world.publish([PublicitySection(.about, text: "做轴承")], by: admin)
      for actor in [nil, world.teacher] {
        try await world.enter(as: actor) { browser in
          let text = try await browser.get("/enterprises/\(world.partner.enterprise.id)").text
          for secret in ["建国", "张*", "李工", "139", "郑海燕", "只给学校看", "1,234,567", "signed"] {
            #expect(!text.contains(secret), "\(secret)")
          }
        }
      }
    }
  }

  @Test func aPageForChosenSchoolsIsForThemAlone() async throws {
    try await ReviewWorld.open { world in
      _ = try await world.joined()
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      try await world.publish([PublicitySection(.about, text: "做轴承")], .partners, by: admin)
      let show = "/enterprises/\(world.partner.enterprise.id)"
      func status(_ actor: Actor?) async throws -> Int {
        let found = StatusBox()
        try await world.enter(as: actor) { browser in await found.set(try await browser.get(show).status) }
        return await found.value
      }
      for actor in [nil, world.teacher, world.foreignOffice] { try await #expect(status(actor) == 404) }
      try await #expect(status(admin) == 200)
      try await Sharing(world.services)(true, .part(.page), with: world.school.id, by: admin)
      try await #expect(status(world.teacher) == 200)
      try await #expect(status(world.foreignOffice) == 404)
      try await #expect(status(nil) == 404)
      try await world.enter(as: nil) { browser in
        try await #expect(!browser.get("/enterprises").text.contains(show))
      }
    }
  }

  private actor StatusBox {
    var value = 0
    func set(_ status: Int) { value = status }
  }

  @Test func aSchoolHidesAPageAndTheEnterpriseReadsWhy() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      try await world.publish([PublicitySection(.about, text: "做轴承")], by: admin)
      let tab = "/partners/\(world.partner.partnership.id)"
      try await world.enter(as: world.teacher) { browser in
        let page = try await browser.get("\(tab)/enterprise")
        #expect(page.status == 200 && !page.text.contains("page/hide"))
        try await #expect(browser.post("\(tab)/page/hide", [("reason", "不行")]).status == 403)
      }
      try await world.enter(as: world.office) { browser in
        _ = try await browser.get("\(tab)/enterprise")
        let empty = try await browser.post("\(tab)/page/hide", [("reason", "  ")])
        #expect(empty.status == 422 && empty.text.contains("请写明理由"))
        let long = try await browser.post("\(tab)/page/hide", [("reason", String(repeating: "长", count: 301))])
        #expect(long.status == 422)
        let hidden = try await browser.post("\(tab)/page/hide", [("reason", "图片不实")]).follow()
        #expect(hidden.text.contains("图片不实") && hidden.text.contains("恢复显示"))
        try await #expect(browser.get("/enterprises/\(world.partner.enterprise.id)").status == 404)
      }
      try await world.enter(as: admin) { browser in
        try await #expect(browser.get("/enterprise").text.contains("图片不实"))
      }
      try await world.enter(as: world.foreignOffice) { browser in
        _ = try await browser.get("/partners")
        try await #expect(browser.post("\(tab)/page/show").status == 404)
        try await #expect(browser.post("\(tab)/page/hide", [("reason", "不行")]).status == 404)
      }
      try await world.enter(as: world.office) { browser in
        _ = try await browser.get("\(tab)/enterprise")
        try await #expect(browser.post("\(tab)/page/show").status == 303)
        try await #expect(browser.get("/enterprises/\(world.partner.enterprise.id)").status == 200)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func theListGoesByKeyNewestFirst(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      for (number, partner) in [world.partner, world.otherDepartmentPartner, world.foreignPartner].enumerated() {
        let admin = try await world.person("人\(number)", .enterpriseAdministrator, at: partner.enterprise)
        world.pass(days: 1)
        let write = WritePage(world.services)
        try await write(version: 0, "changed", by: admin) {
          $0.draft.put(PublicitySection(.about, text: "第\(number)家 ＡＢＣ"))
        }
        try await write.publish(version: 1, by: admin)
      }
      func listed(_ search: String, after mark: PublicityStore.Mark? = nil) async throws -> [PublicityStore.Listed] {
        try await world.database.read {
          try PublicityStore.listed(search: search, industry: "", after: mark, limit: 2, on: $0)
        }
      }
      let first = try await listed("abc")
      #expect(first.map(\.enterprise.name) == ["丙食品有限公司", "乙软件有限公司"])
      let last = try #require(first.last)
      let second = try await listed(
        "abc", after: PublicityStore.Mark(publishedAt: last.publishedAt.milliseconds, id: last.rowID))
      #expect(second.map(\.enterprise.name) == ["甲精密机械有限公司"])
      try await #expect(listed("软件").map(\.enterprise.name) == ["乙软件有限公司"])
      try await #expect(listed("_").isEmpty)
    }
  }
}
