package import Values

/// A piece of a page. Literals are markup; interpolated values are escaped by
/// their type, and `HTML` nests as it is:
///
///     let row: HTML = "<tr><td>\(enterprise.name)</td><td>\(badge)</td></tr>"
///
/// Text escapes `& < > " '`, so it is safe in content and in quoted
/// attributes. Addresses go through `Link`, which refuses `javascript:`.
package struct HTML: Sendable {
  package private(set) var text: String

  /// Nothing.
  package static let empty = HTML(markup: "")

  /// Whether there is nothing to show.
  package var isEmpty: Bool { text.isEmpty }

  /// Markup made elsewhere in this module; never from what a person typed.
  init(markup: String) {
    text = markup
  }

  /// One piece after the other.
  package static func + (left: HTML, right: HTML) -> HTML {
    HTML(markup: left.text + right.text)
  }

  /// Adds a piece at the end.
  package static func += (left: inout HTML, right: HTML) {
    left.text += right.text
  }
}

extension HTML: ExpressibleByStringInterpolation {
  package init(stringLiteral literal: String) {
    text = literal
  }

  package init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
  }

  /// Collects literals as they are and values escaped.
  package struct StringInterpolation: StringInterpolationProtocol {
    var text: String

    package init(literalCapacity: Int, interpolationCount: Int) {
      text = ""
      text.reserveCapacity(literalCapacity + interpolationCount * 24)
    }

    /// Markup of the source.
    package mutating func appendLiteral(_ literal: String) {
      text += literal
    }

    /// A piece of a page, as it is.
    package mutating func appendInterpolation(_ html: HTML) {
      text += html.text
    }

    /// A piece that may be missing.
    package mutating func appendInterpolation(_ html: HTML?) {
      if let html { text += html.text }
    }

    /// Pieces one after the other.
    package mutating func appendInterpolation(_ parts: some Sequence<HTML>) {
      for part in parts { text += part.text }
    }

    /// Text, escaped.
    package mutating func appendInterpolation(_ string: String) {
      escape(string, into: &text)
    }

    /// Part of a text, escaped.
    package mutating func appendInterpolation(_ string: Substring) {
      escape(String(string), into: &text)
    }

    /// Text that may be missing, escaped.
    package mutating func appendInterpolation(_ string: String?) {
      if let string { escape(string, into: &text) }
    }

    /// A whole number, ungrouped.
    package mutating func appendInterpolation(_ number: some BinaryInteger) {
      text += String(number)
    }

    /// A key in its 13 letters.
    package mutating func appendInterpolation<Owner>(_ id: ID<Owner>) {
      text += id.description
    }

    /// A day as `2026-03-01`.
    package mutating func appendInterpolation(_ date: CivilDate) {
      text += date.description
    }

    /// An address, escaped for an attribute.
    package mutating func appendInterpolation(_ link: Link) {
      escape(link.text, into: &text)
    }

    /// `attribute` with its leading space when `condition` holds:
    /// `<option\(if: isChosen, " selected")>`.
    package mutating func appendInterpolation(if condition: Bool, _ attribute: StaticString) {
      if condition { text += attribute.description }
    }
  }
}

extension Sequence<HTML> {
  /// All pieces in one, with `separator` between those that follow something.
  package func joined(separator: HTML = .empty) -> HTML {
    var result = HTML.empty
    for part in self {
      if !separator.isEmpty, !result.isEmpty { result += separator }
      result += part
    }
    return result
  }
}

private func escape(_ string: String, into text: inout String) {
  let isWhollyPlain =
    string.utf8.withContiguousStorageIfAvailable { bytes in bytes.allSatisfy(isPlain) }
    ?? string.utf8.allSatisfy(isPlain)
  guard !isWhollyPlain else {
    text += string
    return
  }
  for scalar in string.unicodeScalars {
    switch scalar {
    case "&": text += "&amp;"
    case "<": text += "&lt;"
    case ">": text += "&gt;"
    case "\"": text += "&quot;"
    case "'": text += "&#39;"
    case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
    // XML forbids the other control characters, and no page has a use for them.
    case "\u{0}"..<"\u{20}": text += "\u{FFFD}"
    default: text.unicodeScalars.append(scalar)
    }
  }
}

/// Whether a byte of UTF-8 stands in a page as it is.
private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x26, 0x3C, 0x3E, 0x22, 0x27: false
  case 0x09, 0x0A, 0x0D: true
  default: byte >= 0x20
  }
}
