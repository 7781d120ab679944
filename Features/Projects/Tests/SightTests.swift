import Accounts
import Activity
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
import Web

@testable import Projects

/// Who is asked to act on a project of another department sees that project, and only as long.
@Suite struct SightTests {
  /// Statuses of the project's pages for somebody, and whether its list, search and interface show it.
  private static func seen(_ project: Project, by actor: Actor, _ world: ProjectWorld) async throws -> Set<Int> {
    let result = Statuses()
    try await world.browse(as: actor) { browser in
      let show = "/projects/\(project.id)"
      for path in ["", "/review", "/progress", "/ledger", "/attachments"] {
        await result.add(try await browser.get(show + path).status)
      }
      await result.add(try await browser.json(.get, "/api/v1\(show)", bearer: "me").status)
      let isThere = await result.all == [200]
      for path in ["/projects", "/projects?mine=1", "/projects?q=无人机", "/projects?mine=1&sort=amount"] {
        let page = try await browser.get(path)
        #expect(page.text.contains("设备共享中心") == isThere, "\(path) for \(actor.name)")
      }
      let list = try await browser.json(.get, "/api/v1/projects", bearer: "me")
      #expect((list.json?["items"]?.array?.count == 1) == isThere)
    }
    return await result.all
  }

  private actor Statuses {
    var all: Set<Int> = []
    func add(_ status: Int) { all.insert(status) }
  }

