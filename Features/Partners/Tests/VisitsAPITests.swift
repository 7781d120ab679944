import Database
import DatabaseTesting
import HTTPTypes
import Organizations
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct VisitsAPITests {
  private static let list = "/api/v1/visits"

  private static func fields(_ page: BrowserPage) -> Set<String> {
    Set((page.json?["errors"]?.array ?? []).compactMap { $0["field"]?.string })
  }

  @Test(arguments: TestEngine.all)
  func aVisitIsMadeReadChangedRemovedAndRestored(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let partner = try await people.partner("甲公司", contacts: ["张建国"])
      let contact = try #require(try await people.schools.contacts(of: partner).first)
      try await people.browse(as: nil) { browser in
        let made = try await browser.json(
          .post, Self.list,
          [
            "partner": .string(partner.partnership.id.description), "kind": "seminar", "day": "2026-01-10",
            "begins": "9:30", "content": "谈专业建设", "contacts": [.string(contact.id.description)],
            "otherPeople": [["name": "李四", "position": "厂长"]], "isOutreach": true, "averagePay": 450_000,
            "openings": [["kind": "intern", "major": "数控技术", "count": 5]],
          ], bearer: "office")
        #expect(made.status == 201)
        let place = try #require(made.header("Location"))
        #expect(made.header("ETag") == "\"1\"")
        #expect(made.json?["begins"]?.string == "09:30")
        #expect(made.json?["partner"]?["name"]?.string == "甲公司")
        #expect(made.json?["partnerPeople"]?.array?.compactMap { $0["name"]?.string } == ["张**", "李*"])
        #expect(made.json?["openings"]?.array?.first?["count"]?.integer == 5)
        try await #expect(browser.patch(place, ["result": "好"], bearer: "office", tag: nil).status == 428)
        try await #expect(browser.patch(place, ["result": "好"], bearer: "office", tag: "\"7\"").status == 412)
        let changed = try await browser.patch(place, ["result": "好"], bearer: "office", tag: "\"1\"")
        #expect(changed.status == 200 && changed.json?["result"]?.string == "好")
        #expect(changed.json?["partnerPeople"]?.array?.count == 2)
        let revealed = try await browser.json(.get, "\(place)?reveal=true", bearer: "office")
        #expect(revealed.text.contains("张建国") && revealed.header("Cache-Control") == "no-store")
        func send(_ method: HTTPRequest.Method, _ path: String, tag: String) async throws -> BrowserPage {
          try await browser.send(
            method, path, headers: [("Authorization", "Bearer office"), ("If-Match", tag)])
        }
        try await #expect(send(.delete, place, tag: "\"1\"").status == 412)
        try await #expect(send(.delete, place, tag: "\"2\"").status == 204)
        try await #expect(browser.json(.get, place, bearer: "office").status == 404)
        try await #expect(browser.json(.post, "\(place)/restore", [:], bearer: "office").status == 200)
        try await #expect(browser.json(.get, place, bearer: "office").status == 200)
      }
    }
  }

  @Test func wrongFieldsAreNamedByTheirPlace() async throws {
    try await RegistryTestPeople.open { people in
      let partner = try await people.partner("甲公司")
      try await people.browse(as: nil) { browser in
        let wrong = try await browser.json(
          .post, Self.list,
          [
            "partner": .string(partner.partnership.id.description), "kind": "walk", "content": "", "posts": "many",
            "contacts": ["x"], "otherPeople": [["nome": "x"]], "openings": [["kind": "intern", "count": 0]],
            "colour": "red",
          ], bearer: "office")
        #expect(wrong.status == 422)
        #expect(
          Self.fields(wrong) == [
            "kind", "content", "posts", "contacts", "otherPeople.0", "otherPeople.0.nome", "openings.0.count", "colour",
          ])
        try await #expect(
          Self.fields(browser.json(.post, Self.list, ["content": "x"], bearer: "office")) == ["partner"])
        try await #expect(people.schools.count("visits") == 0)
      }
    }
  }

  @Test(arguments: [
    "limit=0", "kind=walk", "sort=name", "from=1", "until=x", "owner=7", "partner=7", "department=7", "province=1",
    "outreach=1", "after=x", "after=0000000000000.x",
  ])
  func aParameterThatMeansNothingIsRefused(query: String) async throws {
    try await RegistryTestPeople.open { people in
      try await people.browse(as: nil) { browser in
        let page = try await browser.json(.get, "\(Self.list)?\(query)", bearer: "office")
        #expect(page.status == 422)
        #expect(Self.fields(page) == [query.split(separator: "=").first.map(String.init) ?? ""])
      }
    }
  }

  @Test func theListGoesByKeyAndRolesScopesAndSchoolsAreRespected() async throws {
    try await RegistryTestPeople.open { people in
      let partner = try await people.partner("甲公司")
      try await people.browse(as: nil) { browser in
        for number in 1...5 {
          let body: JSONValue = [
            "partner": .string(partner.partnership.id.description), "day": .string("2026-01-0\(number)"),
            "content": .string("第\(number)次"),
          ]
          try await #expect(browser.json(.post, Self.list, body, bearer: "office").status == 201)
        }
        var found: [String] = []
        var path: String? = "\(Self.list)?limit=2&sort=day"
        while let next = path {
          let page = try await browser.json(.get, next, bearer: "office")
          found += (page.json?["items"]?.array ?? []).compactMap { $0["content"]?.string }
          path = page.json?["next"]?.string.map { "\(Self.list)?limit=2&sort=day&after=\($0)" }
        }
        #expect(found == (1...5).map { "第\($0)次" })
        let id = try #require(
          try await browser.json(.get, Self.list, bearer: "office").json?["items"]?.array?.first?["id"]?.string)
        let place = "\(Self.list)/\(id)"
        try await #expect(browser.json(.get, Self.list, bearer: "foreign").json?["items"]?.array?.isEmpty == true)
        for bearer in ["foreign", "department"] {
          try await #expect(browser.json(.get, place, bearer: bearer).status == 404)
          try await #expect(browser.patch(place, ["result": "x"], bearer: bearer, tag: "*").status == 404)
          let list = "\(Self.list)?partner=\(partner.partnership.id)"
          try await #expect(browser.json(.get, list, bearer: bearer).status == 404)
        }
        try await #expect(browser.json(.get, place, bearer: "teacher").status == 403)
        try await #expect(browser.json(.get, place, bearer: "office:partners.read").status == 403)
        try await #expect(browser.patch(place, ["result": "x"], bearer: "office:visits.read", tag: "*").status == 403)
        try await #expect(browser.json(.get, "\(place)?reveal=true", bearer: "office:visits.read").status == 403)
        try await #expect(browser.send(.get, place).status == 401)
      }
    }
  }

  @Test func tasksAreGivenAndDealtWith() async throws {
    try await RegistryTestPeople.open { people in
      let partner = try await people.partner("甲公司")
      try await people.browse(as: nil) { browser in
        let made = try await browser.json(
          .post, Self.list, ["partner": .string(partner.partnership.id.description), "content": "谈"], bearer: "office")
        let place = try #require(made.header("Location"))
        let wrong = try await browser.json(.post, "\(place)/tasks", ["title": "", "due": "x"], bearer: "office")
        #expect(Self.fields(wrong) == ["title", "dueOn", "due"])
        let added = try await browser.json(
          .post, "\(place)/tasks", ["title": "回访", "dueOn": "2999-01-01"], bearer: "office")
        #expect(added.status == 201)
        let task = try #require(added.json?["tasks"]?.array?.first?["id"]?.string)
        func act(_ body: JSONValue) async throws -> BrowserPage {
          try await browser.json(.patch, "\(place)/tasks/\(task)", body, bearer: "office")
        }
        try await #expect(Self.fields(act(["act": "forget", "version": 1])) == ["act"])
        try await #expect(Self.fields(act(["act": "postpone", "version": 1, "until": "2998-01-01"])) == ["until"])
        try await #expect(act(["act": "finish", "version": 1]).status == 200)
        try await #expect(act(["act": "finish", "version": 1]).status == 409)
        let undone = try await act(["act": "undo", "version": 2])
        #expect(undone.json?["tasks"]?.array?.first?["state"]?.string == "open")
      }
    }
  }
}
