import Foundation

/// Base 64 with the alphabet that is safe in URLs and file names, without
/// padding (RFC 4648, section 5).
package enum Base64URL {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    encode(array: Array(bytes))
  }

  // On arrays: going through `Data` or a generic sequence byte by byte takes twenty times as long.
  private static func encode(array bytes: [UInt8]) -> String {
    var digits = [UInt8](Data(bytes).base64EncodedData())
    while digits.last == UInt8(ascii: "=") { digits.removeLast() }
    for place in digits.indices {
      switch digits[place] {
      case UInt8(ascii: "+"): digits[place] = UInt8(ascii: "-")
      case UInt8(ascii: "/"): digits[place] = UInt8(ascii: "_")
      default: break
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// `nil` for any text that `encode` would not have written, so that one value has one spelling.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    decode(array: Array(text.utf8))
  }

  private static func decode(array text: [UInt8]) -> [UInt8]? {
    guard text.allSatisfy(isDigit), text.count % 4 != 1 else { return nil }
    var standard = text
    for place in standard.indices {
      switch standard[place] {
      case UInt8(ascii: "-"): standard[place] = UInt8(ascii: "+")
      case UInt8(ascii: "_"): standard[place] = UInt8(ascii: "/")
      default: break
      }
    }
    standard.append(contentsOf: [UInt8](repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4))
    guard let data = Data(base64Encoded: Data(standard)) else { return nil }
    let bytes = [UInt8](data)
    return Array(encode(array: bytes).utf8) == text ? bytes : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
