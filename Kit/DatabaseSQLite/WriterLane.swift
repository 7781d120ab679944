import Database
import Dispatch
import Synchronization

/// The one writing connection's queue and the thread that serves it.
///
/// **Group commit.** Writes that arrive while another runs join its
/// transaction, each in a savepoint of its own: a body that throws undoes only
/// its own changes and gets only its own error. They share the one commit, and
/// are answered after it. A group ends when nobody waits, at `groupCount`
/// writes, or after `groupTime`.
final class WriterLane: Sendable {
  enum Mode {
    /// May share its transaction.
    case grouped
    /// Has a transaction of its own.
    case alone
    /// Runs between transactions: checkpoints.
    case outside
  }

  typealias Pending = any PendingAssignment<SQLiteConnection>

  private struct State {
    var waiting = Backlog<(Mode, Pending)>()
    var isClosed = false
  }

  private let state = Mutex(State())
  private let wakeups = DispatchSemaphore(value: 0)
  private let groupCount: Int
  private let groupTime: Duration
  private let changes: TableChanges

  init(groupCount: Int, groupTime: Duration, changes: TableChanges) {
    self.groupCount = groupCount
    self.groupTime = groupTime
    self.changes = changes
  }

  func submit(_ assignment: Pending, _ mode: Mode) throws {
    let isOpen = state.withLock { state in
      if !state.isClosed { state.waiting.append((mode, assignment)) }
      return !state.isClosed
    }
    guard isOpen else { throw DatabaseError.unavailable("the database is closed") }
    wakeups.signal()
  }

  /// Refuses further writes; those that wait are still served.
  func close() {
    state.withLock { $0.isClosed = true }
    wakeups.signal()
  }

  /// Serves writes with `connection` until `close`.
  func serve(with connection: SQLiteConnection) {
    connection.noteChangedTables()
    connection.takeOverCheckpoints()
    while true {
      let (next, isClosed) = state.withLock { ($0.waiting.popFirst(), $0.isClosed) }
      switch next {
      case (.grouped, let assignment)?: runGroup(startingWith: assignment, on: connection)
      case (.alone, let assignment)?: runAlone(assignment, on: connection)
      case (.outside, let assignment)?:
        if assignment.perform(on: connection) { assignment.settle(failure: nil) }
      case nil where isClosed:
        connection.letGo()
        return
      case nil:
        // Now and then another process, such as an import by command, writes to the same file.
        if wakeups.wait(timeout: .now() + .seconds(1)) == .timedOut { noticeOthers(connection) }
      }
    }
  }

  private func runGroup(startingWith first: Pending, on connection: SQLiteConnection) {
    guard begin(first, on: connection) else { return }
    let started = ContinuousClock.now
    var done: [Pending] = []
    var next: Pending? = first
    while let assignment = next {
      do {
        if try runInSavepoint(assignment, on: connection) { done.append(assignment) }
      } catch {
        // The transaction itself is gone, for example because the disk is full.
        end(done, on: connection, failure: error)
        return assignment.settle(failure: error)
      }
      next = done.count < groupCount && ContinuousClock.now - started < groupTime ? nextOfGroup() : nil
    }
    commit(done, on: connection)
  }

  private func runAlone(_ assignment: Pending, on connection: SQLiteConnection) {
    guard begin(assignment, on: connection), assignment.perform(on: connection) else {
      return rollBack(connection)
    }
    guard assignment.succeeded else {
      rollBack(connection)
      return assignment.settle(failure: nil)
    }
    commit([assignment], on: connection)
  }

  /// - Returns: false when another process holds the database too long; the assignment has been told.
  private func begin(_ assignment: Pending, on connection: SQLiteConnection) -> Bool {
    do {
      try connection.control("BEGIN IMMEDIATE")
      noticeOthers(connection)
      return true
    } catch {
      assignment.refuse(error)
      return false
    }
  }

  /// - Returns: whether the body ran, with or without success.
  /// - Throws: when the whole transaction has been lost.
  private func runInSavepoint(_ assignment: Pending, on connection: SQLiteConnection) throws -> Bool {
    try connection.control("SAVEPOINT member")
    let ran = assignment.perform(on: connection)
    guard connection.isInTransaction else {
      throw DatabaseError.failed(code: "rollback", message: "the transaction was rolled back by the engine")
    }
    let violates = connection.hasForeignKeyViolation
    if violates || !assignment.succeeded { try connection.control("ROLLBACK TO member") }
    try connection.control("RELEASE member")
    if violates, assignment.succeeded {
      // A deferred key would fail the commit, and with it everybody else's write.
      assignment.settle(failure: DatabaseError.foreignKey(detail: "FOREIGN KEY constraint failed"))
      return false
    }
    return ran
  }

  private func nextOfGroup() -> Pending? {
    state.withLock { state in
      guard case (.grouped, _)? = state.waiting.first else { return nil }
      return state.waiting.popFirst()?.1
    }
  }

  private func commit(_ done: [Pending], on connection: SQLiteConnection) {
    do {
      try connection.control("COMMIT")
      changes.add(connection.takeChangedTables())
      for assignment in done { assignment.settle(failure: nil) }
    } catch {
      return end(done, on: connection, failure: error)
    }
    // Who has written need not wait for this, only who writes next.
    connection.checkpointWhenDue()
  }

  private func end(_ done: [Pending], on connection: SQLiteConnection, failure: any Error) {
    rollBack(connection)
    for assignment in done { assignment.settle(failure: failure) }
  }

  private func rollBack(_ connection: SQLiteConnection) {
    if connection.isInTransaction { try? connection.control("ROLLBACK") }
    _ = connection.takeChangedTables()
  }

  private func noticeOthers(_ connection: SQLiteConnection) {
    if connection.othersHaveWritten() { changes.add(.unknown) }
  }
}
