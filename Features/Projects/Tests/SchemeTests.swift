import Database
import DatabaseTesting
import HTTPTypes
import Organizations
import Partners
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Projects

@Suite struct SchemeTests {
  private static func scheme(_ world: ProjectWorld, days: Int) -> Scheme {
    var scheme = Scheme(
      id: ID(rawValue: 0), school: world.school.id, deadline: world.today.adding(days: days))
    scheme.title = "省级示范项目"
    return scheme
  }

  @Test(arguments: TestEngine.all)
  func theOfficeIsRemindedOfADeadlineTwiceAndNoMore(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let keep = KeepSchemes(world.services)
      let id = try await keep.keep(Self.scheme(world, days: 40), isNew: true, by: world.office)
      let remind = RemindOfProjects(world.services)
      try await #expect(remind() == 0)
      world.pass(days: 12)
      try await #expect(remind() == 1)
      try await #expect(remind() == 0)
      try await #expect(world.inbox(of: world.office) == ["projects.inbox.scheme"])
      world.pass(days: 22)
      try await #expect(remind() == 1)
      try await #expect(remind() == 0)
      let found = try await world.database.read { try SchemeStore.scheme(id, in: world.office.scope, on: $0) }
      var moved = try #require(found)
      moved.deadline = moved.deadline.adding(days: 60)
      let later = moved
      try await keep.keep(later, isNew: false, by: world.office)
      try await #expect(world.inbox(of: world.office).isEmpty)
      await #expect(throws: ProjectError.stale) { try await keep.keep(later, isNew: false, by: world.office) }
      await #expect(throws: ProjectError.notFound) { try await keep.keep(later, isNew: false, by: world.foreignOffice) }
    }
  }

  @Test(arguments: TestEngine.all)
  func aProjectAppliesOnceAndWhatItGotIsKept(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let keep = KeepSchemes(world.services)
      let id = try await keep.keep(Self.scheme(world, days: 40), isNew: true, by: world.office)
      let project = try await world.application()
      try await keep.bid(project.id, for: id, by: world.teacher)
      try await #expect(
        world.problems { try await keep.bid(project.id, for: id, by: world.teacher) } == ["projects.problem.bidTwice"])
      await #expect(throws: ProjectError.notFound) {
        try await keep.bid(project.id, for: id, by: world.otherDepartmentAdministrator)
      }
      let bids = try await world.database.read { connection in
        let scheme = try #require(try SchemeStore.scheme(id, in: world.office.scope, on: connection))
        return try SchemeStore.bids(of: scheme, in: ProjectSight(world.office), on: connection)
      }
      var bid = try #require(bids.first)
      (bid.state, bid.granted) = (.granted, 2_000_000)
      let decided = bid
      try await keep.change(decided, of: id, by: world.office)
      await #expect(throws: ProjectError.stale) { try await keep.change(decided, of: id, by: world.office) }
      let list = try await world.database.read {
        try SchemeStore.list(isOpen: true, today: world.today, in: world.office.scope, on: $0)
      }
      #expect(list.map(\.bids) == [1] && list.map(\.granted) == [2_000_000])
    }
  }

  @Test func schemesAreKeptOnThePages() async throws {
    try await ProjectWorld.open { world in
      let project = try await world.application()
      try await world.browse(as: world.office) { browser in
        let new = try await browser.get("/projects/schemes/new")
        let form = "//form[.//input[@name='issuer']]"
        let wrong = try await browser.submit(new, form: form, ["title": "", "amount": "三十万", "deadline": "明年"])
        #expect(wrong.status == 422 && wrong.text.contains("此项必填") && wrong.text.contains("请填金额"))
        let made = try await browser.submit(
          wrong, form: form,
          ["title": "省级示范项目", "amount": "30万元", "deadline": world.today.adding(days: 9).description])
        var page = try await made.follow()
        #expect(page.text.contains("300,000.00") && page.text.contains("还没有项目申报"))
        page = try await browser.submit(
          page, form: "//form[.//select[@name='project']]", ["project": "\(project.id)"]
        ).follow()
        let bid = "//form[contains(@action, '/bids/')]"
        let state = try #require(try page.texts("\(bid)//select/@name").first)
        let ungranted = try await browser.submit(page, form: bid, [state: "granted"])
        #expect(ungranted.status == 422 && ungranted.text.contains("获批时请填写获批金额"))
        let granted = state.replacing("-state", with: "-granted")
        page = try await browser.submit(ungranted, form: bid, [state: "granted", granted: "24万"]).follow()
        #expect(page.text.contains("240,000.00 元"))
        let list = try await browser.get("/projects/schemes")
        #expect(list.text.contains("省级示范项目") && list.text.contains("剩 9 天"))
        #expect(!list.text.contains(/projects\.[a-z]/) && !page.text.contains(/projects\.[a-z]/))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func programsReadProjectsAndWriteTheLedger(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let project = try await world.running(try await world.application())
      let partner = world.partner.partnership.id
      try await world.browse(as: world.office) { browser in
        let list = try await browser.json(.get, "/api/v1/projects?state=running", bearer: "me")
        #expect(list.json?["items"]?.array?.first?["granted"]?.integer == 7_500_000)
        let one = try await browser.json(.get, "/api/v1/projects/\(project.id)", bearer: "me")
        #expect(one.json?["expected"]?["sharedHours"]?.integer == 640)
        for query in ["state=gone", "limit=0", "after=x", "year=1", "partner=7"] {
          try await #expect(browser.json(.get, "/api/v1/projects?\(query)", bearer: "me").status == 422, "\(query)")
        }
        for query in ["kind=gold", "side=moon", "part=both", "after=x"] {
          try await #expect(browser.json(.get, "/api/v1/ledger?\(query)", bearer: "me").status == 422, "\(query)")
        }
        let made = try await browser.json(
          .post, "/api/v1/ledger",
          [
            "kind": "engineer-hours", "project": .string("\(project.id)"), "side": "enterprise",
            "day": .string("\(world.today)"), "title": "授课", "quantity": "64.5",
          ], bearer: "me")
        #expect(made.status == 201 && made.json?["value"]?.integer == 1_290_000)
        for body: JSONValue in [
          [:], ["kind": "engineer-hours"], ["kind": "engineer-hours", "partner": "x", "title": "y"],
          ["kind": "hires", "partner": .string("\(partner)"), "title": "录用", "quantity": "many", "colour": "red"],
          [
            "kind": "hires", "partner": .string("\(world.foreignPartner.partnership.id)"), "title": "录用",
            "quantity": "3",
          ],
        ] {
          try await #expect(browser.json(.post, "/api/v1/ledger", body, bearer: "me").status == 422)
        }
        let entries = try await browser.json(.get, "/api/v1/ledger?partner=\(partner)", bearer: "me")
        #expect(entries.json?["items"]?.array?.count == 1)
        let balance = try await browser.json(.get, "/api/v1/partners/\(partner)/balance?year=2026", bearer: "me")
        #expect(balance.json?["given"]?["enterprise"]?.integer == 1_290_000)
      }
      try await world.browse(as: world.foreignOffice) { browser in
        try await #expect(browser.json(.get, "/api/v1/projects/\(project.id)", bearer: "me").status == 404)
        try await #expect(browser.json(.get, "/api/v1/partners/\(partner)/balance", bearer: "me").status == 404)
        let list = try await browser.json(.get, "/api/v1/ledger", bearer: "me")
        #expect(list.json?["items"]?.array?.isEmpty == true)
      }
    }
  }
}
