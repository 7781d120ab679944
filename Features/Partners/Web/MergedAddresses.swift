import Database
import Organizations
package import Platform
import Values
import Views
package import Web

/// The addresses of a partner that was merged lead on to the one that was
/// kept: every page below `/partners/{partner}`, whoever wrote it.
package struct MergedAddresses: Sendable {
  private let services: Services

  package init(services: Services) {
    self.services = services
  }

  package func following(_ table: RouteTable) -> RouteTable {
    RouteTable(
      table.routes.map { route in
        guard route.method == .get, route.path.hasPrefix("/partners/{partner}") else { return route }
        return Route(route.method, route.path, access: route.access, body: route.body, operation: route.operation) {
          exchange in
          do {
            return try await route.handler(exchange)
          } catch WebError.notFound {
            guard let link = try await keptAddress(exchange) else { throw WebError.notFound }
            return .redirect(to: link)
          }
        }
      })
  }

  private func keptAddress(_ exchange: Exchange) async throws -> Link? {
    guard let actor = exchange.principal?.value as? Actor else { return nil }
    let text = try exchange.parameter("partner")
    guard let gone = ID<Partnership>(text) else { return nil }
    let scope = actor.scope
    let kept = try await services.database.read { connection in
      try MergeStore.partnership(after: gone, in: scope, on: connection)
    }
    return kept.map { Link(exchange.pathText.replacing(text, with: $0.description)) }
  }
}
