import Activity
import Database
import DatabaseTesting
import HTTPTypes
import Localization
import Organizations
import Platform
import TestKit
import Testing
import Values
import Views

@testable import Partners

@Suite struct ToursAPITests {
  private static let list = "/api/v1/tours"

  private static func fields(_ page: BrowserPage) -> Set<String> {
    Set((page.json?["errors"]?.array ?? []).compactMap { $0["field"]?.string })
  }

  private static func body(_ more: [(String, JSONValue)] = []) -> JSONValue {
    .members(
      [("title", "珠三角走访"), ("beginsOn", "2999-03-01"), ("endsOn", "2999-03-05"), ("purpose", "访企拓岗")] + more)
  }

  @Test(arguments: TestEngine.all)
  func aTourIsMadeReadChangedAndCancelled(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let partner = try await people.partner("甲公司")
      try await people.browse(as: nil) { browser in
        let made = try await browser.json(
          .post, Self.list,
          Self.body([
            ("people", [["name": "司机老周"]]),
            (
              "stops",
              [
                [
                  "region": "440100", "day": "2999-03-02", "authority": "人社局", "authorityPerson": "王建国",
                  "authorityPhone": "13812345678", "meetsAt": "9:30",
                  "partners": [.string(partner.partnership.id.description)], "prospects": ["新锐科技"],
                ]
              ]
            ),
          ]), bearer: "office")
        #expect(made.status == 201 && made.header("ETag") == "\"1\"")
        let place = try #require(made.header("Location"))
        let stop = made.json?["stops"]?.array?.first
        #expect(stop?["lastDay"]?.string == "2999-03-02" && stop?["meetsAt"]?.string == "09:30")
        #expect(stop?["authorityPerson"]?.string == "王**" && stop?["authorityPhone"]?.string == "138****5678")
        #expect(stop?["partners"]?.array?.compactMap { $0["partner"]?["name"]?.string } == ["甲公司", "新锐科技"])
        #expect(made.json?["figures"]?["planned"]?.integer == 2 && made.json?["state"]?.string == "planned")
        try await #expect(browser.patch(place, ["purpose": "x"], bearer: "office", tag: nil).status == 428)
        try await #expect(browser.patch(place, ["purpose": "x"], bearer: "office", tag: "\"7\"").status == 412)
        let changed = try await browser.patch(place, ["purpose": "对接人社局"], bearer: "office", tag: "\"1\"")
        #expect(changed.status == 200 && changed.json?["purpose"]?.string == "对接人社局")
        #expect(changed.json?["people"]?.array?.count == 1 && changed.header("ETag") == "\"2\"")
        let added = try await browser.json(
          .post, "\(place)/stops", ["region": "440600", "day": "2999-03-03"], bearer: "office")
        #expect(added.status == 201 && added.json?["stops"]?.array?.count == 2 && added.header("ETag") == "\"3\"")
        func act(_ body: JSONValue, _ tag: String) async throws -> BrowserPage {
          try await browser.patch(place, body, bearer: "office", tag: tag)
        }
        try await #expect(Self.fields(act(["act": "cancel"], "\"3\"")) == ["reason"])
        try await #expect(Self.fields(act(["act": "fly"], "\"3\"")) == ["act"])
        try await #expect(Self.fields(act(["act": "start", "title": "x"], "\"3\"")) == ["title"])
        try await #expect(act(["act": "finish"], "\"3\"").status == 409)
        let cancelled = try await act(["act": "cancel", "reason": "台风"], "\"3\"")
        #expect(cancelled.json?["state"]?.string == "cancelled" && cancelled.json?["reason"]?.string == "台风")
        try await #expect(
          browser.json(.post, "\(place)/stops", ["region": "440600", "day": "2999-03-03"], bearer: "office").status
            == 409)
        try await #expect(act(["act": "undo"], "\"4\"").json?["state"]?.string == "planned")
      }
    }
  }

  @Test func wrongFieldsAreNamedByTheirPlace() async throws {
    try await RegistryTestPeople.open { people in
      let foreign = try await people.partner("丙公司", of: people.schools.other)
      try await people.browse(as: nil) { browser in
        let wrong = try await browser.json(
          .post, Self.list,
          Self.body([
            ("colour", "red"), ("lead", "x"), ("people", [["nome": "x"]]),
            ("stops", [["region": "某某", "day": "x", "partners": ["x"], "prospects": [""]], "x"]),
          ]), bearer: "office")
        #expect(wrong.status == 422)
        #expect(
          Self.fields(wrong).isSuperset(of: [
            "colour", "lead", "people.0", "people.0.nome", "stops.0.region", "stops.0.day", "stops.0.partners",
            "stops.0.prospects",
          ]))
        try await #expect(
          Self.fields(browser.json(.post, Self.list, ["purpose": "x"], bearer: "office"))
            == ["title", "beginsOn", "endsOn"])
        let theirs = try await browser.json(
          .post, Self.list,
          Self.body([
            (
              "stops",
              [
                [
                  "region": "440100", "day": "2999-03-02",
                  "partners": [.string(foreign.partnership.id.description)],
                ]
              ]
            )
          ]), bearer: "office")
        #expect(Self.fields(theirs) == ["stops.0.partners"])
        try await #expect(people.schools.count("tours") == 0)
      }
    }
  }

  @Test(arguments: ["limit=0", "state=walk", "year=26", "mine=1", "after=x", "after=0000000000000.x"])
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
      try await people.browse(as: nil) { browser in
        for number in 1...5 {
          let body: JSONValue = [
            "title": .string("第\(number)次"), "beginsOn": .string("2999-03-0\(number)"), "endsOn": "2999-03-09",
          ]
          try await #expect(browser.json(.post, Self.list, body, bearer: "office").status == 201)
        }
        var found: [String] = []
        var path: String? = "\(Self.list)?limit=2"
        while let next = path {
          let page = try await browser.json(.get, next, bearer: "office")
          found += (page.json?["items"]?.array ?? []).compactMap { $0["title"]?.string }
          path = page.json?["next"]?.string.map { "\(Self.list)?limit=2&after=\($0)" }
        }
        #expect(found == (1...5).reversed().map { "第\($0)次" })
        let id = try #require(
          try await browser.json(.get, Self.list, bearer: "office").json?["items"]?.array?.first?["id"]?.string)
        let place = "\(Self.list)/\(id)"
        try await #expect(browser.json(.get, Self.list, bearer: "foreign").json?["items"]?.array?.isEmpty == true)
        for bearer in ["foreign", "department"] {
          try await #expect(browser.json(.get, place, bearer: bearer).status == 404)
          try await #expect(browser.patch(place, ["title": "x"], bearer: bearer, tag: "*").status == 404)
        }
        try await #expect(browser.json(.get, place, bearer: "teacher").status == 403)
        try await #expect(browser.json(.get, place, bearer: "platform").status == 200)
        try await #expect(browser.patch(place, ["title": "x"], bearer: "platform", tag: "*").status == 403)
        try await #expect(browser.patch(place, ["title": "x"], bearer: "office:visits.read", tag: "*").status == 403)
        try await #expect(browser.send(.get, place).status == 401)
      }
    }
  }
}
