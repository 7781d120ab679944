/// Base 32 in the alphabet A–Z 2–7 without padding (RFC 4648, section 6), which
/// authenticator apps read and people can type.
package enum Base32 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        result.append(digits[Int(buffer >> UInt32(bits) & 31)])
      }
      buffer &= (1 << UInt32(bits)) - 1
    }
    if bits > 0 { result.append(digits[Int(buffer << UInt32(5 - bits) & 31)]) }
    return String(decoding: result, as: UTF8.self)
  }

  /// Reads upper and lower case, with spaces, hyphens and padding where people
  /// put them; `nil` for other characters.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in text.utf8 where byte != 0x20 && byte != 0x2D && byte != 0x3D {
      let upper = byte >= 0x61 && byte <= 0x7A ? byte - 32 : byte
      guard let digit = digits.firstIndex(of: upper) else { return nil }
      buffer = buffer << 5 | UInt32(digit)
      bits += 5
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(buffer >> UInt32(bits) & 255))
      }
      buffer &= (1 << UInt32(bits)) - 1
    }
    return result
  }
}
