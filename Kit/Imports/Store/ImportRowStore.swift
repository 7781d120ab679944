import Database
import Documents
package import Localization
import Security
import Values

/// A row of a batch as it is kept.
package struct KeptRow: Sendable {
  package let number: Int
  package let state: ImportRowState
  package let isWritten: Bool
  package let title: String
  package let target: Int64?
  package let findings: RowFindings
  /// What keeps it from being taken back, when somebody has tried.
  package let obstacle: Message?
}

/// Where a page of rows begins or ends, by row number.
package enum RowPlace: Sendable, Hashable {
  case after(Int), before(Int)
}

/// Which rows of a batch a page shows.
package enum RowFilter: Sendable, Hashable {
  case state(ImportRowState)
  case warned, blocked

  /// As it stands in the address: `new`, `wrong`, `warned`.
  package init?(_ text: String?) {
    switch text {
    case "warned": self = .warned
    case "blocked": self = .blocked
    case let text?:
      guard let state = ImportRowState(rawValue: text) else { return nil }
      self = .state(state)
    case nil: return nil
    }
  }

  package var text: String {
    switch self {
    case .state(let state): state.rawValue
    case .warned: "warned"
    case .blocked: "blocked"
    }
  }
}

/// The rows of `import_rows`.
struct ImportRowStore: Sendable {
  private let sealer: Sealer

  private static let cellsContext = "import_rows.cells"

  init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  // MARK: Writing

  /// A row ready to be inserted: everything that takes time is done outside the transaction.
  func prepared<Draft>(_ plan: ImportPlan<Draft>, cells: [SheetCell], of batch: ImportBatch) throws -> PreparedRow {
    PreparedRow(
      number: plan.row, state: plan.state, isWarned: !plan.warnings.isEmpty, title: plan.title,
      cells: try sealer.seal(CellsText.text(cells), context: Self.cellsContext), target: plan.target,
      basis: plan.basis,
      findings: RowFindings.stored(changes: plan.changes, problems: plan.problems, warnings: plan.warnings))
  }

  func insert(
    _ rows: [PreparedRow], of batch: ImportBatch, written: [Int: WrittenRow] = [:],
    on connection: any WriteConnection
  ) throws {
    let school = batch.owner.schoolID
    let values = rows.map { row -> SQL in
      let done = written[row.number]
      return """
        (\(school), \(batch.id), \(row.number), \(row.state), \(row.isWarned), \(done != nil), \(row.title),
        \(row.cells), \(done?.target ?? row.target), \(row.basis), \(row.findings), \(done?.undo ?? ""), '')
        """
    }
    try connection.insert(
      """
      INSERT INTO import_rows (school_id, batch_id, row_number, state, is_warned, is_written, title, cells_sealed,
        target_id, basis, findings, undo, obstacle)
      """, values)
  }

  static func deleteAll(of batch: ImportBatch, on connection: any WriteConnection) throws {
    try connection.run(
      "DELETE FROM import_rows WHERE school_id = \(batch.owner.schoolID) AND batch_id = \(batch.id)")
  }

  static func setWritten(_ rows: [WrittenRow], of batch: ImportBatch, on connection: any WriteConnection) throws {
    for group in rows.inGroups(of: 500) {
      let values = group.map { SQL("(\($0.row), \($0.target), \($0.undo))") }.joined(separator: ", ")
      // Both engines call the columns of a list of values so.
      try connection.run(
        """
        UPDATE import_rows SET is_written = 1, target_id = done.column2, undo = done.column3
        FROM (VALUES \(values)) AS done
        WHERE school_id = \(batch.owner.schoolID) AND batch_id = \(batch.id) AND row_number = done.column1
        """)
    }
  }

  static func setUndone(of batch: ImportBatch, on connection: any WriteConnection) throws {
    try connection.run(
      """
      UPDATE import_rows SET is_written = 0, undo = '', obstacle = ''
      WHERE school_id = \(batch.owner.schoolID) AND batch_id = \(batch.id) AND is_written = 1
      """)
  }

