import Activity
import Database
import DatabaseTesting
import Files
import HTTPTypes
import Localization
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

/// An agreement from its template to its renewal through the interface alone.
@Suite struct WholeWayTests {
  private static let api = "/api/v1/agreements"

  @Test(arguments: TestEngine.all)
  func fromTheTemplateToTheRenewalThroughTheInterfaceAlone(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let path = try await Self.draft(world, template: try await Self.template(world))
      try await Self.review(world, path)
      try await Self.talk(world, path)
      try await Self.act(world, world.office, path, "manage", ["decision": "agree"])
      try await Self.refuse(world, path)
      try await Self.review(world, path)
      try await Self.act(world, world.office, path, "manage", ["decision": "agree"])
      try await Self.begin(world, path)
      let agreement = try await world.agreement(try #require(ID(String(path.split(separator: "/").last ?? ""))))
      try await Self.sign(world, path, agreement)
      try await Self.verify(world, path, agreement)
      try await Self.keep(world, path)
      try await Self.check(world, path)
      try await Self.meet(world, path)
      let renewed = try await world.api(world.office, .post, "\(path)/follow", ["relation": "renewal"])
      #expect(renewed.status == 201 && renewed.json?["state"]?.string == "draft")
      #expect(renewed.json?["startOn"]?.string == agreement.endOn?.adding(days: 1).description)
    }
  }

  // MARK: Parts of the way

  private static func act(
    _ world: AgreementWorld, _ person: Actor, _ path: String, _ act: String, _ body: JSONValue
  ) async throws {
    let read = try await world.api(person, .get, path)
    let done = try await world.api(
      person, .post, "\(path)/\(act)", body, version: read.json?["version"]?.integer ?? 0)
    #expect(done.status == 200, "\(act): \(done.text)")
  }

  /// A template that is wrong in three ways, then right, published, and found in the list.
  private static func template(_ world: AgreementWorld) async throws -> String {
    let clauses = AgreementWorld.framework.clauses.map { clause -> JSONValue in
      let duty: JSONValue =
        clause.duty == nil
        ? .null
        : [
          "debtor": "enterprise", "subject": "接收实习学生", "rhythm": "yearly", "measure": "interns",
          "target": "own.interns", "evidence": "实习名单",
        ]
      return [
        "key": .string(clause.key), "annex": .integer(Int64(clause.annex)), "heading": .string(clause.heading),
        "text": .string(clause.text), "topic": clause.topic.map { .string($0.rawValue) } ?? .null,
        "isMandatory": .bool(clause.isMandatory), "condition": .string(clause.condition), "duty": duty,
      ]
    }
    let body: JSONValue = [
      "kind": "framework", "title": "框架协议范本", "annexes": ["订单培养"], "clauses": .array(clauses),
      "fields": [["name": "interns", "label": "每年实习人数", "kind": "number", "isRequired": true]],
    ]
    let foreign = try await world.api(world.teacher, .post, "\(api)/templates", body)
    #expect(foreign.status == 403)
    let made = try await world.api(world.office, .post, "\(api)/templates", body)
    #expect(made.status == 201, "\(made.text)")
    let path = try #require(made.header("Location"))
    let hidden = try await world.api(world.teacher, .get, path)
    #expect(hidden.status == 404)
    let published = try await world.api(world.office, .post, "\(path)/publish", ["note": "首次发布"], version: 1)
    #expect(published.status == 200 && published.json?["isFrozen"]?.bool == true, "\(published.text)")
    let list = try await world.api(world.teacher, .get, "\(api)/templates?kind=framework")
    #expect(list.json?["items"]?.array?.count == 1)
    let types = try await world.api(world.teacher, .get, "\(api)/types")
    #expect(types.json?["items"]?.array?.count == 13)
    return try #require(made.json?["id"]?.string)
  }

  private static func draft(_ world: AgreementWorld, template: String) async throws -> String {
    let made = try await world.api(
      world.office, .post, api,
      [
        "partner": .string(world.partner.partnership.id.description), "type": "framework",
        "template": .string(template), "startOn": .string(world.today.description), "fields": ["interns": "１８ 人"],
      ])
    #expect(made.status == 201, "\(made.text)")
    return try #require(made.header("Location"))
  }

