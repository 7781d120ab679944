import HTTPTypes
import Records
import Testing
import Values
import Views

@testable import Web

@Suite struct CachingTests {
  private func site() throws -> TestSite {
    try TestSite { table in
      table.get("/page", .visitor) { _ in .page("a page") }
      table.get("/own", .signedIn) { _ in .page("own \(Int.random(in: 0...9))") }
      table.get("/api/list", .visitor) { exchange in .json(.string(exchange.query["q"] ?? "")) }
      table.get("/tagged", .visitor) { _ in .text("x").caching(.revalidate(tag: "v\"1,2")) }
      table.get("/forever", .visitor) { _ in .text("x").caching(.forever) }
      table.get("/never", .visitor) { _ in .text("x").caching(.never) }
      table.get("/created", .visitor) { _ in .json([], status: 201) }
      table.post("/post", .visitor) { _ in .text("x") }
    }
  }

  @Test func visitorsPagesAreAskedForAgain() async throws {
    let site = try site()
    let first = try await site.send(.get, "/page")
    #expect(first["Cache-Control"] == "private, no-cache")
    let tag = try #require(first["ETag"])
    #expect(tag.hasPrefix("W/\""))
    let again = try await site.send(.get, "/page", headers: [("If-None-Match", "\"zzz\", \(tag)")])
    #expect(again.status == 304)
    #expect(again.bytes.isEmpty)
    #expect(again["ETag"] == tag)
    #expect(again["Content-Length"] == nil)
    #expect(again["Content-Type"] == nil)
    let head = try await site.send(.head, "/page", headers: [("If-None-Match", "*")])
    #expect(head.status == 304)
    let other = try await site.send(.get, "/page", headers: [("If-None-Match", "W/\"other\"")])
    #expect(other.status == 200)
  }

  @Test func tagsFollowTheContent() async throws {
    let site = try site()
    let one = try await site.send(.get, "/api/list?q=1")
    let two = try await site.send(.get, "/api/list?q=2")
    #expect(one["ETag"] != two["ETag"])
    let unchanged = try await site.send(.get, "/api/list?q=1", headers: [("If-None-Match", one["ETag"] ?? "")])
    #expect(unchanged.status == 304)
  }

  @Test func accountsPagesAreNotKept() async throws {
    let answer = try await site().send(.get, "/own", headers: [("Cookie", "session=alice")])
    #expect(answer["Cache-Control"] == "no-store")
    #expect(answer["ETag"] == nil)
  }

  @Test func repliesDecide() async throws {
    let site = try site()
    let tagged = try await site.send(.get, "/tagged")
    #expect(tagged["ETag"] == "\"v12\"")
    #expect(try await site.send(.get, "/tagged", headers: [("If-None-Match", "W/\"v12\"")]).status == 304)
    #expect(try await site.send(.get, "/forever")["Cache-Control"] == "private, max-age=31536000, immutable")
    #expect(try await site.send(.get, "/never")["Cache-Control"] == "no-store")
    #expect(try await site.send(.get, "/created")["Cache-Control"] == "no-store")
    let post = try await site.post("/post", "")
    #expect(post["Cache-Control"] == "no-store")
    #expect(post["ETag"] == nil)
  }
}
