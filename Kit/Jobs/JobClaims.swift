import Database
import Values

/// What one worker does to the rows of `jobs`. Every change of a running job
/// names the worker: a job that was given to another is left alone.
struct JobClaims: Sendable {
  let engine: any DatabaseEngine
  let clock: Clock
  /// Names this worker, unique among all that ever ran.
  let owner: String
  /// How long a job stays this worker's without a sign of life.
  let lease: Duration

  struct Claim: Sendable {
    let id: ID<Job>
    let kind: String
    let payload: String
    let attempt: Int
  }

  /// Takes the job that has waited longest.
  func next(of kinds: [String]) async throws -> Claim? {
    let now = clock.now()
    return try await engine.write { connection in
      // Workers that look at the same moment take different jobs instead of waiting for each other.
      let skip: SQL = connection.dialect == .postgres ? "FOR UPDATE SKIP LOCKED" : ""
      return try connection.first(
        """
        UPDATE jobs SET state = 'running', attempts = attempts + 1, started_at = \(now), last_error = NULL,
          lease_owner = \(owner), lease_until = \(now.advanced(by: lease)), cancel_requested = 0,
          progress_done = NULL, progress_total = NULL, progress_note = NULL
        WHERE id = (
          SELECT id FROM jobs WHERE state = 'waiting' AND run_after <= \(now) AND kind IN \(list: kinds)
          ORDER BY run_after, id LIMIT 1 \(skip)
        ) AND state = 'waiting'
        RETURNING id, kind, payload, attempts
        """
      ).map { Claim(id: try $0.get(0), kind: try $0.get(1), payload: try $0.get(2), attempt: try $0.get(3)) }
    }
  }

  /// Shows that this worker lives.
  /// - Returns: the jobs of `ids` that are to stop: somebody asked for it, or they are no longer this worker's.
  func renew(_ ids: [ID<Job>]) async throws -> Set<ID<Job>> {
    let until = clock.now().advanced(by: lease)
    let kept = try await engine.write { connection in
      try connection.values(
        """
        UPDATE jobs SET lease_until = \(until)
        WHERE id IN \(list: ids) AND lease_owner = \(owner) AND cancel_requested = 0 RETURNING id
        """, as: ID<Job>.self)
    }
    return Set(ids).subtracting(kept)
  }

  /// - Returns: false when the job is to stop.
  func report(_ id: ID<Job>, _ progress: JobProgress) async throws -> Bool {
    try await engine.write { connection in
      try connection.run(
        """
        UPDATE jobs SET progress_done = \(progress.done), progress_total = \(progress.total),
          progress_note = \(progress.note)
        WHERE id = \(id) AND lease_owner = \(owner) AND cancel_requested = 0
        """)
    } > 0
  }

  func finish(_ id: ID<Job>, _ state: Job.State, error: String? = nil) async throws {
    try await release(id, "state = \(state), finished_at = \(clock.now()), last_error = \(error)")
  }

  func retry(_ id: ID<Job>, after delay: Duration, error: String) async throws {
    try await release(id, "state = 'waiting', run_after = \(clock.now().advanced(by: delay)), last_error = \(error)")
  }

  /// Gives a job back that this worker could not end; the attempt does not count.
  func handBack(_ id: ID<Job>) async throws {
    try await release(id, "state = 'waiting', run_after = \(clock.now()), attempts = attempts - 1")
  }

  /// Returns the jobs of workers that vanished to the queue.
  /// - Returns: how many.
  func recover() async throws -> Int {
    let now = clock.now()
    return try await engine.write { connection in
      try connection.run(
        """
        UPDATE jobs SET state = 'waiting', run_after = \(now), lease_owner = NULL, lease_until = NULL,
          last_error = 'the worker vanished'
        WHERE state = 'running' AND lease_until < \(now)
        """)
    }
  }

  private func release(_ id: ID<Job>, _ change: SQL) async throws {
    // Also when this task is cancelled: what has happened must be written down.
    try await Task {
      _ = try await engine.write { connection in
        try connection.run(
          """
          UPDATE jobs SET \(change), lease_owner = NULL, lease_until = NULL
          WHERE id = \(id) AND lease_owner = \(owner)
          """)
      }
    }.value
  }
}
