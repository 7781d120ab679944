/// The key of a record: 64 bits, ordered by the time of making, typed by what
/// it identifies so that an enterprise's key cannot stand where a school's is
/// meant.
///
/// In URLs and JSON it is written as 13 letters and digits (Crockford's
/// base 32, lower case): JavaScript cannot hold 64-bit integers, and people
/// read the letters out over the phone.
package struct ID<Owner>: Hashable, Sendable, Comparable {
  package let rawValue: Int64

  package init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// Reads the 13-letter form. Upper case is accepted, and `o`, `i`, `l` are
  /// read as `0`, `1`, `1`, as they are misheard. `nil` for anything else.
  package init?(_ text: some StringProtocol) {
    guard let value = Base32.decode(text) else { return nil }
    rawValue = value
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The same key seen as the key of another kind of record, for example of a
  /// record that shares its owner's key.
  package func retyped<Other>(as: Other.Type = Other.self) -> ID<Other> {
    ID<Other>(rawValue: rawValue)
  }
}

extension ID: CustomStringConvertible {
  package var description: String { Base32.encode(rawValue) }
}

extension ID: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let id = Self(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an id: 13 letters are expected"))
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Crockford's base 32 of a non-negative 64-bit number in exactly 13 digits.
enum Base32 {
  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  static func encode(_ value: Int64) -> String {
    let bits = UInt64(bitPattern: value)
    return String(unsafeUninitializedCapacity: 13) { buffer in
      for position in 0..<13 {
        let shift = UInt64((12 - position) * 5)
        buffer[position] = digits[Int((bits >> shift) & 31)]
      }
      return 13
    }
  }

  static func decode(_ text: some StringProtocol) -> Int64? {
    guard text.utf8.count == 13 else { return nil }
    var bits: UInt64 = 0
    for byte in text.utf8 {
      guard let digit = digit(byte) else { return nil }
      // 13 digits are 65 bits; the leading one may carry three only.
      guard bits >> 59 == 0 else { return nil }
      bits = bits << 5 | UInt64(digit)
    }
    return Int64(exactly: bits)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    let lower = byte >= 65 && byte <= 90 ? byte + 32 : byte
    switch lower {
    case UInt8(ascii: "o"): return 0
    case UInt8(ascii: "i"), UInt8(ascii: "l"): return 1
    default: return digits.firstIndex(of: lower)
    }
  }
}
