import Database
import Documents
import Localization
import Platform
package import Records
import Values

/// What became of a sheet that was imported in one go.
package struct ImportOutcome: Sendable {
  /// A row with something to tell.
  package struct Row: Sendable {
    package let number: Int
    package let title: String
    package let problems: [FieldProblem]
    package let warnings: [FieldProblem]
  }

  package let counts: ImportCounts
  /// Rows that are wrong or that somebody should look at, in order.
  package let rows: [Row]
  /// Headings of columns that are not imported.
  package let leftOut: [String]
  /// The batch that was written; `nil` when nothing was.
  package let batch: ImportBatch?
}

/// How a sheet is imported without a person at a page.
package struct ImportWish: Sendable {
  /// The sheet's name; `nil` for the first with a value.
  package var sheet: String?
  /// Only says what would happen.
  package var isDryRun = false
  /// Writes the right rows although others are wrong; otherwise one wrong row keeps all from being written.
  package var isSkippingWrong = false

  package init() {}
}

extension ImportDesk {
  /// Reads, checks and writes a sheet in one go, as the command line does. The
  /// batch stands in the same list afterwards and can be taken back like any other.
  ///
  /// - Parameter progress: called with rows done and rows in all, for reading, checking and writing together.
  /// - Throws: `ImportRefusal` when the sheet cannot be read or lacks required columns.
  package func importFile(
    at path: String, fileName: String, for owner: ImportOwner, _ wish: ImportWish = ImportWish(),
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> ImportOutcome {
    async let isPrepared: Void = kind.prepare()
    let contents = try await SheetContents.read(path, fileName: fileName, sheet: wish.sheet, by: services.documents)
    await isPrepared
    let (header, mapping, _) = try await recognise(contents, owner: owner)
    let missing = mapping.problems(kind.columns)
    guard missing.isEmpty else { throw ImportRefusal.missingColumns(missing.map(\.field)) }
    let total = contents.rows.count * 2
    progress(0, total)

    for attempt in 1... {
      let plans = try await plan(contents.rows, mapping, for: owner)
      let batch = ImportBatch(
        id: services.ids.next(), kind: kind.name, owner: owner, fileName: fileName, fileDigest: "",
        sheet: contents.outline(header), mapping: mapping, state: .committed, isOnlyNew: false,
        counts: Self.counts(plans.lazy.map(\.plan)), writtenCount: plans.count { $0.plan.writes }, note: nil,
        createdAt: services.now, checkedAt: services.now, committedAt: services.now, undoneAt: nil)
      progress(contents.rows.count, total)
      let isWriting = !wish.isDryRun && batch.writtenCount > 0 && (batch.counts.wrong == 0 || wish.isSkippingWrong)
      do {
        if isWriting {
          try await writeAtOnce(plans, of: batch) { progress(contents.rows.count + $0, total) }
        }
      } catch is ImportConflict where attempt < 3 {
        // Somebody else wrote between the comparison and the writing: compare again.
        continue
      }
      progress(total, total)
      return ImportOutcome(
        counts: batch.counts, rows: Self.remarkable(plans.lazy.map(\.plan)),
        leftOut: header.headings.indices.filter { mapping.columns[$0] == nil && header.unknown.contains($0) }
          .map { header.headings[$0] }, batch: isWriting ? batch : nil)
    }
    throw ImportRefusal.state
  }

  private func writeAtOnce(
    _ plans: [(plan: ImportPlan<Kind.Draft>, cells: [SheetCell])], of batch: ImportBatch,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws {
    let prepared = try await prepare(plans, of: batch)
    let writable = plans.lazy.map(\.plan).filter(\.writes)
    let (store, rowStore, kind, written) = (batches, rows, kind, Array(writable))
    try await services.database.writeAlone { connection in
      try store.insert(batch, on: connection)
      let done = try kind.write(written, of: batch, on: connection, progress: progress)
      try rowStore.insert(
        prepared, of: batch,
        written: Dictionary(done.map { ($0.row, $0) }, uniquingKeysWith: { first, _ in first }), on: connection)
    }
  }

  private static func counts(_ plans: some Sequence<ImportPlan<Kind.Draft>>) -> ImportCounts {
    var counts = ImportCounts()
    for plan in plans { counts.add(plan.state, isWarned: !plan.warnings.isEmpty) }
    return counts
  }

  private static func remarkable(_ plans: some Sequence<ImportPlan<Kind.Draft>>) -> [ImportOutcome.Row] {
    plans.filter { $0.state == .wrong || !$0.warnings.isEmpty }.map {
      ImportOutcome.Row(number: $0.row, title: $0.title, problems: $0.problems, warnings: $0.warnings)
    }
  }
}
