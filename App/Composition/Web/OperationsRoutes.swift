import Database
import Platform
import Values
import Web

/// What operators' programs ask: is it alive, can it serve, how is it doing.
struct OperationsRoutes {
  let services: Services
  let settings: Settings
  let metrics: Metrics
  let paths: DataPaths

  func add(to table: inout RouteTable) {
    let database = services.database
    let metrics = metrics
    let token = settings["metrics-token"]

    // Alive: the process answers. Nothing else is asked, so that a slow
    // database never makes a supervisor kill it.
    table.get("/healthz", .visitor) { _ in .text("ok\n").caching(.never) }

    // Ready: what serving needs is there. The answer names what is not.
    let readiness = Readiness(database: database, folder: paths.root)
    table.get("/readyz", .visitor) { _ in
      let missing = await readiness.missing()
      guard let missing else { return .text("ready\n").caching(.never) }
      var reply = Reply.text("not ready: \(missing.rawValue)\n")
      reply.status = 503
      return reply.header("Retry-After", "5").caching(.never)
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
