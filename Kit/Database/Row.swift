/// One row of an answer. Columns are read by name, `row["name"]`, or, where a
/// page reads many rows, by position, `row[0]`.
package struct Row: Sendable {
  package let columns: Columns
  package let values: [SQLValue]

  package init(columns: Columns, values: [SQLValue]) {
    self.columns = columns
    self.values = values
  }

  /// The names of an answer's columns, shared by its rows.
  package final class Columns: Sendable {
    package let names: [String]
    private let positions: [String: Int]

    package init(_ names: [String]) {
      self.names = names
      positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func position(of name: String) -> Int? { positions[name] }
  }

  /// - Throws: `ColumnError` when there is no such column or its value is of another kind.
  package func get<T: SQLDecodable>(_ column: String, as: T.Type = T.self) throws -> T {
    guard let position = columns.position(of: column) else { throw ColumnError.missing(column: column) }
    return try T.decode(values[position])
  }

  package func get<T: SQLDecodable>(_ position: Int, as: T.Type = T.self) throws -> T {
    guard values.indices.contains(position) else { throw ColumnError.missing(column: "#\(position)") }
    return try T.decode(values[position])
  }
}
