import Database
import Foundation
import Synchronization
package import Values

/// A sort of work: its name in the queue and how it is done.
package struct JobKind: Sendable {
  package let name: String
  /// After this many failures a job is dead.
  package let maxAttempts: Int
  package let backoff: Backoff
  let run: @Sendable (JobRun) async throws -> Void

  /// - Parameter run: does the work; must bear being done twice. Throwing is a failure and leads to another attempt,
  ///   unless it is a permanent `JobFailure`.
  package init(
    _ name: String, maxAttempts: Int = 8, backoff: Backoff = Backoff(),
    run: @escaping @Sendable (JobRun) async throws -> Void
  ) {
    self.name = name
    self.maxAttempts = max(1, maxAttempts)
    self.backoff = backoff
    self.run = run
  }
}

/// How long to wait after a failure: twice as long each time, with chance added
/// so that jobs that failed together do not return together.
package struct Backoff: Sendable {
  package let first: Duration
  package let longest: Duration

  package init(first: Duration = .seconds(5), longest: Duration = .seconds(3600)) {
    self.first = first
    self.longest = longest
  }

  /// - Parameters:
  ///   - attempt: the attempt that failed, from 1.
  ///   - chance: 0 ..< 1; half of the time waited depends on it.
  package func delay(after attempt: Int, chance: Double) -> Duration {
    let doubled = first * Int(1 << min(max(attempt - 1, 0), 30))
    return min(doubled, longest) * (0.5 + chance / 2)
  }
}

/// A failure with a reason for administrators; keep personal values out of it.
package struct JobFailure: Error, Sendable, Equatable {
  package let reason: String
  /// Another attempt would fail as well.
  package let isPermanent: Bool

  package init(_ reason: String, isPermanent: Bool = false) {
    self.reason = reason
    self.isPermanent = isPermanent
  }
}

/// One attempt at a job.
package struct JobRun: Sendable {
  package let id: ID<Job>
  package let kind: String
  /// From 1.
  package let attempt: Int
  let payloadText: String
  let claims: JobClaims
  /// Tells the worker that the database says so.
  let stop: @Sendable () -> Void
  let throttle = Throttle()

  /// - Throws: a permanent `JobFailure` when the stored payload is of another shape.
  package func payload<T: Decodable>(as: T.Type = T.self) throws -> T {
    do {
      return try JSONDecoder().decode(T.self, from: Data(payloadText.utf8))
    } catch {
      throw JobFailure("the payload is not a \(T.self)", isPermanent: true)
    }
  }

  /// Whether somebody asked for the job to stop, or the worker does.
  package var isCancelled: Bool { Task.isCancelled }

  /// Stores how far the job has come, for pages to show; at most four times a second, except for the end.
  /// - Throws: `CancellationError` when the job is to stop, or is no longer this worker's.
  package func report(done: Int, total: Int? = nil, note: String? = nil) async throws {
    try Task.checkCancellation()
    guard throttle.allows(isLast: done == total) else { return }
    let goesOn = try await claims.report(id, JobProgress(done: done, total: total, note: note))
    if !goesOn {
      stop()
      throw CancellationError()
    }
  }
}

/// Lets something through every quarter of a second.
final class Throttle: Sendable {
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  func allows(isLast: Bool) -> Bool {
    let now = ContinuousClock.now
    return last.withLock { last in
      if !isLast, let last, now - last < .milliseconds(250) { return false }
      last = now
      return true
    }
  }
}

/// What is stored of an error: the kinds that are known to hold no personal values in full, of others the type.
func summary(_ error: any Error) -> String {
  switch error {
  case let failure as JobFailure: failure.reason
  case is DatabaseError, is ColumnError: "\(error)"
  default: "\(type(of: error))"
  }
}
