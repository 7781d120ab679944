import Database
import Platform
import Values
import Web

/// What operators' programs ask: is it alive, can it serve, how is it doing.
struct OperationsRoutes {
  let services: Services
  let settings: Settings
  let metrics: Metrics

  func add(to table: inout RouteTable) {
    let database = services.database
    let metrics = metrics
    let token = settings["metrics-token"]

    // Alive: the process answers. Nothing else is asked, so that a slow
    // database never makes a supervisor kill it.
    table.get("/healthz", .visitor) { _ in .text("ok\n").caching(.never) }

    // Ready: the database answers too.
    table.get("/readyz", .visitor) { _ in
      do {
        _ = try await database.read { try $0.value("SELECT 1", as: Int.self) }
        return .text("ready\n").caching(.never)
      } catch {
        throw WebError.unavailable(retryAfter: .seconds(5))
      }
    }

    table.get("/metrics", .visitor) { exchange in
      let isAllowed =
        token.isEmpty
        ? Self.isLoopback(exchange.remoteAddress) : exchange.header("Authorization") == "Bearer \(token)"
      guard isAllowed else { throw WebError.notFound }
      return .text(await metrics.render(), contentType: "text/plain; version=0.0.4; charset=utf-8").caching(.never)
    }
  }

  private static func isLoopback(_ address: String) -> Bool {
    address == "::1" || address.hasPrefix("127.")
  }
}
