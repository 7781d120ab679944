package import Localization

/// Who makes a request, as the authenticator found out.
package struct Principal: Sendable {
  package let accountID: Int64
  /// The session that the cookie named; `nil` for a bearer token.
  package let sessionID: Int64?
  /// The access token of an API request; `nil` for a session.
  package let tokenID: Int64?
  /// What a token may do; `nil` means everything that the account may.
  package let scopes: Set<String>?
  /// The secret of the session that form tokens are made from; never sent.
  package let csrfSecret: String?
  /// The language that the account chose.
  package let language: Language?
  /// What the application loaded for the account, opaque to this layer.
  package let value: any Sendable

  package init(
    accountID: Int64, sessionID: Int64? = nil, tokenID: Int64? = nil, scopes: Set<String>? = nil,
    csrfSecret: String? = nil, language: Language? = nil, value: any Sendable = ()
  ) {
    self.accountID = accountID
    self.sessionID = sessionID
    self.tokenID = tokenID
    self.scopes = scopes
    self.csrfSecret = csrfSecret
    self.language = language
    self.value = value
  }
}

/// Finds the principal of a request.
package protocol Authenticator: Sendable {
  /// - Parameters:
  ///   - cookie: the session cookie's value; not given when there is a bearer token.
  ///   - bearer: the token of `Authorization: Bearer …` (RFC 6750).
  ///   - address: the client's address, behind trusted proxies the forwarded one.
  /// - Returns: `nil` when neither names a live session or token. A missing
  ///   session makes a visitor, a wrong token is answered with 401.
  func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal?
}

/// Knows nobody; for programs without accounts and for tests.
package struct NoAuthenticator: Authenticator {
  package init() {}

  package func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal? { nil }
}

/// Who may call a route, checked before its handler runs and its body is read.
package enum Access: Sendable, Hashable {
  /// Everybody.
  case visitor
  /// Every account that is signed in.
  case signedIn
  /// Who holds the named permission; decided by the application's `authorize`.
  case permission(String)
}
