import Database
package import Localization
package import Values

/// One sheet on its way into the records.
package struct ImportBatch: Sendable {
  package let id: ID<ImportBatch>
  package let kind: String
  package let owner: ImportOwner
  package let fileName: String
  /// The file in the store; empty once it is no longer kept, or where it never was.
  package let fileDigest: String
  /// What was found in the sheet.
  package let sheet: SheetOutline
  package let mapping: ColumnMapping
  package let state: State
  /// Whether records that are there already stay as they are.
  package let isOnlyNew: Bool
  package let counts: ImportCounts
  package let writtenCount: Int
  /// What there is to say about how it stands: why it failed, why it was checked again.
  package let note: Message?
  package let createdAt: Instant
  package let checkedAt: Instant?
  package let committedAt: Instant?
  package let undoneAt: Instant?

  /// Where it stands. Only these ways lead on:
  ///
  ///     uploaded → checking → checked → committing → committed → undoing → undone
  ///         ↑_______________|   ↑_____________|          ↑___________|
  ///
  /// and to `failed` from every state in which the program works.
  package enum State: String, Sendable, CaseIterable, SQLConvertible {
    /// Columns wait to be mapped by hand.
    case uploaded
    case checking, checked
    case committing, committed
    case undoing, undone
    case failed

    /// Whether a job has the next step.
    package var isRunning: Bool { self == .checking || self == .committing || self == .undoing }
  }

  /// For how long a batch can be taken back and its rows are kept.
  package static let keptDays = 30

  /// The most rows of one batch: it is written in one transaction.
  package static let mostRows = 20_000

  /// How many rows confirming writes.
  package var writableCount: Int { counts.new + (isOnlyNew ? 0 : counts.changed) }
}

/// What is kept of a sheet beside its rows, for mapping and for giving rows back.
package struct SheetOutline: Sendable {
  /// The sheet that is read; empty for text.
  package let name: String
  /// All sheets of the workbook.
  package let sheets: [String]
  /// Headings of all columns, or their letters.
  package let headings: [String]
  /// The first values of each column.
  package let samples: [[String]]
  /// The first rows' numbers with their first words, for choosing the header row.
  package let firstRows: [(number: Int, words: String)]
  /// Places of columns whose heading nobody knows.
  package let unknown: [Int]
  /// Places of columns that mean the same as an earlier one.
  package let repeated: [Int]
  /// Places of columns that only resemble what they are mapped to.
  package let guessed: [Int]
}

extension SheetOutline {
  package var json: JSONValue {
    func strings(_ items: [String]) -> JSONValue { .array(items.map { .string($0) }) }
    func numbers(_ items: [Int]) -> JSONValue { .array(items.map { .integer(Int64($0)) }) }
    return [
      "name": .string(name), "sheets": strings(sheets), "headings": strings(headings),
      "samples": .array(samples.map(strings)),
      "firstRows": .array(firstRows.map { [.integer(Int64($0.number)), .string($0.words)] }),
      "unknown": numbers(unknown), "repeated": numbers(repeated), "guessed": numbers(guessed),
    ]
  }

  package init(_ json: JSONValue?) {
    func strings(_ value: JSONValue?) -> [String] { (value?.array ?? []).map { $0.string ?? "" } }
    func numbers(_ value: JSONValue?) -> [Int] { (value?.array ?? []).compactMap { $0.integer.map { Int($0) } } }
    name = json?["name"]?.string ?? ""
    sheets = strings(json?["sheets"])
    headings = strings(json?["headings"])
    samples = (json?["samples"]?.array ?? []).map(strings)
    firstRows = (json?["firstRows"]?.array ?? []).map { row in
      (number: Int(row.array?.first?.integer ?? 0), words: row.array?.last?.string ?? "")
    }
    unknown = numbers(json?["unknown"])
    repeated = numbers(json?["repeated"])
    guessed = numbers(json?["guessed"])
  }
}
