import Accounts
package import Localization
package import Platform
import Records
package import Values
import Views
package import Web

/// A request of a signed-in person who acts in a membership. A handler that
/// takes one cannot be reached by anybody else.
package struct Member: Sendable {
  package let exchange: Exchange
  package let actor: Actor
  package let services: Services

  package var t: Localizer { exchange.localizer }
  package var now: Instant { exchange.now }
}

/// Routes for members: each names the permission it needs, and its handler gets
/// the loaded actor.
package struct MemberRoutes {
  package typealias Handler = @Sendable (Member) async throws -> Reply

  package private(set) var table = RouteTable()
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package mutating func get(
    _ path: String, needs permission: Permission, operation: Operation? = nil, _ handler: @escaping Handler
  ) {
    add(.get, path, needs: permission, body: nil, operation: operation, handler)
  }

  package mutating func post(
    _ path: String, needs permission: Permission, body: BodyRule? = nil, operation: Operation? = nil,
    _ handler: @escaping Handler
  ) {
    add(.post, path, needs: permission, body: body, operation: operation, handler)
  }

  package mutating func patch(
    _ path: String, needs permission: Permission, operation: Operation? = nil, _ handler: @escaping Handler
  ) {
    add(.patch, path, needs: permission, body: nil, operation: operation, handler)
  }

  package mutating func delete(
    _ path: String, needs permission: Permission, operation: Operation? = nil, _ handler: @escaping Handler
  ) {
    add(.delete, path, needs: permission, body: nil, operation: operation, handler)
  }

  private mutating func add(
    _ method: Method, _ path: String, needs permission: Permission, body: BodyRule?, operation: Operation?,
    _ handler: @escaping Handler
  ) {
    let services = services
    table.add(
      Route(method, path, access: .permission(permission.rawValue), body: body, operation: operation) { exchange in
        guard let actor = exchange.principal?.value as? Actor else { throw WebError.forbidden() }
        return try await handler(Member(exchange: exchange, actor: actor, services: services))
      })
  }
}

/// The check of `Access.permission` for the whole program.
package enum Authorization {
  /// - Throws: `WebError.forbidden` when the membership's role lacks the
  ///   permission, or the access token was not made for it; `Detour` to the
  ///   page of the password while it has to be replaced.
  package static func check(_ exchange: Exchange, _ permission: String) throws {
    guard let principal = exchange.principal else { throw WebError.unauthenticated }
    guard let actor = principal.value as? Actor else { throw WebError.forbidden() }
    if actor.mustChangePassword {
      let asked =
        exchange.method == .get ? Link(exchange.pathText).with(exchange.query.pairs.map { ($0.name, $0.value) }) : nil
      throw Detour(
        to: AccountLinks.password(next: asked),
        otherwise: .forbidden(Message("organizations.mustChangePassword")))
    }
    guard actor.may(Permission(permission)) else { throw WebError.forbidden() }
    if let scopes = principal.scopes, !scopes.contains(permission) { throw WebError.forbidden() }
  }
}
