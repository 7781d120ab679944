import Accounts
import Activity
import Database
import DatabaseTesting
import Foundation
import HTTPTypes
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct SpacePageTests {
  private static let pages = [
    "/enterprise", "/enterprise/profile", "/enterprise/statement", "/enterprise/page", "/enterprise/page/preview",
    "/enterprise/contacts", "/enterprise/documents", "/enterprise/sharing", "/enterprise/schools",
    "/enterprise/people",
  ]
  private static let forms = [
    "/enterprise/profile/edit", "/enterprise/identity", "/enterprise/contacts/new", "/enterprise/people/invite",
    "/enterprise/page/sections/about",
  ]

  @Test func anAdministratorFillsTheSpaceFromEmptyToFull() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      try await world.enter(as: admin) { browser in
        for path in Self.pages + Self.forms { try await #expect(browser.get(path).status == 200, "\(path)") }
        let home = try await browser.get("/enterprise")
        #expect(home.text.contains("岭澜职业技术学院") && home.text.contains("补充统一社会信用代码"))
        let form = try await browser.get("/enterprise/profile/edit")
        let saved = try await browser.submit(
          form, form: "//form[contains(@action, 'profile/edit')]",
          ["staffCount": "１，２００", "products": "轴承", "website": "www.example.com"])
        #expect(saved.status == 303)
        let enterprise = try await world.enterprise()
        #expect(enterprise.staffCount == 1200 && enterprise.website == "https://www.example.com")
        let logo = try await browser.upload(
          "/enterprise/profile/logo", files: [.init("logo", name: "标志.png", bytes: ReviewWorld.png)])
        #expect(logo.status == 303)
        let digest = try await world.enterprise().logo
        let picture = try await browser.get("/enterprise/logo/\(digest)")
        #expect(picture.status == 200 && picture.header("Content-Type") == "image/png")

        _ = try await browser.get("/enterprise/statement")
        let stated = try await browser.post(
          "/enterprise/statement",
          [("version", "0"), ("internPlaces", "２０"), ("revenue", "１.２万"), ("motives", "talent"), ("wishes", "订单班")])
        #expect(stated.status == 303)
        try await #expect(stated.follow().text.contains("订单班"))

        let added = try await browser.post(
          "/enterprise/contacts", [("name", "张建国"), ("phone", "１３８００００１１１１"), ("mail", "z@example.com")])
        let list = try await added.follow()
        #expect(list.text.contains("张**") && !list.text.contains("建国") && list.text.contains("138****1111"))
        try await #expect(browser.post("/enterprise/contacts/reveal").text.contains("13800001111"))
        try await #expect(world.actions(of: "enterprise").last == "partners.space.contacts.revealed")

        _ = try await browser.get("/enterprise/sharing")
        let shared = try await browser.post(
          "/enterprise/sharing", [("school", world.school.id.description), ("part", "wishes"), ("on", "1")]
        ).follow()
        #expect(shared.text.contains("已共享，学校立即可见"))
        _ = try await browser.get("/enterprise/documents")
        let document = try await browser.upload(
          "/enterprise/documents", [("kind", "licence")],
          files: [.init("file", name: "执照.png", bytes: ReviewWorld.png)])
        #expect(document.status == 303)
        try await #expect(document.follow().text.contains("执照.png"))
      }
    }
  }

  @Test func aMentorLooksAndChangesNothing() async throws {
    try await ReviewWorld.open { world in
      let mentor = try await world.person("黄建业", .enterpriseMentor, at: world.partner.enterprise)
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let contact = try await world.contact("张建国", by: admin)
      try await world.enter(as: mentor) { browser in
        for path in Self.pages { try await #expect(browser.get(path).status == 200, "\(path)") }
        for path in Self.forms { try await #expect(browser.get(path).status == 403, "\(path)") }
        let sharing = try await browser.get("/enterprise/sharing")
        try #expect(!sharing.has("//form[@action='/enterprise/sharing']"))
        for path in [
          "profile/edit", "profile/logo/remove", "statement", "identity", "identity/withdraw", "contacts",
          "contacts/reveal", "contacts/\(contact.id)/edit", "contacts/\(contact.id)/remove", "sharing",
          "page/publish", "page/withdraw", "page/discard", "page/visibility", "page/sections",
          "page/sections/about", "page/sections/about/move", "page/sections/about/remove",
          "people/invite", "people/\(admin.accountID)/end", "people/\(admin.accountID)/invite",
        ] {
          try await #expect(
            browser.post("/enterprise/\(path)", [("version", "0"), ("on", "1")]).status == 403, "\(path)")
        }
        for path in ["profile/logo", "documents", "page/sections/about/pictures"] {
          let sent = try await browser.upload(
            "/enterprise/\(path)", files: [.init("file", name: "a.png", bytes: ReviewWorld.png)])
          #expect(sent.status == 403, "\(path)")
        }
      }
    }
  }

  @Test func othersHaveNoWayIn() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let contact = try await world.contact("张建国", by: admin)
      try await world.enter(as: nil) { browser in
        for path in Self.pages + Self.forms {
          let page = try await browser.get(path)
          #expect(page.status == 303 && page.header("Location")?.hasPrefix("/sign-in") == true, "\(path)")
        }
      }
      // People of schools have no space, whatever they may do at their school.
      for actor in [world.office, world.teacher] {
        try await world.enter(as: actor) { browser in
          for path in Self.pages + Self.forms { try await #expect(browser.get(path).status == 403, "\(path)") }
        }
      }
      let foreign = try await world.person("外人", .enterpriseAdministrator, at: world.foreignPartner.enterprise)
      try await world.publish(
        [
          PublicitySection(
            .about, text: "内部", pictures: [PublicityPicture(digest: String(repeating: "a", count: 64), caption: "")])
        ],
        .partners, by: admin)
      try await world.enter(as: foreign) { browser in
        let home = try await browser.get("/enterprise")
        #expect(home.text.contains("丙食品有限公司") && !home.text.contains("甲精密机械"))
        for path in [
          "/enterprise/contacts/\(contact.id)/edit", "/enterprise/logo/\(String(repeating: "a", count: 64))",
        ] {
          try await #expect(browser.get(path).status == 404, "\(path)")
        }
        try await #expect(browser.post("/enterprise/contacts/\(contact.id)/remove").status == 404)
        try await #expect(browser.post("/enterprise/people/\(try #require(admin.membership).id)/end").status == 404)
        try await #expect(browser.get("/enterprises/\(world.partner.enterprise.id)").status == 404)
        let shared = try await browser.post(
          "/enterprise/sharing", [("school", world.school.id.description), ("part", "wishes"), ("on", "1")])
        #expect(shared.status == 404)
        // No page of schools is theirs either, also not that of the own partnership.
        for path in [
          "/partners", "/partners/\(world.foreignPartner.partnership.id)",
          "/partners/\(world.foreignPartner.partnership.id)/enterprise",
          "/partners/\(world.foreignPartner.partnership.id)/reviews",
        ] { try await #expect(browser.get(path).status == 403, "\(path)") }
      }
    }
  }

  @Test func aSchoolsOwnJudgementStandsNowhereInTheSpace() async throws {
    try await ReviewWorld.open { world in
      try await world.database.write { connection in
        try connection.run(
          "UPDATE partnerships SET level = 'key', note = '要价太高' WHERE id = \(world.partner.partnership.id)")
      }
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      try await world.enter(as: admin) { browser in
        for path in Self.pages {
          let text = try await browser.get(path).text
          for secret in ["要价太高", "重点", "李岚", "资质审查"] { #expect(!text.contains(secret), "\(secret) at \(path)") }
        }
      }
    }
  }

  @Test func accessEndsWithTheMembershipAtOnce() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let second = try await world.person("第二位", .enterpriseAdministrator, at: world.partner.enterprise)
      try await world.enter(as: second) { browser in
        try await #expect(browser.get("/enterprise").status == 200)
        _ = try await EndEnterpriseMembership(world.services)(try #require(second.membership).id, by: admin)
        for path in Self.pages + Self.forms { try await #expect(browser.get(path).status == 403, "\(path)") }
        try await #expect(browser.post("/enterprise/page/publish", [("version", "0")]).status == 403)
      }
      try await world.enter(as: admin) { browser in
        _ = try await browser.get("/enterprise/people")
        let refused = try await browser.post("/enterprise/people/\(try #require(admin.membership).id)/end")
        #expect(refused.status == 409 && refused.text.contains("企业至少保留一名已加入的管理员"))
        let invited = try await browser.post(
          "/enterprise/people/invite", [("name", "黄建业"), ("mail", "h@example.com"), ("role", "enterprise-mentor")])
        #expect(invited.status == 200 && invited.text.contains("/invitation/"))
        let again = try await browser.post(
          "/enterprise/people/invite", [("name", "黄建业"), ("mail", "h@example.com"), ("role", "enterprise-mentor")])
        #expect(again.status == 422 && again.text.contains("已经是这家企业的此类人员"))
      }
    }
  }

  @Test func whatASchoolWroteMeanwhileIsShownBesideWhatWasTyped() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      try await world.enter(as: admin) { browser in
        let form = try await browser.get("/enterprise/profile/edit")
        var theirs = world.partner
        theirs.enterprise = try await world.enterprise()
        theirs.enterprise.address = "学校写的地址"
        try await ChangePartner(world.services)(theirs, by: world.office)
        let path = "//form[contains(@action, 'profile/edit')]"
        let refused = try await browser.submit(form, form: path, ["address": "企业写的地址"])
        #expect(refused.status == 422)
        #expect(refused.text.contains("学校写的地址") && refused.text.contains("企业写的地址"))
        try await #expect(world.enterprise().address == "学校写的地址")
        try await #expect(browser.submit(refused, form: path, ["address": "企业写的地址"]).status == 303)
        try await #expect(world.enterprise().address == "企业写的地址")
      }
    }
  }

  @Test func wrongInputIsSaidAndKept() async throws {
    try await ReviewWorld.open { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      try await world.enter(as: admin) { browser in
        _ = try await browser.get("/enterprise/profile/edit")
        let version = try await world.enterprise().version
        let profile = try await browser.post(
          "/enterprise/profile/edit",
          [
            ("version", "\(version)"), ("staffCount", "很多"), ("website", "nowhere"), ("foundedOn", "2026-13-40"),
            ("description", String(repeating: "长", count: 4001)), ("status", "operating"),
          ])
        #expect(profile.status == 422)
        for field in ["staffCount", "website", "foundedOn", "description"] {
          try #expect(profile.has("//a[@href='#f-\(field)']"), "\(field)")
        }
        #expect(profile.text.contains("很多") && profile.text.contains("nowhere"))
        // Name and code do not come in by the side door.
        let sneaked = try await browser.post(
          "/enterprise/profile/edit", [("version", "\(version)"), ("name", "别的名字"), ("status", "operating")])
        #expect(sneaked.status == 303)
        try await #expect(world.enterprise().name == world.partner.enterprise.name)
        let section = try await browser.post(
          "/enterprise/page/sections/salary", [("version", "0"), ("salary", "面议"), ("text", "按月发放")])
        #expect(section.status == 422 && section.text.contains("面议") && section.text.contains("按月发放"))
        try await #expect(browser.get("/enterprise/page/sections/nothing").status == 404)
        let fake = try await browser.upload(
          "/enterprise/page/sections/about/pictures", [("version", "0")],
          files: [.init("picture", name: "照片.png", bytes: Array("<svg onload=alert(1)>".utf8))])
        #expect(fake.status == 422 && fake.text.contains("照片.png"))
        let cut = try await browser.upload(
          "/enterprise/page/sections/about/pictures", [("version", "0")],
          files: [.init("picture", name: "断.png", bytes: Array(ReviewWorld.png.prefix(20)))])
        #expect(cut.status == 422)
        let none = try await browser.upload("/enterprise/page/sections/about/pictures", [("version", "0")], files: [])
        #expect(none.status == 422)
        try await #expect(world.page() == nil)
        let identity = try await browser.post(
          "/enterprise/identity", [("name", "新名字"), ("creditCode", "123"), ("reason", "")])
        #expect(identity.status == 422)
        for field in ["creditCode", "reason"] { try #expect(identity.has("//a[@href='#f-\(field)']"), "\(field)") }
        let program = try await browser.upload(
          "/enterprise/documents", [("kind", "licence")],
          files: [.init("file", name: "程序.pdf", bytes: [0x4D, 0x5A, 0x90, 0])])
        #expect(program.status == 422 && program.text.contains("程序.pdf"))
        // Without the form's token nothing is taken.
        await browser.setFormToken(nil)
        try await #expect(browser.post("/enterprise/page/publish", [("version", "0")]).status == 403)
        try await #expect(browser.get("/enterprise/page/publish").status == 405)
      }
    }
  }
}
