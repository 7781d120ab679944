/// Text as people type it into forms and sheets, brought to the plain form that
/// codes and numbers have.
package enum TypedText {
  /// Full-width letters, digits and signs as ASCII, every kind of space as a
  /// plain one; invisible characters and controls are dropped.
  package static func halfWidth(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x09, 0x0A, 0x0D, 0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: result.append(" ")
      case 0..<0x20, 0x7F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// `halfWidth` without spaces at the ends and with single spaces inside.
  package static func trimmed(_ text: String) -> String {
    let plain = halfWidth(text)
    // Most cells have no space at all.
    guard plain.utf8.contains(UInt8(ascii: " ")) else { return plain }
    var result = String.UnicodeScalarView()
    var isSpacePending = false
    for scalar in plain.unicodeScalars {
      if scalar == " " {
        isSpacePending = !result.isEmpty
      } else {
        if isSpacePending { result.append(" ") }
        isSpacePending = false
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// A code as a standard writes it: `halfWidth` in upper case without spaces,
  /// dashes of any kind and the apostrophes by which sheets mark text.
  package static func code(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in halfWidth(text).unicodeScalars {
      switch scalar.value {
      case 0x20, 0x2D, 0x27, 0x2018, 0x2019, 0x60, 0x2010...0x2015, 0x2212: continue
      default: result.append(scalar)
      }
    }
    return String(result).uppercased()
  }

  static func isDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}

extension String {
  /// Whether `fragment` occurs, compared by bytes: exact, and fast enough to
  /// look through thousands of names while a person types.
  func contains(bytes fragment: [UInt8]) -> Bool {
    guard let first = fragment.first else { return true }
    let found = utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.count >= fragment.count else { return false }
      for start in 0...(bytes.count - fragment.count) where bytes[start] == first {
        if (1..<fragment.count).allSatisfy({ bytes[start + $0] == fragment[$0] }) { return true }
      }
      return false
    }
    return found ?? false
  }
}
