import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// A request of somebody who works in the space of an enterprise. Every page
/// begins here, so that none shows another enterprise.
struct Space: Sendable {
  let member: Member
  let enterprise: Enterprise

  /// - Throws: `WebError.notFound` for somebody who works for no live enterprise.
  static func load(_ member: Member) async throws -> Space {
    let actor = member.actor
    let found = try await member.services.database.read { try SpaceStore.enterprise(of: actor, on: $0) }
    guard let found else { throw WebError.notFound }
    return Space(member: member, enterprise: found)
  }

  var t: Localizer { member.t }
  var csrf: String { member.exchange.csrfToken }
  var services: Services { member.services }
  var mayManage: Bool { member.actor.may(.spaceManage) }

  func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
    try await services.database.read(body)
  }

  /// A page of the space.
  /// - Parameter crumbs: between the space's first page and this one.
  func page(
    _ title: String, crumbs: [Crumb] = [], actions: HTML = .empty, status: Int = 200, note: HTML = .empty,
    _ content: HTML
  ) async throws -> Reply {
    try await member.page(
      PageContent(
        title: title, crumbs: [Crumb(enterprise.menuName, SpaceLinks.home)] + crumbs + [Crumb(title)],
        titleNote: note, actions: actions, status: status, content: content))
  }

  /// The version that a form was opened on; a wrong one is an old one.
  var version: Int { member.exchange.form["version"].flatMap { Int($0) } ?? -1 }
}

extension Route {
  /// The route with refusals of the space's acts answered.
  func tellingSpaceRefusals() -> Route {
    let handler = handler
    return Route(method, path, access: access, body: body, operation: operation) { exchange in
      do {
        return try await handler(exchange)
      } catch let error as SpaceError {
        throw error.webError
      }
    }
  }
}

/// The pages of an enterprise's own space.
struct SpaceRoutes {
  let services: Services

  func add(to table: inout RouteTable) {
    var member = MemberRoutes(services)
    member.get("/enterprise", needs: .spaceRead) { try await SpaceHomePage.load(try await Space.load($0)).reply() }
    member.get("/enterprise/schools", needs: .spaceRead) { member in
      try await SpaceSchoolsPage.load(try await Space.load(member)).reply()
    }
    member.get("/enterprise/sharing", needs: .spaceRead) { member in
      try await SharingPage.load(try await Space.load(member)).reply()
    }
    member.post("/enterprise/sharing", needs: .spaceManage) { try await SharingPage.change($0) }
    ProfileRoutes(services: services).add(to: &member)
    SpaceContactRoutes(services: services).add(to: &member)
    SpaceDocumentRoutes(services: services).add(to: &member)
    SpacePeopleRoutes(services: services).add(to: &member)
    PublicityRoutes(services: services).add(to: &member)
    EnterpriseTabRoutes(services: services).add(to: &member)
    for route in member.table.routes { table.add(route.tellingSpaceRefusals()) }
  }
}
