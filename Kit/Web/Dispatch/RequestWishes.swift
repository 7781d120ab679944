import HTTPTypes

/// What a client would like to get.
enum RequestWishes {
  /// Under `/api/` always; elsewhere when JSON is accepted and pages are not.
  static func wantsJSON(path: String, headers: HTTPFields) -> Bool {
    if path.hasPrefix("/api/") || path == "/api" { return true }
    guard let accept = headers[.accept] else { return false }
    return accept.contains("json") && !accept.contains("text/html")
  }
}
