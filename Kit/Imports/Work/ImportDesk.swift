import Database
import Documents
import Files
import Jobs
import Localization
package import Platform
import Records
package import Values

/// Where sheets of one kind are handed in, checked, confirmed and taken back.
///
/// Nothing is written to the records before a person confirms. Confirming
/// writes all rows of a batch in one transaction, or none. Every step is a job,
/// so that closing the browser or stopping the server loses nothing.
package struct ImportDesk<Kind: ImportKind>: Sendable {
  package let kind: Kind
  package let services: Services
  package let progress: ImportProgress

  package init(_ kind: Kind, services: Services, progress: ImportProgress = ImportProgress()) {
    self.kind = kind
    self.services = services
    self.progress = progress
  }

  var batches: ImportBatchStore { ImportBatchStore(services.sealer) }
  var rows: ImportRowStore { ImportRowStore(services.sealer) }
  var names: ColumnNames { ColumnNames(kind.columns, catalogue: services.catalogue) }

  /// A batch of this kind of the school.
  /// - Parameter department: only when it was handed in for this department.
  /// - Throws: `ImportRefusal.notFound`.
  package func batch(
    _ id: ID<ImportBatch>, school: Int64, department: Int64? = nil
  ) async throws -> ImportBatch {
    let (store, name) = (batches, kind.name)
    let found = try await services.database.read {
      try store.batch(id, kind: name, school: school, department: department, on: $0)
    }
    guard let found else { throw ImportRefusal.notFound }
    return found
  }

  /// The school's batches, newest first.
  /// - Parameter department: only those that were handed in for this department.
  package func batches(
    school: Int64, department: Int64? = nil, before: ID<ImportBatch>? = nil, limit: Int
  ) async throws -> [ImportBatch] {
    let (store, name) = (batches, kind.name)
    return try await services.database.read {
      try store.batches(
        kind: name, school: school, department: department, before: before, limit: limit, on: $0)
    }
  }

  /// Takes in a sheet. Where its columns are known the check begins at once,
  /// otherwise the batch waits for a person to map them.
  /// - Throws: `ImportRefusal.sheet` for a file that is no readable sheet.
  package func handIn(fileAt path: String, fileName: String, by owner: ImportOwner) async throws -> ImportBatch {
    let fileName = FileName(fileName).text
    let contents = try await SheetContents.read(path, fileName: fileName, sheet: nil, by: services.documents)
    let file = try await services.files.store(fileAt: path, limit: SheetLimits().fileSize)
    let (header, mapping, isSure) = try await recognise(contents, owner: owner)
    let batch = ImportBatch(
      id: services.ids.next(), kind: kind.name, owner: owner, fileName: fileName, fileDigest: file.digest.text,
      sheet: contents.outline(header), mapping: mapping, state: isSure ? .checking : .uploaded, isOnlyNew: false,
      counts: ImportCounts(), writtenCount: 0, note: nil, createdAt: services.now, checkedAt: nil, committedAt: nil,
      undoneAt: nil)
    let store = batches
    try await services.database.write { connection in
      try store.insert(batch, on: connection)
      if isSure { try enqueue(.check, batch, on: connection) }
    }
    return batch
  }

  /// Reads another sheet of the file, or takes another row for the headings.
  package func look(
    at sheet: String, headerRow: Int?, of batch: ImportBatch
  ) async throws {
    let contents = try await contents(of: batch, sheet: sheet.isEmpty ? nil : sheet)
    let (header, mapping, _) = try await recognise(contents, owner: batch.owner, headerRow: headerRow)
    let store = batches
    let outline = contents.outline(header)
    try await services.database.write { connection in
      let isDone = try store.set(
        outline, mapping, state: .uploaded, of: batch, from: [.uploaded, .checked, .failed], on: connection)
      guard isDone else { throw ImportRefusal.state }
    }
  }

  /// Takes the mapping that a person made, remembers it for sheets with the same headings, and begins the check.
  /// - Throws: `Invalid` when required columns are missing or one is filled twice.
  package func map(_ batch: ImportBatch, columns: [String?]) async throws {
    let mapping = ColumnMapping(headerRow: batch.mapping.headerRow, columns: columns)
    let problems = mapping.problems(kind.columns)
    guard problems.isEmpty else { throw Invalid(problems) }
    let (store, now, name) = (batches, services.now, kind.name)
    let fingerprint = ColumnMapping.fingerprint(batch.sheet.headings)
    try await services.database.write { connection in
      let isDone = try store.set(
        batch.sheet, mapping, state: .checking, of: batch, from: [.uploaded, .checked, .failed], on: connection)
      guard isDone else { throw ImportRefusal.state }
      if mapping.headerRow > 0 {
        try MappingStore.keep(
          mapping, kind: name, school: batch.owner.schoolID, fingerprint: fingerprint, at: now, on: connection)
      }
      try enqueue(.check, batch, on: connection)
    }
  }

  /// Checks once more, after a failure or because the records have changed since.
  package func checkAgain(_ batch: ImportBatch) async throws {
    try await move(batch, from: [.checked, .failed], to: .checking, then: .check)
  }

  /// Has the rows written that the check found right.
  /// - Parameter isOnlyNew: records that are there already stay as they are.
  package func confirm(_ batch: ImportBatch, isOnlyNew: Bool) async throws {
    let rows = batch.counts.new + (isOnlyNew ? 0 : batch.counts.changed)
    guard rows > 0 else { throw ImportRefusal.state }
    try await move(
      batch, from: [.checked], to: .committing, setting: "is_only_new = \(isOnlyNew)", then: .commit)
  }

  /// Has a written batch taken back.
  package func takeBack(_ batch: ImportBatch) async throws {
    guard mayBeTakenBack(batch) else { throw ImportRefusal.state }
    try await move(batch, from: [.committed], to: .undoing, then: .undo)
  }

  /// Whether the batch was written and its rows are still kept.
  package func mayBeTakenBack(_ batch: ImportBatch) -> Bool {
    batch.state == .committed && batch.createdAt > oldestKept
  }

  /// Throws a batch away that was not written.
  package func discard(_ batch: ImportBatch) async throws {
    let store = batches
    try await services.database.write { connection in
      let isDone = try store.move(
        batch, from: [.uploaded, .checked, .failed, .undone], to: .failed, on: connection)
      guard isDone else { throw ImportRefusal.state }
      try store.delete(batch, on: connection)
    }
  }

  // MARK: Inside

  var oldestKept: Instant { services.now.advanced(by: .seconds(-ImportBatch.keptDays * 86_400)) }

  private func move(
    _ batch: ImportBatch, from states: [ImportBatch.State], to state: ImportBatch.State, setting: SQL = .empty,
    then step: ImportStep
  ) async throws {
    let store = batches
    try await services.database.write { connection in
      guard try store.move(batch, from: states, to: state, setting: setting, on: connection) else {
        throw ImportRefusal.state
      }
      try enqueue(step, batch, on: connection)
    }
  }

  func contents(of batch: ImportBatch, sheet: String?) async throws -> SheetContents {
    guard let digest = FileDigest(batch.fileDigest), services.files.contains(digest) else {
      throw ImportRefusal.sheet(Message("kit.imports.sheet.gone"))
    }
    return try await SheetContents.read(
      services.files.path(of: digest), fileName: batch.fileName, sheet: sheet, by: services.documents)
  }

  /// Finds headings and columns; a mapping that somebody made for the same headings counts more.
  /// - Returns: also whether the check may begin without a person having looked.
  func recognise(
    _ contents: SheetContents, owner: ImportOwner, headerRow: Int? = nil
  ) async throws -> (HeaderRecognition, ColumnMapping, isSure: Bool) {
    let header = HeaderRecognition(
      rows: contents.rows, names: names, required: kind.required, headerRow: headerRow)
    let name = kind.name
    let fingerprint = ColumnMapping.fingerprint(header.headings)
    let remembered =
      header.mapping.headerRow == 0
      ? nil
      : try await services.database.read { connection in
        try MappingStore.mapping(kind: name, school: owner.schoolID, fingerprint: fingerprint, on: connection)
      }
    if let remembered, remembered.problems(kind.columns).isEmpty {
      return (header, ColumnMapping(headerRow: header.mapping.headerRow, columns: remembered.columns), true)
    }
    let isSure = header.mapping.problems(kind.columns).isEmpty && header.guessed.isEmpty && header.repeated.isEmpty
    return (header, header.mapping, isSure)
  }
}
