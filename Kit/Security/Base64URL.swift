import Foundation

/// Base 64 with the alphabet that is safe in URLs and file names, without
/// padding (RFC 4648, section 5).
package enum Base64URL {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let standard = Data(bytes).base64EncodedData()
    var digits = [UInt8]()
    digits.reserveCapacity(standard.count)
    for digit in standard {
      switch digit {
      case UInt8(ascii: "+"): digits.append(UInt8(ascii: "-"))
      case UInt8(ascii: "/"): digits.append(UInt8(ascii: "_"))
      case UInt8(ascii: "="): break
      default: digits.append(digit)
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// `nil` for any text that `encode` would not have written, so that one value has one spelling.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.allSatisfy({ isDigit($0) }), text.utf8.count % 4 != 1 else { return nil }
    var standard = Data(
      text.utf8.map { digit in
        switch digit {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: digit
        }
      })
    standard.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - standard.count % 4) % 4))
    guard let data = Data(base64Encoded: standard) else { return nil }
    let bytes = [UInt8](data)
    return encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
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
