import Database
import Localization
import Platform
import Records
import Values
import Views

/// The rows that a page of a batch shows.
package struct RowsOnPage: Sendable {
  package let rows: [KeptRow]
  let hasPrevious: Bool
  let hasNext: Bool
  /// Choices of columns that stand in the data, for saying values.
  let choices: [String: [Choice]]

  static let size = 50
  static let none = RowsOnPage(rows: [], hasPrevious: false, hasNext: false, choices: [:])
}

extension ImportDesk {
  /// One page of a batch's rows.
  package func rows(
    of batch: ImportBatch, only filter: RowFilter?, _ place: RowPlace
  ) async throws -> RowsOnPage {
    guard !batch.state.isRunning, batch.counts.all > 0 else { return .none }
    let size = RowsOnPage.size
    var rows = try await services.database.read {
      try ImportRowStore.page(of: batch, only: filter, place, limit: size + 1, on: $0)
    }
    let hasMore = rows.count > size
    let choices = try await kind.choices(for: batch.owner)
    switch place {
    case .after(let row):
      if hasMore { rows.removeLast() }
      return RowsOnPage(rows: rows, hasPrevious: row > 0, hasNext: hasMore, choices: choices)
    case .before:
      if hasMore { rows.removeFirst() }
      return RowsOnPage(rows: rows, hasPrevious: hasMore, hasNext: true, choices: choices)
    }
  }
}

extension ImportPages {
  func table(_ batch: ImportBatch, _ page: RowsOnPage, _ list: ListAddress) -> DataTable {
    let filter = RowFilter(list["show"])
    let shown = filter.map { t("kit.imports.state.\($0.text)") }
    let all: HTML =
      filter == nil ? .empty : LinkButton(t("kit.imports.showAll"), to: list.removing("show").link, isSmall: true).html
    return DataTable(
      caption: t("kit.imports.rows"),
      columns: [
        .init("row", t("kit.imports.row"), alignment: .end, isNarrow: true),
        .init("title", t(kind.text("record")), phone: .title),
        .init("state", t("kit.imports.column.result"), isNarrow: true),
        .init("findings", t("kit.imports.column.findings")),
      ],
      rows: page.rows.map { row in
        DataTable.Row(
          id: "\(row.number)", name: row.title, link: link(row, batch), tone: row.state == .wrong ? .bad : nil,
          [
            .number(row.number), .text(row.title),
            .init("\(Badge(tone(row.state), t("kit.imports.state.\(row.state.rawValue)")))"),
            .init(findings(row, page.choices)),
          ])
      }, count: shown, tools: all,
      pager: Pager(
        previous: page.hasPrevious ? page.rows.first.map { list.at("before", "\($0.number)").link } : nil,
        next: page.hasNext ? page.rows.last.map { list.at("after", "\($0.number)").link } : nil, t),
      empty: EmptyState(icon: .search, title: t("kit.imports.rows.none")), id: "rows", t)
  }

  /// A record's page, once it is there.
  private func link(_ row: KeptRow, _ batch: ImportBatch) -> Link? {
    guard let target = row.target, row.isWritten || row.state != .new else { return nil }
    return kind.link(to: target)
  }

  private func tone(_ state: ImportRowState) -> Tone {
    switch state {
    case .new: .ok
    case .changed: .info
    case .unchanged: .neutral
    case .wrong: .bad
    }
  }

  private func findings(_ row: KeptRow, _ choices: [String: [Choice]]) -> HTML {
    let words = desk.words(t)
    var lines = row.findings.problems.map { problem -> HTML in "\(Icon.problem) \(words(problem))" }
    lines += row.findings.warnings.map { warning -> HTML in "\(Icon.warning) \(words(warning))" }
    if let obstacle = row.obstacle { lines.append("\(Icon.lock) \(t(obstacle))") }
    let said: HTML =
      lines.isEmpty ? .empty : "<div class=\"findings\">\(lines.joined(separator: "<br/>"))</div>"
    guard !row.findings.changes.isEmpty else { return said }
    let changes = row.findings.changes.map { change in
      let column = kind.column(change.field)
      let offered = choices[change.field]
      func text(_ json: JSONValue) -> String {
        let value = FieldValue(json: json)
        return column?.display(value, t, choices: offered) ?? value.plainText
      }
      return DifferenceTable.Change(
        column.map { t($0.label) } ?? change.field, before: text(change.before), after: text(change.after))
    }
    let names = row.findings.changes.map { change in kind.column(change.field).map { t($0.label) } ?? change.field }
    return """
      \(said)<details><summary>\(t("kit.imports.changes", ["count": "\(changes.count)", "columns": names.joined(separator: "、")]))\
      </summary>\(DifferenceTable(changes, t))</details>
      """
  }
}

extension ImportColumn {
  /// A stored value as people read it.
  func display(_ value: FieldValue, _ t: Localizer, choices: [Choice]?) -> String {
    let offered = choices ?? kind.choices
    func label(_ raw: String) -> String { offered.first { $0.value == raw }?.text(t) ?? raw }
    switch (kind, value) {
    case (.choice, .text(let raw)): return label(raw)
    case (.choices, .list(let raws)): return raws.map(label).joined(separator: "、")
    case (.lookup(let lookup), .text(let code)): return lookup.title(code, t.language) ?? code
    case (_, .flag(let flag)): return t(flag ? "kit.records.yes" : "kit.records.no")
    case (.money, .integer(let fen)): return Fen.text(fen)
    // A stored date is a text like any other.
    default: return value.plainText
    }
  }
}
