import HTTPTypes
import Localization
import Logging
import Synchronization
import Values
package import Views

/// Everything that answering a request needs and that never changes while the
/// program runs.
final class Site: Sendable {
  let routes: [Route]
  let tree: RouteTree
  let authenticator: any Authenticator
  let catalogue: Catalogue
  let assets: AssetCatalogue
  let settings: WebSettings
  let rules: WebRules
  let metrics: Metrics
  let clock: Clock
  let logger: Logger
  let crossSite: CrossSiteCheck
  let isPublicSecure: Bool
  private let plainHeaders: HTTPFields
  private let secureHeaders: HTTPFields
  /// The measures of each route in `routes`.
  let series: [Metrics.Series]
  let assetSeries: Metrics.Series
  let unmatchedSeries: Metrics.Series
  private let idPrefix: String
  private let requestCount = Atomic<UInt64>(0)

  init(
    routes: [Route], authenticator: any Authenticator, catalogue: Catalogue, assets: AssetCatalogue,
    settings: WebSettings, rules: WebRules, metrics: Metrics, clock: Clock, logger: Logger
  ) throws(RouteMistake) {
    self.routes = routes
    tree = try RouteTree(routes)
    self.authenticator = authenticator
    self.catalogue = catalogue
    self.assets = assets
    self.settings = settings
    self.rules = rules
    self.metrics = metrics
    self.clock = clock
    self.logger = logger
    crossSite = CrossSiteCheck(publicOrigin: settings.publicOrigin)
    isPublicSecure = settings.publicOrigin?.lowercased().hasPrefix("https://") ?? false
    plainHeaders = SecurityHeaders.fields(isSecure: false)
    secureHeaders = SecurityHeaders.fields(isSecure: true)
    series = routes.map { metrics.makeSeries(method: $0.method.rawValue, path: $0.path) }
    assetSeries = metrics.makeSeries(method: "GET", path: "/assets/{file...}")
    unmatchedSeries = metrics.makeSeries(method: "", path: "")
    var generator = SystemRandomNumberGenerator()
    idPrefix = String(UInt32.random(in: .min ... .max, using: &generator), radix: 36) + "-"
  }

  func securityHeaders(isSecure: Bool) -> HTTPFields {
    isSecure ? secureHeaders : plainHeaders
  }

  /// Unique among the processes of an installation, short enough to be read out.
  func nextRequestID() -> String {
    idPrefix + String(requestCount.add(1, ordering: .relaxed).newValue, radix: 36)
  }

  func localizer(_ language: Language) -> Localizer {
    Localizer(language: language, catalogue: catalogue)
  }
}

/// What the application decides about requests.
package struct WebRules: Sendable {
  /// Throws when the principal of the exchange lacks the permission:
  /// `WebError.forbidden`, or `.notFound` where even that would tell too much.
  package var authorize: @Sendable (Exchange, _ permission: String) async throws -> Void
  /// Throws `WebError.tooManyRequests`; runs after the principal is known and
  /// before the body is read.
  package var limit: @Sendable (Exchange) async throws -> Void
  /// What an error of another layer means to the client; `nil` is a mistake of
  /// ours: 500, and the log gets the error's type.
  package var translate: @Sendable (any Error) -> WebError?
  /// Lays out an error page. There is no exchange when no route was found or
  /// the request could not be read.
  package var errorPage: @Sendable (ErrorPage, Exchange?) -> HTML
  /// Signs flash cookies; without it there are no flashes.
  package var signer: ValueSigner?

  package init(
    authorize: @escaping @Sendable (Exchange, _ permission: String) async throws -> Void = { _, _ in
      throw WebError.forbidden()
    },
    limit: @escaping @Sendable (Exchange) async throws -> Void = { _ in },
    translate: @escaping @Sendable (any Error) -> WebError? = { _ in nil },
    errorPage: @escaping @Sendable (ErrorPage, Exchange?) -> HTML = { page, _ in page.plain() },
    signer: ValueSigner? = nil
  ) {
    self.authorize = authorize
    self.limit = limit
    self.translate = translate
    self.errorPage = errorPage
    self.signer = signer
  }
}
