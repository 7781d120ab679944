package import Logging
package import ServiceLifecycle
import Values

/// Runs jobs one after the other until its service group stops; then the
/// running one is asked to stop, and given back when it did not end.
package struct JobWorker: Service {
  private let queue: JobQueue
  private let kinds: [String: JobKind]
  private let schedules: [Schedule]
  private let pause: Duration
  private let logger: Logger

  /// - Parameters:
  ///   - schedules: looked after by one worker of a process.
  ///   - pause: how long it sleeps when there is nothing to do.
  package init(
    queue: JobQueue, kinds: [JobKind], schedules: [Schedule] = [], pause: Duration = .milliseconds(500), logger: Logger
  ) {
    self.queue = queue
    self.kinds = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.schedules = schedules
    self.pause = pause
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var lastSweep: Instant?
      while !Task.isCancelled {
        do {
          if !schedules.isEmpty {
            try await queue.fire(schedules)
            let now = queue.clock.now()
            if lastSweep.map({ now.since($0) > .seconds(3600) }) ?? true {
              try await queue.sweep(before: now.advanced(by: .seconds(-14 * 86_400)))
              lastSweep = now
            }
          }
          if try await runNext() { continue }
        } catch is CancellationError {
          return
        } catch {
          // The database may be away for a while; the queue waits with it.
          logger.warning("the queue cannot be read", metadata: ["error": "\(type(of: error))"])
        }
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// Runs one job if there is one whose time has come.
  /// - Returns: whether there was one.
  @discardableResult
  package func runNext() async throws -> Bool {
    guard let job = try await queue.claim(kinds: Array(kinds.keys)), let kind = kinds[job.kind] else { return false }
    let run = JobRun(id: job.id, attempt: job.attempt, payloadText: job.payload, queue: queue)
    do {
      try await withSignsOfLife(job) { try await kind.run(run) }
      let wasAsked = try await queue.isCancelling(job.id)
      try await queue.finish(job, as: wasAsked ? .cancelled : .done)
    } catch is CancellationError {
      // The worker stops, not the work: it goes on elsewhere or after the start.
      await Task { try? await queue.handBack(job) }.value
      throw CancellationError()
    } catch {
      logger.error(
        "a job failed",
        metadata: ["kind": "\(job.kind)", "job": "\(job.id)", "attempt": "\(job.attempt)", "error": "\(type(of: error))"])
      try await queue.fail(job, of: kind, failure: "\(type(of: error))", spread: .random(in: 0...1))
    }
    return true
  }

  private func withSignsOfLife(_ job: JobQueue.Claimed, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await body()
        return true
      }
      group.addTask {
        while true {
          try await Task.sleep(for: JobQueue.lease / 3)
          try await queue.extend(job.id)
        }
      }
      defer { group.cancelAll() }
      while let isDone = try await group.next(), !isDone {}
    }
  }
}
