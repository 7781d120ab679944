import Synchronization

/// Lets a worker sleep until there is something to do.
final class Wakeups: Sendable {
  private struct State {
    var generation = 0
    var tickets = 0
    /// Sleeps that have not ended; the continuation is there once the task is suspended.
    var sleeps: [Int: CheckedContinuation<Void, Never>?] = [:]
  }

  private let state = Mutex(State())

  /// A mark to be taken before looking for work: a wake-up after it is not missed.
  var mark: Int { state.withLock { $0.generation } }

  func wake() {
    let sleepers = state.withLock { state in
      state.generation += 1
      defer { state.sleeps = [:] }
      return state.sleeps.values
    }
    for sleeper in sleepers { sleeper?.resume() }
  }

  /// Wakes when a transaction that runs now will probably have ended.
  func wakeSoon() {
    Task {
      try? await Task.sleep(for: .milliseconds(20))
      wake()
    }
  }

  /// Returns when woken since `mark`, after `time`, or when the task is cancelled.
  func sleep(since mark: Int, atMost time: Duration) async {
    let ticket: Int? = state.withLock { state in
      guard state.generation == mark else { return nil }
      state.tickets += 1
      state.sleeps[state.tickets] = .some(nil)
      return state.tickets
    }
    guard let ticket else { return }
    let timer = Task {
      try? await Task.sleep(for: time)
      end(ticket)
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.sleeps[ticket] == nil { return true }
          state.sleeps[ticket] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      end(ticket)
    }
    timer.cancel()
  }

  private func end(_ ticket: Int) {
    let sleeper = state.withLock { $0.sleeps.removeValue(forKey: ticket) }
    sleeper??.resume()
  }
}