  private static func review(_ world: AgreementWorld, _ path: String) async throws {
    try await act(world, world.office, path, "submit", [:])
    for person in [world.departmentAdministrator, world.counsel, world.office, world.leader] {
      try await act(world, person, path, "decide", ["decision": "approve"])
    }
  }

  private static func talk(_ world: AgreementWorld, _ path: String) async throws {
    let said = try await world.api(world.office, .post, "\(path)/comments", ["clause": "c3", "body": "请核对人数"])
    #expect(said.status == 200)
    let invited = try await world.api(
      world.office, .post, "\(path)/invitations", ["name": "王志强", "mail": "wang@jia.example"])
    #expect(invited.status == 204)
    let link = "/api/v1/links\(try await world.link(to: "wang@jia.example", "negotiate").dropFirst(2))"
    let text = try await world.api(nil, .get, link)
    #expect(text.json?["clauses"]?.array?.count == 8 && text.json?["isOpen"]?.bool == true)
    let answered = try await world.api(nil, .post, "\(link)/comments", ["clause": "c3", "body": "可以接收十八人"])
    #expect(answered.status == 200)
    let comments = try await world.api(world.office, .get, "\(path)/comments")
    #expect(comments.json?["items"]?.array?.map { $0["side"]?.string } == ["school", "enterprise"])
  }

  private static func signers(_ world: AgreementWorld) -> JSONValue {
    [
      "inOrder": true,
      "signers": [
        [
          "kind": "school-representative", "way": "account", "account": .string(world.leader.accountID.description),
          "mail": "wu@school.example",
        ],
        ["kind": "enterprise-representative", "way": "link", "name": "王志强", "mail": "wang@jia.example"],
        ["kind": "third", "way": "paper", "name": "周岚"],
      ],
    ]
  }

  private static func begin(_ world: AgreementWorld, _ path: String) async throws {
    let version = try await world.api(world.office, .get, path).json?["version"]?.integer ?? 0
    let begun = try await world.api(world.office, .post, "\(path)/signing", signers(world), version: version)
    #expect(begun.status == 201, "\(begun.text)")
  }

  private static func signAsLeader(_ world: AgreementWorld) async throws {
    let list = try await world.api(world.leader, .get, "/api/v1/signatures")
    let items = list.json?["items"]?.array ?? []
    let id = try #require(items.first { $0["state"]?.string == "asked" }?["id"]?.string)
    let path = "/api/v1/signatures/\(id)"
    try await #expect(world.api(world.leader, .post, "\(path)/code").status == 200)
    let hand: JSONValue = [
      "name": "吴伟明", "code": .string(try await world.code(to: "wu@school.example")), "hasRead": true,
    ]
    try await #expect(world.api(world.leader, .post, "\(path)/sign", hand).status == 200)
  }

  private static func linked(_ world: AgreementWorld, _ address: String) async throws -> String {
    "/api/v1/links\(try await world.link(to: address).dropFirst(2))"
  }

  /// The enterprise refuses the first time: the text is a draft again with everything in place.
  private static func refuse(_ world: AgreementWorld, _ path: String) async throws {
    try await begin(world, path)
    try await signAsLeader(world)
    let link = try await linked(world, "wang@jia.example")
    let refused = try await world.api(nil, .post, "\(link)/refuse", ["reason": "请先确认人数"])
    #expect(refused.status == 200)
    let draft = try await world.api(world.office, .get, path)
    #expect(draft.json?["state"]?.string == "draft" && draft.json?["reason"]?.string?.contains("请先确认人数") == true)
    #expect(draft.json?["fields"]?["interns"]?.string == "１８ 人")
    world.pass(days: 1)
  }

