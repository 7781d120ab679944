import Accounts
import Database
package import Localization
import Organizations
package import Platform
import Security
package import Values
package import Views
package import Web

/// A request of somebody who has shown a link. A handler that takes one cannot
/// be reached without.
package struct Guest: Sendable {
  package let exchange: Exchange
  package let link: GuestLink
  package let state: GuestLink.State
  package let services: Services
  /// The link's own page; what else it opens stands below.
  package let page: Link

  package var t: Localizer { exchange.localizer }
  package var now: Instant { exchange.now }
  /// Whether something may still be done.
  package var isOpen: Bool { state == .open }

  package func below(_ word: String) -> Link { Link("\(page.text)/\(word)") }

  /// A page without navigation, which is the same on a phone.
  package func page(_ content: PageContent) async throws -> Reply {
    // The address is a secret, which must not lie in the browser's store.
    .page(services.bareFrame.document(content, for: exchange, isWide: true), status: content.status).caching(.never)
  }
}

/// Routes that are opened by links of one matter, `/l/sign/{link}` and below,
/// and the same for programs under `/api/v1/links/sign/{link}`.
///
/// A link that was never made is 404, and few may be tried from one address.
/// One that is no longer good says why, on a page of its own.
package struct GuestRoutes {
  package typealias Handler = @Sendable (Guest) async throws -> Reply

  package private(set) var table = RouteTable()
  private let services: Services
  private let purpose: GuestPurpose

  package init(_ services: Services, _ purpose: GuestPurpose) {
    self.services = services
    self.purpose = purpose
  }

  /// - Parameter path: what follows the link's own address: empty, or `/document`.
  package mutating func get(_ path: String, _ handler: @escaping Handler) {
    add(.get, "/l/\(purpose.path)/{link}\(path)", body: nil, operation: nil, allowing: Self.readable, handler)
  }

  package mutating func post(_ path: String, body: BodyRule? = nil, _ handler: @escaping Handler) {
    add(.post, "/l/\(purpose.path)/{link}\(path)", body: body, operation: nil, allowing: [.open], handler)
  }

  package mutating func get(api path: String, _ operation: Operation, _ handler: @escaping Handler) {
    add(
      .get, "/api/v1/links/\(purpose.path)/{link}\(path)", body: nil, operation: operation, allowing: Self.readable,
      handler)
  }

  package mutating func post(
    api path: String, body: BodyRule? = nil, _ operation: Operation, _ handler: @escaping Handler
  ) {
    add(
      .post, "/api/v1/links/\(purpose.path)/{link}\(path)", body: body, operation: operation, allowing: [.open],
      handler)
  }

  private static let readable: Set<GuestLink.State> = [.open, .finished, .forwarded]

  private mutating func add(
    _ method: Method, _ path: String, body: BodyRule?, operation: Operation?, allowing states: Set<GuestLink.State>,
    _ handler: @escaping Handler
  ) {
    let (services, purpose) = (services, purpose)
    table.add(
      Route(method, path, access: .visitor, body: body, operation: operation) { exchange in
        let token = try exchange.parameter("link")
        let link = try await Self.find(token, for: purpose, exchange, services)
        let guest = Guest(
          exchange: exchange.speaking(link.person.language), link: link, state: link.state(at: exchange.now),
          services: services,
          page: Link(purpose.page(token)))
        guard states.contains(guest.state) else { return try await ClosedLinkPage(guest: guest).reply() }
        do {
          return try await handler(guest)
        } catch let closed as GuestLinkClosed {
          // It was closed between opening and acting.
          return try await ClosedLinkPage(guest: guest, state: closed.state).reply()
        }
      })
  }

  // MARK: Guesses

  /// Twenty wrong links from one address, then one every half minute.
  private static let guesses = TokenBucket(capacity: 20, interval: .seconds(30))

  private static func find(
    _ token: String, for purpose: GuestPurpose, _ exchange: Exchange, _ services: Services
  ) async throws -> GuestLink {
    let store = GuestLinkStore(services.sealer)
    let limit = RateLimit("guest/guess", address: exchange.remoteAddress, guesses, services.sealer)
    let now = exchange.now
    if let link = try await services.database.read({ try store.find(token, for: purpose, on: $0) }) { return link }
    let wait = try await services.database.write { try RateLimitStore.take([limit], now: now, on: $0) }
    if let wait { throw WebError.tooManyRequests(retryAfter: wait) }
    throw WebError.notFound
  }
}

/// What a link says that is no longer good.
package struct ClosedLinkPage {
  let guest: Guest
  var state: GuestLink.State?

  func reply() async throws -> Reply {
    let (t, link) = (guest.t, guest.link)
    let state = state ?? guest.state
    let school = try await guest.services.database.read { try SchoolStore.school(link.schoolID, on: $0)?.name ?? "" }
    let day = [link.revokedAt, link.finishedAt, link.forwardedAt].compactMap(\.self).first ?? link.expiresAt
    let words = ["name": link.person.name, "subject": link.subject.name, "school": school, "date": day.day.description]
    let key = "activity.guest.\(state == .open ? "revoked" : state.rawValue)"
    if guest.exchange.wantsJSON { throw WebError.conflict(Message("\(key).text", words)) }
    let back: HTML =
      state == .finished || state == .forwarded
      ? LinkButton(t("activity.guest.look"), to: guest.page).html : .empty
    return try await guest.page(
      PageContent(
        title: t("\(key).title"), status: 410,
        content: "\(Alert(state == .finished ? .info : .warning, "<p>\(t("\(key).text", words))</p>"))\(back)"))
  }
}
