import Crypto
import Foundation

/// The secret keys of an installation, oldest first.
///
/// The newest key seals and signs; every key opens and checks. So a new key
/// can be added at any time, and an old one taken away once nothing is sealed
/// with it any more. No key is used as it is: each purpose has its own, derived
/// by HKDF (RFC 5869), so that what is good for one cannot be shown to another.
package struct KeyRing: Sendable {
  struct Key: Sendable {
    let number: Int
    let material: SymmetricKey

    var id: String { "k\(number)" }
  }

  let keys: [Key]

  /// A ring of one new key.
  package init() {
    keys = [Key(number: 1, material: SymmetricKey(size: .bits256))]
  }

  /// - Parameter keys: at least one, numbers rising.
  init?(keys: [Key]) {
    guard !keys.isEmpty, zip(keys, keys.dropFirst()).allSatisfy({ $0.number < $1.number }) else { return nil }
    self.keys = keys
  }

  /// The ring with one more key, which seals from now on.
  package func rotated() -> KeyRing {
    let number = (keys.last?.number ?? 0) + 1
    return KeyRing(adding: Key(number: number, material: SymmetricKey(size: .bits256)), to: self)
  }

  private init(adding key: Key, to ring: KeyRing) {
    keys = ring.keys + [key]
  }

  /// `k1`, `k2` …, oldest first.
  package var ids: [String] { keys.map(\.id) }

  /// What the keys can be recognised by without telling them: id and eight
  /// letters. Kept beside the data, it shows a key file that belongs to another
  /// installation before anything is sealed with it.
  package var fingerprints: [(id: String, fingerprint: String)] {
    let derived = DerivedKeys(self, purpose: "fingerprint")
    return derived.keys.map { key in
      let mac = HMAC<SHA256>.authenticationCode(for: Array("qiao".utf8), using: key.key)
      return (key.id, String(Base32.encode(Array(mac).prefix(5)).lowercased()))
    }
  }
}

extension KeyRing: CustomStringConvertible, CustomReflectable {
  /// Ids only, so that no log holds a key by accident.
  package var description: String { "KeyRing(\(ids.joined(separator: ", ")))" }
  package var customMirror: Mirror { Mirror(self, children: ["ids": ids]) }
}

/// The keys of one purpose, one for each key of the ring.
struct DerivedKeys: Sendable {
  let keys: [(id: String, key: SymmetricKey)]

  init(_ ring: KeyRing, purpose: String) {
    keys = ring.keys.map { key in
      let info = Array("qiao/\(purpose)".utf8)
      let derived = HKDF<SHA256>.deriveKey(inputKeyMaterial: key.material, info: info, outputByteCount: 32)
      return (key.id, derived)
    }
  }

  /// The key that is used for what is made now.
  var newest: (id: String, key: SymmetricKey) { keys[keys.count - 1] }

  func key(_ id: some StringProtocol) -> SymmetricKey? {
    keys.first { $0.id == id }?.key
  }
}
