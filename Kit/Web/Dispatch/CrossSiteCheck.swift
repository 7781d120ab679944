import HTTPTypes

/// Keeps other sites from acting through a person's browser.
///
/// Every request that may change something and is not made with a bearer token
/// must come from our own pages:
/// 1. `Sec-Fetch-Site`, where the browser sends it, must be `same-origin` or
///    `none` (typed by the person);
/// 2. else `Origin`, else `Referer`, must name our host;
/// 3. requests of a session must also carry its form token, which covers
///    clients that send none of these headers.
///
/// Visitors have no session whose rights could be borrowed, so for them the
/// first two suffice: they stop another site from signing a browser in.
struct CrossSiteCheck: Sendable {
  let publicOrigin: String?

  /// Whether the headers allow that the request comes from a page of ours.
  func isFromOurPages(_ request: HTTPRequest, origin: RequestOrigin, isSecure: Bool) -> Bool {
    if let site = request.headerFields[.secFetchSite] {
      return site == "same-origin" || site == "none"
    }
    if let sender = request.headerFields[.origin] {
      return isOurs(sender, request, origin, isSecure)
    }
    if let page = request.headerFields[.referer] {
      return isOurs(page, request, origin, isSecure)
    }
    return true
  }

  private func isOurs(_ address: String, _ request: HTTPRequest, _ origin: RequestOrigin, _ isSecure: Bool) -> Bool {
    guard let sender = Self.originPart(of: address) else { return false }
    if let publicOrigin, sender == publicOrigin.lowercased() { return true }
    guard let host = origin.host(request) else { return false }
    // A page over http must not speak for the same host over https.
    return sender == "https://" + host || !isSecure && sender == "http://" + host
  }

  /// `https://host:port` of an address, in lower case.
  static func originPart(of address: String) -> String? {
    let lower = address.lowercased()
    for scheme in ["https://", "http://"] where lower.hasPrefix(scheme) {
      let host = lower.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      return host.isEmpty || host.contains("@") ? nil : scheme + host
    }
    return nil
  }
}
