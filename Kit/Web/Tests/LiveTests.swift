import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Records
import Synchronization
import Testing
import Views

@testable import Web

/// What only a real socket shows: the parser, timeouts, compression, floods.
@Suite(.serialized) struct LiveTests {
  private static let page = String(repeating: "<p>校企合作 office</p>", count: 1000)

  private func site(_ settings: WebSettings = WebSettings()) throws -> TestSite {
    try TestSite(settings: settings) { table in
      table.get("/large", .visitor) { _ in .page(HTML(stringLiteral: Self.page)) }
      table.get("/small", .visitor) { _ in .page("small") }
      table.get("/endless", .visitor) { _ in
        .stream(contentType: "application/octet-stream") { writer in
          let piece = [UInt8](repeating: 7, count: 1 << 16)
          while true { try await writer.write(piece) }
        }
      }
      table.post("/form", .visitor) { exchange in .text("form \(exchange.form["a"]?.count ?? -1)") }
      table.post("/upload", .visitor, body: .multipart(UploadLimits(totalBytes: 1 << 20))) { exchange in
        .text("files \(try await exchange.upload().files.count)")
      }
    }
  }

  private func live(
    _ site: TestSite, _ test: @escaping @Sendable (_ port: Int, any TestClientProtocol) async throws -> Void
  ) async throws {
    try await site.web.makeApplication().test(.live) { client in
      try await test(try #require(client.port), client)
    }
  }

  private func answer(_ raw: RawConnection, _ request: String, until end: String) async throws -> String {
    try await raw.send(request)
    _ = try await raw.waitForText(end)
    return raw.text
  }

  @Test func largeTextIsCompressed() async throws {
    try await live(try site()) { port, client in
      let raw = try await RawConnection.open(port: port)
      try await raw.send("GET /large HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
      #expect(try await raw.wait { $0.isClosed })
      let head = try #require(raw.text.range(of: "\r\n\r\n")).lowerBound
      let lines = raw.text[..<head].lowercased()
      #expect(lines.contains("content-encoding: gzip"))
      #expect(lines.contains("vary: accept-encoding"))
      #expect(lines.contains("etag: w/\""))
      let length = try #require(lines.firstMatch(of: /content-length: (\d+)/)?.1).description
      let bytes = raw.bytes
      let start = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }) + 4
      #expect(bytes.count - start == Int(length))
      #expect(try Self.unzip(Array(bytes[start...])) == Self.page)
      for (path, method) in [("/small", "GET"), ("/large", "HEAD")] {
        let plain = try await RawConnection.open(port: port)
        try await plain.send(
          "\(method) \(path) HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
        #expect(try await plain.wait { $0.isClosed })
        #expect(!plain.text.lowercased().contains("content-encoding"))
      }
      let identity = try await client.execute(uri: "/large", method: .get)
      #expect(identity.headers[.contentEncoding] == nil)
      #expect(identity.headers[.vary] == "Accept-Encoding")
      #expect(String(buffer: identity.body) == Self.page)
    }
  }

  private static func unzip(_ bytes: [UInt8]) throws -> String {
    let path = NSTemporaryDirectory() + "/unzip-" + UUID().uuidString + ".gz"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-dc", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func whatTheParserRefusesIsGuardedToo() async throws {
    let many = (0..<200).map { "X-\($0): 1\r\n" }.joined()
    let long = String(repeating: "x", count: 50_000)
    try await live(try site()) { port, _ in
      for (request, status) in [
        ("GET / HTTP/9.9\r\n\r\n", "400"), ("NONSENSE\r\n\r\n", "400"),
        ("GET /\u{0} HTTP/1.1\r\nHost: x\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: x\r\nX: \(long)\r\n\r\n", "431"), ("GET /\(long) HTTP/1.1\r\nHost: x\r\n\r\n", "431"),
        ("GET / HTTP/1.1\r\nHost: x\r\n\(many)\r\n", "431"),
        ("POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
        ("POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\n", "400"),
      ] {
        let raw = try await RawConnection.open(port: port)
        try await raw.send(request)
        #expect(try await raw.wait { $0.isClosed }, "\(request.prefix(30))")
        #expect(raw.text.hasPrefix("HTTP/1.1 \(status)"), "\(request.prefix(30)) → \(raw.text.prefix(40))")
        #expect(raw.text.contains("X-Content-Type-Options: nosniff"))
      }
    }
  }

  /// The framework answers a broken body once more after its answer, which the
  /// compressor would not survive.
  @Test func brokenBodiesAreAnsweredOnce() async throws {
    let start = "HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    let form = "Content-Type: application/x-www-form-urlencoded\r\n"
    try await live(try site()) { port, _ in
      for (request, statuses) in [
        ("POST /form \(start)Content-Type: text/plain\r\n\r\n3\r\nabc\r\nzz\r\n", ["415"]),
        ("POST /form \(start)\(form)\r\n3\r\na=1\r\nzz\r\n", ["400"]),
        ("POST /nowhere \(start)\r\nzz\r\n", ["404"]),
        ("GET /large \(start)\r\n0\r\n\r\nNONSENSE\r\n\r\n", ["200", "400"]),
        ("GET /small HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/9.9\r\n\r\nGET /small HTTP/1.1\r\n\r\n", ["200", "400"]),
      ] {
        let raw = try await RawConnection.open(port: port)
        try await raw.send(request)
        #expect(try await raw.wait { $0.isClosed }, "\(request)")
        let found = raw.text.matches(of: /HTTP\/1\.1 (\d+)/).map { String($0.1) }
        #expect(found == statuses, "\(request)")
      }
    }
  }

  @Test func slowHeadersAndBodiesAreCutOff() async throws {
    let settings = WebSettings(idleTimeout: .seconds(1), bodyGrace: .seconds(1), slowestBody: 1_000_000)
    try await live(try site(settings)) { port, _ in
      let header = try await RawConnection.open(port: port)
      try await header.send("GET / HTTP/1.1\r\nHost: x\r\n")
      let silent = try await RawConnection.open(port: port)
      let body = try await RawConnection.open(port: port)
      try await body.send("POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na=")
      let dripping = try await RawConnection.open(port: port)
      try await dripping.send(
        "POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n"
      )
      for _ in 0..<8 where !dripping.text.contains("408") {
        try await dripping.send("x")
        try await Task.sleep(for: .milliseconds(300))
      }
      #expect(dripping.text.hasPrefix("HTTP/1.1 408"))
      #expect(try await header.wait { $0.isClosed })
      #expect(try await silent.wait { $0.isClosed })
      #expect(try await body.wait { $0.isClosed })
    }
  }

  @Test func twoGibibytesAreRefusedAtTheirAnnouncement() async throws {
    try await live(try site()) { port, _ in
      for (path, type) in [
        ("/form", "application/x-www-form-urlencoded"), ("/upload", "multipart/form-data; boundary=b"),
      ] {
        let raw = try await RawConnection.open(port: port)
        try await raw.send(
          "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: \(type)\r\nContent-Length: 2147483648\r\n\r\n")
        #expect(try await raw.waitForText("</html>"))
        #expect(raw.text.hasPrefix("HTTP/1.1 413"))
        await raw.close()
      }
    }
  }

  @Test func aFloodIsThrownAwayWithoutKeepingIt() async throws {
    let folder = NSTemporaryDirectory() + "/flood-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await live(try site(WebSettings(temporaryDirectory: folder))) { port, _ in
      for (path, type, start) in [
        ("/form", "application/x-www-form-urlencoded", "a="),
        (
          "/upload", "multipart/form-data; boundary=b",
          "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n"
        ),
      ] {
        let raw = try await RawConnection.open(port: port)
        try await raw.send(
          "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n")
        try await raw.send("\(String(start.utf8.count, radix: 16))\r\n\(start)\r\n")
        let before = Self.residentKiB()
        let megabyte = "100000\r\n" + String(repeating: "x", count: 1 << 20) + "\r\n"
        let piece = ByteBuffer(string: megabyte)
        for _ in 0..<128 { try await raw.send(piece) }
        try await raw.send("0\r\n\r\nGET /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        // The connection is still good: the next request on it is answered.
        #expect(try await raw.wait(seconds: 30) { $0.isClosed })
        #expect(raw.text.hasPrefix("HTTP/1.1 413"))
        #expect(raw.text.hasSuffix("small"))
        #expect(Self.residentKiB() - before < 60_000)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      }
    }
  }

  private static func residentKiB() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap { Int($0.1) } ?? 0
  }

  @Test func aBodyThatGoesOnAfterItsAnswerIsCutOff() async throws {
    try await live(try site(WebSettings(drainTimeout: .seconds(1)))) { port, _ in
      let raw = try await RawConnection.open(port: port)
      try await raw.send(
        "POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n")
      #expect(try await raw.waitForText("415"))
      for _ in 0..<30 where !raw.isClosed {
        try? await raw.send("x")
        try await Task.sleep(for: .milliseconds(200))
      }
      #expect(raw.isClosed)
    }
  }

  @Test func anUploadThatBreaksOffLeavesNothing() async throws {
    let folder = NSTemporaryDirectory() + "/broken-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let site = try site(WebSettings(temporaryDirectory: folder))
    try await live(site) { port, _ in
      let raw = try await RawConnection.open(port: port)
      let content = String(repeating: "x", count: 600_000)
      try await raw.send(
        "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n"
          + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n" + content)
      #expect(try await eventually { (try? FileManager.default.contentsOfDirectory(atPath: folder).count) == 1 })
      await raw.close()
      #expect(try await eventually { (try? FileManager.default.contentsOfDirectory(atPath: folder).isEmpty) == true })
      #expect(try await eventually { await site.web.metrics.render().contains("http_requests_running 0") })
    }
  }

  @Test func clientsThatAskMaySendAtOnce() async throws {
    try await live(try site()) { port, _ in
      let raw = try await RawConnection.open(port: port)
      try await raw.send(
        "POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip\r\n"
          + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
      #expect(try await raw.waitForText("HTTP/1.1 100 Continue\r\n\r\n"))
      try await raw.send("a=xyz")
      #expect(try await raw.waitForText("form 3"))
      #expect(raw.text.contains("HTTP/1.1 200 OK"))
    }
  }

  @Test func aClientThatTakesNothingIsCutOff() async throws {
    let site = try site(WebSettings(stalledTimeout: .milliseconds(500)))
    try await live(site) { port, _ in
      let raw = try await RawConnection.open(port: port, reads: false)
      try await raw.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try await eventually { await site.web.metrics.render().contains("http_requests_running 1") })
      #expect(try await eventually { await site.web.metrics.render().contains("http_requests_running 0") })
      await raw.close()
    }
  }

  @Test func requestsOnOneConnectionAreAnsweredInTurn() async throws {
    try await live(try site()) { port, _ in
      let raw = try await RawConnection.open(port: port)
      let get = "GET /small HTTP/1.1\r\nHost: x\r\n\r\n"
      try await raw.send(get + "HEAD /endless HTTP/1.1\r\nHost: x\r\n\r\n" + get + get)
      #expect(try await raw.wait { $0.text.components(separatedBy: "HTTP/1.1 200").count == 5 })
      #expect(raw.text.components(separatedBy: "small").count == 4)
    }
  }
}
