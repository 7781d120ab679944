import Database
import DatabaseTesting
import HTTPTypes
import NIOCore
import Organizations
import Partners
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct APITests {
  private static let list = "/api/v1/agreements"

  private static func send(
    _ browser: BrowserClient, _ path: String, _ body: JSONValue = [:], tag: String?
  ) async throws -> BrowserPage {
    var headers = [("Content-Type", "application/json"), ("Authorization", "Bearer me")]
    if let tag { headers.append(("If-Match", tag)) }
    return try await browser.send(.post, path, headers: headers, body: ByteBuffer(string: body.text))
  }

  @Test(arguments: TestEngine.all)
  func theWholeReviewGoesThroughTheInterfaceAlone(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let template = try await world.template()
      let place = Place()
      try await world.browse(as: world.office) { browser in
        let made = try await browser.json(
          .post, Self.list,
          [
            "partner": .string(world.partner.partnership.id.description), "type": "framework",
            "template": .string(template.description), "startOn": .string(world.today.description),
            "fields": ["interns": 25], "amount": 1_200_050,
          ], bearer: "me")
        #expect(made.status == 201)
        let path = try #require(made.header("Location"))
        #expect(made.json?["clauses"]?.array?.count == 8)
        #expect(made.json?["amount"]?.integer == 1_200_050)
        let tag = try #require(made.header("ETag"))
        try await #expect(Self.send(browser, "\(path)/submit", tag: nil).status == 428)
        try await #expect(Self.send(browser, "\(path)/submit", tag: "\"99\"").status == 412)
        try await #expect(Self.send(browser, "\(path)/submit", tag: "soon").status == 400)
        let sent = try await Self.send(browser, "\(path)/submit", tag: tag)
        #expect(sent.status == 200 && sent.json?["state"]?.string == "review")
        #expect(sent.json?["step"]?.string == "department")
        try await #expect(
          Self.send(browser, "\(path)/decide", ["decision": "approve"], tag: sent.header("ETag")).status == 409)
        await place.set(path)
      }
      for (person, step) in [
        (world.departmentAdministrator, "counsel"), (world.counsel, "office"), (world.office, "leader"),
      ] {
        try await world.browse(as: person) { browser in
          let path = await place.path
          let read = try await browser.json(.get, path, bearer: "me")
          let wordless = try await Self.send(
            browser, "\(path)/decide", ["decision": "refuse"], tag: read.header("ETag"))
          #expect(wordless.status == 422)
          let done = try await Self.send(browser, "\(path)/decide", ["decision": "approve"], tag: read.header("ETag"))
          #expect(done.status == 200 && done.json?["step"]?.string == step)
        }
      }
      try await world.browse(as: world.foreignOffice) { browser in
        try await #expect(browser.json(.get, await place.path, bearer: "me").status == 404)
        let list = try await browser.json(.get, Self.list, bearer: "me")
        #expect(list.json?["items"]?.array?.isEmpty == true)
      }
    }
  }

  private actor Place {
    var path = ""
    func set(_ path: String) { self.path = path }
  }

  @Test(arguments: TestEngine.all)
  func aDraftThatIsWrongLeavesNothingBehind(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let template = try await world.template()
      try await world.browse(as: world.office) { browser in
        func fields(_ body: JSONValue) async throws -> Set<String> {
          let page = try await browser.json(.post, Self.list, body, bearer: "me")
          #expect(page.status == 422)
          return Set((page.json?["errors"]?.array ?? []).compactMap { $0["field"]?.string })
        }
        try await #expect(fields([:]) == ["partner", "type"])
        try await #expect(fields(["partner": "x", "type": 3, "colour": "red"]) == ["partner", "type", "colour"])
        let partner = JSONValue.string(world.partner.partnership.id.description)
        try await #expect(fields(["partner": partner, "type": "nothing"]) == ["type"])
        try await #expect(
          fields([
            "partner": partner, "type": "framework", "template": .string(template.description),
            "fields": ["interns": "很多"],
          ]) == ["fields.interns"])
        let foreign = JSONValue.string(world.foreignPartner.partnership.id.description)
        try await #expect(fields(["partner": foreign, "type": "framework"]) == ["partner"])
        try await #expect(world.count("agreements") == 0)
      }
    }
  }

  @Test(arguments: ["state=gone", "limit=0", "after=x", "ending=7", "sort=colour", "partner=7"])
  func aParameterThatMeansNothingIsRefused(query: String) async throws {
    try await AgreementWorld.open { world in
      try await world.browse(as: world.office) { browser in
        try await #expect(browser.json(.get, "\(Self.list)?\(query)", bearer: "me").status == 422)
      }
    }
  }
}
