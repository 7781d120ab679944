import Database
import HTTPTypes
import Jobs
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values
import Views
import Web

@testable import Activity

@Suite struct PageTests {
  private func address(_ route: Route) -> String {
    route.path.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("{") ? ID<Job>(rawValue: 1).description : String($0) }.joined(separator: "/")
  }

  @Test func `visitors sign in first, and each page needs its permission`() async throws {
    try await ActivityWorld.run(on: .sqlite) { world in
      let routes = world.routes.routes
      #expect(routes.count >= 11)
      try await world.browse(as: nil) { browser in
        for route in routes {
          let answer =
            route.method == .get ? try await browser.get(address(route)) : try await browser.post(address(route))
          #expect(answer.status == 303, "\(route.path)")
          #expect(answer.location?.hasPrefix("/sign-in") == true, "\(route.path)")
        }
      }
      let teacher = try await world.add(.teacher, in: world.school, department: world.department)
      try await world.browse(as: teacher) { browser in
        _ = try await browser.get("/inbox")
        for route in routes {
          let isAllowed = route.access == .permission("inbox.read")
          let answer =
            route.method == .get ? try await browser.get(address(route)) : try await browser.post(address(route))
          #expect((answer.status != 403) == isAllowed, "\(route.path) answers \(answer.status)")
        }
      }
      #expect(try await world.count("audit_entries") == 0)
    }
  }

  @Test(arguments: TestEngine.all) func `an administrator reads every page`(engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine, hasMailServer: false) { world in
      let platform = try await world.add(.platformAdministrator)
      try await world.send(to: "wang@qiao.example")
      try await world.log("activity.mail.read", 7, by: platform, in: nil)
      try await world.log("nobody.has.said", 8, by: platform, in: nil)
      let mail = try #require(try await world.mails().first)
      try await world.browse(as: platform) { browser in
        #expect(try await browser.get("/inbox").text.contains("今天没有待办"))
        #expect(try await browser.get("/notices").text.contains("还没有消息"))
        let audit = try await browser.get("/audit")
        #expect(audit.text.contains("打开了邮件“岭南精工 7”"))
        #expect(audit.text.contains("nobody.has.said"))
        let one = try await browser.get("/audit?kind=partnership&id=\(ID<LoggedEntry>(rawValue: 8))")
        #expect(one.text.contains("nobody.has.said") && !one.text.contains("岭南精工 7"))
        let list = try await browser.get("/mailbox")
        #expect(list.text.contains("王芳") && !list.text.contains("wang@qiao.example"))
        let opened = try await browser.get("/mailbox/\(mail.id)")
        #expect(opened.text.contains("https://qiao.example/inbox") && opened.text.contains("wang@qiao.example"))
        #expect(try await browser.get("/mailbox/\(ID<StoredMail>(rawValue: 1))").status == 404)
        #expect(try await browser.get("/jobs").text.contains("没有失败的任务"))
      }
    }
  }

  /// A log that cannot be written.
  private struct BrokenLog: AuditTrail {
    struct Broken: Error {}
    func record(_ entry: AuditEntry, on connection: any WriteConnection) throws { throw Broken() }
  }

  @Test(arguments: TestEngine.all) func `what cannot be logged is not done to a job`(engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let services = world.services
      let actor = try await world.add(.platformAdministrator)
      let job = try await services.database.write { connection in
        let job = try services.jobs.enqueue("test.one", payload: [0], on: connection)
        try connection.run("UPDATE jobs SET state = 'dead'")
        return job
      }
      var broken = services
      broken.audit = BrokenLog()
      let decide = DecideJob(broken)
      for decision in [DecideJob.Decision.retried, .discarded] {
        do {
          _ = try await decide(decision, job, by: actor)
          Issue.record("\(decision) without a log")
        } catch is BrokenLog.Broken {}
        let state = try await services.jobs.job(job)?.state
        #expect(state == .dead)
      }
    }
  }

  @Test(arguments: TestEngine.all) func `a job that was given up is tried again or thrown away, and that is logged`(
    engine: TestEngine
  ) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let platform = try await world.add(.platformAdministrator)
      let services = world.services
      let (first, second) = try await world.database.write { connection in
        let first = try services.jobs.enqueue("test.one", payload: [0], on: connection)
        let second = try services.jobs.enqueue("test.two", payload: [0], on: connection)
        try connection.run("UPDATE jobs SET state = 'dead'")
        return (first, second)
      }
      try await world.browse(as: platform) { browser in
        let page = try await browser.get("/jobs")
        #expect(try page.count("//form[contains(@action, '/retry')]") == 2)
        #expect(try await browser.post("/jobs/\(first)/retry").status == 303)
        #expect(try await browser.post("/jobs/\(second)/discard").status == 303)
        #expect(try await browser.post("/jobs/\(second)/retry").status == 303)
      }
      #expect(try await services.jobs.job(first)?.state == .waiting)
      #expect(try await services.jobs.list(state: .dead).isEmpty)
      let log = try await world.database.read { try AuditStore.entries(AuditQuery(), in: .installation, on: $0) }
      #expect(log.map(\.action) == ["activity.job.discarded", "activity.job.retried"])
    }
  }

  @Test(arguments: TestEngine.all) func `a search is kept for its owner`(engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let teacher = try await world.add(.teacher, in: world.school, department: world.department)
      let other = try await world.add(.teacher, in: world.school, department: world.department)
      @Sendable func kept(_ actor: Actor) async throws -> [SavedSearch] {
        try await world.database.read {
          try SavedSearchStore.searches(of: actor.accountID, page: "/partners", on: $0)
        }
      }
      try await world.browse(as: teacher) { browser in
        _ = try await browser.get("/inbox")
        let answer = try await browser.post(
          "/saved-searches", [("name", " 签约 企业 "), ("query", "/partners?level=signed")])
        #expect(answer.location == "/partners?level=signed")
        _ = try await browser.post("/saved-searches", [("name", "签约 企业"), ("query", "/partners?level=key")])
        #expect(
          try await browser.post("/saved-searches", [("name", "x"), ("query", "//evil.example/")]).status == 400)
        _ = try await browser.post(
          "/saved-searches", [("name", String(repeating: "长", count: 61)), ("query", "/partners")])
      }
      let search = try #require(try await kept(teacher).first)
      #expect(search.name == "签约 企业" && search.link.text == "/partners?level=key")
      #expect(try await kept(teacher).count == 1)
      #expect(try await kept(other).isEmpty)
      try await world.browse(as: other) { browser in
        _ = try await browser.get("/inbox")
        #expect(try await browser.post(search.removal.text).status == 404)
      }
      try await world.browse(as: teacher) { browser in
        _ = try await browser.get("/inbox")
        // Back to the list as it was searched, where it can be kept again.
        #expect(try await browser.post(search.removal.text).location == "/partners?level=key")
      }
      #expect(try await kept(teacher).isEmpty)
    }
  }
}
