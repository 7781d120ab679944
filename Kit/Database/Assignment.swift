import Synchronization

/// A body on its way to a connection, without the type of its answer. Engines
/// queue these; see `Assignment`.
package protocol PendingAssignment<Resource>: AnyObject, Sendable {
  associatedtype Resource: Sendable

  /// Runs the body and keeps its outcome; `settle` then tells the asking task.
  /// - Returns: false when the task was cancelled while waiting: nothing ran, nothing is left to settle.
  func perform(on resource: Resource) -> Bool

  /// Whether the body has run and did not throw.
  var succeeded: Bool { get }

  /// Tells the asking task the outcome. A body that succeeded is told `failure` instead when it is given, for
  /// example because the transaction around it could not be committed.
  func settle(failure: (any Error)?)

  /// Tells the asking task that the body was not run.
  func refuse(_ error: any Error)
}

/// A body that runs on one of an engine's threads while a task waits for its
/// answer.
///
/// A task cancelled before its turn is answered at once with
/// `CancellationError`; one cancelled during its turn has `interrupt` called,
/// if there is one, and is answered when the body ends.
package final class Assignment<Resource: Sendable, Answer: Sendable>: PendingAssignment {
  private typealias Continuation = CheckedContinuation<Answer, any Error>

  private enum State {
    case fresh
    case waiting(Continuation)
    case running(Continuation, Resource)
    case ended(Continuation, Result<Answer, any Error>)
    case settled
  }

  private let body: @Sendable (Resource) throws -> Answer
  private let interrupt: (@Sendable (Resource) -> Void)?
  private let state = Mutex(State.fresh)

  package init(
    interrupt: (@Sendable (Resource) -> Void)? = nil, _ body: @escaping @Sendable (Resource) throws -> Answer
  ) {
    self.body = body
    self.interrupt = interrupt
  }

  /// Hands the assignment to `enqueue` and waits for its answer. When `enqueue` throws, so does this.
  package func answer(enqueue: (Assignment) throws -> Void) async throws -> Answer {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        state.withLock { $0 = .waiting(continuation) }
        // `onCancel` may have come before the state was set.
        if Task.isCancelled { return cancel() }
        do {
          try enqueue(self)
        } catch {
          refuse(error)
        }
      }
    } onCancel: {
      cancel()
    }
  }

  private func cancel() {
    let abandoned: Continuation? = state.withLock { state in
      switch state {
      case .waiting(let continuation):
        state = .settled
        return continuation
      case .running(_, let resource):
        // Under the lock, so that the resource cannot yet serve somebody else.
        interrupt?(resource)
        return nil
      case .fresh, .ended, .settled:
        return nil
      }
    }
    abandoned?.resume(throwing: CancellationError())
  }

  package func perform(on resource: Resource) -> Bool {
    let started = state.withLock { state in
      guard case .waiting(let continuation) = state else { return false }
      state = .running(continuation, resource)
      return true
    }
    guard started else { return false }
    let outcome = Result { try body(resource) }
    state.withLock { state in
      if case .running(let continuation, _) = state { state = .ended(continuation, outcome) }
    }
    return true
  }

  package var succeeded: Bool {
    state.withLock { if case .ended(_, .success) = $0 { true } else { false } }
  }

  package func settle(failure: (any Error)? = nil) {
    let ended: (Continuation, Result<Answer, any Error>)? = state.withLock { state in
      guard case .ended(let continuation, let outcome) = state else { return nil }
      state = .settled
      return (continuation, outcome)
    }
    guard let (continuation, outcome) = ended else { return }
    if let failure, case .success = outcome {
      continuation.resume(throwing: failure)
    } else {
      continuation.resume(with: outcome)
    }
  }

  package func refuse(_ error: any Error) {
    let refused: Continuation? = state.withLock { state in
      guard case .waiting(let continuation) = state else { return nil }
      state = .settled
      return continuation
    }
    refused?.resume(throwing: error)
  }
}
