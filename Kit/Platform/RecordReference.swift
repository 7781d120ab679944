/// A column that points at a record which may be merged into another one.
///
/// A feature whose tables point at enterprises or partnerships lists the
/// columns in its face (`Feature.references`). When two of them are merged,
/// the rows that pointed at the one that goes point at the one that stays, in
/// the same transaction, and back again when the merge is undone. A column that
/// is not listed keeps its foreign key: then the merge is refused, and nothing
/// is lost. A row that would stand twice where the table allows it once
/// refuses the merge too.
package struct RecordReference: Sendable {
  /// What kinds of records can be merged.
  package enum Target: String, Sendable {
    case enterprise, partnership
  }

  package let target: Target
  package let table: StaticString
  package let column: StaticString
  /// For columns that point at records of several kinds: the column with the kind, and the kind's name.
  package let kind: (column: StaticString, name: String)?
  /// The table's own key, by which moved rows are found again.
  package let key: StaticString
  /// Columns that may stand once together with this one: a row whose twin is there already stays with the record that
  /// goes, instead of refusing the merge. `nil` where there are no twins; empty where each record has one row at most.
  package let yields: [StaticString]?

  package init(
    _ target: Target, in table: StaticString, _ column: StaticString,
    kind: (column: StaticString, name: String)? = nil, key: StaticString = "id", yields: [StaticString]? = nil
  ) {
    self.target = target
    self.table = table
    self.column = column
    self.kind = kind
    self.key = key
    self.yields = yields
  }
}
