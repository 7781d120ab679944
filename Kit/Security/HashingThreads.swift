import Foundation
import Synchronization

/// Runs blocking work on threads of its own, `limit` at once and `waitingLimit` in line.
///
/// A thread is started when work comes and ends when none is left: starting
/// one takes a thousandth of the time of a hash, and nothing has to be stopped.
final class HashingThreads: Sendable {
  private typealias Work = @Sendable () -> Void

  private struct State {
    var waiting: [Work] = []
    var running = 0
  }

  private let limit: Int
  private let waitingLimit: Int
  private let state = Mutex(State())

  init(limit: Int, waitingLimit: Int) {
    self.limit = limit
    self.waitingLimit = waitingLimit
  }

  /// - Throws: `PasswordHashingError.busy` when the line is full, else what `work` throws.
  func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let isAccepted = enqueue { continuation.resume(with: Result(catching: work)) }
      if !isAccepted { continuation.resume(throwing: PasswordHashingError.busy) }
    }
  }

  private func enqueue(_ work: @escaping Work) -> Bool {
    enum Entry { case thread, line, refused }
    let entry = state.withLock { state -> Entry in
      if state.running < limit {
        state.running += 1
        return .thread
      }
      guard state.waiting.count < waitingLimit else { return .refused }
      state.waiting.append(work)
      return .line
    }
    if entry == .thread {
      let thread = Thread { [self] in drain(startingWith: work) }
      thread.name = "password hashing"
      thread.start()
    }
    return entry != .refused
  }

  private func drain(startingWith first: @escaping Work) {
    var next: Work? = first
    while let work = next {
      work()
      next = state.withLock { state in
        guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
        state.running -= 1
        return nil
      }
    }
  }
}
