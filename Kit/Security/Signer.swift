import Crypto
package import Values

/// Signs short values that travel through a browser or a mail and come back:
/// what a form was made for, where a link leads, who may download a file.
///
/// The value can be read by everybody; nobody can change it or make one. Each
/// purpose has its own key, so that a text signed for one is forged for another.
package struct Signer: Sendable {
  private let keys: DerivedKeys

  /// - Parameter purpose: a constant such as `downloads`.
  package init(_ ring: KeyRing, purpose: String) {
    keys = DerivedKeys(ring, purpose: "sign/\(purpose)")
  }

  /// `k1.expiry.value.signature`, safe in a URL: 48 letters more than four
  /// thirds of the value.
  /// - Parameter expires: from then on it is refused (to the second).
  package func sign(_ value: String, expires: Instant) -> String {
    let (id, key) = keys.newest
    let seconds = String(max(0, expires.milliseconds / 1000), radix: 36)
    let signed = "\(id).\(seconds).\(Base64URL.encode(value.utf8))"
    let mac = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: key)
    return "\(signed).\(Base64URL.encode(mac))"
  }

  /// The value that was signed.
  package func value(of text: String, at now: Instant) throws(SignatureError) -> String {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, let seconds = Int64(parts[1], radix: 36), seconds < Int64.max / 1000,
      let bytes = Base64URL.decode(parts[2]), let value = String(validating: bytes, as: UTF8.self),
      let mac = Base64URL.decode(parts[3])
    else { throw .malformed }
    let signed = Array("\(parts[0]).\(parts[1]).\(parts[2])".utf8)
    guard let key = keys.key(parts[0]),
      HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: signed, using: key)
    else { throw .forged }
    guard now.milliseconds < seconds * 1000 else { throw .expired }
    return value
  }
}

package enum SignatureError: Error, Sendable, Hashable {
  /// Not the form that `sign` writes, for example a link that a mail program cut.
  case malformed
  /// Changed, signed for another purpose, or by a key that is gone.
  case forged
  case expired
}
