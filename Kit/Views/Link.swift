/// An address that may stand in `href`, `src` or `action`.
///
/// Pages of this installation begin with `/`; an address that a person typed
/// is only accepted with `http`, `https`, `mailto` or `tel`.
package struct Link: Sendable, Hashable {
  /// The address as it stands in the attribute, not yet escaped.
  package let text: String

  /// A page of this installation: `"/partners/\(id)"`, `"?page=2"`, `"#main"`.
  package init(_ path: String) {
    // Browsers read a backslash as a slash: `/\\host` would leave this site.
    let bytes = path.utf8
    let isOurs =
      switch bytes.first {
      case UInt8(ascii: "/"): !bytes.starts(with: "//".utf8) && !bytes.starts(with: "/\\".utf8)
      case UInt8(ascii: "?"), UInt8(ascii: "#"): true
      default: false
      }
    text = isOurs && !bytes.contains { $0 < 0x20 } ? path : "#"
  }

  /// An address outside; `nil` when its scheme could run code or is unknown.
  package init?(external address: String) {
    let lower = address.lowercased()
    guard ["http://", "https://", "mailto:", "tel:"].contains(where: lower.hasPrefix),
      !address.unicodeScalars.contains(where: { $0.value < 0x20 })
    else { return nil }
    text = address
  }

  /// The link with form-encoded parameters; empty values are left out.
  package func with(_ parameters: [(String, String)]) -> Link {
    let query =
      parameters
      .filter { !$0.1.isEmpty }
      .map { "\(Self.encode($0.0))=\(Self.encode($0.1))" }
      .joined(separator: "&")
    guard !query.isEmpty else { return self }
    return Link(text + (text.contains("?") ? "&" : "?") + query)
  }

  /// Percent-encodes everything but RFC 3986's unreserved characters.
  package static func encode(_ value: String) -> String {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
      default: false
      }
    }
    if value.utf8.allSatisfy(isPlain) { return value }
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(value.utf8.count * 3)
    for byte in value.utf8 {
      if isPlain(byte) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension Link: ExpressibleByStringInterpolation {
  package init(stringLiteral path: String) {
    self.init(path)
  }
}
