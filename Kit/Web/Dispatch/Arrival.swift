import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Values

/// A request before it is known which route it is for.
struct Arrival: Sendable {
  let request: Request
  /// `nil` for a method that no route can have.
  let method: Method?
  /// As it was sent, without the query; empty when it is no path.
  let path: String
  let query: Substring
  let origin: RequestOrigin
  let isSecure: Bool
  let requestID: String
  let now: Instant
  let started: ContinuousClock.Instant

  init(_ request: Request, peer: SocketAddress?, site: Site) {
    self.request = request
    method = Method(request.method)
    let target = request.head.path ?? ""
    if target.utf8.first == UInt8(ascii: "/") {
      if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
        path = String(target[..<mark])
        query = target[target.utf8.index(after: mark)...]
      } else {
        path = target
        query = ""
      }
    } else {
      path = ""
      query = ""
    }
    origin = RequestOrigin(peer: peer, proxies: site.settings.trustedProxies)
    isSecure = site.isPublicSecure || origin.isSecure(request.headers)
    requestID = origin.forwardedID(request.headers) ?? site.nextRequestID()
    now = site.clock.now()
    started = .now
  }

  var isHead: Bool { method == .head }

  var wantsJSON: Bool { RequestWishes.wantsJSON(path: path, headers: request.headers) }
}
