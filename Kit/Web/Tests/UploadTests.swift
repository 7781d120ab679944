import Foundation
import HTTPTypes
import Localization
import NIOCore
import Records
import Synchronization
import Testing
import Views

@testable import Web

@Suite struct UploadTests {
  /// An upload folder of its own, so that what is left over can be seen.
  private final class Folder: Sendable {
    let path = NSTemporaryDirectory() + "/upload-tests-" + UUID().uuidString

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
      try? FileManager.default.removeItem(atPath: path)
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? ["?"] }
  }

  private let folder: Folder

  init() throws {
    folder = try Folder()
  }

  private func site(_ limits: UploadLimits = UploadLimits(), folder path: String? = nil) throws -> TestSite {
    try TestSite(settings: WebSettings(temporaryDirectory: path ?? folder.path)) { table in
      table.post("/upload", .visitor, body: .multipart(limits)) { exchange in
        let upload = try await exchange.upload()
        var lines = upload.form.pairs.map { "\($0.name)=\($0.value)" }
        for file in upload.files {
          let bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
          let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
          let sum = bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
          lines.append(
            "\(file.field): \(file.fileName) \(file.contentType) \(file.size) \(bytes.count) \(sum) \(mode ?? 0)")
        }
        return .text(lines.joined(separator: "\n"))
      }
      table.post("/fails", .visitor, body: .multipart(limits)) { exchange in
        _ = try await exchange.upload()
        throw WebError.conflict(Message("kit.web.error.409.text"))
      }
      table.post("/moves", .visitor, body: .multipart(limits)) { exchange in
        let upload = try await exchange.upload()
        let file = try #require(upload.file("f"))
        try FileManager.default.moveItem(atPath: file.path, toPath: file.path + ".kept")
        return .noContent
      }
    }
  }

  private func send(
    _ body: String, to path: String = "/upload", _ site: TestSite, type: String = "multipart/form-data; boundary=b"
  ) async throws -> TestAnswer {
    try await site.send(
      .post, path, headers: [("Content-Type", type), ("Sec-Fetch-Site", "same-origin")],
      body: body.replacing("\n", with: "\r\n"))
  }

  private func file(_ content: String, name: String = "a.txt") -> String {
    "--b\nContent-Disposition: form-data; name=\"f\"; filename=\"\(name)\"\nContent-Type: text/plain\n\n\(content)\n--b--\n"
  }

  @Test func fieldsAndFilesArrive() async throws {
    let body = """
      --b
      Content-Disposition: form-data; name="名"

      桥
      --b
      Content-Disposition: form-data; name="f"; filename="../名单.txt"
      Content-Type: text/plain

      ab
      --b
      Content-Disposition: form-data; name="empty"; filename=""
      Content-Type: application/octet-stream


      --b
      Content-Disposition: form-data; name="zero"; filename="zero.bin"


      --b--
      """
    let answer = try await send(body, try site())
    let sum = 97 * 31 + 98
    #expect(
      answer.text == """
        名=桥
        f: 名单.txt text/plain 2 2 \(sum) \(0o600)
        zero: zero.bin application/octet-stream 0 0 0 \(0o600)
        """)
    #expect(folder.names.isEmpty)
  }

  @Test func largeFilesArriveWhole() async throws {
    let content = String(repeating: "0123456789abcdef", count: 200_000)
    let answer = try await send(file(content), try site())
    #expect(answer.text.hasPrefix("f: a.txt text/plain 3200000 3200000"))
    #expect(folder.names.isEmpty)
  }

  @Test func theHandlersFailureRemovesTheFiles() async throws {
    #expect(try await send(file("x"), to: "/fails", try site()).status == 409)
    #expect(folder.names.isEmpty)
  }

  @Test func whatIsMovedAwayStays() async throws {
    #expect(try await send(file("x"), to: "/moves", try site()).status == 204)
    #expect(folder.names.count == 1)
  }

  @Test func limitsHold() async throws {
    let one = UploadLimits(files: 1, fileBytes: 10, totalBytes: 1000, fields: 1, fieldBytes: 5, headerBytes: 200)
    let site = try site(one)
    #expect(try await send(file("0123456789"), site).status == 200)
    let large = try await send(file("0123456789x"), site)
    #expect(large.status == 413)
    #expect(large.text.contains("10 B"))
    #expect(try await send(file("1").replacing("--b--", with: "") + file("2"), site).status == 413)
    let field = "--b\nContent-Disposition: form-data; name=\"a\"\n\n"
    #expect(try await send(field + "12345\n--b--", site).status == 200)
    #expect(try await send(field + "123456\n--b--", site).status == 413)
    #expect(try await send(field + "1\n" + field + "2\n--b--", site).status == 413)
    #expect(try await send(file("x") + String(repeating: "y", count: 2000), site).status == 413)
    #expect(try await send(file("x", name: String(repeating: "n", count: 300)), site).status == 400)
    #expect(folder.names.isEmpty)
  }

  @Test func brokenBodiesAreBadRequests() async throws {
    let site = try site()
    let whole = file("content").replacing("\n", with: "\r\n")
    for length in stride(from: 0, to: whole.utf8.count - 4, by: 7) {
      let answer = try await send(String(whole.prefix(length)).replacing("\r\n", with: "\n"), site)
      #expect(answer.status == 400, "length \(length)")
    }
    let noName = "--b\nContent-Disposition: form-data\n\nx\n--b--"
    #expect(try await send(noName, site).status == 400)
    let notText =
      Array("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8) + [0xFF] + Array("\r\n--b--".utf8)
    let headers = [("Content-Type", "multipart/form-data; boundary=b")]
    #expect(try await site.send(.post, "/upload", headers: headers, bytes: ByteBuffer(bytes: notText)).status == 400)
    let nul = "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\0y\n--b--"
    #expect(try await send(nul, site).status == 400)
    #expect(folder.names.isEmpty)
  }

  @Test(arguments: [
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=b", "text/plain",
    "multipart/form-data; boundary=\"" + String(repeating: "x", count: 71) + "\"",
    "application/x-www-form-urlencoded",
  ])
  func otherTypesAreNotTaken(type: String) async throws {
    #expect(try await send(file("x"), try site(), type: type).status == 415)
  }

  @Test func aQuotedBoundaryIsFine() async throws {
    let body = "--a b'c\nContent-Disposition: form-data; name=\"a\"\n\n1\n--a b'c--"
    #expect(
      try await send(body, try site(), type: "multipart/form-data; charset=utf-8; boundary=\"a b'c\"").text == "a=1")
  }

  @Test func aMissingFolderIsOurMistake() async throws {
    let site = try site(folder: "/nonexistent-folder")
    let answer = try await send(file("x"), site)
    #expect(answer.status == 500)
    #expect(site.log.all.contains { $0.contains("error=Web.StorageError") && $0.contains("request failed") })
    #expect(!answer.text.contains("nonexistent"))
  }
}
