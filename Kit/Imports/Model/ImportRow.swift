import Documents
package import Records

/// A row of a sheet with its cells by the column they fill.
package struct ImportRow: Sendable {
  /// As the sheet counts, from 1.
  package let number: Int
  /// Texts by column key; empty cells are left out.
  package let values: [String: String]
  /// What is wrong with cells before any field has looked at them.
  package let problems: [FieldProblem]

  package init(number: Int, values: [String: String], problems: [FieldProblem] = []) {
    self.number = number
    self.values = values
    self.problems = problems
  }

  package subscript(key: String) -> String { values[key] ?? "" }

  /// The cells of one of several records that a row describes: `contact.phone` as `phone`.
  package func values(prefixed prefix: String) -> [String: String] {
    var result: [String: String] = [:]
    for (key, text) in values where key.hasPrefix(prefix) { result[String(key.dropFirst(prefix.count))] = text }
    return result
  }
}

/// Turns a sheet's rows into rows by column.
struct RowReading: Sendable {
  private let columns: [(place: Int, key: String, holdsLongNumbers: Bool, isPersonal: Bool)]

  init(_ mapping: ColumnMapping, _ known: [ImportColumn]) {
    columns = mapping.columns.enumerated().compactMap { place, key in
      guard let key, let column = known.first(where: { $0.key == key }) else { return nil }
      return (place, key, column.holdsLongNumbers, column.isPersonal)
    }
  }

  func row(_ row: SheetRow) -> ImportRow {
    var values: [String: String] = [:]
    values.reserveCapacity(columns.count)
    var problems: [FieldProblem] = []
    for (place, key, holdsLongNumbers, isPersonal) in columns {
      let cell = row[place]
      switch cell {
      case .empty: continue
      case .error(let text):
        problems.append(FieldProblem(key, "kit.imports.problem.formula", ["value": text]))
      case .text(let text) where Self.errors.contains(text):
        problems.append(FieldProblem(key, "kit.imports.problem.formula", ["value": text]))
      case .number(let text) where holdsLongNumbers && cell.hasLostDigits:
        // What is wrong with a row is kept in the clear; the number itself is not.
        let shown = isPersonal ? "\(text.prefix(3))…" : text
        problems.append(FieldProblem(key, "kit.imports.problem.lostDigits", ["value": shown]))
      default:
        values[key] = cell.text
      }
    }
    return ImportRow(number: row.number, values: values, problems: problems)
  }

  /// Whether nothing that is imported stands in the row.
  func isBlank(_ row: SheetRow) -> Bool {
    columns.allSatisfy { place, _, _, _ in row[place].text.allSatisfy(\.isWhitespace) && !row[place].isError }
  }

  /// Whether the row is the header once more, as sheets made for printing repeat it on every page.
  func repeats(_ header: SheetRow, _ row: SheetRow) -> Bool {
    var seen = 0
    for (place, _, _, _) in columns where !row[place].isEmpty {
      guard row[place].text == header[place].text else { return false }
      seen += 1
    }
    return seen >= 2 || seen > 0 && seen == columns.count
  }

  /// What a sheet calls its sums and signatures; such rows describe no record.
  static func isFooter(_ row: SheetRow) -> Bool {
    guard let first = row.cells.first(where: { !$0.isEmpty }), mayBeFooter(first.text) else { return false }
    let key = HeadingText.key(first.text)
    return ["合计", "总计", "小计", "total", "subtotal"].contains(key)
      || ["制表人", "填表人", "填报人", "审核人", "填表说明", "填表日期"].contains { key.hasPrefix($0) }
  }

  /// Whether one of the words' first letters is in a text; most rows need no closer look.
  private static func mayBeFooter(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      switch scalar {
      case "合", "总", "小", "制", "填", "审", "t", "T", "ｔ", "Ｔ", "s", "S", "ｓ", "Ｓ": true
      default: false
      }
    }
  }

  /// What a failed formula leaves where the sheet keeps its text only.
  private static let errors: Set<String> = [
    "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
  ]
}

extension SheetCell {
  var isError: Bool {
    if case .error = self { true } else { false }
  }
}
