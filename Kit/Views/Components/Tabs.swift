/// The parts of a record, each a page of its own.
package struct Tabs: Component {
  let label: String
  let items: [Item]

  /// One tab.
  package struct Item: Sendable {
    let label: String
    let link: Link
    let isCurrent: Bool
    let count: Int?

    /// - Parameter count: how many things the tab holds; zero is shown too.
    package init(_ label: String, _ link: Link, isCurrent: Bool = false, count: Int? = nil) {
      self.label = label
      self.link = link
      self.isCurrent = isCurrent
      self.count = count
    }
  }

  /// - Parameter label: what the tabs are of, for screens: the record's name.
  package init(_ label: String, _ items: [Item]) {
    self.label = label
    self.items = items
  }

  package var html: HTML {
    let links = items.map { item -> HTML in
      let number: HTML = item.count.map { "<span class=\"tab-count\">\($0)</span>" } ?? .empty
      return """
        <li><a href="\(item.link)"\(if: item.isCurrent, " aria-current=\"page\"")>\(item.label)\(number)</a></li>
        """
    }
    return "<nav class=\"tabs\" aria-label=\"\(label)\"><ul>\(links)</ul></nav>"
  }
}

/// Parts of one page that take turns where scripts run, and stand below each
/// other without them and in print.
package struct PanelTabs: Component {
  let label: String
  let panels: [Panel]

  /// One part: its id must be unique on the page.
  package struct Panel: Sendable {
    let id: String
    let label: String
    let content: HTML

    /// - Parameter id: also the fragment that leads here.
    package init(id: String, _ label: String, _ content: HTML) {
      self.id = id
      self.label = label
      self.content = content
    }
  }

  /// - Parameter label: what the panels are of, for screens.
  package init(_ label: String, _ panels: [Panel]) {
    self.label = label
    self.panels = panels
  }

  package var html: HTML {
    let links = panels.map { "<li><a href=\"#\($0.id)\">\($0.label)</a></li>" as HTML }
    let parts = panels.map { panel -> HTML in
      "<section id=\"\(panel.id)\" class=\"panel\"><h3 class=\"panel-title\">\(panel.label)</h3>\(panel.content)</section>"
    }
    return """
      <div class="panel-tabs" data-tabs=""><nav class="tabs" aria-label="\(label)"><ul>\(links)</ul></nav>\(parts)</div>
      """
  }
}

/// One step of the way to this page.
package struct Crumb: Sendable {
  let label: String
  let link: Link?

  /// - Parameter link: `nil` for a heading without a page, or for this page.
  package init(_ label: String, _ link: Link? = nil) {
    self.label = label
    self.link = link
  }
}

/// The way to this page.
package struct Breadcrumb: Component {
  let label: String
  let crumbs: [Crumb]

  /// - Parameter label: what screens call it.
  package init(_ label: String, _ crumbs: [Crumb]) {
    self.label = label
    self.crumbs = crumbs
  }

  package var html: HTML {
    guard !crumbs.isEmpty else { return .empty }
    let steps = crumbs.enumerated().map { index, crumb -> HTML in
      let isLast = index == crumbs.count - 1
      guard let link = crumb.link else {
        return "<li\(if: isLast, " aria-current=\"page\"")>\(crumb.label)</li>"
      }
      return "<li><a href=\"\(link)\"\(if: isLast, " aria-current=\"page\"")>\(crumb.label)</a></li>"
    }
    return "<nav class=\"breadcrumb\" aria-label=\"\(label)\"><ol>\(steps)</ol></nav>"
  }
}
