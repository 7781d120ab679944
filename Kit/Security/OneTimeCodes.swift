import Crypto
import Foundation

/// Six digits that are sent by mail and typed back within minutes.
///
/// A million codes can be tried in a moment, so the table keeps a keyed digest
/// (the key is not in the database), and whoever checks must count the attempts
/// and let the code die after a few.
package struct OneTimeCodes: Sendable {
  private let keys: DerivedKeys

  package init(_ ring: KeyRing) {
    keys = DerivedKeys(ring, purpose: "one-time codes")
  }

  /// `000000` … `999999`, each as likely as the other.
  package func make() -> String {
    leftPadded(Int.random(in: 0..<1_000_000), to: 6)
  }

  /// What the table keeps.
  /// - Parameter context: whom and what the code is for, such as `mail/` and the
  ///   account's id; a code for one thing is wrong for another.
  package func digest(_ code: String, context: String) -> String {
    Self.digest(code, context: context, id: keys.newest.id, key: keys.newest.key)
  }

  /// Whether `code` was typed as it was sent; blanks and full-width digits are forgiven.
  package func matches(_ code: String, digest: String, context: String) -> Bool {
    guard let id = digest.split(separator: ":").first, let key = keys.key(id) else { return false }
    let typed = Self.digest(code, context: context, id: String(id), key: key)
    return equalInConstantTime(typed.utf8, digest.utf8)
  }

  private static func digest(_ code: String, context: String, id: String, key: SymmetricKey) -> String {
    let canonical = code.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
    let bytes = Array(context.utf8) + [0] + Array(canonical.utf8)
    return "\(id):\(Base64URL.encode(HMAC<SHA256>.authenticationCode(for: bytes, using: key)))"
  }
}
