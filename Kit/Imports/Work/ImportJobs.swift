import Database
package import Jobs
import Platform
package import Values

/// The steps of a batch that the program does.
enum ImportStep: String, Sendable, CaseIterable {
  case check, commit, undo
}

extension ImportDesk {
  /// The jobs of this kind: `imports.partners.check` and so on.
  package var jobs: [JobKind] {
    ImportStep.allCases.map { step in
      JobKind(jobName(step), maxAttempts: 5) { run in
        let reference = try run.payload(BatchReference.self)
        guard let id = ID<ImportBatch>(reference.batch) else { return }
        try await take(step, id, school: reference.school)
      }
    }
  }

  /// Puts a step into the queue, in the transaction that asks for it.
  func enqueue(_ step: ImportStep, _ batch: ImportBatch, on connection: any WriteConnection) throws {
    try services.jobs.enqueue(
      jobName(step), payload: BatchReference(school: batch.owner.schoolID, batch: batch.id.description),
      key: "imports.\(batch.id).\(step.rawValue)", on: connection)
  }

  /// Does a step now; what the job does, and what tests do in its place.
  package func work(on id: ID<ImportBatch>, school: Int64) async throws {
    switch try await batch(id, school: school).state {
    case .checking: try await take(.check, id, school: school)
    case .committing: try await take(.commit, id, school: school)
    case .undoing: try await take(.undo, id, school: school)
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

  private func jobName(_ step: ImportStep) -> String { "imports.\(kind.name).\(step.rawValue)" }
}

/// What a job is told: which batch of which tenant.
private struct BatchReference: Codable, Sendable {
  let school: Int64
  let batch: String
}
