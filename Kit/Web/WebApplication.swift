package import Hummingbird
import HummingbirdCore
package import Localization
package import Logging
package import NIOCore
package import ServiceLifecycle
package import Values

/// The web side of the program: routes and what surrounds them.
package struct WebApplication: Sendable {
  package let routes: RouteTable
  package let metrics: Metrics
  private let site: Site

  /// - Parameters:
  ///   - routes: of all features.
  ///   - authenticator: finds who makes a request.
  ///   - catalogue: must hold the texts of `WebTexts.sources`.
  ///   - logger: gets one line per request at level `info`, without addresses,
  ///     names or query strings, and failures at level `error`.
  /// - Throws: `RouteMistake` when two routes answer the same method and path.
  package init(
    routes: RouteTable, authenticator: any Authenticator = NoAuthenticator(), catalogue: Catalogue,
    assets: AssetCatalogue = .empty, settings: WebSettings = WebSettings(), rules: WebRules = WebRules(),
    metrics: Metrics = Metrics(), clock: Clock = .system, logger: Logger = Logger(label: "web")
  ) throws(RouteMistake) {
    self.routes = routes
    self.metrics = metrics
    site = try Site(
      routes: routes.routes, authenticator: authenticator, catalogue: catalogue, assets: assets, settings: settings,
      rules: rules, metrics: metrics, clock: clock, logger: logger)
  }

  /// Answers requests; for tests without a socket.
  package var responder: Dispatcher { Dispatcher(site: site) }

  /// The server as a service that stops when its group stops: it takes no new
  /// requests, lets running ones finish and ends event streams.
  /// - Parameters:
  ///   - port: 0 lets the system choose.
  ///   - services: run and stop together with the server.
  ///   - onRunning: called with the listening channel, which knows its port.
  package func makeApplication(
    host: String = "127.0.0.1", port: Int = 8080, services: [any Service] = [],
    onRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
  ) -> Application<Dispatcher> {
    let settings = site.settings
    return Application(
      responder: responder,
      server: HTTPServerBuilder { responder in
        WebChannel(responder: responder, settings: settings, refusalHeaders: SecurityHeaders.values)
      },
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)), services: services,
      onServerRunning: onRunning, logger: site.logger)
  }
}
