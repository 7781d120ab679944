import Foundation
import HTTPTypes
import Testing
import Views

@testable import Web

@Suite struct FileReplyTests {
  private static func file() throws -> String {
    let path = NSTemporaryDirectory() + "/file-reply-" + UUID().uuidString
    try Data("0123456789".utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func site(_ path: String) throws -> TestSite {
    try TestSite { table in
      table.get("/file", .visitor) { _ in
        .file(at: path, contentType: "text/plain", fileName: "数据.txt", inline: true, tag: "abc")
      }
      table.get("/html", .visitor) { _ in
        .file(at: path, contentType: "text/html", fileName: "x.html", inline: true)
      }
      table.get("/folder", .visitor) { _ in .file(at: "/tmp", contentType: "text/plain", fileName: "x") }
      table.get("/gone", .visitor) { _ in .file(at: path + ".gone", contentType: "text/plain", fileName: "x") }
      table.get("/stream", .visitor) { _ in
        .stream(contentType: "text/csv; charset=utf-8", fileName: "导出.csv") { writer in
          for line in 0..<3 { try await writer.write("\(line)\n") }
        }
      }
      table.get("/bytes", .visitor) { _ in .bytes([1, 2, 3], contentType: "application/pdf", fileName: "a.pdf") }
    }
  }

  @Test func filesAreSent() async throws {
    let path = try Self.file()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let site = try site(path)
    let whole = try await site.send(.get, "/file")
    #expect(whole.text == "0123456789")
    #expect(whole["Content-Length"] == "10")
    #expect(whole["Accept-Ranges"] == "bytes")
    #expect(whole["Content-Disposition"] == "inline; filename=\"__.txt\"; filename*=UTF-8''%E6%95%B0%E6%8D%AE.txt")
    let head = try await site.send(.head, "/file")
    #expect(head["Content-Length"] == "10")
    #expect(head.bytes.isEmpty)
    #expect(try await site.send(.get, "/file", headers: [("If-None-Match", "\"abc\"")]).status == 304)
    // What a browser would run under our address is only ever saved.
    #expect(try await site.send(.get, "/html")["Content-Disposition"]?.hasPrefix("attachment;") == true)
    #expect(try await site.send(.get, "/gone").status == 404)
    #expect(try await site.send(.get, "/folder").status == 404)
  }

  @Test(arguments: [
    ("bytes=0-3", 206, "0123", "bytes 0-3/10"), ("bytes=8-", 206, "89", "bytes 8-9/10"),
    ("bytes=-3", 206, "789", "bytes 7-9/10"), ("bytes=5-500", 206, "56789", "bytes 5-9/10"),
    ("bytes=10-", 416, "", "bytes */10"), ("bytes=-0", 416, "", "bytes */10"), ("bytes=3-1", 200, "0123456789", ""),
    ("bytes=0-1,3-4", 200, "0123456789", ""), ("lines=0-1", 200, "0123456789", ""),
    ("bytes=a-b", 200, "0123456789", ""),
    ("bytes=--1", 200, "0123456789", ""),
  ])
  func rangesAreSent(range: String, status: Int, text: String, contentRange: String) async throws {
    let path = try Self.file()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let site = try site(path)
    let answer = try await site.send(.get, "/file", headers: [("Range", range)])
    #expect(answer.status == status)
    #expect(answer.text == text)
    #expect(answer["Content-Range"] ?? "" == contentRange)
    let same = try await site.send(.get, "/file", headers: [("Range", range), ("If-Range", "\"abc\"")])
    #expect(same.status == status)
    let changed = try await site.send(.get, "/file", headers: [("Range", range), ("If-Range", "\"old\"")])
    #expect(changed.text == "0123456789")
  }

  @Test func streamsAndBytesAreSent() async throws {
    let site = try site("/nowhere")
    let stream = try await site.send(.get, "/stream")
    #expect(stream.text == "0\n1\n2\n")
    #expect(stream["Content-Length"] == nil)
    #expect(stream["Content-Disposition"]?.contains("%E5%AF%BC%E5%87%BA.csv") == true)
    #expect(try await site.send(.get, "/bytes").bytes == [1, 2, 3])
  }
}
