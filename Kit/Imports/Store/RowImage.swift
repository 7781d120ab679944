package import Database
package import Values

/// A row of a table as it was, column by column, so that it can be written
/// back exactly.
package enum RowImage {
  package static func json(_ values: some Sequence<SQLValue>) -> JSONValue {
    .array(
      values.map { value in
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .number(number)
        case .text(let text): .string(text)
        // No table of ours keeps bytes; a picture is a file.
        case .blob: .null
        }
      })
  }

  /// The row of an image; read it by position.
  package static func row(_ json: JSONValue?) -> Row? {
    guard let items = json?.array else { return nil }
    return Row(
      columns: Row.Columns([]),
      values: items.map { item in
        switch item {
        case .integer(let number): .integer(number)
        case .number(let number): .real(number)
        case .string(let text): .text(text)
        case .bool(let flag): .integer(flag ? 1 : 0)
        case .null, .array, .object: .null
        }
      })
  }
}