  /// Signed in, by a link that was passed on, and on paper checked by a second person.
  private static func sign(_ world: AgreementWorld, _ path: String, _ agreement: Agreement) async throws {
    try await signAsLeader(world)
    let first = try await linked(world, "wang@jia.example")
    let passed = try await world.api(nil, .post, "\(first)/forward", ["name": "李总", "mail": "li@jia.example"])
    #expect(passed.status == 200)
    let other = try await linked(world, "li@jia.example")
    try await #expect(world.api(nil, .post, "\(other)/code").status == 200)
    let hand: JSONValue = [
      "name": "李总", "code": .string(try await world.code(to: "li@jia.example")), "hasRead": true,
    ]
    try await #expect(world.api(nil, .post, "\(other)/sign", hand).status == 200)
    let third = try await world.signer("周岚", agreement).id
    let scan = "\(path)/signing/\(third)/scan?signedOn=\(world.today)"
    try await #expect(world.api(world.office, send: Array("<html>".utf8), "application/pdf", to: scan).status == 422)
    let brought = try await world.api(world.office, send: AgreementWorld.pdf, "application/pdf", to: scan)
    #expect(brought.status == 200)
    let checked = "\(path)/signing/\(third)/check"
    try await #expect(world.api(world.office, .post, checked, ["isRight": true]).status == 422)
    let done = try await world.api(world.colleague, .post, checked, ["isRight": true])
    #expect(done.json?["state"]?.string == "complete")
    try await #expect(world.api(world.colleague, .post, checked, ["isRight": true]).status == 409)
  }

  /// Everybody can tell by the digest of the file that it is the one that was signed.
  private static func verify(_ world: AgreementWorld, _ path: String, _ agreement: Agreement) async throws {
    try await FreezeSigned(world.services)(try await world.round(agreement).id)
    let round = try await world.api(world.office, .get, "\(path)/signing")
    let file = try await world.api(world.office, .get, "\(path)/signing/document")
    let digest = try await world.services.files.store(chunks(file.bytes), limit: 1 << 24).digest.text
    #expect(round.json?["sha256"]?.string == digest)
    let code = try #require(round.json?["code"]?.string)
    let verified = try await world.api(nil, .get, "/api/v1/verify/\(code)")
    #expect(verified.json?["sha256"]?.string == digest && verified.json?["state"]?.string == "active")
    #expect(try world.words(of: file.bytes).contains("李总"))
  }

  private static func chunks(_ bytes: [UInt8]) -> AsyncStream<[UInt8]> {
    AsyncStream { continuation in
      continuation.yield(bytes)
      continuation.finish()
    }
  }

