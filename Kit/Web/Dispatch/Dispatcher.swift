import HTTPTypes
package import Hummingbird
import Localization
import NIOCore
import Synchronization
import Views

/// What the server knows of a connection when a request comes in.
package struct WebContext: InitializableFromSource, Sendable {
  let channel: any Channel

  package init(source: ApplicationRequestContextSource) {
    channel = source.channel
  }
}

/// Answers requests. The way of each: path and method, account, rate, access,
/// origin, body, form token, handler; then headers, caching and measures. The
/// body is not read before the access is checked.
package struct Dispatcher: HTTPResponder {
  package typealias Context = WebContext

  let site: Site

  /// What became known of a request before its answer failed or succeeded.
  struct Progress {
    var series: Metrics.Series
    var exchange: Exchange?
    /// Whether the answer is an asset, which has its own caching.
    var asset: AssetCatalogue.Asset?
  }

  package func respond(to request: Request, context: WebContext) async throws -> Response {
    let arrival = Arrival(request, peer: context.channel.remoteAddress, site: site)
    site.metrics.running.add(1, ordering: .relaxed)
    var progress = Progress(series: site.unmatchedSeries)
    let renderer = ReplyRenderer(site: site, arrival: arrival)
    do {
      let reply = try await answer(arrival, &progress)
      return try await renderer.response(for: reply, progress)
    } catch {
      let reply = ErrorAnswers(site: site).reply(to: error, arrival, progress.exchange)
      return renderer.errorResponse(for: reply, progress)
    }
  }

  private func answer(_ arrival: Arrival, _ progress: inout Progress) async throws -> Reply {
    guard arrival.path.utf8.first == UInt8(ascii: "/"), arrival.path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else {
      if arrival.method == .options, arrival.request.head.path == "*" { return .noContent }
      throw WebError.badRequest(Message("kit.web.bad.address"))
    }
    if let asset = site.assets.asset(at: arrival.path) {
      progress.series = site.assetSeries
      progress.asset = asset
      return try asset.reply(to: arrival.method)
    }
    switch site.tree.match(arrival.path) {
    case .none:
      throw WebError.notFound
    case .malformed:
      throw WebError.badRequest(Message("kit.web.bad.address"))
    case .trailingSlash:
      let query = arrival.query.isEmpty ? "" : "?" + arrival.query
      var reply = Reply.redirect(to: Link(String(arrival.path.dropLast()) + query))
      reply.status = 308
      return reply
    case .found(let leaf, let parameters):
      guard let index = routeIndex(arrival.method, leaf) else {
        guard arrival.method == .options else { throw WebError.methodNotAllowed(leaf.allowed) }
        return .noContent.header("Allow", leaf.allowed.map(\.rawValue).joined(separator: ", "))
      }
      progress.series = site.series[index]
      return try await run(site.routes[index], arrival, parameters, &progress)
    }
  }

  private func routeIndex(_ method: Method?, _ leaf: RouteTree.Leaf) -> Int? {
    guard let method else { return nil }
    return leaf.routes[method] ?? (method == .head ? leaf.routes[.get] : nil)
  }

  private func run(
    _ route: Route, _ arrival: Arrival, _ parameters: PathParameters, _ progress: inout Progress
  ) async throws -> Reply {
    var exchange = Exchange(route, arrival, parameters, site)
    let uploads = exchange.uploads
    defer { uploads?.removeAll() }
    progress.exchange = exchange
    exchange.query = try RequestForm.parse(arrival.query.utf8)
    let isBearer = try await authenticate(route, &exchange)
    progress.exchange = exchange
    try await site.rules.limit(exchange)
    try await checkAccess(route, exchange)
    let needsProof = !route.method.isSafe && !isBearer
    if needsProof,
      !site.crossSite.isFromOurPages(arrival.request.head, origin: arrival.origin, isSecure: arrival.isSecure)
    {
      throw WebError.forbidden(Message("kit.web.forbidden.origin"))
    }
    let token = try await exchange.readBody()
    if needsProof, let principal = exchange.principal {
      guard let secret = principal.csrfSecret, let token, FormToken.isValid(token, secret: secret) else {
        throw WebError.forbidden(Message("kit.web.forbidden.token"))
      }
    }
    progress.exchange = exchange
    return try await route.handler(exchange)
  }

  /// - Returns: whether the request is made with a bearer token. Tokens count
  ///   under `/api/` only: their scopes say nothing about pages.
  private func authenticate(_ route: Route, _ exchange: inout Exchange) async throws -> Bool {
    let headers = exchange.request.headers
    if route.isAPI, let header = headers[.authorization] {
      let parts = header.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw WebError.unauthenticated }
      exchange.principal = try await site.authenticator.principal(
        cookie: nil, bearer: String(parts[1]).trimmingSpaces, address: exchange.remoteAddress)
      guard exchange.principal != nil else { throw WebError.unauthenticated }
      exchange.speak(site)
      return true
    }
    if let cookie = exchange.cookie(site.settings.sessionCookie), !cookie.isEmpty {
      exchange.principal = try await site.authenticator.principal(
        cookie: cookie, bearer: nil, address: exchange.remoteAddress)
      exchange.speak(site)
    }
    return false
  }

  private func checkAccess(_ route: Route, _ exchange: Exchange) async throws {
    switch route.access {
    case .visitor: return
    case .signedIn:
      guard exchange.principal != nil else { throw WebError.unauthenticated }
    case .permission(let permission):
      guard exchange.principal != nil else { throw WebError.unauthenticated }
      try await site.rules.authorize(exchange, permission)
    }
  }
}
