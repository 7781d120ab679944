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
    let isPath = path.hasPrefix("/") && !path.hasPrefix("//") && !path.hasPrefix("/\\")
    let isOurs = isPath || path.hasPrefix("?") || path.hasPrefix("#")
    text = isOurs && !path.unicodeScalars.contains { $0.value < 0x20 } ? path : "#"
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
    var result = ""
    for byte in value.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}

extension Link: ExpressibleByStringInterpolation {
  package init(stringLiteral path: String) {
    self.init(path)
  }
}
