import Activity
import Database
import DatabaseTesting
import HTTPTypes
import NIOCore
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Projects

@Suite struct APITests {
  private actor Place {
    var path = ""
    func set(_ path: String) { self.path = path }
  }

  private static func send(
    _ browser: BrowserClient, _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue = [:], tag: String?
  ) async throws -> BrowserPage {
    var headers = [
      ("Content-Type", "application/json"), ("Accept", "application/json"), ("Authorization", "Bearer me"),
    ]
    if let tag { headers.append(("If-Match", tag)) }
    return try await browser.send(method, path, headers: headers, body: ByteBuffer(string: body.text))
  }

  /// Acts for the version as it stands.
  private static func act(
    _ world: ProjectWorld, _ person: Actor, _ place: Place, _ verb: String, _ body: JSONValue, state: String,
    _ source: SourceLocation = #_sourceLocation
  ) async throws {
    try await world.browse(as: person) { browser in
      let path = await place.path
      let tag = try await browser.json(.get, path, bearer: "me").header("ETag")
      let reply = try await send(browser, .post, "\(path)/\(verb)", body, tag: tag)
      #expect(reply.status == 200, "\(verb) \(body.text): \(reply.text.prefix(300))", sourceLocation: source)
      #expect(reply.json?["state"]?.string == state, sourceLocation: source)
    }
  }

  private static func fields(_ page: BrowserPage) -> Set<String> {
    Set((page.json?["errors"]?.array ?? []).compactMap { $0["field"]?.string })
  }