  @Test(arguments: TestEngine.all)
  func aReviewerOfAnotherDepartmentSeesTheProjectUntilTheDecision(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let other = world.otherDepartmentAdministrator
      let submitted = try await world.move(.submitted, try await world.application(), by: world.teacher)
      try await #expect(Self.seen(submitted, by: other, world) == [404])
      let review = try await world.move(.convened, submitted, by: world.office) {
        $0.members = [other.accountID, world.counsel.accountID]
      }
      try await #expect(Self.seen(review, by: other, world) == [200])
      // Whoever else is of that department still does not.
      try await world.browse(as: other) { browser in
        let show = "/projects/\(review.id)"
        let page = try await browser.get(show)
        try #expect(
          !page.has("//form[contains(@action, '/apply')]") && !page.has("//form[contains(@action, '/manage')]"))
        let partner = world.partner.partnership.id
        try #expect(!page.has("//a[contains(@href, '/partners/\(partner)')]"), "the partner's page is not theirs")
        try await #expect(browser.get("\(show)/edit").status == 403)
        let token = try #require(
          try await browser.get("\(show)/review").texts("//input[@name='_csrf']/@value").first)
        for (path, form) in [
          ("apply", [("decision", "withdrawn"), ("version", "\(review.version)")]), ("edit", [("title", "改名")]),
          ("discard", [("version", "\(review.version)")]), ("team", [("member", "\(other.accountID)")]),
          ("milestones", [("at", "milestone")]),
        ] {
          let reply = try await browser.post("\(show)/\(path)", [("_csrf", token)] + form)
          #expect(reply.status == 403, "\(path): \(reply.status)")
        }
        let file = try await browser.upload(
          "\(show)/attachments", [], files: [.init("file", name: "a.pdf", bytes: Array("%PDF-1.7\n".utf8))])
        #expect(file.status == 403)
        let tab = try await browser.get("\(show)/review")
        let done = try await browser.submit(
          tab, form: "//form[contains(@action, '/vote')]", ["choice": "support", "score": "90", "reason": "可行"])
        #expect(try await done.follow().status == 200, "who voted may still change it")
      }
      await #expect(throws: WebError.forbidden(Message("projects.problem.part"))) {
        try await world.move(.withdrawn, review, by: other)
      }
      try await VoteOnProject(world.services)(.support, score: 88, because: "可行", on: review.id, by: world.counsel)
      let granted = try await world.move(.granted, review, by: world.office) { $0.budget = 1 }
      try await #expect(Self.seen(granted, by: other, world) == [404])
    }
  }

  @Test(arguments: TestEngine.all)
  func whoeverIsNoLongerNamedInTheGroupSeesItNoMore(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let other = world.otherDepartmentAdministrator
      let submitted = try await world.move(.submitted, try await world.application(), by: world.teacher)
      let first = try await world.move(.convened, submitted, by: world.office) { $0.members = [other.accountID] }
      let second = try await world.move(.convened, first, by: world.office) { $0.members = [world.counsel.accountID] }
      try await #expect(Self.seen(second, by: other, world) == [404])
      try await #expect(world.inbox(of: other).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func leaderTeamAndOwnersOfMilestonesOfOtherDepartmentsDoTheirPart(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let other = world.otherDepartmentAdministrator
      var draft = try await world.application()
      draft.leaderID = other.accountID
      draft = try await DraftProject(world.services).save(draft, by: world.teacher)
      try await #expect(Self.seen(draft, by: other, world) == [200])
      let submitted = try await world.move(.submitted, draft, by: other)
      let review = try await world.move(.convened, submitted, by: world.office) {
        $0.members = [world.counsel.accountID]
      }
      try await VoteOnProject(world.services)(.support, score: 90, because: "好", on: review.id, by: world.counsel)
      let granted = try await world.move(.granted, review, by: world.office) { $0.budget = 5 }
      try await #expect(world.inbox(of: other) == ["projects.inbox.approved"])
      let running = try await world.move(.begun, granted, by: other)
      let member = try await world.otherTeacher()
      try await #expect(Self.seen(running, by: member, world) == [404])
      let team = KeepTeam(world.services)
      try await team.add(member.accountID, to: running.id, by: other)
      try await team.add(member.accountID, to: running.id, by: other)
      try await #expect(Self.seen(running, by: member, world) == [200])
      let keep = KeepWork(world.services)
      var milestone = Milestone(id: world.services.ids.next(), title: "设备到位", dueOn: world.today.adding(days: 10))
      milestone.ownerID = member.accountID
      try await keep.keep(milestone, isNew: true, of: running.id, by: other)
      _ = try await RemindOfProjects(world.services)()
      try await #expect(world.inbox(of: member) == ["projects.inbox.milestone"])
      try await KeepLedger(world.services).add(
        world.blank(.teacherHours) { ($0.projectID, $0.quantity) = (running.id, 800) }, by: member)
      await #expect(throws: WebError.forbidden(Message("projects.problem.part"))) {
        try await world.move(.concluded, running, by: member) { $0.body = "总结" }
      }
      let stranger = try await world.otherTeacher("周外")
      var foreign = milestone
      (foreign.id, foreign.ownerID) = (world.services.ids.next(), stranger.accountID)
      let wrong = foreign
      try await #expect(
        world.problems { try await keep.keep(wrong, isNew: true, of: running.id, by: other) } == [
          "projects.problem.owner"
        ])
      try await #expect(Self.seen(running, by: stranger, world) == [404])
      try await team.remove(member.accountID, from: running.id, by: other)
      try await #expect(Self.seen(running, by: member, world) == [404])
      try await #expect(world.inbox(of: member).isEmpty)
      // What was theirs falls to the leader, who is reminded.
      _ = try await RemindOfProjects(world.services)()
      try await #expect(world.inbox(of: other) == ["projects.inbox.milestone"])
      try await #expect(
        world.problems { try await team.add(world.foreignOffice.accountID, to: running.id, by: other) } == [
          "projects.problem.member"
        ])
    }
  }

  @Test func theTeamIsKeptOnThePage() async throws {
    try await ProjectWorld.open { world in
      let project = try await world.application()
      let member = try await world.otherTeacher("周外")
      try await world.browse(as: world.teacher) { browser in
        let page = try await browser.get("/projects/\(project.id)")
        let none = try await browser.submit(page, form: "//form[contains(@action, '/team')]", [:])
        #expect(none.status == 422 && none.text.contains("此项必填"))
        let done = try await browser.submit(
          page, form: "//form[contains(@action, '/team')]", ["member": "\(member.accountID)"])
        let now = try await done.follow()
        #expect(now.text.contains("已加入项目组") && now.text.contains("周外"))
        let gone = try await browser.submit(now, form: "//form[contains(@action, '/remove')]", [:])
        #expect(try await gone.follow().text.contains("已移出项目组"))
      }
      try await world.browse(as: world.counsel) { browser in
        try await #expect(browser.post("/projects/\(project.id)/team", [("member", "x")]).status == 403)
      }
    }
  }
}
