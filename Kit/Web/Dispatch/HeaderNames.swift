import HTTPTypes

extension HTTPField.Name {
  static let xForwardedFor = named("X-Forwarded-For")
  static let xForwardedProto = named("X-Forwarded-Proto")
  static let xForwardedHost = named("X-Forwarded-Host")
  static let xRequestID = named("X-Request-ID")
  static let xCSRFToken = named("X-CSRF-Token")
  static let secFetchSite = named("Sec-Fetch-Site")
  static let referrerPolicy = named("Referrer-Policy")
  static let permissionsPolicy = named("Permissions-Policy")
  static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
  static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")
  static let clearSiteData = named("Clear-Site-Data")

  /// A test checks that each of the names above is one; the other branch is never taken.
  private static func named(_ name: String) -> HTTPField.Name {
    HTTPField.Name(name) ?? .via
  }
}