  @Test(arguments: TestEngine.all)
  func theWholeLifeOfAProjectGoesThroughTheInterfaceAlone(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let place = Place()
      try await draft(world, place)
      try await Self.act(world, world.teacher, place, "apply", ["decision": "submitted"], state: "submitted")
      try await Self.act(world, world.teacher, place, "apply", ["decision": "withdrawn"], state: "application")
      try await Self.act(world, world.teacher, place, "apply", ["decision": "submitted"], state: "submitted")
      try await Self.act(
        world, world.office, place, "manage", ["decision": "returned", "reason": "拆分预算"], state: "application")
      try await Self.act(world, world.teacher, place, "apply", ["decision": "submitted"], state: "submitted")
      let other = world.otherDepartmentAdministrator
      try await Self.act(
        world, world.office, place, "manage",
        [
          "decision": "convened",
          "members": [.string("\(world.counsel.accountID)"), .string("\(other.accountID)")],
          "dueOn": .string("\(world.today.adding(days: 10))"),
        ], state: "review")
      try await vote(world, place, [world.counsel, other])
      try await Self.act(
        world, world.office, place, "manage", ["decision": "granted", "budget": 7_500_000], state: "approved")
      try await Self.act(world, world.teacher, place, "apply", ["decision": "begun"], state: "running")
      try await work(world, place)
      try await Self.act(world, world.office, place, "manage", ["decision": "called"], state: "mid-term")
      try await Self.act(
        world, world.teacher, place, "apply",
        ["decision": "reported", "body": "设备到位", "results": ["utilisation": 61]], state: "mid-term")
      try await Self.act(
        world, world.office, place, "manage", ["decision": "questioned", "reason": "补充到账凭证"], state: "mid-term")
      try await Self.act(
        world, world.teacher, place, "apply", ["decision": "reported", "body": "已补充"], state: "mid-term")
      try await Self.act(world, world.office, place, "manage", ["decision": "passed"], state: "running")
      try await Self.act(
        world, world.teacher, place, "apply",
        ["decision": "concluded", "body": "共享机制建成", "results": ["utilisation": 78, "sharedHours": 700]],
        state: "closing")
      try await Self.act(
        world, world.office, place, "manage", ["decision": "accepted", "grade": "good"], state: "follow-up")
      try await Self.act(
        world, world.teacher, place, "apply", ["decision": "followed", "body": "仍在使用"], state: "closed")
      try await world.browse(as: world.office) { browser in
        let path = await place.path
        let end = try await browser.json(.get, path, bearer: "me")
        #expect(end.json?["grade"]?.string == "good" && end.json?["closedOn"]?.string == "\(world.today)")
        let progress = try await browser.json(.get, "\(path)/progress", bearer: "me")
        #expect(progress.json?["reports"]?.array?.count == 4)
        let list = try await browser.json(.get, "/api/v1/projects?state=closed", bearer: "me")
        #expect(list.json?["items"]?.array?.count == 1)
      }
    }
  }

  // MARK: Parts of the way

  private func draft(_ world: ProjectWorld, _ place: Place) async throws {
    try await world.browse(as: world.teacher) { browser in
      let api = "/api/v1/projects"
      let partner = JSONValue.string("\(world.partner.partnership.id)")
      for (body, wrong) in [
        ([:], ["partner"]),
        (["partner": partner], ["title", "mode"]),
        (["partner": partner, "title": "x", "mode": "gold", "colour": "red"], ["mode", "colour"]),
        (
          ["partner": partner, "title": "x", "mode": "shared-equipment", "expected": ["utilisation": 120, "gold": 1]],
          ["expected.utilisation", "expected.gold"]
        ),
        (["partner": .string("\(world.foreignPartner.partnership.id)"), "title": "x", "mode": "m"], ["partner"]),
      ] as [(JSONValue, Set<String>)] {
        let page = try await browser.json(.post, api, body, bearer: "me")
        #expect(page.status == 422 && Self.fields(page) == wrong, "\(body.text): \(page.text)")
      }
      try await #expect(world.count("projects") == 0)
      let made = try await browser.json(
        .post, api,
        [
          "partner": partner, "title": "设备共享中心", "mode": "shared-equipment",
          "leader": .string("\(world.teacher.accountID)"), "goal": "共享精密测量设备", "asked": 8_000_000,
          "startOn": .string("\(world.today)"), "endOn": .string("\(world.today.adding(days: 720))"),
          "expected": ["equipmentList": "三坐标测量机 2 台", "equipmentValue": 198_000_000, "sharedHours": 640],
        ], bearer: "me")
      #expect(made.status == 201 && made.json?["state"]?.string == "idea", "\(made.text)")
      let path = try #require(made.header("Location"))
      await place.set(path)
      let tag = try #require(made.header("ETag"))
      let change: JSONValue = ["content": "预约机时，互免使用费", "expected": ["utilisation": 72]]
      try await #expect(Self.send(browser, .patch, path, change, tag: nil).status == 428)
      try await #expect(Self.send(browser, .patch, path, change, tag: "soon").status == 400)
      try await #expect(Self.send(browser, .patch, path, change, tag: "\"99\"").status == 412)
      try await #expect(Self.send(browser, .patch, path, ["colour": "red"], tag: tag).status == 422)
      let early = try await Self.send(browser, .post, "\(path)/apply", ["decision": "submitted"], tag: tag)
      #expect(early.status == 409, "an idea is no application yet: \(early.text)")
      let saved = try await Self.send(browser, .patch, path, change, tag: tag)
      #expect(saved.status == 200 && saved.json?["state"]?.string == "application", "\(saved.text)")
      #expect(saved.json?["expected"]?["sharedHours"]?.integer == 640, "what is not named stays")
      let late = try await Self.send(browser, .post, "\(path)/apply", ["decision": "submitted"], tag: tag)
      #expect(late.status == 412)
      let now = try #require(saved.header("ETag"))
      for body: JSONValue in [[:], ["decision": "granted"], ["decision": "fly"], ["decision": "submitted", "x": 1]] {
        try await #expect(Self.send(browser, .post, "\(path)/apply", body, tag: now).status == 422)
      }
      try await #expect(Self.send(browser, .post, "\(path)/manage", ["decision": "stopped"], tag: now).status == 403)
    }
    try await world.browse(as: world.foreignOffice) { browser in
      let path = await place.path
      try await #expect(browser.json(.get, path, bearer: "me").status == 404)
      try await #expect(Self.send(browser, .patch, path, ["title": "改"], tag: "\"1\"").status == 404)
      try await #expect(Self.send(browser, .delete, path, tag: "\"1\"").status == 404)
    }
  }

  private func vote(_ world: ProjectWorld, _ place: Place, _ members: [Actor]) async throws {
    for member in members {
      try await world.browse(as: member) { browser in
        let path = "\(await place.path)/vote"
        let wrong = try await browser.json(.post, path, ["score": 200], bearer: "me")
        #expect(wrong.status == 422)
        let done = try await browser.json(
          .post, path, ["choice": "support", "score": 90, "reason": "可行"], bearer: "me")
        #expect(done.status == 200)
        // Until the decision nobody sees how others voted.
        let shown = done.json?["members"]?.array?.filter { $0["choice"]?.string != nil } ?? []
        #expect(shown.count == 1)
        // A reviewer of another department writes nothing.
        if member.accountID == world.otherDepartmentAdministrator.accountID {
          let tag = try await browser.json(.get, await place.path, bearer: "me").header("ETag")
          let withdrawn = try await Self.send(
            browser, .post, "\(await place.path)/apply", ["decision": "withdrawn"], tag: tag)
          #expect(withdrawn.status == 403)
        }
      }
    }
  }

  private func work(_ world: ProjectWorld, _ place: Place) async throws {
    try await world.browse(as: world.teacher) { browser in
      let path = await place.path
      let wrong = try await browser.json(.post, "\(path)/milestones", ["title": "", "dueOn": "soon"], bearer: "me")
      #expect(wrong.status == 422)
      let made = try await browser.json(
        .post, "\(path)/milestones", ["title": "设备到位", "dueOn": .string("\(world.today.adding(days: 90))")],
        bearer: "me")
      #expect(made.status == 201, "\(made.text)")
      let milestone = try #require(made.json?["milestones"]?.array?.first)
      let one = "\(path)/milestones/\(milestone["id"]?.string ?? "")"
      let done: JSONValue = ["state": "done", "doneOn": .string("\(world.today)"), "version": 1]
      try await #expect(Self.send(browser, .patch, one, ["state": "done"], tag: nil).status == 422)
      try await #expect(Self.send(browser, .patch, one, done, tag: nil).status == 200)
      try await #expect(Self.send(browser, .patch, one, done, tag: nil).status == 412)
      let met = try await browser.json(
        .post, "\(path)/meetings", ["heldOn": .string("\(world.today)"), "content": "通报进度"], bearer: "me")
      #expect(met.status == 201)
      let planned = try await browser.json(.post, "\(path)/plans", ["year": 2026, "plan": "完成验收"], bearer: "me")
      #expect(planned.status == 200)
      try await #expect(
        browser.json(.post, "\(path)/plans", ["year": 2026, "plan": "又一份"], bearer: "me").status == 412)
      let member = try await world.otherTeacher()
      let joined = try await browser.json(
        .post, "\(path)/team", ["account": .string("\(member.accountID)")], bearer: "me")
      #expect(joined.status == 200 && joined.json?["team"]?.array?.count == 1)
      try await #expect(Self.send(browser, .delete, "\(path)/team/\(member.accountID)", tag: nil).status == 204)
    }
  }

  @Test(arguments: TestEngine.all)
  func theLedgerIsKeptAndAnsweredThroughTheInterface(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let entry = try await world.entry()
      let link = try await world.ask()
      let noted = try await ConfirmLedger(world.services).note(
        world.blank(.donation) { ($0.amount, $0.arrived) = (500_000, 500_000) },
        in: world.partner.partnership.id, year: world.year, by: try await world.guest(link))
      _ = try await world.answer([entry], .confirmed, by: try await world.guest(link))
      try await world.browse(as: world.office) { browser in
        let path = "/api/v1/ledger/\(entry.id)"
        let read = try await browser.json(.get, path, bearer: "me")
        #expect(read.json?["standing"]?.string == "confirmed" && read.json?["answeredBy"]?.string == "王志强")
        let tag = try #require(read.header("ETag"))
        try await #expect(Self.send(browser, .patch, path, ["quantity": "10"], tag: nil).status == 428)
        try await #expect(Self.send(browser, .patch, path, ["quantity": "10"], tag: "\"1\"").status == 412)
        for body: JSONValue in [["quantity": "many"], ["colour": "red"], ["day": "tomorrow"], ["side": "students"]] {
          try await #expect(Self.send(browser, .patch, path, body, tag: tag).status == 422, "\(body.text)")
        }
        let changed = try await Self.send(browser, .patch, path, ["quantity": "１０ 小时"], tag: tag)
        #expect(changed.status == 200 && changed.json?["standing"]?.string == "noted", "\(changed.text)")
        let now = try #require(changed.header("ETag"))
        try await #expect(Self.send(browser, .delete, path, tag: tag).status == 412)
        try await #expect(Self.send(browser, .delete, path, tag: now).status == 204)
        let gone = try await browser.json(.get, path, bearer: "me")
        #expect(gone.json?["isRemoved"]?.bool == true)
        let back = try await Self.send(browser, .post, "\(path)/restore", tag: gone.header("ETag"))
        #expect(back.status == 200 && back.json?["isRemoved"]?.bool == false)
        let waiting = try await browser.json(.get, "/api/v1/ledger?standing=noted&noted=enterprise", bearer: "me")
        #expect(waiting.json?["items"]?.array?.count == 1)
        for query in ["standing=gold", "noted=moon"] {
          try await #expect(browser.json(.get, "/api/v1/ledger?\(query)", bearer: "me").status == 422)
        }
        let balance = "/api/v1/partners/\(world.partner.partnership.id)/balance"
        let answer: JSONValue = [
          "entries": [["id": .string("\(noted.id)"), "version": 1]], "decision": "confirmed",
        ]
        try await #expect(browser.json(.post, "\(balance)/answers", answer, bearer: "me").status == 422)
        let done = try await browser.json(.post, "\(balance)/answers?year=\(world.year)", answer, bearer: "me")
        #expect(done.json?["done"]?.integer == 1)
        try await #expect(
          browser.json(.post, "\(balance)/answers?year=\(world.year)", answer, bearer: "me").status == 412)
        let sheet = try await browser.json(.get, "\(balance)?year=\(world.year)", bearer: "me")
        #expect(sheet.json?["confirmed"]?.integer == 500_000 && sheet.json?["value"]?.integer == 700_000)
        try await #expect(
          browser.json(.post, "\(balance)/requests", ["name": "", "mail": "x"], bearer: "me").status == 422)
        let sent = try await browser.json(
          .post, "\(balance)/requests",
          ["name": "赵经理", "mail": "zhao@jia.example", "year": .integer(Int64(world.year))], bearer: "me")
        #expect(sent.status == 204)
      }
      try await #expect(world.mails(to: "zhao@jia.example").count == 1)
      try await world.browse(as: world.foreignOffice) { browser in
        let path = "/api/v1/ledger/\(entry.id)"
        try await #expect(browser.json(.get, path, bearer: "me").status == 404)
        try await #expect(Self.send(browser, .patch, path, ["title": "x"], tag: "\"1\"").status == 404)
        try await #expect(Self.send(browser, .delete, path, tag: "\"1\"").status == 404)
      }
      try await world.browse(as: world.counsel) { browser in
        try await #expect(Self.send(browser, .patch, "/api/v1/ledger/\(entry.id)", [:], tag: "\"1\"").status == 403)
      }
    }
  }

  @Test func schemesAndTheirBidsAreRead() async throws {
    try await ProjectWorld.open { world in
      var scheme = Scheme(id: ID(rawValue: 0), school: world.school.id, deadline: world.today.adding(days: 40))
      scheme.title = "省级示范项目"
      let project = try await world.application()
      let keep = KeepSchemes(world.services)
      let id = try await keep.keep(scheme, isNew: true, by: world.office)
      try await keep.bid(project.id, for: id, by: world.teacher)
      try await world.browse(as: world.teacher) { browser in
        let list = try await browser.json(.get, "/api/v1/schemes", bearer: "me")
        #expect(list.json?["items"]?.array?.first?["bidCount"]?.integer == 1)
        let one = try await browser.json(.get, "/api/v1/schemes/\(id)", bearer: "me")
        #expect(one.json?["bids"]?.array?.first?["project"]?.string == "\(project.id)")
        try await #expect(browser.json(.get, "/api/v1/schemes?view=gone", bearer: "me").status == 422)
      }
      try await world.browse(as: world.foreignOffice) { browser in
        try await #expect(browser.json(.get, "/api/v1/schemes/\(id)", bearer: "me").status == 404)
      }
      try await world.browse(as: world.otherDepartmentAdministrator) { browser in
        let one = try await browser.json(.get, "/api/v1/schemes/\(id)", bearer: "me")
        #expect(one.json?["bids"]?.array?.isEmpty == true, "bids of another department's projects")
      }
    }
  }
}
