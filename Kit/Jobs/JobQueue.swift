package import Database
import Foundation
package import Values

/// The queue in the table `jobs`. Workers claim rows by a conditional update,
/// so that each job is run by one of them, on both engines.
package struct JobQueue: Sendable {
  package static let migrations = JobsMigrations.set

  /// How long a claim lasts without a sign of life. A worker that is lost
  /// gives its job back after this.
  package static let lease: Duration = .seconds(60)

  private let database: any DatabaseEngine
  private let ids: IDGenerator
  let clock: Clock

  package init(database: any DatabaseEngine, ids: IDGenerator, clock: Clock = .system) {
    self.database = database
    self.ids = ids
    self.clock = clock
  }

  /// Puts a job in, by the transaction that needs it.
  /// - Parameters:
  ///   - payload: encoded as JSON.
  ///   - key: while a job of this key waits or runs, another is not put in.
  /// - Returns: the job; the one that is there already where the key is taken.
  @discardableResult
  package func enqueue(
    _ kind: String, payload: some Encodable, runAfter: Instant? = nil, key: String? = nil,
    on connection: any WriteConnection
  ) throws -> ID<Job> {
    let now = clock.now()
    if let key,
      let known = try connection.value(
        "SELECT id FROM jobs WHERE unique_key = \(key) AND state IN ('waiting', 'running')", as: ID<Job>.self)
    {
      return known
    }
    let id: ID<Job> = ids.next()
    let text = String(decoding: try JSONEncoder().encode(payload), as: UTF8.self)
    // Two transactions may look for the key at once: the index decides, and the loser's job is the winner's.
    try connection.run(
      """
      INSERT INTO jobs (id, kind, payload, unique_key, state, attempts, run_after, done_count, total_count, note,
        failure, is_cancelling, created_at)
      VALUES (\(id), \(kind), \(text), \(key), 'waiting', 0, \(runAfter ?? now), 0, 0, '', '', 0, \(now))
      ON CONFLICT DO NOTHING
      """)
    return id
  }
}

// MARK: What pages ask

extension JobQueue {
  package static func job(_ id: ID<Job>, on connection: some Connection) throws -> Job? {
    try connection.first("SELECT \(columns) FROM jobs WHERE id = \(id)").map(job)
  }

  /// The jobs of a state, newest first, older than `before`.
  package static func list(
    _ state: Job.State, before: ID<Job>? = nil, limit: Int, on connection: some Connection
  ) throws -> [Job] {
    let older: SQL = before.map { "AND id < \($0)" } ?? ""
    return try connection.rows(
      "SELECT \(columns) FROM jobs WHERE state = \(state) \(older) ORDER BY id DESC LIMIT \(limit)"
    ).map(job)
  }

  /// How many jobs are in each state, without those that ended well.
  package static func counts(on connection: some Connection) throws -> [Job.State: Int] {
    var counts: [Job.State: Int] = [:]
    for row in try connection.rows(
      "SELECT state, count(*) FROM jobs WHERE state IN ('waiting', 'running', 'dead') GROUP BY state")
    {
      counts[try row.get(0)] = try row.get(1)
    }
    return counts
  }

