import Crypto
import Foundation

/// Encrypts personal fields on their way into the database, with AES-256-GCM.
///
/// A sealed text is `k1:` and URL-safe base 64 of nonce, ciphertext and tag.
/// The `context` says where the value stands, such as `accounts.totp/` and the
/// account's id; it is not stored but must be the same on opening, so that a
/// sealed value copied into another row or column does not open there.
package struct Sealer: Sendable {
  private let sealing: DerivedKeys
  private let indexing: DerivedKeys

  package init(_ ring: KeyRing) {
    sealing = DerivedKeys(ring, purpose: "seal")
    indexing = DerivedKeys(ring, purpose: "index")
  }

  /// Seals with the newest key. The same text is sealed differently each time.
  package func seal(_ text: String, context: String) throws(SealError) -> String {
    let (id, key) = sealing.newest
    guard
      let box = try? AES.GCM.seal(Array(text.utf8), using: key, authenticating: Array(context.utf8)),
      let bytes = box.combined
    else { throw .damaged }
    return "\(id):\(Base64URL.encode(bytes))"
  }

  package func open(_ sealed: String, context: String) throws(SealError) -> String {
    guard let (id, bytes) = Self.split(sealed) else { throw .malformed }
    guard let key = sealing.key(id) else { throw .unknownKey(id: id) }
    guard let box = try? AES.GCM.SealedBox(combined: bytes),
      let opened = try? AES.GCM.open(box, using: key, authenticating: Array(context.utf8)),
      let text = String(validating: opened, as: UTF8.self)
    else { throw .damaged }
    return text
  }

  /// Whether an older key sealed it: seal it anew, and one day the old key can go.
  package func isOutdated(_ sealed: String) -> Bool {
    Self.split(sealed)?.id != sealing.newest.id
  }

  /// A value to store in a column beside the sealed one, so that equal values
  /// can be found without opening any: a keyed digest of 128 bits after its key's id.
  ///
  /// Width, case, blanks and hyphens make no difference. Few possible values
  /// mean that whoever holds the table sees which rows are alike: index
  /// citizen numbers and phones, not genders.
  /// - Parameter context: names the column, not the row.
  package func blindIndex(_ value: String, context: String) -> String {
    Self.index(value, context: context, id: indexing.newest.id, key: indexing.newest.key)
  }

  /// What to search for: rows may still have the index of an older key.
  package func blindIndexes(_ value: String, context: String) -> [String] {
    indexing.keys.map { Self.index(value, context: context, id: $0.id, key: $0.key) }
  }

  private static func split(_ sealed: String) -> (id: String, bytes: [UInt8])? {
    let parts = sealed.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Base64URL.decode(Substring(parts[1])) else { return nil }
    return (String(Substring(parts[0])), bytes)
  }

  private static func index(_ value: String, context: String, id: String, key: SymmetricKey) -> String {
    let canonical = value.precomposedStringWithCompatibilityMapping.lowercased()
      .filter { !$0.isWhitespace && $0 != "-" }
    // A context has no zero byte, so that no two pairs are the same bytes.
    let bytes = Array(context.utf8) + [0] + Array(canonical.utf8)
    let mac = Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    return "\(id):\(Base64URL.encode(mac.prefix(16)))"
  }
}

package enum SealError: Error, Sendable, Hashable {
  /// Not a sealed text at all.
  case malformed
  /// Sealed with a key that the ring does not have.
  case unknownKey(id: String)
  /// Changed, taken from another place, or sealed by another installation's key.
  case damaged
}
