import Database
package import Jobs
import Localization
package import Platform
package import Values

/// The steps of a batch that the program does.
enum ImportStep: String, Sendable, CaseIterable {
  case check, commit, undo
}

extension ImportDesk {
  /// The jobs of this kind: `imports.partners.check` and so on.
  package var jobs: [JobKind] {
    ImportStep.allCases.map { step in
      JobKind(jobName(step), maxAttempts: ImportWork.attempts, backoff: Backoff(first: .seconds(5))) { run in
        let reference = try run.payload(as: BatchReference.self)
        guard let id = ID<ImportBatch>(reference.batch) else { return }
        do {
          try await take(step, id, school: reference.school)
        } catch ImportRefusal.notFound {
          // Thrown away meanwhile.
        } catch let error where !(error is CancellationError) {
          if run.attempt >= ImportWork.attempts { try await giveUp(step, id, school: reference.school) }
          throw error
        }
      }
    }
  }

  /// Puts a step into the queue, in the transaction that asks for it.
  func enqueue(_ step: ImportStep, _ batch: ImportBatch, on connection: any WriteConnection) throws {
    try services.jobs.enqueue(
      jobName(step), payload: BatchReference(school: batch.owner.schoolID, batch: batch.id.description),
      key: "imports.\(batch.id).\(step.rawValue)", on: connection)
  }

  /// Puts the step that a batch waits for into the queue once more, for one
  /// whose workers were all lost. While its job waits or runs, nothing happens.
  package func resume(_ batch: ImportBatch) async throws {
    let step: ImportStep
    switch batch.state {
    case .checking: step = .check
    case .committing: step = .commit
    case .undoing: step = .undo
    case .uploaded, .checked, .committed, .undone, .failed: return
    }
    try await services.database.write { try enqueue(step, batch, on: $0) }
  }

  /// Does the step that a batch waits for at once, as its job would.
  package func work(on id: ID<ImportBatch>, school: Int64) async throws {
    switch try await batch(id, school: school).state {
    case .checking: try await check(id, school: school)
    case .committing: try await commit(id, school: school)
    case .undoing: try await undo(id, school: school)
    case .uploaded, .checked, .committed, .undone, .failed: return
    }
  }

  private func take(_ step: ImportStep, _ id: ID<ImportBatch>, school: Int64) async throws {
    switch step {
    case .check: try await check(id, school: school)
    case .commit: try await commit(id, school: school)
    case .undo: try await undo(id, school: school)
    }
  }

  /// Says that a step could not be done; every transaction of it has been rolled back.
  private func giveUp(_ step: ImportStep, _ id: ID<ImportBatch>, school: Int64) async throws {
    let batch = try await batch(id, school: school)
    guard step == .undo else { return try await fail(batch, Message("kit.imports.note.stopped")) }
    let store = batches
    try await services.database.write { connection in
      _ = try store.move(
        batch, from: [.undoing], to: .committed, note: Message("kit.imports.note.undoStopped"), on: connection)
    }
  }

  private func jobName(_ step: ImportStep) -> String { "imports.\(kind.name).\(step.rawValue)" }
}

/// What a job is told: which batch of which tenant.
private struct BatchReference: Codable, Sendable {
  let school: Int64
  let batch: String
}

/// What imports of all kinds share.
package enum ImportWork {
  static let attempts = 4

  /// Forgets rows and files that are kept no longer.
  package static func sweep(_ services: Services) -> JobKind {
    JobKind("imports.sweep") { _ in
      let store = ImportBatchStore(services.sealer)
      let date = services.now.advanced(by: .seconds(-ImportBatch.keptDays * 86_400))
      while try await services.database.write({ try store.forget(before: date, on: $0) }) > 0 {}
    }
  }

  package static let schedule = Schedule("imports.sweep", .daily(hour: 3, minute: 20), kind: "imports.sweep")
}
