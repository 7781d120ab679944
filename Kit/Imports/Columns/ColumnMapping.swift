import Crypto
package import Records
package import Values

/// Which column of a sheet fills which field.
package struct ColumnMapping: Sendable, Hashable {
  /// The number of the row that holds the headings, as the sheet counts; 0 for a sheet without one.
  package var headerRow: Int
  /// For each column of the sheet the key of its `ImportColumn`; `nil` is not imported.
  package var columns: [String?]

  package init(headerRow: Int, columns: [String?]) {
    self.headerRow = headerRow
    self.columns = columns
  }

  /// What keeps rows from being read with it: a required column that is missing, one that is filled twice.
  package func problems(_ known: [ImportColumn]) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    for column in known where column.isRequired && !columns.contains(column.key) {
      problems.append(FieldProblem(column.key, "kit.imports.mapping.required"))
    }
    let filled = columns.compactMap(\.self)
    for key in Set(filled).sorted() where filled.count(where: { $0 == key }) > 1 {
      problems.append(FieldProblem(key, "kit.imports.mapping.twice"))
    }
    return problems
  }

  package var json: JSONValue {
    [
      "headerRow": .integer(Int64(headerRow)),
      "columns": .array(columns.map { $0.map(JSONValue.string) ?? .null }),
    ]
  }

  package init?(_ text: String) {
    guard let json = JSONValue.parse(text), let row = json["headerRow"]?.integer, let columns = json["columns"]?.array
    else { return nil }
    self.init(headerRow: Int(row), columns: columns.map(\.string))
  }

  /// Two sheets with the same headings in the same order have the same one, whatever their spacing.
  package static func fingerprint(_ headings: [String]) -> String {
    let text = headings.map(HeadingText.key).joined(separator: "\u{1F}")
    return SHA256.hash(data: Array(text.utf8)).prefix(16).map { byte in
      String(UInt16(byte) + 256, radix: 16).dropFirst()
    }.joined()
  }
}
