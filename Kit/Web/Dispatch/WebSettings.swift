import Foundation

/// What an operator may set about the web side.
package struct WebSettings: Sendable {
  /// The address people type, `https://qiao.example.edu.cn`, without a trailing
  /// slash; `nil` takes what the request says. With https all cookies are secure.
  package var publicOrigin: String?
  /// Whose `X-Forwarded-…` and `X-Request-ID` headers are believed.
  package var trustedProxies: TrustedProxies
  /// Name of the session cookie without the `__Host-` prefix.
  package var sessionCookie: String
  /// Where visitors are sent when a page needs an account.
  package var signInPath: String
  /// Where uploads lie until their handler is done.
  package var temporaryDirectory: String
  /// How long a connection may be silent: between requests, inside a header
  /// and inside a body.
  package var idleTimeout: Duration
  /// How long a client may take nothing of an answer.
  package var stalledTimeout: Duration
  /// How long the rest of a body is taken and thrown away after its answer.
  package var drainTimeout: Duration
  /// Time between the comments that keep an event stream alive.
  package var heartbeat: Duration
  /// How long a body may be slower than `slowestBody`.
  package var bodyGrace: Duration
  /// Bytes per second below which a body is given up after the grace.
  package var slowestBody: Int
  /// Bytes of all request headers together.
  package var headerBytes: Int
  package var headerCount: Int
  /// Whether answers are compressed here and not by a proxy.
  package var compresses: Bool

  package init(
    publicOrigin: String? = nil, trustedProxies: TrustedProxies = .none, sessionCookie: String = "session",
    signInPath: String = "/sign-in", temporaryDirectory: String = NSTemporaryDirectory(),
    idleTimeout: Duration = .seconds(30), stalledTimeout: Duration = .seconds(60),
    drainTimeout: Duration = .seconds(300),
    heartbeat: Duration = .seconds(15), bodyGrace: Duration = .seconds(60), slowestBody: Int = 1024,
    headerBytes: Int = 32 << 10, headerCount: Int = 100, compresses: Bool = true
  ) {
    self.publicOrigin = publicOrigin
    self.trustedProxies = trustedProxies
    self.sessionCookie = sessionCookie
    self.signInPath = signInPath
    self.temporaryDirectory = temporaryDirectory
    self.idleTimeout = idleTimeout
    self.stalledTimeout = stalledTimeout
    self.drainTimeout = drainTimeout
    self.heartbeat = heartbeat
    self.bodyGrace = bodyGrace
    self.slowestBody = slowestBody
    self.headerBytes = headerBytes
    self.headerCount = headerCount
    self.compresses = compresses
  }
}
