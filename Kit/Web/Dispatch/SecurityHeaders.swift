import HTTPTypes

/// The headers that every answer carries, also errors and assets.
enum SecurityHeaders {
  /// Nothing may be loaded from, sent to or framed by another site, and no
  /// script or style may stand inside a page.
  static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; \
    worker-src 'self'
    """

  static let values: [(String, String)] = [
    ("Content-Security-Policy", policy),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
  ]

  static func fields(isSecure: Bool) -> HTTPFields {
    var fields = HTTPFields()
    for (name, value) in values {
      guard let name = HTTPField.Name(name) else { continue }
      fields.append(HTTPField(name: name, value: value))
    }
    if isSecure {
      fields.append(HTTPField(name: .strictTransportSecurity, value: "max-age=31536000"))
    }
    return fields
  }
}
