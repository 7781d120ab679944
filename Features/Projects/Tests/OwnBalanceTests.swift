import Database
import DatabaseTesting
import HTTPTypes
import Localization
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Projects

@Suite struct OwnBalanceTests {
  @Test(arguments: TestEngine.all)
  func theEnterprisesOwnPeopleSeeAndConfirmWithAnAccount(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      try await world.entry(.engineerHours, "工程师授课")
      try await world.entry(.money, "内部事项") { entry in
        (entry.amount, entry.arrived, entry.note) = (100, 100, "内部说明不外传")
      }
      let own = "/enterprise/balances/\(world.partner.partnership.id)/\(world.year)"
      try await world.browse(as: world.enterprise) { browser in
        let list = try await browser.get("/enterprise/balances")
        #expect(list.status == 200 && list.text.contains("岭澜职业技术学院") && list.text.contains("等待贵方确认：2 条"))
        #expect(!list.text.contains("东江职业学院"), "a school without a partnership with it is not there")
        let page = try await browser.get(own)
        #expect(page.status == 200 && page.text.contains("工程师授课") && !page.text.contains("内部说明不外传"))
        let all = "//form[count(.//input[@name='entries']) = 2]"
        let done = try await browser.submit(page, form: all, ["decision": "confirmed"]).follow()
        #expect(done.text.contains("已确认 2 条登记") && done.text.contains("100%"))
        let late = try await browser.submit(page, form: all, ["decision": "confirmed"])
        #expect(late.status == 409)
        try await #expect(browser.get("\(own)/balance.pdf").status == 200)
        let new = try await browser.get("\(own)/entries/new?kind=equipment")
        #expect(new.status == 200 && new.text.contains("设备归属"))
        let made = try await browser.upload(
          "\(own)/entries",
          [
            ("kind", "equipment"), ("side", "enterprise"), ("title", "三坐标测量机"), ("amount", "120万"),
            ("owner", "enterprise"), ("day", "\(world.today)"),
          ], files: [])
        #expect(made.status == 303, "\(made.text.prefix(300))")
        let shown = try await browser.get(own)
        #expect(shown.text.contains("仅企业登记"))
        let back = try await browser.submit(shown, form: "//form[contains(@action, '/withdraw')]", [:]).follow()
        #expect(back.text.contains("登记已撤回"))
        // Nothing of the school but its balance.
        for path in [
          "/partners/\(world.partner.partnership.id)/balance", "/projects", "/projects/ledger", "/projects/balances",
        ] { try await #expect(browser.get(path).status == 403, "\(path)") }
        for path in [
          "/enterprise/balances/\(world.foreignPartner.partnership.id)/\(world.year)",
          "/enterprise/balances/\(world.secondPartner.partnership.id)/\(world.year)",
          "/enterprise/balances/\(world.partner.partnership.id)/soon",
        ] { try await #expect(browser.get(path).status == 404, "\(path)") }
      }
      try await world.browse(as: world.office) { browser in
        try await #expect(browser.get(own).status == 403)
      }
      try await world.browse(as: nil) { browser in try await #expect(browser.get(own).status == 303) }
      try await world.browse(as: world.enterprise, in: .english) { browser in
        for path in ["/enterprise/balances", own, "\(own)/entries/new", "\(own)/entries/new?kind=venue"] {
          let page = try await browser.get(path)
          #expect(page.status == 200 && !page.text.contains(/projects\.[a-z]/), "\(path)")
        }
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func mergingTwoPartnersTakesRequestsAndAnswersAlong(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let entry = try await KeepLedger(world.services).add(
        {
          var entry = world.blank(.hires) { $0.quantity = 100 }
          entry.partnershipID = world.secondPartner.partnership.id
          return entry
        }(), by: world.office)
      try await AskForConfirmation(world.services)(
        name: "赵经理", mail: "zhao@yi.example", about: world.secondPartner.partnership.id, year: world.year,
        by: world.office)
      let pair = try await world.database.read { connection in
        try MergePair.load(
          kept: world.partner.enterprise.id, gone: world.secondPartner.enterprise.id, by: world.office, on: connection)
      }
      _ = try await MergePartners(world.services)(
        .init(
          kept: world.partner.enterprise.id, gone: world.secondPartner.enterprise.id, choices: [:],
          version: try #require(pair).version), by: world.office)
      let link = try await world.link(to: "zhao@yi.example")
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 200)
        let done = try await browser.submit(
          page, form: "//form[.//input[@name='entries']]", ["decision": "confirmed"])
        #expect(done.status == 303)
      }
      try await #expect(world.fresh(entry).standing == .confirmed)
    }
  }
}
