import HTTPTypes
import NIOCore

/// Where a request comes from and how it reached us.
struct RequestOrigin: Sendable {
  private let peer: SocketAddress?
  private let proxies: TrustedProxies
  /// Whether the peer is a proxy that is believed.
  let isForwarded: Bool

  init(peer: SocketAddress?, proxies: TrustedProxies) {
    self.peer = peer
    self.proxies = proxies
    isForwarded = proxies.contains(peer)
  }

  /// The client's address. Of `X-Forwarded-For` the last entry that is no
  /// trusted proxy counts: what stands before it, the client may have invented.
  func clientAddress(_ headers: HTTPFields) -> String {
    let own = peer.map { $0.ipAddress ?? "unix" } ?? "unknown"
    guard isForwarded, let list = headers[.xForwardedFor] else { return own }
    for entry in list.split(separator: ",").reversed() {
      let address = String(entry).trimmingSpaces
      guard TrustedProxies.bytes(of: address) != nil else { return own }
      if !proxies.contains(address) { return address }
    }
    return own
  }

  /// Whether the browser used https towards the proxy.
  func isSecure(_ headers: HTTPFields) -> Bool {
    guard isForwarded, let scheme = headers[.xForwardedProto] else { return false }
    return scheme.split(separator: ",").last.map { String($0).trimmingSpaces.lowercased() } == "https"
  }

  /// The host and port that the browser asked for, in lower case.
  func host(_ request: HTTPRequest) -> String? {
    if isForwarded, let forwarded = request.headerFields[.xForwardedHost] {
      return forwarded.split(separator: ",").last.map { String($0).trimmingSpaces.lowercased() }
    }
    return request.authority?.lowercased()
  }

  /// The id that a trusted proxy gave the request; `nil` when it gave none of
  /// 8 to 64 letters, digits, `-`, `_`, `.`.
  func forwardedID(_ headers: HTTPFields) -> String? {
    guard isForwarded, let id = headers[.xRequestID], (8...64).contains(id.utf8.count),
      id.utf8.allSatisfy({ byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      })
    else { return nil }
    return id
  }
}

extension String {
  /// Without spaces and tabs at both ends.
  var trimmingSpaces: String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard first.map(isSpace) == true || last.map(isSpace) == true else { return self }
    var rest = self[...].drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return String(rest)
  }
}
