import Database
import Dispatch
import Synchronization

/// The reading connections and the threads that serve queued reads with them.
///
/// A read that finds a free connection may run on the thread that asks, which
/// saves two thread changes (about a third of a small read). At most
/// `inlineLimit` do so at a time: Swift's shared threads are as many as the
/// processors, and one slow query must not stop them all.
final class ReaderLanes: Sendable {
  private struct State {
    var idle: [SQLiteConnection] = []
    var waiting = Backlog<any PendingAssignment<SQLiteConnection>>()
    var inline = 0
    var threads = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let wakeups = DispatchSemaphore(value: 0)
  private let inlineLimit: Int

  init(inlineLimit: Int) {
    self.inlineLimit = inlineLimit
  }

  /// Runs `body` here and now when that is allowed.
  /// - Returns: nil when it has to be queued.
  func runInline<T>(_ body: (SQLiteConnection) throws -> T) rethrows -> T? {
    let borrowed: SQLiteConnection? = state.withLock { state in
      guard !state.isClosed, state.inline < inlineLimit, state.waiting.isEmpty, let connection = state.idle.popLast()
      else { return nil }
      state.inline += 1
      return connection
    }
    guard let borrowed else { return nil }
    defer { giveBack(borrowed, inline: true) }
    return try body(borrowed)
  }

  func submit(_ assignment: any PendingAssignment<SQLiteConnection>) throws {
    let isOpen = state.withLock { state in
      if !state.isClosed { state.waiting.append(assignment) }
      return !state.isClosed
    }
    guard isOpen else { throw DatabaseError.unavailable("the database is closed") }
    wakeups.signal()
  }

  /// Refuses further reads; those that wait are still served.
  func close() {
    let threads = state.withLock { state in
      state.isClosed = true
      return state.threads
    }
    for _ in 0..<threads { wakeups.signal() }
  }

  /// Serves reads with `connection` and with those that other threads leave idle, until `close`.
  func serve(with connection: SQLiteConnection) {
    state.withLock { state in
      state.idle.append(connection)
      state.threads += 1
    }
    while true {
      switch nextTurn(own: connection) {
      case .run(let assignment, let lane):
        let ran = assignment.perform(on: lane)
        giveBack(lane, inline: false)
        if ran { assignment.settle(failure: nil) }
      case .wait: wakeups.wait()
      case .leave:
        connection.letGo()
        return
      }
    }
  }

  private func giveBack(_ connection: SQLiteConnection, inline: Bool) {
    let wakes = state.withLock { state in
      if inline { state.inline -= 1 }
      state.idle.append(connection)
      // When closing, each thread looks for its own connection: wake them all.
      if state.isClosed { return state.threads }
      return inline && !state.waiting.isEmpty ? 1 : 0
    }
    for _ in 0..<wakes { wakeups.signal() }
  }

  private enum Turn {
    case run(any PendingAssignment<SQLiteConnection>, SQLiteConnection)
    case wait
    case leave
  }

  private func nextTurn(own: SQLiteConnection) -> Turn {
    state.withLock { state in
      if !state.waiting.isEmpty {
        guard let lane = state.idle.popLast() else { return .wait }
        guard let assignment = state.waiting.popFirst() else {
          state.idle.append(lane)
          return .wait
        }
        return .run(assignment, lane)
      }
      guard state.isClosed else { return .wait }
      // Somebody may still read on this thread's connection; they signal when they give it back.
      guard let position = state.idle.firstIndex(where: { $0 === own }) else { return .wait }
      state.idle.remove(at: position)
      state.threads -= 1
      return .leave
    }
  }
}
