/// What a form or a query sent: names and values in order, names may repeat.
///
/// A page shows it again as it was typed, so nothing is trimmed or dropped here.
package struct FormData: Sendable, Hashable {
  package struct Pair: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var pairs: [Pair]

  package static let empty = FormData([Pair]())

  package init(_ pairs: [Pair]) {
    self.pairs = pairs
  }

  package init(_ pairs: [(String, String)]) {
    self.pairs = pairs.map { Pair($0.0, $0.1) }
  }

  package var isEmpty: Bool { pairs.isEmpty }

  /// The last value of that name: where a hidden default precedes a checkbox,
  /// the checkbox wins.
  package subscript(name: String) -> String? {
    pairs.last { $0.name == name }?.value
  }

  package func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  package func has(_ name: String) -> Bool {
    pairs.contains { $0.name == name }
  }

  /// The data with every value of `name` replaced by `values`.
  package func setting(_ name: String, to values: [String]) -> FormData {
    FormData(pairs.filter { $0.name != name } + values.map { Pair(name, $0) })
  }
}

extension FormData {
  /// What can be wrong with an encoded form before any field is looked at.
  package enum ParseError: Error, Sendable, Equatable {
    case malformedEscape
    case invalidUTF8
    case nulByte
    case tooManyPairs(limit: Int)
  }

  /// Reads `application/x-www-form-urlencoded` (WHATWG URL Standard §5.1),
  /// stricter in that broken escapes, broken UTF-8 and NUL are errors: browsers
  /// never send them, and a database would refuse them later.
  package init(urlEncoded bytes: some Sequence<UInt8>, limit: Int = 2000) throws(ParseError) {
    pairs = []
    var name: [UInt8] = []
    var value: [UInt8] = []
    var isValue = false
    var isEmpty = true
    var escape: (count: Int, bits: UInt8) = (0, 0)

    for byte in bytes {
      if escape.count > 0 {
        guard let digit = Self.hexDigit(byte) else { throw .malformedEscape }
        escape = (escape.count - 1, escape.bits << 4 | digit)
        if escape.count == 0 {
          guard escape.bits != 0 else { throw .nulByte }
          if isValue { value.append(escape.bits) } else { name.append(escape.bits) }
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "&"):
        if !isEmpty { try append(name, value, limit) }
        (name, value, isValue, isEmpty) = ([], [], false, true)
        continue
      case UInt8(ascii: "=") where !isValue:
        isValue = true
      case UInt8(ascii: "%"):
        escape = (2, 0)
      case 0:
        throw .nulByte
      default:
        let plain = byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte
        if isValue { value.append(plain) } else { name.append(plain) }
      }
      isEmpty = false
    }
    guard escape.count == 0 else { throw .malformedEscape }
    if !isEmpty { try append(name, value, limit) }
  }

  private mutating func append(_ name: [UInt8], _ value: [UInt8], _ limit: Int) throws(ParseError) {
    guard pairs.count < limit else { throw .tooManyPairs(limit: limit) }
    guard let name = String(validating: name, as: UTF8.self), let value = String(validating: value, as: UTF8.self)
    else { throw .invalidUTF8 }
    pairs.append(Pair(name, value))
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
