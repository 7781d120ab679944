import Database
import Platform
import Values

/// Rows that pointed at a record which went, and point at the one that stayed.
struct MovedRows: Sendable {
  let table: String
  let column: String
  let from: Int64
  let to: Int64
  let ids: [Int64]

  /// Moves the rows of one column.
  static func move(
    _ reference: RecordReference, from: Int64, to: Int64, on connection: any WriteConnection
  ) throws -> MovedRows? {
    let condition = self.condition(reference, pointingAt: from) + twins(reference, at: to)
    let ids = try connection.values(
      """
      SELECT \(name: reference.key) FROM \(name: reference.table) WHERE \(condition) ORDER BY \(name: reference.key)
      """, as: Int64.self)
    guard !ids.isEmpty else { return nil }
    try connection.run(
      "UPDATE \(name: reference.table) SET \(name: reference.column) = \(to) WHERE \(condition)")
    return MovedRows(
      table: reference.table.description, column: reference.column.description, from: from, to: to, ids: ids)
  }

  /// Whether every row is still where it was moved to.
  func areThere(_ reference: RecordReference, on connection: any Connection) throws -> Bool {
    var count = 0
    for group in ids.inGroups(of: 500) {
      count +=
        try connection.value(
          """
          SELECT count(*) FROM \(name: reference.table)
          WHERE \(Self.condition(reference, pointingAt: to)) AND \(name: reference.key) IN \(list: group)
          """) ?? 0
    }
    return count == ids.count
  }

  func moveBack(_ reference: RecordReference, on connection: any WriteConnection) throws {
    for group in ids.inGroups(of: 500) {
      try connection.run(
        """
        UPDATE \(name: reference.table) SET \(name: reference.column) = \(from)
        WHERE \(Self.condition(reference, pointingAt: to)) AND \(name: reference.key) IN \(list: group)
        """)
    }
  }

  /// The column that these rows belong to, as the features list it today.
  func reference(in references: [RecordReference]) -> RecordReference? {
    references.first { $0.table.description == table && $0.column.description == column }
  }

  /// Leaves out rows that would stand twice with the record that stays.
  private static func twins(_ reference: RecordReference, at to: Int64) -> SQL {
    guard let columns = reference.yields else { return "" }
    let same = columns.map { " AND twin.\(name: $0) = \(name: reference.table).\(name: $0)" as SQL }.joined(
      separator: "")
    return """
       AND NOT EXISTS (SELECT 1 FROM \(name: reference.table) twin WHERE twin.\(name: reference.column) = \(to)\(same))
      """
  }

  private static func condition(_ reference: RecordReference, pointingAt id: Int64) -> SQL {
    guard let kind = reference.kind else { return "\(name: reference.column) = \(id)" }
    return "\(name: reference.column) = \(id) AND \(name: kind.column) = \(kind.name)"
  }

  var json: JSONValue {
    [
      "table": .string(table), "column": .string(column), "from": .integer(from), "to": .integer(to),
      "ids": .array(ids.map { .integer($0) }),
    ]
  }

  init(table: String, column: String, from: Int64, to: Int64, ids: [Int64]) {
    self.table = table
    self.column = column
    self.from = from
    self.to = to
    self.ids = ids
  }

  init?(_ json: JSONValue) {
    guard let table = json["table"]?.string, let column = json["column"]?.string, let from = json["from"]?.integer,
      let to = json["to"]?.integer
    else { return nil }
    self.init(table: table, column: column, from: from, to: to, ids: (json["ids"]?.array ?? []).compactMap(\.integer))
  }
}
