import Logging
import Synchronization

/// The worker processes: those that are idle, and how many more may be started.
final class WorkerPool: Sendable {
  private struct Waiting: Sendable {
    let number: Int
    /// Gets an idle process, or `nil` for leave to start one.
    let continuation: CheckedContinuation<WorkerProcess?, any Error>
  }

  private struct State: Sendable {
    var idle: [WorkerProcess] = []
    var running: [ObjectIdentifier: WorkerProcess] = [:]
    /// Leases given out, with or without a process yet.
    var leases = 0
    var waiting: [Waiting] = []
    var nextNumber = 0
    var isClosed = false
  }

  private let processes: Int
  private let logger: Logger
  private let start: @Sendable () async throws -> WorkerProcess
  private let state = Mutex(State())

  /// - Parameter start: starts a process that is ready for its first request.
  init(processes: Int, logger: Logger, start: @escaping @Sendable () async throws -> WorkerProcess) {
    self.processes = processes
    self.logger = logger
    self.start = start
  }

  /// A process of one's own for a while; waits while all are in use.
  /// - Parameter seconds: of processor time that the request may take.
  func lease(seconds: Int) async throws -> WorkerLease {
    if let idle = try await take() {
      if !idle.hasEnded { return WorkerLease(pool: self, process: idle, wasIdle: true, seconds: seconds) }
      state.withLock { $0.running[ObjectIdentifier(idle)] = nil }
    }
    do {
      let process = try await start()
      let isClosed = state.withLock { state in
        if !state.isClosed { state.running[ObjectIdentifier(process)] = process }
        return state.isClosed
      }
      guard !isClosed else {
        process.kill()
        throw CancellationError()
      }
      return WorkerLease(pool: self, process: process, wasIdle: false, seconds: seconds)
    } catch {
      if case .workerMissing(let reason) = error as? SheetError {
        logger.error("The document worker cannot be started.", metadata: ["reason": "\(reason)"])
      }
      giveBack(nil)
      throw error
    }
  }

  /// Takes a process back, or, with `nil`, the leave to have one.
  func giveBack(_ process: WorkerProcess?) {
    let next = state.withLock { state -> (Waiting, WorkerProcess?)? in
      if let process { state.running[ObjectIdentifier(process)] = nil }
      let kept = state.isClosed ? nil : process
      if state.waiting.isEmpty || state.isClosed {
        state.leases -= 1
        if let kept { state.idle.append(kept) }
        return nil
      }
      if let kept { state.running[ObjectIdentifier(kept)] = kept }
      return (state.waiting.removeFirst(), kept)
    }
    next?.0.continuation.resume(returning: next?.1)
  }

  /// Forgets a process that is of no use any more, and ends it.
  func drop(_ process: WorkerProcess) {
    state.withLock { $0.running[ObjectIdentifier(process)] = nil }
    process.kill()
    giveBack(nil)
  }

  /// Says in the log that a process ended; what it wrote is for those who look for a bug.
  func report(_ failure: WorkerFailure, of process: WorkerProcess) {
    logger.warning("A document worker ended before its work did.", metadata: ["failure": "\(failure)"])
    logger.debug("The document worker's last words.", metadata: ["text": "\(process.complaint)"])
  }

  func killIdle() {
    for process in state.withLock({ $0.idle }) { process.kill() }
  }

  func close() {
    let (processes, waiting) = state.withLock { state in
      defer {
        state.isClosed = true
        state.idle = []
        state.waiting = []
      }
      return (state.idle + state.running.values, state.waiting)
    }
    for process in processes { process.kill() }
    for each in waiting { each.continuation.resume(throwing: CancellationError()) }
  }

  private func take() async throws -> WorkerProcess? {
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome = state.withLock { state -> Result<WorkerProcess?, any Error>? in
          guard !state.isClosed, !Task.isCancelled else { return .failure(CancellationError()) }
          guard state.leases < processes else {
            state.waiting.append(Waiting(number: number, continuation: continuation))
            return nil
          }
          state.leases += 1
          let process = state.idle.popLast()
          if let process { state.running[ObjectIdentifier(process)] = process }
          return .success(process)
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      let waiting = state.withLock { state in
        state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
      }
      waiting?.continuation.resume(throwing: CancellationError())
    }
  }
}

/// A worker process in use. Whoever drops it unfinished ends the process, which may be inside an answer.
final class WorkerLease: Sendable {
  /// Whether the process had been waiting, and so may have died unnoticed.
  let wasIdle: Bool

  private struct State: Sendable {
    var isFinished = false
    var patience: Duration
  }

  private let pool: WorkerPool
  private let process: WorkerProcess
  private let state: Mutex<State>

  init(pool: WorkerPool, process: WorkerProcess, wasIdle: Bool, seconds: Int) {
    self.pool = pool
    self.process = process
    self.wasIdle = wasIdle
    // The worker's own limit is processor time, of which a busy machine gives less than a second a second.
    state = Mutex(State(patience: .seconds(seconds * 2)))
  }

  deinit { finish(reusable: false) }

  func send(_ body: [UInt8], kind: WorkerFrame.Kind = .request) async throws {
    try await process.send(body, kind: kind)
  }

  /// The next frame. Only time spent waiting here counts, not the time its reader takes between two of them.
  /// - Throws: `WorkerFailure`, `CancellationError`.
  func frame() async throws -> WorkerFrame {
    let patience = state.withLock { $0.patience }
    let start = ContinuousClock.now
    let frame = try await process.frame(within: patience)
    state.withLock { $0.patience -= start.duration(to: .now) }
    return frame
  }

  /// Gives the process back; it must have answered in full to be `reusable`.
  func finish(reusable: Bool) {
    let isFirst = state.withLock { state in
      defer { state.isFinished = true }
      return !state.isFinished
    }
    guard isFirst else { return }
    if reusable { pool.giveBack(process) } else { pool.drop(process) }
  }

  /// Finishes after `error`, and says what to throw for it.
  /// - Parameter translate: what a death of the process is called by those who wait.
  func end(with error: any Error, _ translate: (WorkerFailure) -> any Error) -> any Error {
    guard let failure = error as? WorkerFailure else {
      // A refusal is a full answer; a cancelled wait has ended the process.
      finish(reusable: error is WorkerRefusal)
      return error
    }
    pool.report(failure, of: process)
    finish(reusable: false)
    return translate(failure)
  }
}
