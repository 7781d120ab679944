import Database
package import Values

/// A piece of work in the queue, as pages show it.
package struct Job: Sendable, Equatable {
  package enum State: String, SQLConvertible, CaseIterable {
    /// To be run at `runAfter`, for the first time or again.
    case waiting
    case running
    case done
    /// Failed too often: a person has to retry or discard it.
    case dead
    case cancelled
  }

  package let id: ID<Job>
  package let kind: String
  /// What the job is to do, as JSON.
  package let payload: String
  /// No second job with this key may wait or run.
  package let key: String?
  package let state: State
  /// How often it was started.
  package let attempts: Int
  package let runAfter: Instant
  package let createdAt: Instant
  package let startedAt: Instant?
  package let finishedAt: Instant?
  package let isCancelRequested: Bool
  package let progress: JobProgress?
  /// Why the last attempt failed; for administrators, without personal values.
  package let lastError: String?

  static let columns: SQL = """
    id, kind, payload, unique_key, state, attempts, run_after, created_at, started_at, finished_at, cancel_requested,
    progress_done, progress_total, progress_note, last_error
    """

  init(_ row: Row) throws {
    id = try row.get(0)
    kind = try row.get(1)
    payload = try row.get(2)
    key = try row.get(3)
    state = try row.get(4)
    attempts = try row.get(5)
    runAfter = try row.get(6)
    createdAt = try row.get(7)
    startedAt = try row.get(8)
    finishedAt = try row.get(9)
    isCancelRequested = try row.get(10)
    let done: Int? = try row.get(11)
    let (total, note): (Int?, String?) = (try row.get(12), try row.get(13))
    progress = done.map { JobProgress(done: $0, total: total, note: note) }
    lastError = try row.get(14)
  }
}

/// How far a job has come.
package struct JobProgress: Sendable, Equatable {
  package let done: Int
  /// nil while it is not known.
  package let total: Int?
  /// What is being done, in the words of the job.
  package let note: String?

  package init(done: Int, total: Int?, note: String? = nil) {
    self.done = done
    self.total = total
    self.note = note
  }
}
