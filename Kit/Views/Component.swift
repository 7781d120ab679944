/// A part of a page that knows how to draw itself. It may stand in an
/// interpolation like a text: `"<td>\(Badge(.ok, "签约"))</td>"`.
package protocol Component: Sendable {
  /// The markup of the part, complete and well-formed.
  var html: HTML { get }
}

/// What a colour means. Colour never stands alone: the words say it too.
package enum Tone: String, Sendable, Hashable, CaseIterable {
  case neutral, ok, warning, bad, info, brand

  /// The icon that says the same as the colour.
  package var icon: Icon {
    switch self {
    case .ok: .success
    case .warning: .warning
    case .bad: .problem
    case .neutral, .info, .brand: .info
    }
  }
}

extension HTML.StringInterpolation {
  /// The markup of a component.
  package mutating func appendInterpolation(_ component: some Component) {
    appendInterpolation(component.html)
  }

  /// The markup of a component that may be missing.
  package mutating func appendInterpolation(_ component: (some Component)?) {
    if let component { appendInterpolation(component.html) }
  }

  /// The markup of components one after the other.
  package mutating func appendInterpolation(_ components: some Sequence<some Component>) {
    for component in components { appendInterpolation(component.html) }
  }

  /// ` name="value"` with its leading space; nothing at all for `nil`:
  /// `<input\(attribute: "maxlength", limit)/>`.
  package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
    guard let value else { return }
    appendLiteral(" ")
    appendLiteral(name.description)
    appendLiteral("=\"")
    appendInterpolation(value)
    appendLiteral("\"")
  }

  /// ` href="…"` with its leading space; nothing at all for `nil`.
  package mutating func appendInterpolation(attribute name: StaticString, _ link: Link?) {
    appendInterpolation(attribute: name, link?.text)
  }

  /// ` rows="4"` with its leading space; nothing at all for `nil`.
  package mutating func appendInterpolation(attribute name: StaticString, _ number: Int?) {
    appendInterpolation(attribute: name, number.map(String.init))
  }
}

extension HTML {
  /// Text as markup, escaped.
  package static func text(_ text: String) -> HTML { "\(text)" }

  /// The text, or a dash that screens read as nothing when it is missing.
  package static func textOrDash(_ text: String?) -> HTML {
    guard let text, !text.isEmpty else { return dash }
    return "\(text)"
  }

  /// The mark for a value that is not there.
  package static let dash: HTML = "<span class=\"soft\">—</span>"
}
