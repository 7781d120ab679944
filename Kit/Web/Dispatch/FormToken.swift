import Crypto
import Foundation
import Security

/// The token that proves a form to come from a page of the same session.
///
/// What is sent is a fresh random pad and the pad XORed with the hashed session
/// secret: the text differs on every page, so its compressed length says
/// nothing about the secret (the BREACH attack).
enum FormToken {
  static let fieldName = "_csrf"
  private static let size = 32

  static func masked(secret: String) -> String {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size * 2)
    for _ in 0..<size / 8 {
      withUnsafeBytes(of: generator.next() as UInt64) { bytes.append(contentsOf: $0) }
    }
    for (index, byte) in digest(secret).enumerated() { bytes.append(byte ^ bytes[index]) }
    return Base64URL.encode(bytes)
  }

  /// Compares in time that does not depend on where the token is wrong.
  static func isValid(_ token: String, secret: String) -> Bool {
    guard token.utf8.count <= 128, let bytes = Base64URL.decode(token), bytes.count == size * 2 else { return false }
    var difference: UInt8 = 0
    for (index, byte) in digest(secret).enumerated() {
      difference |= byte ^ bytes[index] ^ bytes[index + size]
    }
    return difference == 0
  }

  private static func digest(_ secret: String) -> SHA256.Digest {
    SHA256.hash(data: Data(("form token " + secret).utf8))
  }
}
