/// A state in a word or two, softly coloured.
package struct Badge: Component {
  let tone: Tone
  let text: String
  let title: String?

  /// - Parameter title: what the pointer shows, for example the exact date.
  package init(_ tone: Tone = .neutral, _ text: String, title: String? = nil) {
    self.tone = tone
    self.text = text
    self.title = title
  }

  package var html: HTML {
    "<span class=\"badge \(tone.rawValue)\"\(attribute: "title", title)>\(text)</span>"
  }
}

/// A number of things that wait, as a small round mark; nothing for zero.
package struct CountMark: Component {
  let count: Int
  let tone: Tone

  /// - Parameter count: above 999 it reads `999+`.
  package init(_ count: Int, tone: Tone = .neutral) {
    self.count = count
    self.tone = tone
  }

  package var html: HTML {
    count > 0 ? "<span class=\"count \(tone.rawValue)\">\(count > 999 ? "999+" : String(count))</span>" : .empty
  }
}

/// The first letter of a name in a circle. Screens do not read it: the name
/// stands beside it.
package struct Avatar: Component {
  let name: String
  let isLarge: Bool

  /// - Parameter name: a Chinese name gives its surname, another its initial.
  package init(_ name: String, isLarge: Bool = false) {
    self.name = name
    self.isLarge = isLarge
  }

  package var html: HTML {
    let initial = name.first { !$0.isWhitespace }.map { String($0).uppercased() } ?? "·"
    return "<span class=\"avatar\(if: isLarge, " large")\" aria-hidden=\"true\">\(initial)</span>"
  }
}

/// A key of the keyboard.
package struct Kbd: Component {
  let key: String

  /// - Parameter key: as it is printed on the key.
  package init(_ key: String) { self.key = key }

  package var html: HTML { "<kbd>\(key)</kbd>" }
}
