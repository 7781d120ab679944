import Activity
import Database
import DatabaseTesting
import Localization
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct CheckTests {
  @Test(arguments: TestEngine.all)
  func departmentsAnswerACheckAndAReportComesOut(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      let place = Place()
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get("/agreements/checks")
        let form = "//form[.//input[@name='dueOn']]"
        let wrong = try await browser.submit(page, form: form, ["title": "", "dueOn": "2020-01-01"])
        #expect(wrong.status == 422 && wrong.text.contains("不能早于今天"))
        let made = try await browser.submit(
          wrong, form: form, ["title": "年度履约检查", "dueOn": world.today.adding(days: 14).description])
        try await #expect(made.follow().text.contains(agreement.number))
        await place.set(try #require(made.location))
      }
      let path = await place.path
      try await #expect(world.inbox(of: world.departmentAdministrator) == ["agreements.inbox.fulfilment"])
      try await world.browse(as: world.departmentAdministrator) { browser in
        let page = try await browser.get(path)
        let name = try #require(try page.texts("//input[@type='radio']/@name").first)
        let item = String(name.dropFirst("verdict.".count))
        let form = "//form[contains(@action, '/items/')]"
        let wrong = try await browser.submit(page, form: form, [name: "partly", "words.\(item)": "人数不足"])
        #expect(wrong.status == 422 && wrong.text.contains("请写明待解决的问题") && wrong.text.contains("人数不足"))
        let done = try await browser.submit(wrong, form: form, ["openPoint.\(item)": "补足实习岗位"])
        try await #expect(done.follow().text.contains("补足实习岗位"))
        try await #expect(browser.post("\(path)/close").status == 403)
      }
      try await #expect(world.inbox(of: world.departmentAdministrator).isEmpty)
      try await world.browse(as: world.otherDepartmentAdministrator) { browser in
        try await #expect(browser.get(path).status == 404)
      }
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get(path)
        #expect(page.text.contains("补足实习岗位"))
        try await #expect(browser.get("\(path).xlsx").status == 200)
        try await #expect(browser.get("\(path).pdf").header("Content-Type") == "application/pdf")
        let closed = try await browser.submit(page, form: "//form[contains(@action, '/close')]", [:])
        #expect(closed.status == 303)
        try await #expect(!browser.get(path).has("//form[contains(@action, '/items/')]"))
      }
    }
  }

  private actor Place {
    var path = ""
    func set(_ path: String) { self.path = path }
  }

  @Test(arguments: TestEngine.all)
  func jointReviewsArePlannedOnceAQuarterAndLeaveTasks(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      let plan = PlanReviews(world.services)
      try await #expect(plan() == 0)
      world.pass(days: 380)
      try await #expect(plan() == 1)
      try await #expect(plan() == 0)
      try await #expect(world.inbox(of: world.office).contains("agreements.inbox.reviewMeeting"))
      let path = "/agreements/\(agreement.id)/reviews"
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get(path)
        #expect(page.text.contains("逾期：接收实习学生"))
        let form = "//form[.//textarea[@name='minutes']]"
        let wrong = try await browser.submit(
          page, form: form, ["heldOn": "昨天", "minutes": "", "taskDue.0": "不久", "people": "李岚、王志强"])
        #expect(wrong.status == 422)
        try #expect(wrong.texts("//input[@name='people']/@value") == ["李岚、王志强"])
        let held = try await browser.submit(
          wrong, form: form,
          ["heldOn": world.today.description, "minutes": "双方同意补足人数。", "task.0": "增加岗位", "taskDue.0": ""])
        let done = try await held.follow()
        #expect(done.text.contains("双方同意补足人数") && done.text.contains("增加岗位"))
        let finished = try await browser.submit(done, form: "//form[contains(@action, '/tasks/')]", [:])
        #expect(finished.status == 303)
        let brief = try await browser.get("/agreements/\(agreement.id)/brief")
        #expect(brief.status == 200 && brief.text.contains("接收实习学生"))
      }
      try await #expect(!world.inbox(of: world.office).contains("agreements.inbox.reviewMeeting"))
      world.pass(days: 92)
      try await #expect(plan() == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func anAgreementIsFoundByTheNewNameOfItsEnterprise(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let draft = try await world.draft()
      let follow = FollowNames(world.services)
      try await #expect(follow() == 0)
      let partnership = world.partner.partnership.id
      try await world.database.write { connection in
        try connection.run("UPDATE partnerships SET name = '甲智能装备有限公司' WHERE id = \(partnership)")
      }
      try await #expect(follow() == 1)
      try await #expect(follow() == 0)
      _ = draft
    }
  }

  @Test func quartersAreReadAsTheyAreWritten() {
    let day = CivilDate("2026-11-22")
    #expect(day.map { Quarter(of: $0).text } == "2026-Q4" && Quarter("2026-Q4")?.number == 4)
    #expect(Quarter("2026-Q5") == nil && Quarter("x") == nil)
  }
}
