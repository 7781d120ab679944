package import Localization

/// Rows of records. On a phone each row becomes a card.
package struct DataTable: Component {
  let caption: String
  let columns: [Column]
  let rows: [Row]
  let count: String?
  let selection: Selection?
  let columnChoice: ColumnChoice?
  let tools: HTML
  let pager: Pager?
  let empty: EmptyState
  let id: String
  let isWide: Bool
  let t: Localizer

  /// - Parameters:
  ///   - caption: what the rows are, for screens and print.
  ///   - count: "共 134 家", shown above the table.
  ///   - tools: small buttons at the right above the table: export.
  ///   - empty: shown instead of the table when there are no rows.
  ///   - id: unique on the page.
  ///   - isWide: scrolls sideways inside itself; so from nine columns on if `nil`.
  package init(
    caption: String, columns: [Column], rows: [Row], count: String? = nil, selection: Selection? = nil,
    columnChoice: ColumnChoice? = nil, tools: HTML = .empty, pager: Pager? = nil, empty: EmptyState,
    id: String = "table", isWide: Bool? = nil, _ t: Localizer
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.count = count
    self.selection = selection
    self.columnChoice = columnChoice
    self.tools = tools
    self.pager = pager
    self.empty = empty
    self.id = id
    self.isWide = isWide ?? (columns.count > 8)
    self.t = t
  }

  package var html: HTML {
    """
    <div class="list" id="\(id)">\(bar)\(rows.isEmpty ? empty.html : table)\(bulk)\(pager)</div>
    """
  }

  private var bar: HTML {
    let words: HTML = count.map { "<p class=\"list-count\" role=\"status\">\($0)</p>" } ?? .empty
    let right: HTML = "\(tools)\(columnChoice.map { $0.html(t) } ?? .empty)"
    guard !words.isEmpty || !right.isEmpty else { return .empty }
    return "<div class=\"list-bar\">\(words)<div class=\"list-tools\">\(right)</div></div>"
  }

  /// It floats at the foot of the window while the list is in sight.
  private var bulk: HTML {
    rows.isEmpty ? .empty : selection?.html(id: "\(id)-bulk", t) ?? .empty
  }

  private var table: HTML {
    let box: HTML =
      selection == nil
      ? .empty
      : """
      <th scope="col" class="select"><input type="checkbox" class="needs-js" data-select-all="" \
      aria-label="\(t("kit.table.selectAll"))"/><span class="visually-hidden">\(t("kit.table.select"))</span></th>
      """
    let body = rows.map { row -> HTML in
      let cells = zip(columns, row.cells).map { column, cell in cell.html(in: column, of: row) }
      return """
        <tr\(attribute: "class", row.tone.map { "tone \($0.rawValue)" })\(attribute: "data-row-link", row.link)>\
        \(selectBox(row))\(cells)</tr>
        """
    }
    return """
      <div class="table-frame\(if: isWide, " wide")" role="region" aria-label="\(caption)"\
      \(if: isWide, " tabindex=\"0\"")><table class="table">\
      <caption class="visually-hidden">\(caption)</caption><thead><tr>\(box)\(columns.map(\.head))</tr></thead>\
      <tbody>\(body)</tbody></table></div>
      """
  }

  private func selectBox(_ row: Row) -> HTML {
    guard let selection else { return .empty }
    return """
      <td class="select"><input type="checkbox" form="\(id)-bulk" name="\(selection.name)" value="\(row.id)" \
      aria-label="\(t("kit.table.selectRow", ["name": row.name]))" data-select=""/></td>
      """
  }
}
