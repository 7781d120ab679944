import Database
import Documents
import Localization
import Platform
import Records
import Values
import Views

extension ImportDesk {
  /// Reads the sheet and finds what each row would do; writes nothing but the
  /// batch's own rows. A check that was interrupted begins again from the start.
  func check(_ id: ID<ImportBatch>, school: Int64) async throws {
    let batch = try await batch(id, school: school)
    guard batch.state == .checking else { return }
    let began = services.now
    defer { progress.end(id) }
    let plans: [(plan: ImportPlan<Kind.Draft>, cells: [SheetCell])]
    do {
      let contents = try await contents(of: batch, sheet: batch.sheet.name.isEmpty ? nil : batch.sheet.name)
      progress.set(0, of: contents.rows.count, for: id)
      plans = try await plan(contents.rows, batch.mapping, for: batch.owner)
    } catch ImportRefusal.sheet(let message) {
      return try await fail(batch, message)
    }
    let prepared = try await prepare(plans, of: batch)
    try await keep(prepared, of: batch, began: began)
  }

  /// What each row of the sheet below the headings would do. Rows that only
  /// belong to the sheet's layout are left out, sums and signatures are wrong.
  func plan(
    _ rows: [SheetRow], _ mapping: ColumnMapping, for owner: ImportOwner
  ) async throws -> [(plan: ImportPlan<Kind.Draft>, cells: [SheetCell])] {
    let reading = RowReading(mapping, kind.columns)
    let header = rows.first { $0.number == mapping.headerRow }
    let data = rows.filter { row in
      guard row.number > mapping.headerRow, !reading.isBlank(row) else { return false }
      return header.map { !reading.repeats($0, row) } ?? true
    }
    let read = try await InParallel.map(data.filter { !RowReading.isFooter($0) }) { rows in rows.map(reading.row) }
    let found = try await kind.plan(read, for: owner)
    let byRow = Dictionary(found.map { ($0.row, $0) }, uniquingKeysWith: { first, _ in first })
    return data.map { row in
      let plan =
        byRow[row.number]
        ?? .wrong(row.number, title: "", [FieldProblem("", "kit.imports.problem.footer")])
      return (plan, row.cells)
    }
  }

  func prepare(
    _ plans: [(plan: ImportPlan<Kind.Draft>, cells: [SheetCell])], of batch: ImportBatch
  ) async throws -> [PreparedRow] {
    let store = rows
    return try await InParallel.map(plans) { plans in
      try plans.map { try store.prepared($0.plan, cells: $0.cells, of: batch) }
    }
  }

  static func counts(_ rows: [PreparedRow]) -> ImportCounts {
    var counts = ImportCounts()
    for row in rows { counts.add(row.state, isWarned: row.isWarned) }
    return counts
  }

  /// Keeps the outcome: some rows at a time, so that other writers get their
  /// turn, and the batch's state last.
  private func keep(_ prepared: [PreparedRow], of batch: ImportBatch, began: Instant) async throws {
    let (store, rowStore, now) = (batches, rows, services.now)
    try await services.database.writeAlone { try ImportRowStore.deleteAll(of: batch, on: $0) }
    var done = 0
    for group in prepared.inGroups(of: 1000) {
      try await services.database.writeAlone { try rowStore.insert(group, of: batch, on: $0) }
      done += group.count
      progress.set(done, of: prepared.count, for: batch.id)
    }
    let counts = Self.counts(prepared)
    let notice = notice("checked", batch, count: counts.new + counts.changed)
    // Who waits at the page needs no message.
    let isLong = now.since(began) > .seconds(20)
    try await services.database.write { connection in
      let isDone = try store.move(
        batch, from: [.checking], to: .checked, note: counts.all == 0 ? Message("kit.imports.note.noRows") : batch.note,
        setting: """
          new_count = \(counts.new), changed_count = \(counts.changed), unchanged_count = \(counts.unchanged),
          wrong_count = \(counts.wrong), warned_count = \(counts.warned), checked_at = \(now)
          """, on: connection)
      if isDone, isLong, let notice { try services.notices.post(notice, on: connection) }
    }
  }

  /// Ends a batch with what the person should know.
  func fail(_ batch: ImportBatch, _ message: Message) async throws {
    let store = batches
    let notice = notice("failed", batch, count: 0, text: "kit.imports.notice.failed")
    try await services.database.write { connection in
      let isDone = try store.move(
        batch, from: [.checking, .committing], to: .failed, note: message, on: connection)
      if isDone, let notice { try services.notices.post(notice, on: connection) }
    }
  }

  /// A message to the person who handed the sheet in.
  func notice(_ name: String, _ batch: ImportBatch, count: Int, text: String? = nil) -> Notice? {
    batch.owner.accountID.map { account in
      Notice(
        accountIDs: [account],
        message: Message(text ?? kind.text(name), ["name": batch.fileName, "count": "\(count)"]),
        path: kind.link(to: batch).text)
    }
  }
}
