import HTTPTypes
import NIOCore
import Records
import Testing
import Values
import Views

@testable import Web

@Suite struct BodyTests {
  private func site() throws -> TestSite {
    try TestSite { table in
      table.post("/form", .visitor) { exchange in
        .text(exchange.form.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "|"))
      }
      table.post("/small", .visitor, body: .form(limit: 10)) { exchange in .text(exchange.form["a"] ?? "") }
      table.post("/api/json", .visitor) { exchange in .json(try exchange.json()) }
      table.post("/raw", .visitor, body: .bytes(limit: 100, types: ["text/csv"])) { exchange in
        .text("\(exchange.bytes().count)")
      }
    }
  }

  @Test func formsKeepOrderAndRepetition() async throws {
    let answer = try await site().post("/form", "b=1&a=%E6%A1%A5+x&b=2&_csrf=zzz&empty=")
    #expect(answer.text == "b=1|a=桥 x|b=2|empty=")
  }

  @Test func anEmptyPostNeedsNoType() async throws {
    let answer = try await site().send(.post, "/form", headers: [("Sec-Fetch-Site", "same-origin")])
    #expect(answer.status == 200)
    #expect(answer.text == "")
  }

  @Test(arguments: ["a=%", "a=%1", "a=%GG", "a=%00", "%00=1", "a=%ff", "a=%E6%A1"])
  func malformedFormsAreBadRequests(form: String) async throws {
    let answer = try await site().post("/form", form)
    #expect(answer.status == 400)
    #expect(answer.text.contains("请"))
  }

  @Test func rawBytesThatAreNoTextAreBadRequests() async throws {
    let headers = [("Content-Type", "application/x-www-form-urlencoded")]
    for bytes in [[0x61, 0x3D, 0x00], [0x61, 0x3D, 0xFF, 0xFE], [0x61, 0x3D, 0xC0, 0x80]] as [[UInt8]] {
      #expect(try await site().send(.post, "/form", headers: headers, bytes: ByteBuffer(bytes: bytes)).status == 400)
    }
  }

  @Test func tooManyFieldsAreABadRequest() async throws {
    let form = (0..<3000).map { "a\($0)=1" }.joined(separator: "&")
    let answer = try await site().post("/form", form)
    #expect(answer.status == 400)
    #expect(answer.text.contains("2000"))
  }

  @Test(arguments: ["text/plain", "multipart/form-data; boundary=x", "application/json", "nonsense"])
  func otherTypesAreNotTaken(type: String) async throws {
    let answer = try await site().send(.post, "/form", headers: [("Content-Type", type)], body: "a=1")
    #expect(answer.status == 415)
    #expect(answer.text.contains("application/x-www-form-urlencoded"))
  }

  @Test func aBodyWithoutTypeIsNotTaken() async throws {
    #expect(try await site().send(.post, "/form", body: "a=1").status == 415)
  }

  @Test func compressedBodiesAreNotTaken() async throws {
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Encoding", "gzip")]
    #expect(try await site().send(.post, "/form", headers: headers, body: "a=1").status == 415)
  }

  @Test func aParameterOfTheTypeIsFine() async throws {
    let headers = [("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8")]
    #expect(try await site().send(.post, "/form", headers: headers, body: "a=1").text == "a=1")
  }

  @Test func largeBodiesAreTooLarge() async throws {
    let site = try site()
    #expect(try await site.post("/small", "a=12345678").text == "12345678")
    let over = try await site.post("/small", "a=123456789")
    #expect(over.status == 413)
    #expect(over.text.contains("10 B"))
    // Ten mebibytes in one field of an ordinary form.
    let huge = try await site.post("/form", "a=" + String(repeating: "x", count: 10 << 20))
    #expect(huge.status == 413)
    #expect(huge.text.contains("1 MiB"))
  }

  @Test func jsonIsRead() async throws {
    let site = try site()
    let json = ("Content-Type", "application/json")
    let answer = try await site.send(.post, "/api/json", headers: [json], body: #"{"a":["桥",1]}"#)
    #expect(answer.text == #"{"a":["桥",1]}"#)
    let patch = ("Content-Type", "application/merge-patch+json; charset=utf-8")
    #expect(try await site.send(.post, "/api/json", headers: [patch], body: "{}").status == 200)
  }

  @Test(arguments: ["", "{", "{\"a\":}", "nul", "\u{feff}x", "[1 2]"])
  func brokenJSONIsABadRequest(body: String) async throws {
    let answer = try await site().send(.post, "/api/json", headers: [("Content-Type", "application/json")], body: body)
    #expect(answer.status == 400)
    #expect(answer["Content-Type"] == "application/problem+json")
  }

  @Test func deeplyNestedJSONIsABadRequest() async throws {
    let deep = String(repeating: "[", count: 100_000)
    let answer = try await site().send(.post, "/api/json", headers: [("Content-Type", "application/json")], body: deep)
    #expect(answer.status == 400)
  }

  @Test func invalidUTF8InJSONIsABadRequest() async throws {
    let bytes = ByteBuffer(bytes: Array("{\"a\":\"".utf8) + [0xFF, 0xC0] + Array("\"}".utf8))
    let headers = [("Content-Type", "application/json")]
    #expect(try await site().send(.post, "/api/json", headers: headers, bytes: bytes).status == 400)
  }

  @Test func jsonNeedsItsType() async throws {
    #expect(
      try await site().send(.post, "/api/json", headers: [("Content-Type", "text/plain")], body: "{}").status == 415)
  }

  @Test func rawBodiesKeepTheirTypes() async throws {
    let site = try site()
    #expect(try await site.send(.post, "/raw", headers: [("Content-Type", "text/csv")], body: "a,b").text == "3")
    #expect(try await site.send(.post, "/raw", headers: [("Content-Type", "text/html")], body: "a,b").status == 415)
  }
}
