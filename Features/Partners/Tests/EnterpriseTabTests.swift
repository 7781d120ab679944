import Accounts
import Activity
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

@Suite struct EnterpriseTabTests {
  @Test func aSchoolSeesTheDifferencesAndMarksThemAsSeen() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      var record = try await world.enterprise()
      (record.products, record.size) = ("轴承", .medium)
      try await SaveProfile(world.services)(record, by: admin)
      let place = "/partners/\(world.partner.partnership.id)"
      try await world.enter(as: world.office) { browser in
        let list = try await browser.get("/partners?news=1")
        #expect(list.text.contains("甲精密机械") && list.text.contains("1 条变更"))
        #expect(!list.text.contains("乙软件"))
        let overview = try await browser.get(place)
        #expect(overview.text.contains("企业有 1 条未查看的变更") && overview.text.contains("轴承"))
        #expect(overview.text.contains("中型"))
        try await #expect(browser.get("/inbox").text.contains("企业有新的变更"))
        let seen = try await browser.submit(overview, form: "//form[contains(@action, 'changes/seen')]").follow()
        #expect(seen.text.contains("所有变更都已查看") && seen.text.contains("最近由 李岚 查看"))
        try await #expect(!browser.get(place).text.contains("未查看的变更"))
        try await #expect(!browser.get("/partners?news=1").text.contains("甲精密机械"))
        try await #expect(browser.post("\(place)/changes/seen", [("until", "x")]).status == 400)
      }
      // A teacher reads it and marks nothing; another school does not see it.
      record = try await world.enterprise()
      record.products = "轴承、齿轮"
      try await SaveProfile(world.services)(record, by: admin)
      let newest = try #require(try await world.changes(for: world.partner).first)
      try await world.enter(as: world.teacher) { browser in
        let page = try await browser.get(place)
        #expect(page.text.contains("轴承、齿轮"))
        try #expect(!page.has("//form[contains(@action, 'changes/seen')]"))
        try await #expect(browser.post("\(place)/changes/seen", [("until", newest.id.description)]).status == 403)
      }
      try await world.enter(as: world.foreignOffice) { browser in
        _ = try await browser.get("/partners")
        try await #expect(browser.get("\(place)/enterprise").status == 404)
        try await #expect(browser.post("\(place)/changes/seen", [("until", newest.id.description)]).status == 404)
      }
      try await #expect(world.sight(of: world.partner).unseen == 1)
    }
  }

  @Test func sharedContactsStandBesideTheOwnMaskedUntilAsked() async throws {
    try await ReviewWorld.open { world in
      let other = try await world.joined()
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let contact = try await world.contact("张建国", by: admin)
      try await Sharing(world.services)(true, .contact(contact.id), with: world.school.id, by: admin)
      let tab = "/partners/\(world.partner.partnership.id)/contacts"
      try await world.enter(as: world.office) { browser in
        let page = try await browser.get(tab)
        #expect(page.text.contains("张**") && page.text.contains("企业提供") && page.text.contains("138****1111"))
        #expect(!page.text.contains("建国") && !page.text.contains("13800001111"))
        let full = try await browser.post("\(tab)/reveal")
        #expect(full.text.contains("张建国") && full.text.contains("13800001111"))
        try await #expect(world.log(of: world.partner).first?.action == "partners.contacts.revealed")
      }
      try await world.enter(as: world.foreignOffice) { browser in
        try await #expect(!browser.get("/partners/\(other.partnership.id)/contacts").text.contains("张**"))
      }
    }
  }

  @Test func documentsAndStatementsAreThereOnlyWhereTheyAreShared() async throws {
    try await ReviewWorld.open { world in
      let other = try await world.joined()
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      var statement = EnterpriseStatement(enterpriseID: world.partner.enterprise.id)
      (statement.internPlaces, statement.wishes) = (37, "希望合办订单班")
      try await SaveStatement(world.services)(statement, by: admin)
      try await world.enter(as: admin) { browser in
        _ = try await browser.get("/enterprise/documents")
        _ = try await browser.upload(
          "/enterprise/documents", [("kind", "licence")],
          files: [.init("file", name: "执照.png", bytes: ReviewWorld.png)])
      }
      let document = try #require(
        try await world.database.read {
          try SpaceStore.documents(of: world.partner.enterprise.id, on: $0).first
        })
      for part in [SharedPart.documents, .figures] {
        try await Sharing(world.services)(true, .part(part), with: world.school.id, by: admin)
      }
      let (own, foreign) = (world.partner.partnership.id, other.partnership.id)
      try await world.enter(as: world.teacher) { browser in
        let page = try await browser.get("/partners/\(own)/enterprise")
        #expect(page.text.contains("执照.png") && page.text.contains("37") && !page.text.contains("希望合办订单班"))
        let file = try await browser.get("/partners/\(own)/documents/\(document.id)")
        #expect(file.status == 200 && file.header("Content-Disposition")?.hasPrefix("attachment") == true)
      }
      try await world.enter(as: world.foreignOffice) { browser in
        let page = try await browser.get("/partners/\(foreign)/enterprise")
        #expect(page.status == 200 && !page.text.contains("执照.png") && page.text.contains("没有向本校共享"))
        try await #expect(browser.get("/partners/\(foreign)/documents/\(document.id)").status == 404)
        try await #expect(browser.get("/partners/\(own)/documents/\(document.id)").status == 404)
      }
    }
  }

  @Test func aSchoolInvitesFromAContactAndSeesWhoKeepsTheSpace() async throws {
    try await ReviewWorld.open { world in
      let place = "/partners/\(world.partner.partnership.id)"
      let contact: PartnerContact = try await world.contact("郑海燕", position: "人事")
      try await world.enter(as: world.office) { browser in
        let empty = try await browser.get("\(place)/enterprise")
        #expect(empty.text.contains("企业还没有管理员"))
        let form = try await browser.get("\(place)/administrators/new?contact=\(contact.id)")
        try #expect(form.has("//input[@name='name' and @value='郑海燕']"))
        let wrong = try await browser.post(
          "\(place)/administrators", [("name", "郑海燕"), ("mail", ""), ("role", "school-administrator")])
        #expect(wrong.status == 422)
        try #expect(wrong.has("//a[@href='#f-role']"))
        let sent = try await browser.post(
          "\(place)/administrators",
          [("name", "郑海燕"), ("mail", "zheng@example.com"), ("role", "enterprise-administrator")])
        #expect(sent.status == 200 && sent.text.contains("/invitation/"))
        let page = try await browser.get("\(place)/enterprise")
        #expect(page.text.contains("郑海燕") && page.text.contains("已邀请"))
        #expect(!page.text.contains("zheng@example.com"))
        let renewed = try await browser.submit(page, form: "//form[contains(@action, '/invite')]")
        #expect(renewed.status == 200 && renewed.text.contains("/invitation/"))
      }
      try await world.enter(as: world.teacher) { browser in
        try await #expect(browser.get("\(place)/administrators/new").status == 403)
        try await #expect(browser.post("\(place)/administrators", [("name", "x")]).status == 403)
      }
      try await world.enter(as: world.foreignOffice) { browser in
        _ = try await browser.get("/partners")
        try await #expect(browser.get("\(place)/administrators/new").status == 404)
        try await #expect(browser.post("\(place)/administrators", [("name", "x")]).status == 404)
      }
    }
  }

  @Test func aNewNameIsConfirmedOrRefusedOnTheTab() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let place = "/partners/\(world.partner.partnership.id)"
      try await world.enter(as: admin) { browser in
        _ = try await browser.get("/enterprise/identity")
        let sent = try await browser.post(
          "/enterprise/identity", [("name", "甲智能装备有限公司"), ("creditCode", ""), ("reason", "工商变更")])
        try await #expect(sent.follow().text.contains("等待学校确认"))
      }
      try await world.enter(as: world.office) { browser in
        let page = try await browser.get("\(place)/enterprise")
        #expect(page.text.contains("甲智能装备有限公司") && page.text.contains("工商变更"))
        let form = "//form[contains(@action, '/identity/')]"
        let refused = try await browser.submit(page, form: form, [:], button: ("decision", "refuse"))
        #expect(refused.status == 422 && refused.text.contains("不同意时请说明理由"))
        let accepted = try await browser.submit(refused, form: form, [:], button: ("decision", "accept")).follow()
        #expect(accepted.text.contains("甲智能装备有限公司") && !accepted.text.contains("名称变更申请"))
      }
    }
  }
}
