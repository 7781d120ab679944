import Database
package import Logging
import ServiceLifecycle
import Synchronization
import Values

/// Runs jobs until the program stops.
///
/// Several workers, in one program or in many, share a queue. Each job is
/// leased to the worker that runs it; a worker that vanishes stops renewing,
/// and the job returns to the queue. On a graceful stop running jobs get
/// `grace` to end, then they are interrupted and handed back.
package struct JobWorker: Service {
  private let queue: JobQueue
  private let kinds: [String: JobKind]
  private let schedules: [Schedule]
  private let settings: Settings
  private let claims: JobClaims
  private let logger: Logger
  private let state = WorkerState()

  package struct Settings: Sendable {
    /// Jobs that run at the same time.
    package var concurrency = 2
    /// How long a job stays with a worker that gives no sign of life; it gives three in this time.
    package var lease: Duration = .seconds(60)
    /// How often to look for jobs that another program has enqueued.
    package var poll: Duration = .seconds(1)
    /// How long running jobs may go on after the program was asked to stop.
    package var grace: Duration = .seconds(10)
    /// How long jobs that ended well can be looked at.
    package var keep: Duration = .seconds(14 * 86_400)
    /// 0 ..< 1, for the waiting time after a failure.
    package var chance: @Sendable () -> Double = { Double.random(in: 0..<1) }

    package init() {}
  }

  /// - Parameter name: tells workers apart in the database, such as host and process.
  package init(
    queue: JobQueue, kinds: [JobKind], schedules: [Schedule] = [], settings: Settings = Settings(), name: String = "",
    logger: Logger
  ) {
    self.queue = queue
    self.kinds = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.schedules = schedules
    self.settings = settings
    self.logger = logger
    claims = JobClaims(
      engine: queue.engine, clock: queue.clock, owner: "\(name)#\(UInt64.random(in: 0 ... .max))",
      lease: settings.lease)
  }

  /// Returns after a graceful stop or when its task is cancelled.
  package func run() async throws {
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<settings.concurrency { group.addTask { await serve() } }
        let keeping = Task { await keepHouse() }
        await group.waitForAll()
        keeping.cancel()
        await keeping.value
      }
    } onGracefulShutdown: {
      stop()
    }
  }

  /// Takes no more jobs, and interrupts those that run when their time is up.
  private func stop() {
    state.stop()
    queue.wakeups.wake()
    Task {
      try? await Task.sleep(for: settings.grace)
      state.interruptAll()
    }
  }

  private func serve() async {
    while !state.isStopping, !Task.isCancelled {
      let mark = queue.wakeups.mark
      do {
        if let claim = try await claims.next(of: Array(kinds.keys)) {
          await perform(claim)
          continue
        }
      } catch is CancellationError {
        return
      } catch {
        logger.error("Jobs cannot be read", metadata: ["error": "\(summary(error))"])
      }
      if state.isStopping { return }
      await queue.wakeups.sleep(since: mark, atMost: settings.poll)
    }
  }

  private func perform(_ claim: JobClaims.Claim) async {
    guard let kind = kinds[claim.kind] else { return }
    guard claim.attempt <= kind.maxAttempts else {
      // It took its worker down each time.
      return await note(claim) { try await claims.finish(claim.id, .dead, error: "the worker vanished each time") }
    }
    let run = JobRun(
      id: claim.id, kind: claim.kind, attempt: claim.attempt, payloadText: claim.payload, claims: claims,
      stop: { [state] in state.tellToStop(claim.id) })
    let task = Task { try await kind.run(run) }
    state.began(claim.id, task)
    let outcome = await withTaskCancellationHandler {
      await task.result
    } onCancel: {
      task.cancel()
    }
    let wasToldToStop = state.ended(claim.id)
    await conclude(claim, kind, outcome, wasToldToStop: wasToldToStop)
  }

  private func conclude(
    _ claim: JobClaims.Claim, _ kind: JobKind, _ outcome: Result<Void, any Error>, wasToldToStop: Bool
  ) async {
    await note(claim) {
      switch outcome {
      case .success: try await claims.finish(claim.id, .done)
      case .failure(is CancellationError) where wasToldToStop: try await claims.finish(claim.id, .cancelled)
      case .failure(is CancellationError) where state.isStopping || Task.isCancelled:
        try await claims.handBack(claim.id)
      case .failure(let error):
        let isLast = claim.attempt >= kind.maxAttempts || (error as? JobFailure)?.isPermanent == true
        logger.warning(
          "A job failed",
          metadata: [
            "job": "\(claim.id)", "kind": "\(claim.kind)", "attempt": "\(claim.attempt)", "isLast": "\(isLast)",
            "error": "\(summary(error))",
          ])
        if isLast {
          try await claims.finish(claim.id, .dead, error: summary(error))
        } else {
          let delay = kind.backoff.delay(after: claim.attempt, chance: settings.chance())
          try await claims.retry(claim.id, after: delay, error: summary(error))
        }
      }
    }
  }

  /// When this cannot be written the lease runs out, and the job is run again.
  private func note(_ claim: JobClaims.Claim, _ body: () async throws -> Void) async {
    do {
      try await body()
    } catch {
      logger.error("A job's end cannot be noted", metadata: ["job": "\(claim.id)", "error": "\(summary(error))"])
    }
  }

  /// Renews leases, takes back the jobs of vanished workers, fires schedules, deletes old rows.
  private func keepHouse() async {
    var registered = false
    var lastPurge: Instant?
    while !Task.isCancelled {
      do {
        let running = state.running
        if !running.isEmpty {
          for id in try await claims.renew(running) { state.tellToStop(id) }
        }
        if !state.isStopping {
          if !registered {
            try await queue.register(schedules)
            registered = true
          }
          try await queue.fire(schedules)
          if try await claims.recover() > 0 { queue.wakeups.wake() }
          let now = queue.clock.now()
          if lastPurge.map({ now.since($0) > .seconds(3600) }) ?? true {
            try await queue.purge(endedBefore: now.advanced(by: .zero - settings.keep))
            lastPurge = now
          }
        }
      } catch is CancellationError {
        return
      } catch {
        logger.error("The job queue cannot be kept", metadata: ["error": "\(summary(error))"])
      }
      try? await Task.sleep(for: min(settings.lease / 3, .seconds(2)))
    }
  }
}

/// What a worker runs at the moment.
private final class WorkerState: Sendable {
  private struct Running {
    let task: Task<Void, any Error>
    var isToldToStop = false
  }

  private struct State {
    var isStopping = false
    var running: [ID<Job>: Running] = [:]
  }

  private let state = Mutex(State())

  var isStopping: Bool { state.withLock { $0.isStopping } }
  var running: [ID<Job>] { state.withLock { Array($0.running.keys) } }

  func stop() { state.withLock { $0.isStopping = true } }

  func began(_ id: ID<Job>, _ task: Task<Void, any Error>) {
    state.withLock { $0.running[id] = Running(task: task) }
  }

  /// - Returns: whether somebody asked for this very job to stop.
  func ended(_ id: ID<Job>) -> Bool {
    state.withLock { $0.running.removeValue(forKey: id) }?.isToldToStop ?? false
  }

  func tellToStop(_ id: ID<Job>) {
    let task = state.withLock { state in
      state.running[id]?.isToldToStop = true
      return state.running[id]?.task
    }
    task?.cancel()
  }

  func interruptAll() {
    for running in state.withLock({ $0.running.values }) { running.task.cancel() }
  }
}
