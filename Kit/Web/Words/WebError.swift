package import Localization
package import Records

/// What a handler throws to be answered with an error page, or with a problem
/// document (RFC 9457) where the client reads JSON.
package enum WebError: Error, Sendable, Hashable {
  /// 400: the request itself is malformed.
  case badRequest(Message)
  /// 401; a page is answered by going to the sign-in page instead.
  case unauthenticated
  /// 403: may be seen but not done.
  case forbidden(Message? = nil)
  /// 404: is not there, or may not be seen.
  case notFound
  /// 405 with the methods that the path has.
  case methodNotAllowed([Method])
  /// 408: the body came too slowly.
  case timeout
  /// 409: somebody else was faster, or the state does not allow it.
  case conflict(Message)
  /// 412: the record is no longer the one that `If-Match` names.
  case preconditionFailed(Message)
  /// 413 with the most bytes that are taken.
  case tooLarge(limit: Int)
  /// 415 with the content types that are taken.
  case unsupportedMediaType([String])
  /// 422: understood, but fields are wrong.
  case unprocessable([FieldProblem])
  /// 428: a change must say in `If-Match` which version it was made for (RFC 6585 §3).
  case preconditionRequired
  /// 429: come again after the time.
  case tooManyRequests(retryAfter: Duration)
  /// 500: a mistake of ours; the log has the rest under the request id.
  case internalError
  /// 503: cannot now, for example because the storage is full.
  case unavailable(Message? = nil, retryAfter: Duration? = nil)

  /// The status code (RFC 9110 §15, RFC 6585 for 428 and 429).
  package var status: Int {
    switch self {
    case .badRequest: 400
    case .unauthenticated: 401
    case .forbidden: 403
    case .notFound: 404
    case .methodNotAllowed: 405
    case .timeout: 408
    case .conflict: 409
    case .preconditionFailed: 412
    case .tooLarge: 413
    case .unsupportedMediaType: 415
    case .unprocessable: 422
    case .preconditionRequired: 428
    case .tooManyRequests: 429
    case .internalError: 500
    case .unavailable: 503
    }
  }

  /// One sentence for the person: what happened and what to do.
  package var explanation: Message {
    switch self {
    case .badRequest(let message), .conflict(let message), .preconditionFailed(let message): message
    case .forbidden(let message?), .unavailable(let message?, _): message
    case .tooLarge(let limit): Message("kit.web.error.413.text", ["limit": Self.sizeText(limit)])
    case .unsupportedMediaType(let types):
      Message("kit.web.error.415.text", ["types": types.joined(separator: ", ")])
    case .tooManyRequests(let delay):
      Message("kit.web.error.429.text", ["seconds": String(Self.seconds(delay))])
    default: Message("kit.web.error.\(status).text")
    }
  }

  /// What a page's heading says.
  package var title: Message { Message("kit.web.error.\(status).title") }

  /// Whole seconds, rounded up and at least one, as `Retry-After` wants them.
  static func seconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return max(1, attoseconds > 0 ? seconds + 1 : seconds)
  }

  /// `20 MiB`, `64 KiB`, `300 B`.
  static func sizeText(_ bytes: Int) -> String {
    switch bytes {
    case ..<1024: "\(bytes) B"
    case ..<1_048_576: "\(bytes / 1024) KiB"
    default: "\(bytes / 1_048_576) MiB"
    }
  }
}
