import Database
import Logging
import Synchronization
import Testing
import Values

@testable import Jobs

/// A clock that tests move.
final class MovedClock: Sendable {
  private let time = Mutex(Instant(milliseconds: 1_790_000_000_000))

  var clock: Clock { Clock { self.time.withLock { $0 } } }

  func move(_ duration: Duration) {
    time.withLock { $0 = $0.advanced(by: duration) }
  }
}

final class Recorder: Sendable {
  private let list = Mutex<[String]>([])
  var entries: [String] { list.withLock { $0 } }
  func note(_ entry: String) { list.withLock { $0.append(entry) } }
}

func waitUntil(_ what: String, _ condition: () async throws -> Bool) async throws {
  for _ in 0..<1_000 {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record("waited ten seconds in vain: \(what)")
}

struct Refusal: Error {}

func settings(_ change: (inout JobWorker.Settings) -> Void = { _ in }) -> JobWorker.Settings {
  var settings = JobWorker.Settings()
  settings.poll = .milliseconds(20)
  settings.lease = .seconds(30)
  settings.grace = .milliseconds(50)
  settings.chance = { 0 }
  change(&settings)
  return settings
}

func worker(
  _ queue: JobQueue, _ kinds: [JobKind], schedules: [Schedule] = [],
  _ change: (inout JobWorker.Settings) -> Void = { _ in }
) -> JobWorker {
  JobWorker(
    queue: queue, kinds: kinds, schedules: schedules, settings: settings(change), name: "test",
    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
}

/// Runs `workers` while `body` runs, then cancels them.
func running(_ workers: JobWorker..., body: () async throws -> Void) async throws {
  let tasks = workers.map { worker in Task { try await worker.run() } }
  let result: Result<Void, any Error>
  do {
    result = .success(try await body())
  } catch {
    result = .failure(error)
  }
  for task in tasks {
    task.cancel()
    try await task.value
  }
  try result.get()
}
