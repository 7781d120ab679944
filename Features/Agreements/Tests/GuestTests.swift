import Accounts
import Activity
import Database
import DatabaseTesting
import HTTPTypes
import Localization
import NIOCore
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct GuestTests {
  @Test(arguments: TestEngine.all)
  func theEnterpriseCommentsOnClausesByLink(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.reviewed(try await world.draft())
      let show = "/agreements/\(agreement.id)"
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get(show)
        let wrong = try await browser.submit(
          page, form: "//form[contains(@action, '/invitations')]", ["guest.name": "", "guest.mail": "wang"])
        #expect(wrong.status == 422 && wrong.text.contains("请填写签署人姓名"))
        try #expect(wrong.texts("//input[@name='guest.mail']/@value") == ["wang"])
        let sent = try await browser.submit(
          wrong, form: "//form[contains(@action, '/invitations')]",
          ["guest.name": "王志强", "guest.mail": "wang@jia.example"])
        try await #expect(sent.follow().text.contains("还没有打开"))
      }
      let link = try await world.link(to: "wang@jia.example", "negotiate")
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 200 && page.text.contains("合作内容"))
        let form = "//form[.//input[@name='clause' and @value='c3']]"
        let empty = try await browser.submit(page, form: form, ["body.c3": " "])
        #expect(empty.status == 422)
        let said = try await browser.submit(page, form: form, ["body.c3": "人数改为十五人"])
        try await #expect(said.follow().text.contains("人数改为十五人"))
        // The link opens nothing else.
        let other = link.replacing("/negotiate/", with: "/duties/")
        try await #expect(browser.get(other).status == 404)
        try await #expect(browser.get(link.replacing("/negotiate/", with: "/sign/")).status == 404)
      }
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get(show)
        #expect(page.text.contains("人数改为十五人") && page.text.contains("王志强"))
        let gone = try await browser.submit(page, form: "//form[contains(@action, '/revoke')]", [:])
        try await #expect(gone.follow().text.contains("已停用"))
      }
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 410 && page.text.contains("停用"))
        try await #expect(browser.post("\(link)/comments", [("clause", ""), ("body.", "还有")]).status == 410)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func theEnterpriseNotesWithEvidenceAndEachSideConfirmsTheOther(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      try await InviteEnterprise(world.services)(
        name: "王志强", mail: "wang@jia.example", to: agreement.id, by: world.office)
      world.pass(days: 300)
      try await InviteEnterprise(world.services)(
        name: "王志强", mail: "wang@jia.example", to: agreement.id, by: world.office)
      let link = try await world.link(to: "wang@jia.example", "duties")
      let due = try await world.database.read { try #require(try ObligationStore.dues(of: agreement, on: $0).first) }
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 200 && page.text.contains("接收实习学生"))
        func report(_ amount: String, _ file: [UInt8]) async throws -> BrowserPage {
          try await browser.upload(
            "\(link)/\(due.id)/reports",
            [("doneOn.\(due.id)", world.today.description), ("amount.\(due.id)", amount), ("note.\(due.id)", "名单见附件")],
            files: [.init("evidence.\(due.id)", name: "名单.pdf", bytes: file)])
        }
        let wrong = try await report("许多", AgreementWorld.pdf)
        #expect(wrong.status == 422 && wrong.text.contains("许多"))
        let hostile = try await report("12", Array("<script>".utf8))
        #expect(hostile.status == 422)
        // Commas, units and full-width digits are understood.
        let done = try await report("１２ 人", AgreementWorld.pdf)
        #expect(done.status == 303, "\(done.text.prefix(400))")
      }
      func entries() async throws -> [Fulfilment] {
        try await world.database.read {
          try ObligationStore.fulfilments(of: [due.id], school: agreement.schoolID, on: $0)
        }
      }
      let first = try #require(try await entries().first)
      #expect(first.side == .enterprise && first.amount == 12 && first.person == "王志强" && first.state == .waiting)
      let keep = KeepObligations(world.services)
      try await keep.answer(
        first.id, isRight: true, saying: "", to: due.id, of: agreement.id, by: .member(world.office))
      let (own, problems) = ReportForm.read(
        due: due.id, side: "school", doneOn: world.today.description, amount: "8", note: "送岗", services: world.services)
      #expect(problems.isEmpty)
      try await keep.report(try #require(own), to: due.id, of: agreement.id, by: .member(world.office))
      let second = try #require(try await entries().last)
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        let none = try await browser.post(
          "\(link)/\(due.id)/answer", [("entry", second.id.description), ("decision", "refused")])
        #expect(none.status == 422)
        // What the enterprise noted itself it does not confirm.
        let self1 = try await browser.post(
          "\(link)/\(due.id)/answer", [("entry", first.id.description), ("decision", "confirmed")])
        #expect(self1.status == 422)
        let done = try await browser.submit(page, form: "//form[.//input[@name='entry']]", ["decision": "confirmed"])
        #expect(done.status == 303)
      }
      let found = try await world.database.read { try ObligationStore.due(due.id, of: agreement, on: $0) }
      #expect(found?.state == .met && found?.done == 20)
      try await #expect(entries().last?.answeredBy == "王志强")
    }
  }

  @Test func theWholeWayIsGoneThroughTheInterface() async throws {
    try await AgreementWorld.open { world in
      let template = try await world.template()
      let api = "/api/v1/agreements"
      let partner = world.partner.partnership.id
      let path = try await Self.drafted(world, template: template, partner: partner, api)
      for person in [world.departmentAdministrator, world.counsel, world.office, world.leader] {
        try await Self.act(world, person, path, "decide", ["decision": "approve"])
      }
      try await world.browse(as: world.office) { browser in
        let said = try await browser.json(.post, "\(path)/comments", ["clause": "c3", "body": "请核对人数"], bearer: "me")
        #expect(said.status == 200 && said.text.contains("请核对人数"))
      }
      try await Self.act(world, world.office, path, "manage", ["decision": "agree"])
      try await Self.begin(world, path)
      let agreement = try await world.agreement(try #require(ID(path.split(separator: "/").last ?? "")))
      try await Self.signByAccountAndLink(world, agreement)
      try await Self.signOnPaper(world, path, agreement)
      try await FreezeSigned(world.services)(try await world.round(agreement).id)
      try await world.browse(as: world.office) { browser in
        let round = JSONValue.parse(try await browser.json(.get, "\(path)/signing", bearer: "me").text)
        #expect(round?["state"]?.string == "complete" && round?["sha256"]?.string?.count == 64)
        try await #expect(browser.json(.get, "\(path)/signing/document", bearer: "me").status == 200)
        let code = try #require(round?["code"]?.string)
        let verified = JSONValue.parse(try await browser.json(.get, "/api/v1/verify/\(code)", bearer: "me").text)
        #expect(verified?["sha256"]?.string == round?["sha256"]?.string && verified?["state"]?.string == "active")
        let dues = JSONValue.parse(try await browser.json(.get, "\(path)/obligations", bearer: "me").text)
        let due = try #require(dues?["items"]?.array?.first?["id"]?.string)
        let noted = try await browser.json(
          .post, "\(path)/dues/\(due)/reports",
          ["side": "enterprise", "doneOn": .string(world.today.description), "amount": 20, "note": "已接收"], bearer: "me")
        #expect(noted.status == 200 && noted.text.contains("已接收"))
        let renewed = try await browser.json(.post, "\(path)/follow", ["relation": "renewal"], bearer: "me")
        #expect(renewed.status == 201)
      }
    }
  }

  // MARK: Parts of the way

  private actor Kept {
    var path = ""
    func set(_ path: String) { self.path = path }
  }

  private static func drafted(
    _ world: AgreementWorld, template: ID<AgreementTemplate>, partner: ID<Partnership>, _ api: String
  ) async throws -> String {
    let location = Kept()
    try await world.browse(as: world.office) { browser in
      let made = try await browser.json(
        .post, api,
        [
          "partner": .string("\(partner)"), "type": "framework", "template": .string(template.description),
          "startOn": .string(world.today.description), "fields": ["interns": "二十"],
        ], bearer: "me")
      #expect(made.status == 422)
      let right = try await browser.json(
        .post, api,
        [
          "partner": .string("\(partner)"), "type": "framework", "template": .string(template.description),
          "startOn": .string(world.today.description), "fields": ["interns": "18"],
        ], bearer: "me")
      #expect(right.status == 201)
      let path = try #require(right.header("Location"))
      let version = JSONValue.parse(right.text)?["version"]?.integer ?? 0
      let changed = try await browser.send(
        .patch, path,
        headers: [
          ("Accept", "application/json"), ("Content-Type", "application/json"), ("If-Match", "\"\(version)\""),
          ("Authorization", "Bearer me"),
        ], body: .init(string: #"{"title": "框架协议（接口）", "fields": {"interns": "20"}}"#))
      #expect(changed.status == 200 && changed.text.contains("框架协议（接口）"))
      await location.set(path)
    }
    let path = await location.path
    try await act(world, world.office, path, "submit", nil)
    return path
  }

  private static func act(
    _ world: AgreementWorld, _ person: Actor, _ path: String, _ act: String, _ body: JSONValue?
  ) async throws {
    try await world.browse(as: person) { browser in
      let version = JSONValue.parse(try await browser.json(.get, path, bearer: "me").text)?["version"]?.integer ?? 0
      let reply = try await browser.send(
        .post, "\(path)/\(act)",
        headers: [
          ("Accept", "application/json"), ("Content-Type", "application/json"), ("If-Match", "\"\(version)\""),
          ("Authorization", "Bearer me"),
        ], body: .init(string: (body ?? [:]).text))
      #expect(reply.status == 200, "\(act): \(reply.text)")
    }
  }

  private static func begin(_ world: AgreementWorld, _ path: String) async throws {
    try await world.browse(as: world.office) { browser in
      let version = JSONValue.parse(try await browser.json(.get, path, bearer: "me").text)?["version"]?.integer ?? 0
      let plan: JSONValue = [
        "inOrder": true,
        "signers": [
          [
            "kind": "school-representative", "way": "account",
            "account": .string(world.leader.accountID.description), "mail": "wu@school.example",
          ],
          ["kind": "enterprise-representative", "way": "link", "name": "王志强", "mail": "wang@jia.example"],
          ["kind": "third", "way": "paper", "name": "周岚"],
        ],
      ]
      func send(_ tag: String?) async throws -> BrowserPage {
        try await browser.send(
          .post, "\(path)/signing",
          headers: [
            ("Accept", "application/json"), ("Content-Type", "application/json"), ("Authorization", "Bearer me"),
          ] + (tag.map { [("If-Match", $0)] } ?? []), body: .init(string: plan.text))
      }
      try await #expect(send(nil).status == 428)
      try await #expect(send("\"1\"").status == 412)
      try await #expect(send("\"\(version)\"").status == 201)
    }
  }

  private static func signByAccountAndLink(_ world: AgreementWorld, _ agreement: Agreement) async throws {
    try await world.browse(as: world.leader) { browser in
      let list = JSONValue.parse(try await browser.json(.get, "/api/v1/signatures", bearer: "me").text)
      let id = try #require(list?["items"]?.array?.first?["id"]?.string)
      let path = "/api/v1/signatures/\(id)"
      try await #expect(browser.json(.get, path, bearer: "me").text.contains("合作内容"))
      try await #expect(browser.json(.post, "\(path)/code", bearer: "me").status == 200)
      let code = try await world.code(to: "wu@school.example")
      let hand: JSONValue = ["name": "吴伟明", "code": .string(code), "hasRead": true]
      try await #expect(browser.json(.post, "\(path)/sign", hand, bearer: "me").status == 200)
      try await #expect(browser.json(.post, "\(path)/sign", hand, bearer: "me").status == 409)
    }
    let link = try await world.link(to: "wang@jia.example")
    try await world.browse(as: nil) { browser in
      let path = "/api/v1/links\(link.dropFirst("/l".count))"
      try await #expect(browser.json(.post, "\(path)/refuse", ["reason": ""]).status == 422)
      let passed = try await browser.json(.post, "\(path)/forward", ["name": "李总", "mail": "li@jia.example"])
      #expect(passed.status == 200 && passed.text.contains("forwarded"))
      try await #expect(browser.json(.post, "\(path)/code").status == 409)
    }
    let other = try await world.link(to: "li@jia.example")
    try await world.browse(as: nil) { browser in
      let path = "/api/v1/links\(other.dropFirst("/l".count))"
      try await #expect(browser.json(.post, "\(path)/code").status == 200)
      let code = try await world.code(to: "li@jia.example")
      let wrong: JSONValue = ["name": "李总", "code": "abcdef", "hasRead": true]
      try await #expect(browser.json(.post, "\(path)/sign", wrong).status == 422)
      let hand: JSONValue = ["name": "李总", "code": .string(code), "hasRead": true]
      try await #expect(browser.json(.post, "\(path)/sign", hand).status == 200)
    }
  }

  private static func signOnPaper(_ world: AgreementWorld, _ path: String, _ agreement: Agreement) async throws {
    let signer = try await world.signer("周岚", agreement)
    try await world.browse(as: world.office) { browser in
      func scan(_ bytes: String) async throws -> BrowserPage {
        try await browser.send(
          .post, "\(path)/signing/\(signer.id)/scan?signedOn=\(world.today)",
          headers: [
            ("Accept", "application/json"), ("Content-Type", "application/pdf"), ("Authorization", "Bearer me"),
          ], body: .init(string: bytes))
      }
      try await #expect(scan("<html>").status == 422)
      try await #expect(scan("%PDF-1.7\nsigned").status == 200)
      try await #expect(
        browser.json(.post, "\(path)/signing/\(signer.id)/check", ["isRight": true], bearer: "me").status == 422)
    }
    try await world.browse(as: world.colleague) { browser in
      let done = try await browser.json(.post, "\(path)/signing/\(signer.id)/check", ["isRight": true], bearer: "me")
      #expect(done.status == 200 && done.text.contains("\"complete\""))
    }
  }
}
