package import Localization

/// What can be done with several rows at once. The boxes belong to this form,
/// so rows may hold forms of their own.
package struct Selection: Sendable {
  let name: String
  let action: Link
  let csrf: String
  let buttons: [BulkAction]
  let matching: Int?

  /// One act on the chosen rows.
  package struct BulkAction: Sendable {
    let label: String
    let value: String
    let style: ButtonStyle
    let icon: Icon?
    let link: Link?
    let confirm: String?

    /// - Parameters:
    ///   - value: sent as `action`.
    ///   - link: another address for this act; it should first show what it
    ///     will touch, with numbers.
    package init(
      _ label: String, value: String, style: ButtonStyle = .secondary, icon: Icon? = nil, to link: Link? = nil,
      confirm: String? = nil
    ) {
      self.label = label
      self.value = value
      self.style = style
      self.icon = icon
      self.link = link
      self.confirm = confirm
    }
  }

  /// - Parameters:
  ///   - name: the parameter that repeats with each chosen row's id.
  ///   - matching: how many rows the filters match on all pages; offers to
  ///     choose them all, sent as `all=1`. The action's query must then carry
  ///     the filters.
  package init(
    name: String = "ids", action: Link, csrf: String, matching: Int? = nil, _ buttons: [BulkAction]
  ) {
    self.name = name
    self.action = action
    self.csrf = csrf
    self.matching = matching
    self.buttons = buttons
  }

  func html(id: String, _ t: Localizer) -> HTML {
    let acts = buttons.map { act in
      Button(
        act.label, style: act.style, icon: act.icon, name: "action", value: act.value, action: act.link,
        confirm: act.confirm, isSmall: true)
    }
    let everything: HTML =
      matching.map {
        """
        <label class="choice"><input type="checkbox" name="all" value="1"/>\
        <span>\(t("kit.table.selectMatching", ["count": FigureText.grouped($0)]))</span></label>
        """
      } ?? .empty
    return """
      <form class="bulk" id="\(id)" method="post" action="\(action)" data-bulk="">\(csrfField(csrf))\
      <span class="bulk-count" data-bulk-count="\(t("kit.table.selected"))" role="status">\(t("kit.table.withSelected"))</span>\
      \(everything)\(acts)<button type="button" class="button quiet small needs-js" data-bulk-clear="">\
      <span>\(t("kit.table.clear"))</span></button></form>
      """
  }
}

/// Which columns a list shows, kept in its address as `columns`.
package struct ColumnChoice: Sendable {
  let address: ListAddress
  let columns: [(key: String, label: String, isShown: Bool)]

  /// - Parameter columns: all that the list can show, in order.
  package init(_ address: ListAddress, columns: [(key: String, label: String, isShown: Bool)]) {
    self.address = address
    self.columns = columns
  }

  func html(_ t: Localizer) -> HTML {
    let boxes = columns.map { column -> HTML in
      """
      <label class="choice"><input type="checkbox" name="columns" value="\(column.key)"\
      \(if: column.isShown, " checked=\"\"")/><span>\(column.label)</span></label>
      """
    }
    return """
      <details class="popover end" data-popover=""><summary class="button quiet small">\(Icon.columns)\
      <span>\(t("kit.table.columns"))</span></summary><form class="popover-body" method="get" action="\(address.action)">\
      \(address.hiddenFields(except: ["columns"]))<fieldset><legend>\(t("kit.table.columnsShown"))</legend>\
      <div class="popover-choices">\(boxes)</div></fieldset>\
      <div class="popover-foot"><a class="button quiet small" href="\(address.removing("columns").link)">\
      \(t("kit.table.columnsReset"))</a>\(Button(t("kit.apply"), style: .primary, isSmall: true))</div></form></details>
      """
  }
}

/// Previous and next page of a list ordered by key: no page numbers, because
/// page 1,000 must cost what page 1 costs.
package struct Pager: Component {
  let previous: Link?
  let next: Link?
  let text: String?
  let t: Localizer

  /// Shows nothing when there is neither.
  /// - Parameter text: where the reader is: "第 21–40 家".
  package init(previous: Link?, next: Link?, text: String? = nil, _ t: Localizer) {
    self.previous = previous
    self.next = next
    self.text = text
    self.t = t
  }

  package var html: HTML {
    guard previous != nil || next != nil else { return .empty }
    return """
      <nav class="pager" aria-label="\(t("kit.pager.label"))">\(step(previous, "kit.previous", "prev", .chevronLeft))\
      <span class="soft">\(text)</span>\(step(next, "kit.next", "next", .chevronRight))</nav>
      """
  }

  private func step(_ link: Link?, _ key: String, _ rel: String, _ icon: Icon) -> HTML {
    let isBack = rel == "prev"
    let words: HTML = isBack ? "\(icon)<span>\(t(key))</span>" : "<span>\(t(key))</span>\(icon)"
    guard let link else {
      return "<span class=\"button secondary small disabled\" aria-hidden=\"true\">\(words)</span>"
    }
    return "<a class=\"button secondary small\" rel=\"\(rel)\" href=\"\(link)\">\(words)</a>"
  }
}
