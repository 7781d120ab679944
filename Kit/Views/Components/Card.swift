/// A group of things that belong together, with an optional heading line.
package struct Card: Component {
  let title: String?
  let actions: HTML
  let content: HTML
  let footer: HTML
  let isFlush: Bool
  let id: String?

  /// - Parameters:
  ///   - title: `nil` leaves the heading line out.
  ///   - actions: links or small buttons at the right of the heading.
  ///   - footer: a line below the content, set off by a rule.
  ///   - isFlush: without inner margin, for lists and tables.
  package init(
    _ title: String?, actions: HTML = .empty, footer: HTML = .empty, isFlush: Bool = false, id: String? = nil,
    _ content: HTML
  ) {
    self.title = title
    self.actions = actions
    self.footer = footer
    self.isFlush = isFlush
    self.id = id
    self.content = content
  }

  /// A card around one component.
  package init(
    _ title: String?, actions: HTML = .empty, footer: HTML = .empty, isFlush: Bool = false, id: String? = nil,
    _ content: some Component
  ) {
    self.init(title, actions: actions, footer: footer, isFlush: isFlush, id: id, content.html)
  }

  package var html: HTML {
    let head: HTML =
      title.map {
        "<div class=\"card-head\"><h2>\($0)</h2>\(actions.isEmpty ? .empty : "<div class=\"actions\">\(actions)</div>")</div>"
      } ?? .empty
    let foot: HTML = footer.isEmpty ? .empty : "<div class=\"card-foot\">\(footer)</div>"
    return """
      <section class="card\(if: isFlush, " flush")"\(attribute: "id", id)>\(head)\
      <div class="card-body">\(content)</div>\(foot)</section>
      """
  }
}

/// A figure that opens the rows behind it.
package struct StatTile: Component {
  let label: String
  let value: String
  let of: String?
  let unit: String?
  let note: String?
  let tone: Tone
  let trend: Trend?
  let link: Link?
  let picture: HTML

  /// The change against an earlier time: direction and words, "12 较去年".
  package enum Trend: Sendable, Hashable {
    case up(String), down(String), same(String)
  }

  /// - Parameters:
  ///   - of: the whole of which `value` is a part: `127 / 134`.
  ///   - note: one short line below; `tone` colours it.
  ///   - link: the list of exactly the rows counted.
  ///   - picture: a `Sparkline` or `ProgressRing` at the right.
  package init(
    _ label: String, _ value: String, of: String? = nil, unit: String? = nil, note: String? = nil,
    tone: Tone = .neutral, trend: Trend? = nil, link: Link? = nil, picture: HTML = .empty
  ) {
    self.label = label
    self.value = value
    self.of = of
    self.unit = unit
    self.note = note
    self.tone = tone
    self.trend = trend
    self.link = link
    self.picture = picture
  }

  package var html: HTML {
    let whole: HTML = of.map { "<span class=\"stat-of\"> / \($0)</span>" } ?? .empty
    let measure: HTML = unit.map { "<span class=\"stat-of\"> \($0)</span>" } ?? .empty
    let body: HTML = """
      <span class="stat-label">\(label)</span><span class="stat-value">\(value)\(whole)\(measure)</span>\
      \(lastLine)\(picture.isEmpty ? .empty : "<span class=\"stat-picture\">\(picture)</span>")
      """
    guard let link else { return "<div class=\"stat\">\(body)</div>" }
    return "<a class=\"stat\" href=\"\(link)\">\(body)</a>"
  }

  private var lastLine: HTML {
    let change: HTML =
      switch trend {
      case .up(let text): "<span class=\"trend\">\(Icon.arrowUp)\(text)</span>"
      case .down(let text): "<span class=\"trend\">\(Icon.arrowDown)\(text)</span>"
      case .same(let text): "<span class=\"trend\">\(text)</span>"
      case nil: .empty
      }
    let words: HTML = note.map { "<span>\($0)</span>" } ?? .empty
    guard !change.isEmpty || !words.isEmpty else { return .empty }
    return "<span class=\"stat-note \(tone.rawValue)\">\(change)\(words)</span>"
  }
}

/// The row of figures at the top of a page.
package struct StatRow: Component {
  let tiles: [StatTile]

  /// - Parameter tiles: four fit in a line of an office screen.
  package init(_ tiles: [StatTile]) { self.tiles = tiles }

  package var html: HTML { "<div class=\"stats\">\(tiles)</div>" }
}

/// Names and values of a record.
package struct DescriptionList: Component {
  let items: [Item]

  /// One name with its value.
  package struct Item: Sendable {
    let label: String
    let value: HTML
    let isWide: Bool

    /// - Parameter isWide: the value takes the whole line.
    package init(_ label: String, _ value: HTML, isWide: Bool = false) {
      self.label = label
      self.value = value
      self.isWide = isWide
    }

    /// A text, or a dash when there is none.
    package static func text(_ label: String, _ text: String?, isWide: Bool = false) -> Item {
      Item(label, .textOrDash(text), isWide: isWide)
    }
  }

  /// - Parameter items: in reading order; short ones stand side by side.
  package init(_ items: [Item]) { self.items = items }

  package var html: HTML {
    let rows = items.map { item -> HTML in
      "<div class=\"pair\(if: item.isWide, " wide")\"><dt>\(item.label)</dt><dd>\(item.value)</dd></div>"
    }
    return "<dl class=\"pairs\">\(rows)</dl>"
  }
}
