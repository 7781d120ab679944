import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Localization
import Logging
import NIOCore
import Records
import Synchronization
import Testing
import Values
import Views

@testable import Web

/// Knows the session cookie `alice` and the bearer token `token-of-alice`.
struct TestAuthenticator: Authenticator {
  static let secret = "the secret of alice's session"

  func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal? {
    if cookie == "alice" {
      return Principal(accountID: 1, sessionID: 10, csrfSecret: Self.secret, language: .chinese, value: "Alice")
    }
    if cookie == "english" {
      return Principal(accountID: 2, sessionID: 11, csrfSecret: Self.secret, language: .english)
    }
    if bearer == "token-of-alice" { return Principal(accountID: 1, tokenID: 20, scopes: ["read"]) }
    return nil
  }
}

/// Collects what is logged.
final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock { $0 } }

  func add(_ line: String) {
    lines.withLock { $0.append(line) }
  }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(lines: self) }
    logger.logLevel = .info
    return logger
  }

  private struct Handler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
      lines.add("\(event.level) \(event.message) " + all.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
    }
  }
}

/// An application around the routes of one test.
struct TestSite {
  static let signer = ValueSigner(
    sign: { $0 + ".signed" }, verify: { $0.hasSuffix(".signed") ? String($0.dropLast(7)) : nil })

  let web: WebApplication
  let log = LogLines()

  init(
    settings: WebSettings = WebSettings(), assets: AssetCatalogue = .empty, rules: WebRules? = nil,
    clock: Clock = .system, _ routes: (inout RouteTable) -> Void
  ) throws {
    var table = RouteTable()
    routes(&table)
    let rules =
      rules
      ?? WebRules(
        authorize: { exchange, permission in
          guard permission == "granted" else { throw WebError.forbidden() }
        }, signer: Self.signer)
    web = try WebApplication(
      routes: table, authenticator: TestAuthenticator(), catalogue: try Catalogue(sources: WebTexts.sources),
      assets: assets, settings: settings, rules: rules, clock: clock, logger: log.logger)
  }

  /// Sends one request to the responder without a socket.
  func send(
    _ method: HTTPRequest.Method, _ uri: String, headers: [(String, String)] = [], body: String? = nil
  ) async throws -> TestAnswer {
    try await send(method, uri, headers: headers, bytes: body.map { ByteBuffer(string: $0) })
  }

  func send(
    _ method: HTTPRequest.Method, _ uri: String, headers: [(String, String)] = [], bytes: ByteBuffer?
  ) async throws -> TestAnswer {
    var fields = HTTPFields()
    for (name, value) in headers { fields.append(HTTPField(name: try #require(.init(name)), value: value)) }
    let sent = fields
    return try await web.makeApplication().test(.router) { client in
      try await client.execute(uri: uri, method: method, headers: sent, body: bytes) { TestAnswer($0) }
    }
  }

  /// A form post from a page of ours.
  func post(_ uri: String, _ form: String, headers: [(String, String)] = []) async throws -> TestAnswer {
    try await send(
      .post, uri,
      headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")] + headers,
      body: form)
  }
}

struct TestAnswer: Sendable {
  let status: Int
  let headers: HTTPFields
  let bytes: [UInt8]

  init(_ response: TestResponse) {
    status = response.status.code
    headers = response.headers
    bytes = Array(response.body.readableBytesView)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var json: JSONValue? { JSONValue.parse(bytes) }

  subscript(name: String) -> String? {
    HTTPField.Name(name).flatMap { headers[$0] }
  }

  var cookies: [String] { headers[values: .setCookie] }
}
