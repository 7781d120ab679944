import Database
package import Records

/// What the check says that a row would do.
package enum ImportRowState: String, Sendable, CaseIterable, SQLConvertible {
  case new, changed, unchanged, wrong
}

/// What one row would do, found without writing anything.
package struct ImportPlan<Draft: Sendable>: Sendable {
  /// The row's number in the sheet.
  package let row: Int
  /// What the row is about, as lists name it: never a personal value unmasked.
  package let title: String
  package var state: ImportRowState
  /// The record that it changes or leaves as it is.
  package var target: Int64?
  /// The versions of all records that it was compared with; empty for a new one.
  package var basis: String
  /// Field by field what would change; personal values masked.
  package var changes: [FieldChange]
  package var problems: [FieldProblem]
  package var warnings: [FieldProblem]
  /// What would be written; `nil` for rows that write nothing.
  package var draft: Draft?

  package init(
    row: Int, title: String, state: ImportRowState, target: Int64? = nil, basis: String = "",
    changes: [FieldChange] = [], problems: [FieldProblem] = [], warnings: [FieldProblem] = [], draft: Draft? = nil
  ) {
    self.row = row
    self.title = title
    self.state = state
    self.target = target
    self.basis = basis
    self.changes = changes
    self.problems = problems
    self.warnings = warnings
    self.draft = draft
  }

  /// A row that cannot be written, with everything that is wrong with it.
  package static func wrong(
    _ row: Int, title: String, _ problems: [FieldProblem], warnings: [FieldProblem] = []
  ) -> ImportPlan {
    ImportPlan(row: row, title: title, state: .wrong, problems: problems, warnings: warnings)
  }

  package var writes: Bool { state == .new || state == .changed }
}

/// A row that has been written.
package struct WrittenRow: Sendable, Hashable {
  package let row: Int
  package let target: Int64
  /// The record's name at the time.
  package let title: String
  /// What is needed to take it back, as the kind of import wants it: JSON, personal values sealed.
  package let undo: String

  package init(row: Int, target: Int64, title: String, undo: String) {
    self.row = row
    self.target = target
    self.title = title
    self.undo = undo
  }
}

/// How many rows came out how.
package struct ImportCounts: Sendable, Hashable {
  package var new = 0
  package var changed = 0
  package var unchanged = 0
  package var wrong = 0
  /// Rows of any state with something to look at.
  package var warned = 0

  package init() {}

  package var all: Int { new + changed + unchanged + wrong }

  package subscript(state: ImportRowState) -> Int {
    switch state {
    case .new: new
    case .changed: changed
    case .unchanged: unchanged
    case .wrong: wrong
    }
  }

  package mutating func add(_ state: ImportRowState, isWarned: Bool) {
    switch state {
    case .new: new += 1
    case .changed: changed += 1
    case .unchanged: unchanged += 1
    case .wrong: wrong += 1
    }
    if isWarned { warned += 1 }
  }
}