  /// Lets a dead job be tried again from the beginning; `false` when it is not dead.
  package func retry(_ id: ID<Job>, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE jobs SET state = 'waiting', attempts = 0, run_after = \(clock.now()), failure = '', ended_at = NULL
      WHERE id = \(id) AND state = 'dead'
      """) == 1
  }

  /// Throws a dead job away; `false` when it is not dead.
  package func discard(_ id: ID<Job>, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      "UPDATE jobs SET state = 'cancelled', ended_at = \(clock.now()) WHERE id = \(id) AND state = 'dead'") == 1
  }

  /// Asks a job to stop: one that waits is cancelled now, one that runs when it looks.
  package func cancel(_ id: ID<Job>, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE jobs SET state = 'cancelled', ended_at = \(clock.now()) WHERE id = \(id) AND state = 'waiting'")
    try connection.run("UPDATE jobs SET is_cancelling = 1 WHERE id = \(id) AND state = 'running'")
  }

  private static let columns: SQL = """
    id, kind, state, attempts, run_after, done_count, total_count, note, failure, created_at, ended_at
    """

  private static func job(_ row: Row) throws -> Job {
    Job(
      id: try row.get(0), kind: try row.get(1), state: try row.get(2), attempts: try row.get(3),
      runAfter: try row.get(4), done: try row.get(5), total: try row.get(6), note: try row.get(7),
      failure: try row.get(8), createdAt: try row.get(9), endedAt: try row.get(10))
  }
}

// MARK: What workers do

extension JobQueue {
  /// A job that a worker holds.
  struct Claimed: Sendable {
    let id: ID<Job>
    let kind: String
    let payload: String
    let attempt: Int
  }

  /// Takes the next job whose time has come, or one whose worker was lost.
  func claim(kinds: [String]) async throws -> Claimed? {
    let now = clock.now()
    let until = now.advanced(by: Self.lease)
    return try await database.write { connection in
      let lock: SQL = connection.dialect == .postgres ? "FOR UPDATE SKIP LOCKED" : ""
      guard
        let row = try connection.first(
          """
          SELECT id, kind, payload, attempts FROM jobs
          WHERE kind IN \(list: kinds)
            AND ((state = 'waiting' AND run_after <= \(now)) OR (state = 'running' AND lease_until < \(now)))
          ORDER BY run_after, id LIMIT 1 \(lock)
          """)
      else { return nil }
      let id: ID<Job> = try row.get(0)
      let attempt = try row.get(3, as: Int.self) + 1
      try connection.run(
        "UPDATE jobs SET state = 'running', attempts = \(attempt), lease_until = \(until) WHERE id = \(id)")
      return Claimed(id: id, kind: try row.get(1), payload: try row.get(2), attempt: attempt)
    }
  }

  /// The sign of life of a worker.
  func extend(_ id: ID<Job>) async throws {
    let until = clock.now().advanced(by: Self.lease)
    try await database.write { connection in
      try connection.run("UPDATE jobs SET lease_until = \(until) WHERE id = \(id) AND state = 'running'")
    }
  }

  func finish(_ job: Claimed, as state: Job.State) async throws {
    let now = clock.now()
    try await database.write { connection in
      try connection.run(
        """
        UPDATE jobs SET state = \(state), ended_at = \(now), lease_until = NULL, failure = ''
        WHERE id = \(job.id) AND state = 'running' AND attempts = \(job.attempt)
        """)
    }
  }

  /// Puts a failed job back for its next attempt, or gives it up.
  func fail(_ job: Claimed, of kind: JobKind, failure: String, spread: Double) async throws {
    let now = clock.now()
    let isDead = job.attempt >= kind.maxAttempts
    let wait = kind.wait(afterAttempts: job.attempt) * (0.75 + 0.5 * spread)
    try await database.write { connection in
      try connection.run(
        """
        UPDATE jobs SET state = \(isDead ? Job.State.dead : .waiting), run_after = \(now.advanced(by: wait)),
          lease_until = NULL, failure = \(failure), ended_at = \(isDead ? now : nil)
        WHERE id = \(job.id) AND state = 'running' AND attempts = \(job.attempt)
        """)
    }
  }

  /// Gives a job back untouched, because this worker stops.
  func handBack(_ job: Claimed) async throws {
    let now = clock.now()
    try await database.write { connection in
      try connection.run(
        """
        UPDATE jobs SET state = 'waiting', attempts = \(job.attempt - 1), run_after = \(now), lease_until = NULL
        WHERE id = \(job.id) AND state = 'running' AND attempts = \(job.attempt)
        """)
    }
  }

  func report(_ id: ID<Job>, done: Int, total: Int, note: String) async throws {
    try await database.write { connection in
      try connection.run(
        "UPDATE jobs SET done_count = \(done), total_count = \(total), note = \(note) WHERE id = \(id)")
    }
  }

  func isCancelling(_ id: ID<Job>) async throws -> Bool {
    try await database.read { connection in
      try connection.value("SELECT is_cancelling FROM jobs WHERE id = \(id)", as: Bool.self) ?? false
    }
  }

  /// Puts in the jobs of the schedules whose time has come. A schedule that was
  /// missed while nothing ran comes once, not once for every time missed.
  func fire(_ schedules: [Schedule]) async throws {
    let now = clock.now()
    try await database.write { connection in
      for schedule in schedules {
        let next = now.advanced(by: schedule.every)
        try connection.run(
          "INSERT INTO schedules (name, next_at) VALUES (\(schedule.name), \(now)) ON CONFLICT (name) DO NOTHING")
        // Only the one who moves the time puts the job in.
        let isOurs = try connection.run(
          "UPDATE schedules SET next_at = \(next) WHERE name = \(schedule.name) AND next_at <= \(now)") == 1
        if isOurs {
          try self.enqueue(schedule.kind, payload: [String: String](), key: "schedule:\(schedule.name)", on: connection)
        }
      }
    }
  }

  /// Removes jobs that ended well (or were cancelled) before a time.
  func sweep(before limit: Instant) async throws {
    try await database.write { connection in
      try connection.run("DELETE FROM jobs WHERE state IN ('done', 'cancelled') AND ended_at < \(limit)")
    }
  }
}
