import Synchronization

/// Lets a worker sleep until there is something to do.
final class Wakeups: Sendable {
  private struct State {
    var generation = 0
    var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
    var tickets = 0
  }

  private let state = Mutex(State())

  /// A mark to be taken before looking for work: a wake-up after it is not missed.
  var mark: Int { state.withLock { $0.generation } }

  func wake() {
    let sleepers = state.withLock { state in
      state.generation += 1
      defer { state.sleepers = [:] }
      return state.sleepers.values
    }
    for sleeper in sleepers { sleeper.resume() }
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
    let ticket = state.withLock { state in
      state.tickets += 1
      return state.tickets
    }
    let timer = Task {
      try? await Task.sleep(for: time)
      end(ticket)
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mustSleep = state.withLock { state in
          guard state.generation == mark, !timer.isCancelled else { return false }
          state.sleepers[ticket] = continuation
          return true
        }
        if !mustSleep || Task.isCancelled { mustSleep ? end(ticket) : continuation.resume() }
      }
    } onCancel: {
      end(ticket)
    }
    timer.cancel()
  }

  private func end(_ ticket: Int) {
    state.withLock { $0.sleepers.removeValue(forKey: ticket) }?.resume()
  }
}
