import Accounts
import Database
import Localization
import Platform
import TestKit
import Testing
import Values
import Web

@testable import Organizations

/// Every route of the feature, whoever comes.
@Suite struct AccessTests {
  /// An address for a route, its places filled with records of one school.
  private func address(_ route: Route, _ keys: [String: String]) -> String {
    route.path.split(separator: "/", omittingEmptySubsequences: false)
      .map { part in
        part.hasPrefix("{") ? keys[String(part.dropFirst().dropLast())] ?? "0000000000001" : String(part)
      }.joined(separator: "/")
  }

  private func ownKeys(_ world: World) -> [String: String] {
    [
      "school": world.school.id.description, "department": world.mechanics.id.description,
      "major": world.machining.id.description, "class": world.classroom.id.description,
      "teacher": world.wang.id.description, "student": world.lin.id.description,
      "membership": world.people[.teacher]?.membership.id.description ?? "",
    ]
  }

  private func foreignKeys(_ world: World) -> [String: String] {
    [
      "school": world.other.id.description, "department": world.foreign.id.description,
      "major": world.foreignMajor.id.description, "class": world.foreignClass.id.description,
      "teacher": world.foreignTeacher.id.description, "student": world.foreignStudent.id.description,
      "membership": world.foreignAdministrator.membership.id.description,
    ]
  }

  private func ask(_ route: Route, _ path: String, _ browser: BrowserClient) async throws -> BrowserPage {
    route.method == .get ? try await browser.get(path) : try await browser.post(path)
  }

  @Test func `visitors are sent to sign in`() async throws {
    try await World.run { world in
      let keys = ownKeys(world)
      try await world.browse { browser in
        for route in world.ownRoutes {
          let answer = try await ask(route, address(route, keys), browser)
          if route.isAPI {
            #expect(answer.status == 401, "\(route.path)")
          } else {
            #expect(answer.status == 303, "\(route.method) \(route.path)")
            #expect(answer.location?.hasPrefix("/sign-in") == true, "\(route.path)")
          }
        }
      }
    }
  }

  @Test(arguments: Role.allCases) func `a role may use exactly the routes of its permissions`(role: Role) async throws {
    try await World.run { world in
      let keys = ownKeys(world)
      let permissions = try RolePermissions(world.services.grants)
      try await world.browse { browser in
        try await world.enter(browser, as: role)
        // Reading first: acts change what there is to read.
        for route in world.ownRoutes where route.method == .get && !route.isAPI {
          let page = try await ask(route, address(route, keys), browser)
          guard case .permission(let needed) = route.access else {
            #expect(page.status == 200, "\(role) \(route.path)")
            continue
          }
          if permissions.of(role).contains(Permission(needed)) {
            // No sheet has been handed in here.
            let expected: Set<Int> = route.path.contains("{batch}") ? [404] : [200, 303]
            #expect(expected.contains(page.status), "\(role) \(route.path): \(page.status)")
            #expect(page.untranslated.isEmpty, "\(route.path): \(page.untranslated)")
            if page.status == 200, !route.path.hasSuffix(".xlsx") {
              try #expect(page.count("//h1") == 1, "\(route.path)")
            }
          } else {
            #expect(page.status == 403, "\(role) \(route.path): \(page.status)")
          }
        }
        for route in world.ownRoutes where route.method == .post {
          guard case .permission(let needed) = route.access else { continue }
          if !permissions.of(role).contains(Permission(needed)) {
            try await #expect(ask(route, address(route, keys), browser).status == 403, "\(role) \(route.path)")
          }
        }
      }
    }
  }

  @Test(arguments: TestEngine.all) func `records of another school and another department are not there`(
    engine: TestEngine
  ) async throws {
    try await World.run(on: engine) { world in
      let foreign = foreignKeys(world)
      var otherDepartment = ownKeys(world)
      otherDepartment["department"] = world.commerce.id.description
      otherDepartment["major"] = world.trade.id.description
      otherDepartment["teacher"] = world.chen.id.description
      otherDepartment["student"] = world.zhou.id.description
      otherDepartment["class"] = world.foreignClass.id.description
      let permissions = try RolePermissions(world.services.grants)
      let elsewhere = otherDepartment
      try await world.browse { browser in
        for (role, keys) in [
          (Role.schoolAdministrator, foreign), (.cooperationOffice, foreign), (.departmentAdministrator, foreign),
          (.departmentAdministrator, elsewhere), (.majorLeader, elsewhere), (.classAdviser, foreign),
        ] {
          try await world.enter(browser, as: role)
          for route in world.ownRoutes where route.path.contains("{") {
            guard case .permission(let needed) = route.access, permissions.of(role).contains(Permission(needed)) else {
              continue
            }
            let answer = try await ask(route, address(route, keys), browser)
            #expect(answer.status == 404, "\(role) \(route.method) \(route.path): \(answer.status)")
          }
          for wrong in ["x", "0000000000001", "'--", "%00"] {
            #expect([400, 404].contains(try await browser.get("/teachers/\(wrong)").status), "\(wrong)")
          }
        }
      }
      try await #expect(world.actions().isEmpty)
    }
  }

  @Test func `no form is taken without its token`() async throws {
    try await World.run { world in
      let keys = ownKeys(world)
      try await world.browse { browser in
        for role in [Role.schoolAdministrator, .platformAdministrator] {
          try await world.enter(browser, as: role)
          let token = try #require(await browser.formToken)
          for route in world.ownRoutes where route.method == .post {
            await browser.setFormToken(nil)
            for wrong in ["", "x", String(token.reversed())] {
              let answer = try await browser.post(address(route, keys), [("_csrf", wrong)])
              // A form that takes files is refused before its token is looked at.
              let refused: Set<Int> = route.path.hasSuffix("/import") ? [403, 415] : [403]
              #expect(refused.contains(answer.status), "\(route.path): \(answer.status)")
            }
          }
        }
      }
      try await #expect(world.actions().isEmpty)
    }
  }

  @Test func `addresses answer only to their own methods`() async throws {
    try await World.run { world in
      let keys = ownKeys(world)
      let methods = Dictionary(grouping: world.ownRoutes) { $0.path }.mapValues { Set($0.map(\.method)) }
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator)
        for route in world.ownRoutes where !route.isAPI {
          guard let known = methods[route.path], !known.contains(.post) || !known.contains(.get) else { continue }
          let path = address(route, keys)
          let answer = known.contains(.get) ? try await browser.post(path) : try await browser.get(path)
          // `/members/invite` is also the address of a membership called so, which is no key.
          #expect([404, 405].contains(answer.status), "\(path): \(answer.status)")
          if answer.status == 405 { #expect(answer.header("Allow")?.isEmpty == false) }
        }
        try await #expect(browser.post("/departments/\(world.mechanics.id)/close").status == 303)
        try await #expect(browser.get("/departments/\(world.mechanics.id)/open").status == 405)
      }
    }
  }

  @Test func `every page is said in English too`() async throws {
    try await World.run { world in
      let keys = ownKeys(world)
      try await world.browse { browser in
        for role in [Role.platformAdministrator, .schoolAdministrator] {
          try await world.enter(browser, as: role)
          await browser.setCookie("language", "en")
          for route in world.ownRoutes where route.method == .get && !route.isAPI {
            let page = try await browser.get(address(route, keys), headers: [("Accept-Language", "en")])
            #expect(page.untranslated.isEmpty, "\(route.path): \(page.untranslated)")
          }
        }
      }
      #expect(world.services.catalogue.problems().isEmpty)
    }
  }
}
