import Dispatch
import Synchronization

/// Lets a body that cannot suspend and a task wait for each other.
final class Signal: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private let given = Mutex(false)

  func give() {
    given.withLock { $0 = true }
    semaphore.signal()
  }

  /// From a body on an engine's thread.
  func wait() {
    semaphore.wait()
  }

  /// From a task.
  func arrived() async {
    while !given.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(1)) }
  }
}
