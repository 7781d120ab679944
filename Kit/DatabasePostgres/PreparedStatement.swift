import CLibPQ
import Database

/// A statement that the server has compiled under a name.
final class PreparedStatement {
  let name: String
  let text: String
  let types: [Oid]
  fileprivate(set) var lastUse = 0
  private var columns: Row.Columns?
  private var columnTypes: [Oid] = []

  fileprivate init(name: String, text: String, types: [Oid]) {
    self.name = name
    self.text = text
    self.types = types
  }

  /// All rows of a result.
  func rows(of result: OpaquePointer) throws -> [Row] {
    let count = PQnfields(result)
    let columns = describe(result, count)
    return try (0..<PQntuples(result)).map { row in
      let values = try (0..<count).map { column in
        try decode(result, row: row, column: column, type: columnTypes[Int(column)])
      }
      return Row(columns: columns, values: values)
    }
  }

  /// The server refuses a prepared statement whose columns would change, so the first answer describes all.
  private func describe(_ result: OpaquePointer, _ count: CInt) -> Row.Columns {
    if let columns { return columns }
    let described = Row.Columns(
      (0..<count).map { PQfname(result, $0).map { String(cString: $0) } ?? "" })
    columnTypes = (0..<count).map { PQftype(result, $0) }
    columns = described
    return described
  }
}

/// The statements one connection has prepared; the longest unused go first.
struct PreparedNames {
  private struct Key: Hashable {
    let text: String
    // The same text with a NULL in place of a number is compiled apart: the parameter's type differs.
    let types: [Oid]
  }

  private let capacity: Int
  private var statements: [Key: PreparedStatement] = [:]
  private var uses = 0
  private var made = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// - Returns: the statement; whether it must be prepared first (then `keep` it); a name to deallocate.
  mutating func take(_ sql: SQL) -> (PreparedStatement, isNew: Bool, dropped: String?) {
    uses += 1
    let key = Key(text: sql.text(for: .postgres), types: sql.values.map(\.parameterType))
    if let kept = statements[key] {
      kept.lastUse = uses
      return (kept, false, nil)
    }
    made += 1
    let statement = PreparedStatement(name: "q\(made)", text: key.text, types: key.types)
    statement.lastUse = uses
    return (statement, true, statements.count < capacity ? nil : forgetOldest())
  }

  mutating func keep(_ statement: PreparedStatement) {
    statements[Key(text: statement.text, types: statement.types)] = statement
  }

  mutating func removeAll() {
    statements.removeAll()
  }

  private mutating func forgetOldest() -> String? {
    guard let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
      return nil
    }
    statements[oldest.key] = nil
    return oldest.value.name
  }
}
