import Database
import Dispatch
import Foundation
import Synchronization

/// One thread's connection: makes it, makes it anew when it breaks, and runs
/// bodies on it, again where that is safe.
///
/// `@unchecked Sendable`: only its own thread uses the session; what other
/// threads touch is behind a lock.
final class PostgresLane: @unchecked Sendable {
  private let url: ConnectionURL
  private let settings: PostgresSettings
  private var session: PostgresSession?
  private let cancellation = Mutex(Cancellation())

  private struct Cancellation {
    var handle: Canceller?
    var isRequested = false
  }

  init(url: ConnectionURL, settings: PostgresSettings) {
    self.url = url
    self.settings = settings
  }

  /// Forgets the wish to stop what ran before; called before the next body can be interrupted.
  func ready() {
    cancellation.withLock { $0.isRequested = false }
  }

  /// Stops the read that runs, from any thread.
  func interrupt() {
    let handle = cancellation.withLock { state in
      state.isRequested = true
      return state.handle
    }
    guard let handle else { return }
    // The request goes over a connection of its own; whoever cancels must not wait for it.
    DispatchQueue.global().async { handle.cancel() }
  }

  /// Runs `body` in a transaction.
  ///
  /// It is run again, a bounded number of times, only when the server has
  /// certainly kept nothing: after a conflict with another transaction, when
  /// the connection broke before COMMIT was sent, and when tables changed under
  /// a prepared statement.
  func run<T>(_ mode: PostgresConnection.Mode, _ body: (PostgresConnection) throws -> T) throws -> T {
    var attempts = Attempts(conflicts: settings.conflictAttempts)
    while true {
      let session = try connected()
      let connection = PostgresConnection(session: session, settings: settings)
      do {
        return try connection.transaction(mode, body)
      } catch is OutcomeUnknown {
        disconnect()
        throw DatabaseError.unavailable(
          "the connection broke while committing; whether the change was kept is not known")
      } catch {
        if session.isBroken { disconnect() }
        if cancellation.withLock({ $0.isRequested }), connection.refusal?.isCancellation != false {
          throw CancellationError()
        }
        guard attempts.allows(after: connection.refusal, isBroken: session.isBroken) else {
          throw error
        }
        if connection.refusal?.isStalePlan == true { session.forgetStatements() }
      }
    }
  }

  /// Connects if there is no connection yet.
  /// - Throws: `DatabaseError.unavailable` after some attempts within about two seconds.
  @discardableResult
  func connected() throws -> PostgresSession {
    if let session { return session }
    var pause = 0.1
    while true {
      do {
        let made = try PostgresSession(url, settings)
        session = made
        cancellation.withLock { $0.handle = made.canceller() }
        return made
      } catch {
        guard pause < 1 else { throw error }
        Thread.sleep(forTimeInterval: pause)
        pause *= 3
      }
    }
  }

  func disconnect() {
    cancellation.withLock { $0.handle = nil }
    session = nil
  }
}

/// How often a body has been run, by reason.
private struct Attempts {
  var conflicts: Int
  private var conflictsSoFar = 0
  private var otherReruns = 0

  init(conflicts: Int) {
    self.conflicts = conflicts
  }

  mutating func allows(after refusal: ServerError?, isBroken: Bool) -> Bool {
    if let refusal, refusal.isConflict {
      conflictsSoFar += 1
      guard conflictsSoFar < conflicts else { return false }
      // Those who were in each other's way must not meet again: wait up to 2, 4, 8 … 100 ms, at random.
      let most = min(0.1, 0.001 * pow(2, Double(conflictsSoFar)))
      Thread.sleep(forTimeInterval: Double.random(in: 0...most))
      return true
    }
    guard isBroken || refusal?.isStalePlan == true || refusal?.isCancellation == true else {
      return false
    }
    otherReruns += 1
    return otherReruns <= 2
  }
}
