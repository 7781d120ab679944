import HTTPTypes

/// The request methods that routes may be written for (RFC 9110 §9, RFC 5789).
package enum Method: String, Sendable, Hashable, CaseIterable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"
  case options = "OPTIONS"

  /// `nil` for a method that no route can be written for.
  init?(_ method: HTTPRequest.Method) {
    switch method {
    case .get: self = .get
    case .head: self = .head
    case .post: self = .post
    case .put: self = .put
    case .patch: self = .patch
    case .delete: self = .delete
    case .options: self = .options
    default: return nil
    }
  }

  /// Whether the method only reads (RFC 9110 §9.2.1); all others need proof
  /// that the request comes from one of our own pages.
  package var isSafe: Bool {
    switch self {
    case .get, .head, .options: true
    case .post, .put, .patch, .delete: false
    }
  }
}
