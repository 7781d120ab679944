import Database
import Documents
import Localization
import Platform
import Values

extension ImportDesk {
  /// Writes a confirmed batch: all its rows in one transaction, with an audit
  /// entry for each. The rows are compared once more with the records as they
  /// are now; where they differ from what the person saw, nothing is written
  /// and the batch is checked again.
  func commit(_ id: ID<ImportBatch>, school: Int64) async throws {
    let batch = try await batch(id, school: school)
    guard batch.state == .committing else { return }
    defer { progress.end(id) }
    let states: [ImportRowState] = batch.isOnlyNew ? [.new] : [.new, .changed]
    let pending = try await services.database.readLong {
      try ImportRowStore.pending(of: batch, states: states, on: $0)
    }
    progress.set(0, of: pending.count, for: id)
    let store = rows
    let reading = RowReading(batch.mapping, kind.columns)
    let read = try await InParallel.map(pending) { rows in
      try rows.map { reading.row(SheetRow(number: $0.number, cells: try store.open($0.cells))) }
    }
    let plans = try await kind.plan(read, for: batch.owner)
    let moved = zip(pending, plans).count { row, plan in
      row.state != plan.state || row.target != plan.target || row.basis != plan.basis
    }
    guard moved == 0, plans.count == pending.count else { return try await recheck(batch, moved: moved) }
    do {
      try await write(plans, of: batch)
    } catch let conflict as ImportConflict {
      try await recheck(batch, moved: max(1, conflict.rows.count))
    } catch DatabaseError.unique {
      // Somebody entered one of the records between the comparison and the writing.
      try await recheck(batch, moved: 1)
    }
  }

  private func write(_ plans: [ImportPlan<Kind.Draft>], of batch: ImportBatch) async throws {
    let (store, now, kind, progress) = (batches, services.now, kind, progress)
    let notice = notice("written", batch, count: plans.count)
    try await services.database.writeAlone { connection in
      let isMine = try store.move(
        batch, from: [.committing], to: .committed,
        setting: "committed_at = \(now), written_count = \(plans.count)", on: connection)
      guard isMine else { return }
      let written = try kind.write(plans, of: batch, on: connection) { done in
        progress.set(done, of: plans.count, for: batch.id)
      }
      try ImportRowStore.setWritten(written, of: batch, on: connection)
      if let notice { try services.notices.post(notice, on: connection) }
    }
  }

  private func recheck(_ batch: ImportBatch, moved: Int) async throws {
    let store = batches
    try await services.database.write { connection in
      let isDone = try store.move(
        batch, from: [.committing], to: .checking,
        note: Message("kit.imports.note.moved", ["count": "\(moved)"]), on: connection)
      if isDone { try enqueue(.check, batch, on: connection) }
    }
  }

  /// Takes a written batch back, whole or not at all.
  func undo(_ id: ID<ImportBatch>, school: Int64) async throws {
    let batch = try await batch(id, school: school)
    guard batch.state == .undoing else { return }
    defer { progress.end(id) }
    let written = try await services.database.readLong { try ImportRowStore.written(of: batch, on: $0) }
    progress.set(0, of: written.count, for: id)
    let (store, now, kind, progress) = (batches, services.now, kind, progress)
    let notice = notice("undone", batch, count: written.count)
    do {
      try await services.database.writeAlone { connection in
        let isMine = try store.move(
          batch, from: [.undoing], to: .undone, setting: "undone_at = \(now)", on: connection)
        guard isMine else { return }
        try kind.undo(written, of: batch, on: connection) { done in
          progress.set(done, of: written.count, for: batch.id)
        }
        try ImportRowStore.setUndone(of: batch, on: connection)
        if let notice { try services.notices.post(notice, on: connection) }
      }
    } catch let blocked as ImportBlocked {
      try await keepBlocked(batch, blocked)
    }
  }

  /// The batch stays as it was written; each row that something was built on says what.
  private func keepBlocked(_ batch: ImportBatch, _ blocked: ImportBlocked) async throws {
    let store = batches
    try await services.database.write { connection in
      let isDone = try store.move(
        batch, from: [.undoing], to: .committed,
        note: Message("kit.imports.note.blocked", ["count": "\(blocked.reasons.count)"]), on: connection)
      if isDone { try ImportRowStore.setObstacles(blocked.reasons, of: batch, on: connection) }
    }
  }
}
