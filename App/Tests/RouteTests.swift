import Composition
import Foundation
import HTTPTypes
import HummingbirdTesting
import Localization
import Organizations
import Platform
import Testing
import Values
import Web

/// Every route × every role: who is let in, who is sent away, and that a route
/// nobody listed cannot be added unseen.
@Suite struct RouteTests {
  /// Demo accounts by role; the last is of another school.
  private static let accounts: [(name: String, role: Role)] = [
    ("demo.platform", .platformAdministrator), ("demo.alliance", .allianceSecretary),
    ("demo.school", .schoolAdministrator), ("demo.office", .cooperationOffice),
    ("demo.department", .departmentAdministrator), ("demo.major", .majorLeader), ("demo.teacher", .teacher),
    ("demo.adviser", .classAdviser), ("demo.student", .student), ("demo.enterprise", .enterpriseAdministrator),
    ("demo.mentor", .enterpriseMentor), ("demo.expert", .expert), ("demo.authority", .authority),
    ("demo.office.b", .cooperationOffice),
  ]

  private static var listPath: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("routes.txt").path
  }

  /// `GET /partners partners.read`, one line per route, sorted.
  @Test func `every route is listed with who may call it`() async throws {
    try await TestInstallation.with { installation in
      let found = installation.web.routes.routes.map { route in
        let access =
          switch route.access {
          case .visitor: "everybody"
          case .signedIn: "signed-in"
          case .permission(let name): name
          }
        return "\(route.method.rawValue) \(route.path) \(access)"
      }.sorted()
      if ProcessInfo.processInfo.environment["QIAO_TEST_RECORD"] != nil {
        try (found.joined(separator: "\n") + "\n").write(toFile: Self.listPath, atomically: true, encoding: .utf8)
      }
      let listed = try String(contentsOfFile: Self.listPath, encoding: .utf8)
        .split(separator: "\n").map(String.init)
      #expect(Set(found).subtracting(listed) == [], "routes that App/Tests/routes.txt does not list")
      #expect(Set(listed).subtracting(found) == [], "routes that App/Tests/routes.txt lists and that are gone")
    }
  }

  @Test func `every permission that a route needs is granted to somebody and has a name`() async throws {
    try await TestInstallation.with { installation in
      let grants = installation.services.grants
      let t = installation.services.localizer(.chinese)
      for route in installation.web.routes.routes {
        guard case .permission(let name) = route.access else { continue }
        #expect(grants.contains { $0.permission == name && !$0.roles.isEmpty }, "\(route.path) needs \(name)")
        #expect(t.has("permission.\(name)"), "permission.\(name) has no text")
      }
    }
  }

  /// Pages of ids that nobody has: allowed roles get 404, others 403, visitors
  /// the sign-in page; nobody gets an error of ours.
  @Test func `every page lets in whom it lists and nobody else`() async throws {
    try await TestInstallation.with { installation in
      let permissions = installation.assembly.permissions
      for route in installation.web.routes.routes where route.method == .get {
        guard case .permission(let name) = route.access, !route.path.hasSuffix("/events") else { continue }
        let path = Self.concrete(route.path)
        let visitor = try await installation.request(.get, path)
        #expect(visitor.status.code == (route.isAPI ? 401 : 303), "visitor at \(path)")
        for (account, role) in Self.accounts {
          let status = Int(try await installation.request(.get, path, as: account).status.code)
          if permissions.of(role).contains(Permission(name)) {
            #expect([200, 303, 403, 404].contains(status), "\(role) at \(path): \(status)")
            #expect(route.path.contains("{") || status != 404, "\(role) at \(path): \(status)")
          } else {
            #expect(status == 403, "\(role) at \(path): \(status)")
          }
        }
      }
    }
  }

  @Test func `no change is taken without the form's token`() async throws {
    try await TestInstallation.with { installation in
      for route in installation.web.routes.routes where route.method == .post && !route.isAPI {
        guard case .permission(let name) = route.access else { continue }
        for (account, role) in Self.accounts where installation.assembly.permissions.of(role).contains(Permission(name))
        {
          let reply = try await installation.request(.post, Self.concrete(route.path), as: account, form: "name=x")
          #expect([403, 415].contains(Int(reply.status.code)), "\(account) at \(route.path): \(reply.status)")
          break
        }
      }
    }
  }

  @Test func `a method that a path does not have is refused with those it has`() async throws {
    try await TestInstallation.with { installation in
      let reply = try await installation.request(.delete, "/partners", as: "demo.office")
      #expect(reply.status == .methodNotAllowed)
      #expect(reply.headers[.allow]?.contains("GET") == true)
    }
  }

  /// The path with every place filled by an id that no record has.
  private static func concrete(_ path: String) -> String {
    path.replacing(/\{[a-zA-Z]+(\.\.\.)?\}/, with: ID<Actor>(rawValue: 7).description)
  }
}
