import Database
import DatabaseTesting
import Foundation
import HTTPTypes
import Organizations
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct PartnersAPITests {
  private static let list = "/api/v1/partners"

  private static func names(_ page: BrowserPage) -> [String] {
    (page.json?["items"]?.array ?? []).compactMap { $0["enterprise"]?["name"]?.string }
  }

  private static func fields(_ page: BrowserPage) -> [String] {
    (page.json?["errors"]?.array ?? []).compactMap { $0["field"]?.string }
  }

  @Test(arguments: TestEngine.all)
  func theListGoesByKeyThroughAllPartnersOfTheSchoolAndNoOthers(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      for number in 1...5 { try await people.partner("公司\(number)") }
      try await people.partner("别校的公司", of: people.schools.other)
      try await people.browse(as: nil) { browser in
        var found: [String] = []
        var path = "\(Self.list)?limit=2"
        for _ in 0..<5 {
          let page = try await browser.json(.get, path, bearer: "office")
          #expect(page.status == 200)
          found += Self.names(page)
          guard let next = page.json?["next"]?.string else { break }
          let escaped = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
          path = "\(Self.list)?limit=2&after=\(escaped)"
        }
        #expect(found == (1...5).map { "公司\($0)" })
        let everything = try await browser.json(.get, Self.list, bearer: "platform")
        #expect(Self.names(everything).count == 6)
        let nothing = try await browser.json(.get, "\(Self.list)?q=%E5%88%AB%E6%A0%A1", bearer: "office")
        #expect(Self.names(nothing).isEmpty)
      }
    }
  }

  @Test(arguments: [
    "limit=0", "limit=201", "limit=x", "size=huge", "sort=age", "review=maybe", "status=gone", "ended=1", "after=x",
    "after=0000000000000.x&sort=changed", "department=7", "major=7", "industry=c", "province=1", "level=",
  ])
  func aParameterThatMeansNothingIsRefusedByItsName(query: String) async throws {
    try await RegistryTestPeople.open { people in
      try await people.browse(as: nil) { browser in
        let page = try await browser.json(.get, "\(Self.list)?\(query)", bearer: "office")
        #expect(page.status == 422)
        #expect(Self.fields(page) == [query.split(separator: "=").first.map(String.init) ?? ""])
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func aPartnerIsMadeReadAndChangedInPart(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let major = try #require(try await people.majors().first)
      try await people.browse(as: nil) { browser in
        let made = try await browser.json(
          .post, Self.list,
          [
            "enterprise": ["name": "岭澜机械有限公司", "staffCount": 120, "tags": []],
            "partnership": ["level": "signed", "majors": [.string(major.id.description)]],
          ], bearer: "office")
        #expect(made.status == 201)
        let place = try #require(made.header("Location"))
        let tag = try #require(made.header("ETag"))
        let changed = try await browser.patch(
          place, ["enterprise": ["staffCount": .null, "products": "模具"]], bearer: "office", tag: tag)
        #expect(changed.status == 200)
        #expect(changed.header("ETag") != tag)
        let read = try await browser.json(.get, place, bearer: "office")
        #expect(read.header("ETag") == changed.header("ETag"))
        #expect(read.json?["enterprise"]?["name"]?.string == "岭澜机械有限公司")
        #expect(read.json?["enterprise"]?["staffCount"] == .null)
        #expect(read.json?["enterprise"]?["products"]?.string == "模具")
        #expect(read.json?["partnership"]?["level"]?.string == "signed")
        #expect(read.json?["partnership"]?["majors"]?.array == [.string(major.id.description)])
        try await #expect(people.schools.count("audit_entries") == 2)
      }
    }
  }

  @Test func aChangeNeedsTheVersionThatItWasMadeFor() async throws {
    try await RegistryTestPeople.open { people in
      let partner = try await people.partner("甲公司")
      let place = "\(Self.list)/\(partner.partnership.id)"
      try await people.browse(as: nil) { browser in
        let change: JSONValue = ["partnership": ["note": "新"]]
        try await #expect(browser.patch(place, change, bearer: "office", tag: nil).status == 428)
        try await #expect(browser.patch(place, change, bearer: "office", tag: "1.1").status == 400)
        try await #expect(browser.patch(place, change, bearer: "office", tag: "\"0.9\"").status == 412)
        try await #expect(browser.patch(place, change, bearer: "office", tag: "W/\"1.1\"").status == 200)
        try await #expect(browser.patch(place, change, bearer: "office", tag: "\"1.1\"").status == 412)
        try await #expect(people.partner(partner.partnership.id).partnership.note == "新")
      }
    }
  }

  @Test func wrongFieldsAreNamedByTheirPlaceInTheBodyAndNothingIsWritten() async throws {
    try await RegistryTestPeople.open { people in
      try await people.browse(as: nil) { browser in
        let wrong = try await browser.json(
          .post, Self.list,
          [
            "enterprise": ["name": "", "creditCode": "1", "staffCount": "12", "colour": "red"],
            "partnership": ["level": "best", "majors": ["x"]], "more": 1,
          ], bearer: "office")
        #expect(wrong.status == 422)
        #expect(
          Set(Self.fields(wrong)) == [
            "more", "enterprise.name", "enterprise.creditCode", "enterprise.staffCount", "enterprise.colour",
            "partnership.level", "partnership.majors",
          ])
        try await #expect(browser.json(.post, Self.list, ["enterprise": "x"], bearer: "office").status == 422)
        try await #expect(browser.json(.post, Self.list, [1], bearer: "office").status == 422)
        try await #expect(people.schools.count("enterprises") == 0)
      }
    }
  }

  @Test func anEnterpriseThatIsKnownIsNotMadeTwice() async throws {
    try await RegistryTestPeople.open { people in
      let code = ImportTestSchools.code(1)
      let theirs = try await people.partner("甲公司", code: code, of: people.schools.other)
      let body: JSONValue = ["enterprise": ["name": "甲", "creditCode": .string(code)]]
      try await people.browse(as: nil) { browser in
        let joined = try await browser.json(.post, Self.list, body, bearer: "office")
        #expect(joined.status == 201)
        #expect(joined.json?["enterprise"]?["id"]?.string == theirs.enterprise.id.description)
        #expect(joined.json?["enterprise"]?["name"]?.string == "甲公司")
        let again = try await browser.json(.post, Self.list, body, bearer: "office")
        #expect(again.status == 409)
        #expect(again.json?["detail"]?.string?.contains(joined.json?["id"]?.string ?? "?") == true)
        let other = try await people.partner("乙公司")
        let taken = try await browser.patch(
          "\(Self.list)/\(other.partnership.id)", ["enterprise": ["creditCode": .string(code)]], bearer: "office",
          tag: "*")
        #expect(taken.status == 409)
      }
    }
  }

  @Test func rolesScopesAndSchoolsAreRespected() async throws {
    try await RegistryTestPeople.open { people in
      let partner = try await people.partner("甲公司", contacts: ["张伟"]) { partner in
        partner.partnership.departmentID = people.otherDepartment.id
      }
      let place = "\(Self.list)/\(partner.partnership.id)"
      let body: JSONValue = ["enterprise": ["name": "乙"]]
      try await people.browse(as: nil) { browser in
        func status(_ bearer: String?, _ path: String) async throws -> Int {
          try await browser.json(.get, path, bearer: bearer).status
        }
        try await #expect(browser.send(.get, place).status == 401)
        try await #expect(status("nobody", place) == 401)
        // Another school and another department see nothing; neither can tell it from a partner that is not there.
        for bearer in ["foreign", "department"] {
          try await #expect(status(bearer, place) == 404)
          try await #expect(status(bearer, "\(place)/contacts") == 404)
          try await #expect(browser.patch(place, body, bearer: bearer, tag: "*").status == 404)
          try await #expect(browser.json(.post, "\(place)/contacts", ["name": "王"], bearer: bearer).status == 404)
        }
        try await #expect(status("teacher", place) == 200)
        try await #expect(browser.patch(place, body, bearer: "teacher", tag: "*").status == 403)
        try await #expect(browser.json(.post, Self.list, body, bearer: "teacher").status == 403)
        // The platform administrator sees all schools and enters for none.
        try await #expect(status("platform", place) == 200)
        try await #expect(browser.json(.post, Self.list, body, bearer: "platform").status == 403)
        // A token may less than its owner.
        try await #expect(status("office:inbox.read", place) == 403)
        try await #expect(status("office:partners.read", place) == 200)
        try await #expect(browser.json(.post, Self.list, body, bearer: "office:partners.read").status == 403)
      }
    }
  }

  @Test func contactsAreMaskedUnlessTheTokenMayRevealThem() async throws {
    try await RegistryTestPeople.open { people in
      let partner = try await people.partner("甲公司", contacts: ["张伟"])
      let place = "\(Self.list)/\(partner.partnership.id)/contacts"
      try await people.browse(as: nil) { browser in
        let masked = try await browser.json(.get, place, bearer: "office")
        #expect(masked.json?["items"]?.array?.first?["phone"]?.string == "138****1111")
        #expect(!masked.text.contains("张伟"))
        let refused = "\(place)?reveal=true"
        try await #expect(browser.json(.get, refused, bearer: "office:partners.read").status == 403)
        try await #expect(browser.json(.get, refused, bearer: "teacher").status == 403)
        try await #expect(browser.json(.get, "\(place)?reveal=yes", bearer: "office").status == 422)
        let before = try await people.schools.count("audit_entries")
        let revealed = try await browser.json(.get, refused, bearer: "office:partners.read,personal.reveal")
        #expect(revealed.json?["items"]?.array?.first?["phone"]?.string == "13800001111")
        #expect(revealed.header("Cache-Control") == "no-store")
        try await #expect(people.schools.count("audit_entries") == before + 1)
        let added = try await browser.json(.post, place, ["name": "李四", "isMain": true], bearer: "office")
        #expect(added.status == 201)
        #expect(!added.text.contains("李四"))
        let wrong = try await browser.json(.post, place, ["name": "", "mail": "x"], bearer: "office")
        #expect(Set(Self.fields(wrong)) == ["name", "mail"])
      }
    }
  }

  @Test func levelsAndCoverageAreThoseOfTheSchool() async throws {
    try await RegistryTestPeople.open { people in
      let major = try #require(try await people.majors().first)
      try await people.partner("甲公司") { partner in
        partner.partnership.level = "signed"
        partner.partnership.majorIDs = [major.id.description]
      }
      try await people.browse(as: nil) { browser in
        let levels = try await browser.json(.get, "\(Self.list)/levels", bearer: "office")
        #expect(levels.json?["items"]?.array?.compactMap { $0["code"]?.string }.first == "prospect")
        #expect(levels.json?["items"]?.array?.count == 6)
        let coverage = try await browser.json(.get, "\(Self.list)/coverage", bearer: "office")
        let row = coverage.json?["items"]?.array?.first { $0["major"]?.string == major.id.description }
        #expect(row?["partners"]?.integer == 1)
        #expect(row?["isCovered"] == .bool(false))
      }
    }
  }
}
