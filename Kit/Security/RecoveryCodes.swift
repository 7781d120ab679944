import Crypto
import Foundation

/// Codes on paper for the day when the phone is lost; each works once.
///
/// A code is 80 random bits in 16 letters, `k7wq-2xdn-…`, without letters that
/// look alike. 80 bits cannot be tried, so a plain digest of each is stored.
package enum RecoveryCodes {
  /// Crockford's alphabet has no i, l, o and u.
  private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  /// New codes, to be shown once.
  package static func make(count: Int = 10) -> [String] {
    (0..<count).map { _ in
      let code = randomBytes(16).map { letters[Int($0 & 31)] }
      return stride(from: 0, to: 16, by: 4)
        .map { String(decoding: code[$0..<$0 + 4], as: UTF8.self) }
        .joined(separator: "-")
    }
  }

  /// What is stored for a code, 43 letters; the same however the code is typed
  /// (capitals, spaces, `o` for zero, `l` for one).
  package static func digest(_ code: String) -> String {
    Base64URL.encode(SHA256.hash(data: Array("recovery code\0".utf8) + canonical(code)))
  }

  /// Which of the account's unused codes was typed, so that it can be struck
  /// out; `nil` when none was.
  package static func index(of code: String, in digests: [String]) -> Int? {
    let typed = digest(code)
    var match: Int?
    for (index, stored) in digests.enumerated() where equalInConstantTime(stored.utf8, typed.utf8) {
      match = index
    }
    return match
  }

  private static func canonical(_ code: String) -> [UInt8] {
    code.precomposedStringWithCompatibilityMapping.lowercased().utf8.compactMap { byte in
      switch byte {
      case UInt8(ascii: "o"): UInt8(ascii: "0")
      case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
      default: letters.contains(byte) ? byte : nil
      }
    }
  }
}
