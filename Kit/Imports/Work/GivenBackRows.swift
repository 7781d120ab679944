import Database
import Documents
package import Localization
import Platform
package import Records
import Values

extension ImportDesk {
  /// Writes the wrong rows of a batch as the sheet they came in, with the
  /// reasons beside them: mended, the same file can be handed in again.
  /// - Parameter path: where the .xlsx is made.
  package func writeWrongRows(of batch: ImportBatch, to path: String, _ t: Localizer) async throws {
    let (store, words) = (rows, words(t))
    let columns =
      batch.sheet.headings.enumerated().map { place, heading in
        // A heading that was joined from two rows is recognised by its second part.
        XlsxColumn(Self.lastPart(heading), width: Self.width(place, batch))
      } + [XlsxColumn(t("kit.imports.row"), width: 8, kind: .number), XlsxColumn(t("kit.imports.reasons"), width: 60)]
    let count = batch.sheet.headings.count
    let name = t("kit.imports.wrongRows")
    try await services.database.readLong { connection in
      let writer = try XlsxWriter(path: path, sheetName: name, columns: columns)
      try store.forEachWrong(of: batch, on: connection) { number, cells, findings in
        var row = cells.prefix(count).map(Self.cell)
        row += Array(repeating: .empty, count: count - row.count)
        let reasons = (findings.problems + findings.warnings).map(words).joined(separator: "\n")
        try writer.append(row: row + [.integer(Int64(number)), .text(reasons)])
      }
      try writer.close()
    }
  }

  /// Writes an empty sheet with the headings that are understood, and beside it what may stand below each.
  package func writeTemplate(for owner: ImportOwner, to path: String, _ t: Localizer) async throws {
    let choices = try await kind.choices(for: owner)
    let writer = try XlsxWriter(
      path: path, sheetName: t(kind.text("title")),
      columns: kind.columns.map { column in
        let mark = column.isRequired ? t("kit.imports.template.required") : ""
        return XlsxColumn(t(column.label) + mark, width: 18, kind: column.xlsxKind)
      })
    try writer.addSheet(
      named: t("kit.imports.template.notes"),
      columns: [
        XlsxColumn(t("kit.imports.template.column"), width: 24),
        XlsxColumn(t("kit.imports.template.content"), width: 60),
        XlsxColumn(t("kit.imports.template.choices"), width: 80),
      ])
    for column in kind.columns {
      let offered = choices[column.key] ?? column.kind.choices
      try writer.append(row: [
        .text(t(column.label)), .text(column.note(t)),
        .text(offered.prefix(60).map { $0.text(t) }.joined(separator: "、")),
      ])
    }
    try writer.close()
  }

  /// Says a problem with the name of its column: `信用代码：应为 18 位`.
  package func words(_ t: Localizer) -> @Sendable (FieldProblem) -> String {
    let labels = Dictionary(kind.columns.map { ($0.key, $0.label) }, uniquingKeysWith: { first, _ in first })
    return { problem in
      guard let label = labels[problem.field] else { return t(problem.message) }
      return t("kit.imports.problem", ["column": t(label), "text": t(problem.message)])
    }
  }

  private static func lastPart(_ heading: String) -> String {
    heading.split(separator: " · ").last.map(String.init) ?? heading
  }

  private static func width(_ place: Int, _ batch: ImportBatch) -> Double {
    let samples = batch.sheet.samples.indices.contains(place) ? batch.sheet.samples[place] : []
    // A Chinese character takes the room of two.
    let longest = samples.map { $0.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) } }.max() ?? 0
    return Double(min(max(longest + 2, 12), 40))
  }

  private static func cell(_ cell: SheetCell) -> XlsxCell {
    switch cell {
    case .empty: .empty
    case .text(let text), .error(let text): .text(text)
    case .boolean(let flag): .boolean(flag)
    case .date(let text): cell.day.map { .date($0) } ?? .text(text)
    case .number(let text):
      // Numbers with more digits than a sheet keeps stay what they were.
      text.utf8.count <= 15 ? Double(text).map { .number($0) } ?? .text(text) : .text(text)
    }
  }
}

extension ImportColumn {
  var xlsxKind: XlsxColumn.Kind {
    switch kind {
    case .integer: .number
    case .money: .money
    case .date: .date
    default: .text
    }
  }

  /// What may stand in the column, in words.
  func note(_ t: Localizer) -> String {
    switch kind {
    case .line(let max), .text(let max): t("kit.imports.kind.text", ["max": "\(max)"])
    case .code(let max): t("kit.imports.kind.code", ["max": "\(max)"])
    case .phone: t("kit.imports.kind.phone")
    case .mail: t("kit.imports.kind.mail")
    case .url: t("kit.imports.kind.url")
    case .integer(let range):
      t("kit.imports.kind.integer", ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
    case .money: t("kit.imports.kind.money")
    case .date: t("kit.imports.kind.date")
    case .flag: t("kit.imports.kind.flag")
    case .choice: t("kit.imports.kind.choice")
    case .choices: t("kit.imports.kind.choices")
    case .lookup: t("kit.imports.kind.lookup")
    }
  }
}
