package import Database
package import Localization
package import Records
import Values
package import Views

/// A kind of records that sheets bring: partners, students, teachers. The kit
/// reads sheets, finds columns, keeps batches and shows them; the kind knows
/// what a row means.
package protocol ImportKind: Sendable {
  /// What a row would write.
  associatedtype Draft: Sendable

  /// The word for it in tables, job names and addresses: `partners`.
  var name: String { get }
  /// The beginning of its texts: `partners.import` for `partners.import.title`,
  /// `.intro`, `.confirm` (with `{count}`), `.checked`, `.written` and `.undone` (with `{name}` and `{count}`).
  var texts: String { get }
  /// Its page of batches: `/partners/imports`.
  var path: Link { get }
  /// Where the records stand afterwards.
  var recordsPath: Link { get }
  /// What it understands, required and usual columns first: the order of the template.
  var columns: [ImportColumn] { get }

  /// Makes what reading rows needs, such as catalogues, while the sheet is still being read.
  func prepare() async

  /// Choices of columns that stand in the owner's data, for the template and for showing values.
  func choices(for owner: ImportOwner) async throws -> [String: [Choice]]

  /// Reads rows, finds the records that they mean, and says what they would
  /// do. All rows of a batch together, so that rows that contradict each other
  /// are found. Writes nothing.
  func plan(_ rows: [ImportRow], for owner: ImportOwner) async throws -> [ImportPlan<Draft>]

  /// Writes plans in order, with an audit entry for each, in the caller's transaction.
  /// - Parameter progress: called now and then with the number of rows written.
  /// - Throws: `ImportConflict` when a record is no longer what a plan was made for.
  func write(
    _ plans: [ImportPlan<Draft>], of batch: ImportBatch, on connection: any WriteConnection,
    progress: (Int) -> Void
  ) throws -> [WrittenRow]

  /// Takes written rows back, in the caller's transaction.
  /// - Throws: `ImportBlocked` with everything that was built on them; then nothing may be kept.
  func undo(
    _ rows: [WrittenRow], of batch: ImportBatch, on connection: any WriteConnection, progress: (Int) -> Void
  ) throws

  /// The page of a record.
  func link(to target: Int64) -> Link

  /// What can be made so that some of these wrong rows become right; `nil` for nothing.
  func remedy(for rows: [ImportRow], of owner: ImportOwner) async throws -> ImportRemedy?

  /// Makes it.
  func apply(remedyFor rows: [ImportRow], of owner: ImportOwner) async throws
}

/// For whom a batch is imported, and by whom.
package struct ImportOwner: Sendable, Hashable {
  /// The tenant.
  package let schoolID: Int64
  /// The account; `nil` for the command line.
  package let accountID: Int64?
  /// The department that the person is bound to; `nil` for who imports for the whole school.
  package let departmentID: Int64?

  package init(schoolID: Int64, accountID: Int64?, departmentID: Int64? = nil) {
    self.schoolID = schoolID
    self.accountID = accountID
    self.departmentID = departmentID
  }
}

/// Records are no longer what the check compared rows with.
package struct ImportConflict: Error, Sendable, Hashable {
  package let rows: [Int]

  package init(rows: [Int]) {
    self.rows = rows
  }
}

/// What keeps a batch from being taken back.
package struct ImportBlocked: Error, Sendable, Hashable {
  /// One record with the reason.
  package struct Reason: Sendable, Hashable {
    package let row: Int
    package let message: Message

    package init(row: Int, _ message: Message) {
      self.row = row
      self.message = message
    }
  }

  package let reasons: [Reason]

  package init(_ reasons: [Reason]) {
    self.reasons = reasons
  }
}

/// Why an import cannot go on; said to the person as it is.
package enum ImportRefusal: Error, Sendable, Hashable {
  /// The sheet cannot be read.
  case sheet(Message)
  /// No column was found for what is required: the names of those columns.
  case missingColumns([String])
  /// The batch is in another state than the act needs.
  case state
  /// The batch is not there, or not in sight.
  case notFound
}

extension ImportKind {
  /// One of the kind's texts.
  package func text(_ name: String) -> String { "\(texts).\(name)" }

  package func column(_ key: String) -> ImportColumn? { columns.first { $0.key == key } }

  var required: Set<String> { Set(columns.filter(\.isRequired).map(\.key)) }

  package func link(to batch: ImportBatch) -> Link { Link("\(path.text)/\(batch.id)") }
}
