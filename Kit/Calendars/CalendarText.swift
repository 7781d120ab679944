/// How texts and lines stand in a calendar file (RFC 5545 §3.1 and §3.3.11).
enum CalendarText {
  /// Octets of a line without its end (§3.1).
  static let longestLine = 75

  /// A TEXT value. Whatever ends a line becomes `\n`, so that no title can begin a line, and with it a property or
  /// another entry, of its own; control characters and marks that turn the direction of writing are left out.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in text.unicodeScalars {
      let isReturn = scalar == "\r"
      defer { wasReturn = isReturn }
      switch scalar.value {
      case 0x0A where wasReturn: break
      case 0x0A...0x0D, 0x85, 0x2028, 0x2029: result.append(contentsOf: "\\n".unicodeScalars)
      case 0x09: result.append(scalar)
      case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: break
      case 0x5C, 0x3B, 0x2C:
        result.append("\\")
        result.append(scalar)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Only the printable characters of ASCII: identifiers and addresses, which have no way to escape others.
  static func plain(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }))
  }

  /// A content line with its ends: at most 75 octets, then a line break and a blank; no character is torn apart.
  static func folded(_ line: String) -> String {
    var result = String.UnicodeScalarView()
    var octets = 0
    for scalar in line.unicodeScalars {
      let width = UTF8.width(scalar)
      if octets + width > longestLine {
        result.append(contentsOf: "\r\n ".unicodeScalars)
        octets = 1
      }
      result.append(scalar)
      octets += width
    }
    result.append(contentsOf: "\r\n".unicodeScalars)
    return String(result)
  }
}
