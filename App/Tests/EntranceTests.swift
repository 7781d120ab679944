import Accounts
import Composition
import Database
import DatabaseSQLite
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Platform
import Testing
import Values
import Web

/// What the composition adds to the features: scopes, errors, the way to a new password, readiness.
@Suite struct EntranceTests {
  /// A session of a demo account that has just been confirmed.
  private func confirmed(_ name: String, _ installation: TestInstallation) async throws -> String {
    let services = installation.services
    return try await services.database.write { connection in
      let demo = try AccountStore.demoAccounts(on: connection)
      let accounts = try demo.compactMap { try AccountStore.find($0.id, on: connection) }
      let account = try #require(accounts.first { $0.signInName == name })
      return try SessionStore.start(
        id: services.ids.next(), of: account, device: Device(name: "test", address: "127.0.0.1"), isRemembered: false,
        hasSudo: true, now: services.now, on: connection
      ).cookie
    }
  }

  @Test func `an access token is offered what its membership may do, and no more`() async throws {
    try await TestInstallation.with { installation in
      for (name, may, mayNot) in [
        ("demo.teacher", "partners.read", "members.manage"), ("demo.school", "members.manage", "schools.manage"),
      ] {
        let cookie = try await confirmed(name, installation)
        let page = try await installation.request(
          .get, "/account/tokens", headers: [.cookie: "session=\(cookie)"])
        let text = String(buffer: page.body)
        #expect(text.contains("value=\"\(may)\""), "\(name)")
        #expect(!text.contains("value=\"\(mayNot)\""), "\(name)")
      }
    }
  }

  @Test func `who must replace the password is led there and back`() async throws {
    try await TestInstallation.with { installation in
      try await installation.services.database.write { connection in
        try connection.run("UPDATE accounts SET must_change_password = 1 WHERE sign_in_name = 'demo.office'")
      }
      let page = try await installation.request(.get, "/partners?level=signed", as: "demo.office")
      #expect(page.status.code == 303)
      #expect(page.headers[.location] == "/account/password?next=%2Fpartners%3Flevel%3Dsigned")
      try await #expect(installation.request(.get, "/account/password", as: "demo.office").status.code == 200)
      let program = try await installation.request(.get, "/api/v1/departments", as: "demo.office")
      #expect(program.status.code == 403)
    }
  }

  @Test func `people land at the first page of their navigation`() async throws {
    try await TestInstallation.with { installation in
      for name in ["demo.office", "demo.teacher", "demo.student", "demo.platform"] {
        let page = try await installation.request(.get, "/", as: name)
        #expect(page.headers[.location] == "/inbox", "\(name)")
      }
    }
  }

  @Test func `refusals of accounts are answers, not failures`() async throws {
    try await TestInstallation.with { installation in
      let translate = WebRules.installation(installation.services).translate
      #expect(translate(AccountsError.notFound) == .notFound)
      #expect(translate(AccountsError.limited(retryAfter: .seconds(9))) == .tooManyRequests(retryAfter: .seconds(9)))
    }
  }

  @Test func `the theme is read from the cookie that the script writes`() async throws {
    try await TestInstallation.with { installation in
      let plain = try await installation.request(.get, "/sign-in", headers: [.cookie: "theme=dark"])
      #expect(String(buffer: plain.body).contains("data-theme=\"dark\""))
      let guarded = try await installation.request(.get, "/sign-in", headers: [.cookie: "__Host-theme=dark"])
      #expect(!String(buffer: guarded.body).contains("data-theme=\"dark\""))
    }
    try await TestInstallation.with(flags: ["base-url": "https://qiao.example"]) { installation in
      let guarded = try await installation.request(.get, "/sign-in", headers: [.cookie: "__Host-theme=dark"])
      #expect(String(buffer: guarded.body).contains("data-theme=\"dark\""))
      let script = try #require(String(buffer: guarded.body).firstMatch(of: /\/assets\/[^"]*shell[^"]*\.js/))
      let text = try await installation.request(.get, String(script.output))
      #expect(String(buffer: text.body).contains("__Host-theme"))
    }
  }

  @Test func `readiness names what is missing`() async throws {
    try await TestInstallation.with { installation in
      let ready = try await installation.request(.get, "/readyz")
      #expect(ready.status.code == 200 && String(buffer: ready.body) == "ready\n")
      try await installation.services.database.write { connection in
        try connection.run("DELETE FROM migration_ledger WHERE owner = 'partners'")
      }
      let stale = try await installation.request(.get, "/readyz")
      #expect(stale.status.code == 503)
      #expect(String(buffer: stale.body) == "not ready: the schema is not up to date\n")
    }
  }

  @Test func `without a database, a folder or room nothing is ready`() async throws {
    let folder = NSTemporaryDirectory() + "qiao-ready-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try SQLiteDatabase(path: folder + "/qiao.sqlite")
    try await Migrator(sets: Assembly.migrations).migrate(database)
    await #expect(Readiness(database: database, folder: folder).missing() == nil)
    await #expect(Readiness(database: database, folder: folder + "/none").missing() == .disk)
    await #expect(Readiness(database: database, folder: folder, roomWanted: .max).missing() == .disk)
    try await database.close()
    await #expect(Readiness(database: database, folder: folder).missing() == .database)
  }
}
