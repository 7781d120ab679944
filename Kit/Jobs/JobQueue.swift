package import Database
import Foundation
package import Values

/// Work to be done later or beside a request, kept in the database.
///
/// A job is enqueued in the transaction that makes it necessary: both are kept
/// or neither. It runs at least once; a worker that vanished in the middle
/// leaves it to another, so what a job does must bear being done twice.
package struct JobQueue: Sendable {
  let engine: any DatabaseEngine
  let clock: Clock
  let wakeups = Wakeups()
  private let ids: IDGenerator

  package init(engine: any DatabaseEngine, ids: IDGenerator, clock: Clock = .system) {
    self.engine = engine
    self.ids = ids
    self.clock = clock
  }

  /// Adds a job.
  /// - Parameters:
  ///   - payload: what it is to do, small and without personal values where an id will do; stored as JSON.
  ///   - runAfter: not before this; nil for as soon as possible.
  ///   - key: while a job with the same key waits or runs, none is added.
  /// - Returns: the job, or the one that has the key.
  @discardableResult
  package func enqueue(
    _ kind: String, payload: some Encodable, runAfter: Instant? = nil, key: String? = nil,
    on connection: any WriteConnection
  ) throws -> ID<Job> {
    let id = ids.next(Job.self)
    let now = clock.now()
    let json = String(decoding: try JSONEncoder().encode(payload), as: UTF8.self)
    let added = try connection.run(
      """
      INSERT INTO jobs (id, kind, payload, unique_key, state, attempts, run_after, created_at, cancel_requested)
      VALUES (\(id), \(kind), \(json), \(key), 'waiting', 0, \(runAfter ?? now), \(now), 0)
      ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL AND state IN ('waiting', 'running') DO NOTHING
      """)
    if added == 0, let key, let first = try holder(of: key, connection) { return first }
    // The transaction is not yet kept; a worker woken too early finds the job at its next look.
    wakeups.wakeSoon()
    return id
  }

  /// Adds a job in a transaction of its own.
  @discardableResult
  package func enqueue(
    _ kind: String, payload: some Encodable & Sendable, runAfter: Instant? = nil, key: String? = nil
  ) async throws -> ID<Job> {
    try await engine.write { try enqueue(kind, payload: payload, runAfter: runAfter, key: key, on: $0) }
  }

  package func job(_ id: ID<Job>) async throws -> Job? {
    try await engine.read { try $0.first("SELECT \(Job.columns) FROM jobs WHERE id = \(id)").map(Job.init) }
  }

  /// Jobs, newest first.
  /// - Parameter before: the last id of the page before.
  package func list(
    state: Job.State? = nil, kind: String? = nil, limit: Int = 50, before: ID<Job>? = nil
  ) async throws -> [Job] {
    var conditions: [SQL] = ["1 = 1"]
    if let state { conditions.append("state = \(state)") }
    if let kind { conditions.append("kind = \(kind)") }
    if let before { conditions.append("id < \(before)") }
    let sql: SQL = """
      SELECT \(Job.columns) FROM jobs WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT \(literal: limit)
      """
    return try await engine.read { try $0.rows(sql).map(Job.init) }
  }

  /// How many jobs are in each state.
  package func counts() async throws -> [Job.State: Int] {
    let rows = try await engine.read { try $0.rows("SELECT state, COUNT(*) FROM jobs GROUP BY state") }
    return try rows.reduce(into: [:]) { counts, row in counts[try row.get(0, as: Job.State.self)] = try row.get(1) }
  }

  /// Gives a dead or cancelled job all its attempts again.
  /// - Returns: false when it is in another state, or its key is taken by a newer job.
  package func retry(_ id: ID<Job>) async throws -> Bool {
    try await engine.write { try retry(id, on: $0) }
  }

  /// The same in the caller's transaction, so that what is said about it is kept with it.
  package func retry(_ id: ID<Job>, on connection: any WriteConnection) throws -> Bool {
    do {
      let changed = try connection.savepoint {
        try connection.run(
          """
          UPDATE jobs SET state = 'waiting', attempts = 0, run_after = \(clock.now()), finished_at = NULL,
            cancel_requested = 0
          WHERE id = \(id) AND state IN ('dead', 'cancelled')
          """)
      }
      if changed > 0 { wakeups.wakeSoon() }
      return changed > 0
    } catch DatabaseError.unique {
      return false
    }
  }

  /// Deletes a dead, cancelled or done job.
  /// - Returns: false when it is in another state.
  package func discard(_ id: ID<Job>) async throws -> Bool {
    try await engine.write { try discard(id, on: $0) }
  }

  /// The same in the caller's transaction.
  package func discard(_ id: ID<Job>, on connection: any WriteConnection) throws -> Bool {
    try connection.run("DELETE FROM jobs WHERE id = \(id) AND state IN ('dead', 'cancelled', 'done')") > 0
  }

  /// Cancels a waiting job, or asks a running one to stop.
  /// - Returns: false when it is neither.
  package func cancel(_ id: ID<Job>) async throws -> Bool {
    try await engine.write { connection in
      let waiting = try connection.run(
        """
        UPDATE jobs SET state = 'cancelled', finished_at = \(clock.now()) WHERE id = \(id) AND state = 'waiting'
        """)
      if waiting > 0 { return true }
      return try connection.run("UPDATE jobs SET cancel_requested = 1 WHERE id = \(id) AND state = 'running'") > 0
    }
  }

  /// Deletes jobs that ended well before `instant`; dead ones stay until a person decides.
  /// - Returns: how many.
  @discardableResult
  package func purge(endedBefore instant: Instant) async throws -> Int {
    try await engine.write {
      try $0.run("DELETE FROM jobs WHERE finished_at < \(instant) AND state IN ('done', 'cancelled')")
    }
  }

  private func holder(of key: String, _ connection: any WriteConnection) throws -> ID<Job>? {
    try connection.value("SELECT id FROM jobs WHERE unique_key = \(key) AND state IN ('waiting', 'running')")
  }
}
