import Synchronization
import Testing

/// Lets a body that cannot suspend tell a task something.
final class Signal: Sendable {
  private let given = Mutex(false)

  func give() {
    given.withLock { $0 = true }
  }

  func arrived() async {
    while !given.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(1)) }
  }
}

func waitUntil(_ condition: () async throws -> Bool) async throws {
  for _ in 0..<500 {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record("waited five seconds in vain")
}