  /// Both sides bring evidence, and each confirms what the other noted.
  private static func keep(_ world: AgreementWorld, _ path: String) async throws {
    let dues = try await world.api(world.office, .get, "\(path)/obligations")
    let due = try #require(dues.json?["items"]?.array?.first?["id"]?.string)
    try await #expect(
      world.api(
        world.office, .post, "\(path)/invitations",
        ["name": "王志强", "mail": "wang@jia.example", "language": "zh-CN"]
      ).status == 204)
    let link = "/api/v1/links\(try await world.link(to: "wang@jia.example", "duties").dropFirst(2))"
    let evidence = "\(link)/\(due)/evidence?name=%E5%90%8D%E5%8D%95.pdf"
    try await #expect(world.api(nil, send: Array("<html><script>".utf8), "application/pdf", to: evidence).status == 422)
    try await #expect(world.api(nil, send: AgreementWorld.pdf, "application/pdf", to: evidence).status == 204)
    let noted = try await world.api(
      nil, .post, "\(link)/\(due)/reports",
      ["doneOn": .string(world.today.description), "amount": "10 人", "note": "名单见附件"])
    #expect(noted.status == 200)
    let first = try #require(entries(noted).first)
    try await #expect(
      world.api(nil, .post, "\(link)/\(due)/answer", ["entry": .string(first), "isRight": true]).status == 422)
    try await #expect(
      world.api(world.office, .post, "\(path)/dues/\(due)/answer", ["entry": .string(first), "isRight": true]).status
        == 200)
    try await #expect(
      world.api(
        world.office, send: AgreementWorld.png, "image/png", to: "\(path)/dues/\(due)/evidence?name=a.png"
      ).status == 204)
    let own = try await world.api(
      world.office, .post, "\(path)/dues/\(due)/reports",
      ["side": "school", "doneOn": .string(world.today.description), "amount": 8, "note": "送岗八人"])
    let second = try #require(entries(own).last)
    let answered = try await world.api(
      nil, .post, "\(link)/\(due)/answer", ["entry": .string(second), "isRight": true])
    #expect(answered.status == 200, "\(answered.text)")
    let met = try await world.api(world.office, .get, "\(path)/obligations")
    #expect(met.json?["items"]?.array?.first?["state"]?.string == "met")
  }

  private static func entries(_ page: BrowserPage) -> [String] {
    (page.json?["items"]?.array?.first?["entries"]?.array ?? []).compactMap { $0["id"]?.string }
  }

  /// The office asks, the department answers, a report with open points comes out.
  private static func check(_ world: AgreementWorld, _ path: String) async throws {
    let checks = "\(api)/checks"
    try await #expect(world.api(world.office, .post, checks, ["title": "", "dueOn": "昨天"]).status == 422)
    try await #expect(
      world.api(world.departmentAdministrator, .post, checks, ["title": "检查", "dueOn": "2030-01-01"]).status == 403)
    let begun = try await world.api(
      world.office, .post, checks,
      ["title": "年度履约检查", "dueOn": .string(world.today.adding(days: 14).description)])
    #expect(begun.status == 201, "\(begun.text)")
    let one = try #require(begun.header("Location"))
    let item = try #require(begun.json?["items"]?.array?.first?["id"]?.string)
    try await #expect(world.api(world.otherDepartmentAdministrator, .get, one).status == 404)
    try await #expect(
      world.api(world.departmentAdministrator, .post, "\(one)/items/\(item)", ["verdict": "partly"]).status == 422)
    let answered = try await world.api(
      world.departmentAdministrator, .post, "\(one)/items/\(item)",
      ["verdict": "partly", "words": "人数够，缺纪要", "openPoint": "补交会议纪要"])
    #expect(answered.status == 200)
    let list = try await world.api(world.office, .get, checks)
    #expect(list.json?["items"]?.array?.first?["answered"]?.integer == 1)
    let closed = try await world.api(world.office, .post, "\(one)/close")
    #expect(closed.json?["verdicts"]?["partly"]?.integer == 1)
    let report = try await world.api(world.office, .get, "\(one)/report")
    #expect(report.json?["openPoints"]?.array?.first?["openPoint"]?.string == "补交会议纪要")
    try await #expect(
      world.api(world.departmentAdministrator, .post, "\(one)/items/\(item)", ["verdict": "kept"]).status == 409)
  }

  private static func meet(_ world: AgreementWorld, _ path: String) async throws {
    let reviews = "\(path)/reviews"
    try await #expect(world.api(world.office, .post, reviews, ["plannedOn": "2020-01-01"]).status == 422)
    let day = JSONValue.string(world.today.adding(days: 1).description)
    let planned = try await world.api(world.office, .post, reviews, ["plannedOn": day])
    #expect(planned.status == 201, "\(planned.text)")
    try await #expect(world.api(world.office, .post, reviews, ["plannedOn": day]).status == 409)
    let id = try #require(planned.json?["items"]?.array?.first?["id"]?.string)
    try await #expect(world.api(world.office, .post, "\(reviews)/\(id)", ["heldOn": day, "minutes": ""]).status == 422)
    let record: JSONValue = [
      "heldOn": .string(world.today.description), "people": "李岚、王志强", "minutes": "双方同意续签。",
      "tasks": [["subject": "拟定续签文本", "dueOn": .string(world.today.adding(days: 20).description)]],
    ]
    let held = try await world.api(world.office, .post, "\(reviews)/\(id)", record)
    #expect(held.status == 200, "\(held.text)")
    try await #expect(world.api(world.office, .post, "\(reviews)/\(id)", record).status == 409)
    let tasks = held.json?["items"]?.array?.first?["tasks"]?.array
    let task = try #require(tasks?.first?["id"]?.string)
    let done = try await world.api(world.office, .post, "\(path)/tasks/\(task)/done")
    let after = done.json?["items"]?.array?.first?["tasks"]?.array
    #expect(after?.first?["doneOn"]?.string == world.today.description)
    try await #expect(world.api(world.foreignOffice, .get, reviews).status == 404)
  }
}
