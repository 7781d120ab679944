package import Localization

/// What a change did, field by field.
package struct DifferenceTable: Component {
  let changes: [Change]
  let caption: String?
  let t: Localizer

  /// One field before and after; `nil` means it was or is empty.
  package struct Change: Sendable {
    let label: String
    let before: String?
    let after: String?

    /// Values as people read them; personal ones already masked.
    package init(_ label: String, before: String?, after: String?) {
      self.label = label
      self.before = before
      self.after = after
    }
  }

  /// - Parameter caption: shown above the table; read by screens alone if `nil`.
  package init(_ changes: [Change], caption: String? = nil, _ t: Localizer) {
    self.changes = changes
    self.caption = caption
    self.t = t
  }

  package var html: HTML {
    let rows = changes.map { change -> HTML in
      let old: HTML = change.before.map { $0.isEmpty ? .dash : "<del>\($0)</del>" } ?? .dash
      let new: HTML = change.after.map { $0.isEmpty ? .dash : "<ins>\($0)</ins>" } ?? .dash
      return "<tr><th scope=\"row\">\(change.label)</th><td>\(old)</td><td>\(new)</td></tr>"
    }
    let words = t("kit.difference.caption")
    return """
      <div class="scroll"><table class="plain difference"><caption\(if: caption == nil, " class=\"visually-hidden\"")>\
      \(caption ?? words)</caption><thead><tr><th scope="col">\(t("kit.difference.field"))</th>\
      <th scope="col">\(t("kit.difference.before"))</th><th scope="col">\(t("kit.difference.after"))</th></tr></thead>\
      <tbody>\(rows)</tbody></table></div>
      """
  }
}

/// Things inside things: departments and their majors, a catalogue.
package struct Tree: Component {
  let label: String
  let nodes: [Node]

  /// One thing with what is inside it.
  package struct Node: Sendable {
    let label: String
    let link: Link?
    let note: HTML
    let isOpen: Bool
    let isCurrent: Bool
    let children: [Node]

    /// - Parameters:
    ///   - note: a code, a count, a badge after the label.
    ///   - isOpen: its children are shown at first.
    package init(
      _ label: String, link: Link? = nil, note: HTML = .empty, isOpen: Bool = false, isCurrent: Bool = false,
      _ children: [Node] = []
    ) {
      self.label = label
      self.link = link
      self.note = note
      self.isOpen = isOpen
      self.isCurrent = isCurrent
      self.children = children
    }

    var html: HTML {
      let words: HTML =
        if let link {
          "<a href=\"\(link)\"\(if: isCurrent, " aria-current=\"true\"")>\(label)</a>\(note)"
        } else {
          "<span>\(label)</span>\(note)"
        }
      guard !children.isEmpty else { return "<li><span class=\"leaf\">\(words)</span></li>" }
      // A link inside a summary would be one control in another: it stands beside it.
      let summary: HTML = link == nil ? words : "<span>\(label)</span>\(note)"
      let own: HTML = link == nil ? .empty : "<li><span class=\"leaf\">\(words)</span></li>"
      return """
        <li><details\(if: isOpen, " open=\"\"")><summary>\(Icon.chevronRight)\(summary)</summary>\
        <ul>\(own)\(children.map(\.html))</ul></details></li>
        """
    }
  }

  /// - Parameter label: what the tree is of, for screens.
  package init(_ label: String, _ nodes: [Node]) {
    self.label = label
    self.nodes = nodes
  }

  package var html: HTML {
    "<ul class=\"tree\" aria-label=\"\(label)\">\(nodes.map(\.html))</ul>"
  }
}
