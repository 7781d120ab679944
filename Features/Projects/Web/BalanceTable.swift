import Localization
import Values
import Views

/// What one part of a balance is made of: a line for each kind and side, with what both sides confirm of it.
struct BalanceTable {
  let t: Localizer
  let title: String
  let id: String
  let lines: [BalanceSheet.Line]
  /// The rows behind a line.
  let open: (BalanceSheet.Line) -> Link
  /// The rule that values a kind; `nil` for readers who do not see rules.
  let rule: ((LedgerKind) -> Link)?

  var html: HTML {
    guard !lines.isEmpty else {
      return Card(title, id: id, "<p class=\"soft\">\(t("projects.balance.none"))</p>").html
    }
    let words = LedgerWords(t: t)
    let table = DataTable(
      caption: title,
      columns: [
        .init("kind", t("projects.ledger.kind"), phone: .title),
        .init("measure", t("projects.ledger.measure"), alignment: .end, isNarrow: true),
        .init("value", t("projects.ledger.value"), alignment: .end, isNarrow: true),
        .init("standing", t("projects.standing")),
      ] + (rule == nil ? [] : [.init("rule", t("projects.valuation.short.head"), isNarrow: true)]),
      rows: lines.map { line in
        let cells: [DataTable.Cell] = [
          .text(t(line.kind.label), second: t(line.side.label)), .text(words.measure(line)),
          DataTable.Cell("<a href=\"\(open(line))\">\(t.money(fen: line.value))</a>"),
          .text(StandingWords(t: t).confirmed(line.confirmed, of: line.value)),
        ]
        let last = rule.map {
          [DataTable.Cell("<a href=\"\($0(line.kind))\">\(t("projects.valuation.short"))</a>")]
        }
        return DataTable.Row(
          id: "\(line.kind.rawValue)-\(line.side.rawValue)", name: t(line.kind.label), cells + (last ?? []))
      }, empty: EmptyState(title: title), id: "table-\(id)", t)
    return "<h2 id=\"\(id)\">\(title)</h2>\(table)"
  }
}
