import Database
import DatabaseTesting
import HTTPTypes
import NIOCore
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct SpaceAPITests {
  /// A browser with the person's session: the API takes sessions and tokens alike.
  @Test(arguments: TestEngine.all)
  func anEnterpriseReadsAndChangesItsOwnRecordByVersion(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let admin = try await world.person("郑海燕", .enterpriseAdministrator, at: world.partner.enterprise)
      let mentor = try await world.person("黄建业", .enterpriseMentor, at: world.partner.enterprise)
      let path = "/api/v1/enterprise"
      try await world.enter(as: admin) { browser in
        _ = try await browser.get("/enterprise")
        let own = try await browser.json(.get, path)
        #expect(own.status == 200 && own.json?["name"]?.string == "甲精密机械有限公司")
        let tag = try #require(own.header("ETag"))
        func patch(_ value: JSONValue, tag: String?) async throws -> BrowserPage {
          var headers = [
            ("Content-Type", "application/json"), ("Sec-Fetch-Site", "same-origin"),
            ("X-CSRF-Token", await browser.formToken ?? ""), ("Accept", "application/json"),
          ]
          if let tag { headers.append(("If-Match", tag)) }
          return try await browser.send(.patch, path, headers: headers, body: .init(string: value.text))
        }
        try await #expect(patch(["products": "轴承"], tag: nil).status == 428)
        try await #expect(patch(["products": "轴承"], tag: "\"99\"").status == 412)
        // Name and code are confirmed by a school, so they are no fields here.
        let sneaked = try await patch(["name": "别的名字"], tag: tag)
        #expect(sneaked.status == 422 && sneaked.json?["errors"]?.array?.first?["field"]?.string == "name")
        let changed = try await patch(["products": "轴承", "staffCount": 12], tag: tag)
        #expect(changed.status == 200 && changed.json?["products"]?.string == "轴承")
        #expect(changed.header("ETag") != tag)
        try await #expect(patch(["products": "齿轮"], tag: tag).status == 412)
      }
      try await world.enter(as: mentor) { browser in
        _ = try await browser.get("/enterprise")
        try await #expect(browser.json(.get, path).status == 200)
        try await #expect(browser.json(.patch, path, ["products": "x"]).status == 403)
      }
      try await world.enter(as: world.office) { browser in
        _ = try await browser.get("/partners")
        try await #expect(browser.json(.get, path).status == 403)
        let list = "/api/v1/partners/\(world.partner.partnership.id)/changes"
        let changes = try await browser.json(.get, list)
        #expect(changes.status == 200 && changes.json?["unseen"]?.integer == 1)
        let first = try #require(changes.json?["items"]?.array?.first)
        #expect(first["kind"]?.string == "profile" && first["isSeen"]?.bool == false)
        #expect(first["changes"]?.array?.compactMap { $0["field"]?.string } == ["staffCount", "products"])
        for query in ["limit=0", "limit=x", "before=1"] {
          try await #expect(browser.json(.get, "\(list)?\(query)").status == 422, "\(query)")
        }
        try await #expect(browser.json(.post, "\(list)/seen", [:]).status == 422)
        let until = try #require(first["id"])
        try await #expect(browser.json(.post, "\(list)/seen", ["until": until]).status == 204)
        try await #expect(browser.json(.get, list).json?["unseen"]?.integer == 0)
      }
      try await world.enter(as: world.foreignOffice) { browser in
        _ = try await browser.get("/partners")
        let list = "/api/v1/partners/\(world.partner.partnership.id)/changes"
        try await #expect(browser.json(.get, list).status == 404)
        try await #expect(browser.json(.post, "\(list)/seen", ["until": "0000000000001"]).status == 404)
      }
      try await world.enter(as: nil) { browser in
        try await #expect(browser.json(.get, path).status == 401)
      }
    }
  }
}
