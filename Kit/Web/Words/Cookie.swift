/// A cookie that a reply sets (RFC 6265bis). All are `SameSite=Lax` and for the
/// whole site; over https they are `Secure` and carry the name prefix `__Host-`.
package struct Cookie: Sendable, Hashable {
  /// Without the prefix; letters, digits, `-` and `_`.
  package let name: String
  package let value: String
  /// `nil` lasts as long as the browser runs; zero removes the cookie.
  package let maxAge: Duration?
  /// Whether scripts are kept from reading it.
  package let isHTTPOnly: Bool

  package init(_ name: String, _ value: String, maxAge: Duration? = nil, isHTTPOnly: Bool = true) {
    self.name = name
    self.value = value
    self.maxAge = maxAge
    self.isHTTPOnly = isHTTPOnly
  }

  /// Removes the cookie of that name.
  package static func removal(of name: String) -> Cookie {
    Cookie(name, "", maxAge: .zero)
  }

  /// The name as the browser knows it.
  static func sentName(_ name: String, isSecure: Bool) -> String {
    isSecure ? "__Host-" + name : name
  }

  /// The `Set-Cookie` field's value.
  func fieldValue(isSecure: Bool) -> String {
    var text = "\(Self.sentName(name, isSecure: isSecure))=\(value); Path=/"
    if let maxAge { text += "; Max-Age=\(max(0, maxAge.components.seconds))" }
    if isHTTPOnly { text += "; HttpOnly" }
    if isSecure { text += "; Secure" }
    return text + "; SameSite=Lax"
  }
}
