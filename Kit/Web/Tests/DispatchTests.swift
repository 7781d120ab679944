import HTTPTypes
import Localization
import Records
import Testing
import Values
import Views

@testable import Web

private enum Partner {}

@Suite struct DispatchTests {
  private func site() throws -> TestSite {
    try TestSite { table in
      table.get("/", .visitor) { _ in .page("home") }
      table.get("/partners", .visitor) { exchange in .text("list \(exchange.query["q"] ?? "-")") }
      table.get("/partners/new", .visitor) { _ in .text("new") }
      table.get("/partners/{partner}", .visitor) { exchange in
        .text("one \(try exchange.parameter("partner", as: ID<Partner>.self))")
      }
      table.get("/partners/{partner}.csv", .visitor) { exchange in .text("csv \(try exchange.parameter("partner"))") }
      table.post("/partners/{partner}", .visitor) { _ in .noContent }
      table.get("/names/{name}", .visitor) { exchange in .text(try exchange.parameter("name")) }
      table.get("/files/{path...}", .visitor) { exchange in .text(try exchange.parameter("path")) }
    }
  }

  @Test func findsTheMostFixedRoute() async throws {
    let site = try site()
    #expect(try await site.send(.get, "/").text == "home")
    #expect(try await site.send(.get, "/partners?q=%E6%A1%A5").text == "list 桥")
    #expect(try await site.send(.get, "/partners/new").text == "new")
    let id = ID<Partner>(rawValue: 77)
    #expect(try await site.send(.get, "/partners/\(id)").text == "one \(id)")
    #expect(try await site.send(.get, "/partners/\(id).csv").text == "csv \(id)")
    #expect(try await site.send(.get, "/files/a/b%2Fc").text == "a/b/c")
  }

  @Test func aMalformedIdIsNotFound() async throws {
    let answer = try await site().send(.get, "/partners/xyz")
    #expect(answer.status == 404)
  }

  @Test func headAnswersLikeGetWithoutContent() async throws {
    let answer = try await site().send(.head, "/partners/new")
    #expect(answer.status == 200)
    #expect(answer["Content-Length"] == "3")
    #expect(answer.bytes.isEmpty)
  }

  @Test func otherMethodsAreNotAllowed() async throws {
    let site = try site()
    for method in [HTTPRequest.Method.post, .put, .delete, .patch, HTTPRequest.Method("PROPFIND") ?? .trace] {
      let answer = try await site.send(method, "/partners")
      #expect(answer.status == 405)
      #expect(answer["Allow"] == "GET, HEAD, OPTIONS")
    }
  }

  @Test func optionsNamesTheMethods() async throws {
    let answer = try await site().send(.options, "/partners/0000000000001")
    #expect(answer.status == 204)
    #expect(answer["Allow"] == "GET, HEAD, POST, OPTIONS")
    #expect(try await site().send(.options, "*").status == 204)
    #expect(try await site().send(.options, "/nowhere").status == 404)
  }

  @Test func aTrailingSlashLeadsToThePage() async throws {
    let answer = try await site().send(.get, "/partners/?q=1")
    #expect(answer.status == 308)
    #expect(answer["Location"] == "/partners?q=1")
  }

  @Test(arguments: [
    "//evil.example/", "//partners", "/partners//new", "/partners/../partners", "/./partners", "/%2E%2E/x",
  ])
  func oddPathsAreNotFound(path: String) async throws {
    let answer = try await site().send(.get, path)
    #expect(answer.status == 404)
    #expect(answer["Location"] == nil)
  }

  @Test(arguments: [
    "/names/%", "/names/%4", "/names/%zz", "/names/%00", "/names/%ff", "/names/桥", "names", "http://x/y",
  ])
  func undecodablePathsAreBadRequests(path: String) async throws {
    let answer = try await site().send(.get, path)
    #expect(answer.status == 400)
    #expect(answer.text.contains("网址无法识别"))
  }

  @Test(arguments: ["q=%", "q=%zz", "q=%00", "q=%ff%fe", "%c3=1"])
  func undecodableQueriesAreBadRequests(query: String) async throws {
    #expect(try await site().send(.get, "/partners?" + query).status == 400)
  }

  @Test func namesAreDecodedOnce() async throws {
    #expect(try await site().send(.get, "/names/%E6%A1%A5%2525").text == "桥%25")
  }

  @Test func twoRoutesForOnePathAreAMistake() throws {
    #expect(throws: RouteMistake.self) {
      try TestSite { table in
        table.get("/a/{x}", .visitor) { _ in .noContent }
        table.get("/a/{x}", .visitor) { _ in .noContent }
      }
    }
    for path in ["a", "/a/", "/a//b", "/{x", "/x{y}", "/{x...}/y", "/{x...}.csv", "/{}"] {
      #expect(throws: RouteMistake.self) { try TestSite { $0.get(path, .visitor) { _ in .noContent } } }
    }
  }

  @Test func backtracksFromADeadEnd() async throws {
    let site = try TestSite { table in
      table.get("/a/b/c", .visitor) { _ in .text("fixed") }
      table.get("/a/{x}/d", .visitor) { exchange in .text("place \(try exchange.parameter("x"))") }
      table.get("/a/{rest...}", .visitor) { exchange in .text("rest \(try exchange.parameter("rest"))") }
    }
    #expect(try await site.send(.get, "/a/b/c").text == "fixed")
    #expect(try await site.send(.get, "/a/b/d").text == "place b")
    #expect(try await site.send(.get, "/a/b/e").text == "rest b/e")
  }
}
