import Accounts
import Composition
import Database
import DatabaseSQLite
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Organizations
import Platform
import Security
import Values
import Web

/// The whole program on a database of its own that holds the demo.
struct TestInstallation: Sendable {
  let assembly: Assembly
  let web: WebApplication
  /// Session cookies of the demo's accounts, by sign-in name.
  let cookies: [String: String]
  private let folder: String

  var services: Services { assembly.services }

  /// Makes one, hands it out, and removes it.
  /// - Parameter flags: settings beside the data folder.
  static func with<T>(
    flags: [String: String] = [:], _ body: (TestInstallation) async throws -> T
  ) async throws -> T {
    let folder = NSTemporaryDirectory() + "qiao-test-\(UUID().uuidString)"
    let paths = DataPaths(root: folder)
    try paths.make()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try SQLiteDatabase(path: paths.database)
    try await Migrator(sets: Assembly.migrations).migrate(database)
    let assembly = try Assembly(
      settings: try Settings(flags: flags.merging(["data": folder]) { first, _ in first }), paths: paths,
      database: database,
      hasher: PasswordHasher(parameters: .forTests), isDemo: true, version: "test", logger: quiet)
    try await Demo(scale: 1, services: assembly.services).fill()
    let installation = TestInstallation(
      assembly: assembly, web: try assembly.web(), cookies: try await cookies(assembly.services), folder: folder)
    let result = try await body(installation)
    try await database.close()
    return result
  }

  private static var quiet: Logger {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }

  private static func cookies(_ services: Services) async throws -> [String: String] {
    let now = services.now
    return try await services.database.write { connection in
      var cookies: [String: String] = [:]
      for demo in try AccountStore.demoAccounts(on: connection) {
        guard let account = try AccountStore.find(demo.id, on: connection) else { continue }
        let started = try SessionStore.start(
          id: services.ids.next(), of: account, device: Device(name: "test", address: "127.0.0.1"), isRemembered: false,
          now: now, on: connection)
        cookies[account.signInName] = started.cookie
      }
      return cookies
    }
  }

  /// One request.
  /// - Parameter account: the sign-in name of a demo account; `nil` for a visitor.
  func request(
    _ method: HTTPRequest.Method = .get, _ path: String, as account: String? = nil, form: String? = nil,
    headers: [HTTPField.Name: String] = [:]
  ) async throws -> TestResponse {
    var fields = HTTPFields()
    if let account, let cookie = cookies[account] { fields[.cookie] = "session=\(cookie)" }
    if form != nil { fields[.contentType] = "application/x-www-form-urlencoded" }
    for (name, value) in headers { fields[name] = value }
    let sent = fields
    return try await web.makeApplication().test(.router) { client in
      try await client.execute(
        uri: path, method: method, headers: sent, body: form.map { ByteBuffer(string: $0) })
    }
  }
}
