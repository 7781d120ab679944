package import Database
import Foundation
package import Values

/// A piece of work in the queue, as pages show it.
package struct Job: Sendable, Hashable {
  /// `dead`: given up after all attempts; an administrator may try it again.
  package enum State: String, Sendable, CaseIterable, SQLConvertible {
    case waiting, running, done, dead, cancelled

    /// Whether nothing more will happen by itself.
    package var isFinal: Bool { self == .done || self == .dead || self == .cancelled }
  }

  package let id: ID<Job>
  package let kind: String
  package let state: State
  package let attempts: Int
  package let runAfter: Instant
  /// How far it is; a total of 0 means that it is not known.
  package let done: Int
  package let total: Int
  package let note: String
  /// What the last attempt failed of: a type's name, never a personal value.
  package let failure: String
  package let createdAt: Instant
  package let endedAt: Instant?
}

/// What a kind of job does, how often it is tried, and how long it waits between.
package struct JobKind: Sendable {
  package typealias Body = @Sendable (JobRun) async throws -> Void

  package let name: String
  package let maxAttempts: Int
  /// The wait before the second attempt; each further wait is twice as long, up to an hour.
  package let firstWait: Duration
  package let run: Body

  /// - Parameter run: must leave nothing wrong when it is run twice, because a
  ///   worker can be lost after the work and before its note of it.
  package init(
    _ name: String, maxAttempts: Int = 8, firstWait: Duration = .seconds(10), run: @escaping Body
  ) {
    self.name = name
    self.maxAttempts = maxAttempts
    self.firstWait = firstWait
    self.run = run
  }

  /// The wait after so many failed attempts, before chance spreads it.
  package func wait(afterAttempts attempts: Int) -> Duration {
    let doubled = firstWait * (1 << min(max(attempts - 1, 0), 20))
    return min(doubled, .seconds(3600))
  }
}

/// Work that comes again and again.
package struct Schedule: Sendable {
  package let name: String
  /// The kind of job that is put in.
  package let kind: String
  /// Time between two.
  package let every: Duration

  package init(_ name: String, kind: String, every: Duration) {
    self.name = name
    self.kind = kind
    self.every = every
  }
}

/// A running job, as its body sees it.
package struct JobRun: Sendable {
  package let id: ID<Job>
  package let attempt: Int
  let payloadText: String
  let queue: JobQueue

  /// What it was put in with.
  /// - Throws: `DecodingError` when it is of another shape.
  package func payload<Payload: Decodable>(_: Payload.Type = Payload.self) throws -> Payload {
    try JSONDecoder().decode(Payload.self, from: Data(payloadText.utf8))
  }

  /// Notes how far it is, for the page that shows it. Ask seldom: each call is a write.
  package func report(done: Int, total: Int, note: String = "") async throws {
    try await queue.report(id, done: done, total: total, note: note)
  }

  /// Whether somebody asked it to stop; long work looks between its steps.
  package var isCancelled: Bool {
    get async throws {
      if Task.isCancelled { return true }
      return try await queue.isCancelling(id)
    }
  }
}