  static func setObstacles(
    _ reasons: [ImportBlocked.Reason], of batch: ImportBatch, on connection: any WriteConnection
  ) throws {
    let school = batch.owner.schoolID
    try connection.run(
      """
      UPDATE import_rows SET obstacle = ''
      WHERE school_id = \(school) AND batch_id = \(batch.id) AND obstacle <> ''
      """)
    for reason in reasons {
      try connection.run(
        """
        UPDATE import_rows SET obstacle = \(MessageText.json(reason.message).text)
        WHERE school_id = \(school) AND batch_id = \(batch.id) AND row_number = \(reason.row)
        """)
    }
  }

  // MARK: Reading

  /// One page of a batch's rows in order.
  /// - Parameters:
  ///   - filter: only some of the rows; `nil` for all.
  ///   - place: where the last page ended.
  static func page(
    of batch: ImportBatch, only filter: RowFilter?, _ place: RowPlace, limit: Int, on connection: any Connection
  ) throws -> [KeptRow] {
    let only: SQL =
      switch filter {
      case nil: ""
      case .state(let state)?: "AND state = \(state)"
      case .warned?: "AND is_warned = 1"
      case .blocked?: "AND obstacle <> ''"
      }
    let (bound, order): (SQL, SQL) =
      switch place {
      case .after(let row): ("row_number > \(row)", "row_number")
      case .before(let row): ("row_number < \(row)", "row_number DESC")
      }
    let rows = try connection.rows(
      """
      SELECT row_number, state, is_written, title, target_id, findings, obstacle FROM import_rows
      WHERE school_id = \(batch.owner.schoolID) AND batch_id = \(batch.id) \(only) AND \(bound)
      ORDER BY \(order) LIMIT \(limit)
      """
    ).map { row in
      let obstacle: String = try row.get(6)
      return KeptRow(
        number: try row.get(0), state: try row.get(1), isWritten: try row.get(2), title: try row.get(3),
        target: try row.get(4), findings: RowFindings(stored: try row.get(5)),
        obstacle: obstacle.isEmpty ? nil : MessageText.message(JSONValue.parse(obstacle)))
    }
    return if case .before = place { rows.reversed() } else { rows }
  }

  /// A row that is to be written: what the check found, and its cells still sealed.
  struct Pending: Sendable {
    let number: Int
    let state: ImportRowState
    let target: Int64?
    let basis: String
    let cells: String
  }

  static func pending(
    of batch: ImportBatch, states: [ImportRowState], limit: Int = ImportBatch.mostRows,
    on connection: any Connection
  ) throws -> [Pending] {
    try connection.rows(
      """
      SELECT row_number, state, target_id, basis, cells_sealed FROM import_rows
      WHERE school_id = \(batch.owner.schoolID) AND batch_id = \(batch.id) AND state IN \(list: states)
      ORDER BY row_number LIMIT \(limit)
      """
    ).map { row in
      Pending(
        number: try row.get(0), state: try row.get(1), target: try row.get(2), basis: try row.get(3),
        cells: try row.get(4))
    }
  }

  func open(_ sealed: String) throws -> [SheetCell] {
    CellsText.cells(try sealer.open(sealed, context: Self.cellsContext)) ?? []
  }

  /// Calls `body` with the cells and problems of each wrong row, in order.
  func forEachWrong(
    of batch: ImportBatch, on connection: any Connection,
    _ body: (Int, [SheetCell], RowFindings) throws -> Void
  ) throws {
    try connection.forEach(
      """
      SELECT row_number, cells_sealed, findings FROM import_rows
      WHERE school_id = \(batch.owner.schoolID) AND batch_id = \(batch.id) AND state = 'wrong' ORDER BY row_number
      """
    ) { row in
      try body(try row.get(0), try open(try row.get(1)), RowFindings(stored: try row.get(2)))
    }
  }

  static func written(of batch: ImportBatch, on connection: any Connection) throws -> [WrittenRow] {
    try connection.rows(
      """
      SELECT row_number, target_id, title, undo FROM import_rows
      WHERE school_id = \(batch.owner.schoolID) AND batch_id = \(batch.id) AND is_written = 1 ORDER BY row_number
      """
    ).map { row in
      WrittenRow(row: try row.get(0), target: try row.get(1), title: try row.get(2), undo: try row.get(3))
    }
  }
}

/// A row of a batch with its texts made, ready to be inserted.
struct PreparedRow: Sendable {
  let number: Int
  let state: ImportRowState
  let isWarned: Bool
  let title: String
  let cells: String
  let target: Int64?
  let basis: String
  let findings: String
}
