import Database
import DatabaseTesting
import Logging
import ServiceLifecycle
import Synchronization
import Testing
import Values

@testable import Jobs

@Suite struct JobTests {
  private func withQueue(
    _ engine: TestEngine, _ clock: Clock = .system, _ body: (JobQueue, any DatabaseEngine) async throws -> Void
  ) async throws {
    try await engine.withDatabase([JobQueue.migrations]) { database in
      try await body(JobQueue(engine: database, ids: IDGenerator(), clock: clock), database)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a job runs with its payload, reports progress and is done`(engine: TestEngine) async throws {
    struct Payload: Codable, Equatable {
      let name: String
      let count: Int
    }
    try await withQueue(engine) { queue, _ in
      let kind = JobKind("count") { run in
        let payload: Payload = try run.payload()
        try await run.report(done: 1, total: payload.count, note: payload.name)
        try await run.report(done: payload.count, total: payload.count, note: payload.name)
      }
      let id = try await queue.enqueue("count", payload: Payload(name: "导入", count: 3))
      try await #expect(queue.job(id)?.state == .waiting)
      try await running(worker(queue, [kind])) {
        try await waitUntil("done") { try await queue.job(id)?.state == .done }
      }
      let job = try #require(try await queue.job(id))
      #expect(job.progress == JobProgress(done: 3, total: 3, note: "导入"))
      #expect(job.attempts == 1)
      #expect(job.finishedAt != nil)
      try await #expect(queue.counts() == [.done: 1])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a job is kept only with the transaction that enqueues it`(engine: TestEngine) async throws {
    try await withQueue(engine) { queue, database in
      await #expect(throws: Refusal.self) {
        try await database.write { connection in
          try queue.enqueue("x", payload: 1, on: connection)
          throw Refusal()
        }
      }
      try await #expect(queue.list() == [])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a key is held by one job that waits or runs`(engine: TestEngine) async throws {
    try await withQueue(engine) { queue, _ in
      let first = try await queue.enqueue("x", payload: 1, key: "k")
      try await #expect(queue.enqueue("x", payload: 2, key: "k") == first)
      try await #expect(queue.cancel(first) == true)
      let second = try await queue.enqueue("x", payload: 3, key: "k")
      #expect(second != first)
      // The key is taken: the cancelled one cannot return.
      try await #expect(queue.retry(first) == false)
      try await #expect(queue.list().map(\.id) == [second, first])
      try await #expect(queue.list(state: .waiting).map(\.payload) == ["3"])
      try await #expect(queue.list(limit: 1, before: second).map(\.id) == [first])
    }
  }

  @Test(arguments: TestEngine.all)
  func `failures wait longer each time, then the job is dead until somebody retries it`(
    engine: TestEngine
  ) async throws {
    let time = MovedClock()
    try await withQueue(engine, time.clock) { queue, _ in
      let healed = Mutex(false)
      let kind = JobKind("fragile", maxAttempts: 3, backoff: Backoff(first: .seconds(10))) { _ in
        if !healed.withLock({ $0 }) { throw JobFailure("the printer is on fire") }
      }
      let id = try await queue.enqueue("fragile", payload: "x")
      try await running(worker(queue, [kind]) { $0.lease = .seconds(3600) }) {
        // Half of 10 and of 20 seconds: chance is 0 here.
        for (attempt, pause) in [(1, 5), (2, 10)] {
          try await waitUntil("failure \(attempt)") {
            let job = try await queue.job(id)
            return job?.attempts == attempt && job?.state == .waiting
          }
          let job = try #require(try await queue.job(id))
          #expect(job.lastError == "the printer is on fire")
          #expect(job.runAfter.since(time.clock.now()) == .seconds(pause))
          time.move(.seconds(pause))
        }
        try await waitUntil("dead") { try await queue.job(id)?.state == .dead }
        try await #expect(queue.job(id)?.attempts == 3)
        healed.withLock { $0 = true }
        try await #expect(queue.retry(id) == true)
        try await waitUntil("done") { try await queue.job(id)?.state == .done }
      }
      try await #expect(queue.discard(id) == true)
      try await #expect(queue.job(id) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a permanent failure and a payload of another shape are dead at once`(engine: TestEngine) async throws {
    try await withQueue(engine) { queue, _ in
      let kinds = [
        JobKind("hopeless") { _ in throw JobFailure("no", isPermanent: true) },
        JobKind("shape") { run in _ = try run.payload(as: [Int].self) },
        JobKind("secret", maxAttempts: 1) { _ in throw PersonalError(phone: "138 0013 8000") },
      ]
      let ids = [
        try await queue.enqueue("hopeless", payload: 1), try await queue.enqueue("shape", payload: "x"),
        try await queue.enqueue("secret", payload: 1),
      ]
      try await running(worker(queue, kinds)) {
        try await waitUntil("dead") { try await queue.counts() == [.dead: 3] }
      }
      var errors: [String?] = []
      for id in ids { errors.append(try await queue.job(id)?.lastError) }
      // What an unknown error says is not stored: it may be personal.
      #expect(errors == ["no", "the payload is not a Array<Int>", "PersonalError"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `two workers do each job once`(engine: TestEngine) async throws {
    try await withQueue(engine) { queue, database in
      let seen = Recorder()
      let kind = JobKind("n") { run in seen.note("\(try run.payload(as: Int.self))") }
      try await database.write { connection in
        for number in 0..<200 { try queue.enqueue("n", payload: number, on: connection) }
      }
      let other = JobQueue(engine: database, ids: IDGenerator(node: 1))
      try await running(
        worker(queue, [kind]) { $0.concurrency = 3 }, worker(other, [kind]) { $0.concurrency = 3 }
      ) {
        try await waitUntil("all") { try await queue.counts() == [.done: 200] }
      }
      #expect(seen.entries.count == 200)
      #expect(Set(seen.entries).count == 200)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the job of a vanished worker is run by another; one that kills each is given up`(
    engine: TestEngine
  ) async throws {
    let time = MovedClock()
    try await withQueue(engine, time.clock) { queue, database in
      let seen = Recorder()
      let kind = JobKind("n", maxAttempts: 2) { run in seen.note("attempt \(run.attempt)") }
      let id = try await queue.enqueue("n", payload: 1)
      // Takes the job and is never heard of again.
      let lost = JobClaims(engine: database, clock: time.clock, owner: "lost", lease: .seconds(60))
      try await #expect(lost.next(of: ["n"])?.id == id)
      try await running(worker(queue, [kind]) { $0.lease = .seconds(60) }) {
        try await Task.sleep(for: .milliseconds(100))
        try await #expect(queue.job(id)?.state == .running)
        time.move(.seconds(61))
        try await waitUntil("done") { try await queue.job(id)?.state == .done }
      }
      #expect(seen.entries == ["attempt 2"])
      // The lost one comes back and finds that the job is no longer its own.
      try await lost.finish(id, .dead, error: "late")
      try await #expect(queue.job(id)?.state == .done)
      try await #expect(lost.report(id, JobProgress(done: 1, total: 2)) == false)

      let deadly = try await queue.enqueue("n", payload: 2)
      for _ in 0..<2 {
        try await #expect(lost.next(of: ["n"])?.id == deadly)
        time.move(.seconds(61))
        try await #expect(lost.recover() == 1)
      }
      try await running(worker(queue, [kind])) {
        try await waitUntil("dead") { try await queue.job(deadly)?.state == .dead }
      }
      #expect(seen.entries == ["attempt 2"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a long job keeps its lease by its worker's heartbeat`(engine: TestEngine) async throws {
    let time = MovedClock()
    try await withQueue(engine, time.clock) { queue, database in
      let seen = Recorder()
      let isOver = Mutex(false)
      let kind = JobKind("long") { _ in
        seen.note("start")
        while !isOver.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        seen.note("end")
      }
      let id = try await queue.enqueue("long", payload: 1)
      func minute(_ settings: inout JobWorker.Settings) { settings.lease = .seconds(60) }
      try await running(worker(queue, [kind], minute), worker(queue, [kind], minute)) {
        try await waitUntil("start") { seen.entries == ["start"] }
        // Two minutes on a lease of one.
        for _ in 0..<3 {
          time.move(.seconds(40))
          try await waitUntil("renewed") {
            let until = try await database.read {
              try $0.value("SELECT lease_until FROM jobs WHERE id = \(id)", as: Instant?.self)
            }
            return until??.since(time.clock.now()) == .seconds(60)
          }
        }
        isOver.withLock { $0 = true }
        try await waitUntil("done") { try await queue.job(id)?.state == .done }
      }
      #expect(seen.entries == ["start", "end"])
      try await #expect(queue.job(id)?.attempts == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a running job can be cancelled`(engine: TestEngine) async throws {
    try await withQueue(engine) { queue, _ in
      let kind = JobKind("endless") { run in
        var step = 0
        while true {
          step += 1
          try await run.report(done: step)
          try await Task.sleep(for: .milliseconds(5))
        }
      }
      let id = try await queue.enqueue("endless", payload: 1)
      try await running(worker(queue, [kind])) {
        try await waitUntil("running") { try await queue.job(id)?.progress != nil }
        try await #expect(queue.cancel(id) == true)
        try await waitUntil("cancelled") { try await queue.job(id)?.state == .cancelled }
      }
      try await #expect(queue.cancel(id) == false)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a graceful stop lets short jobs end and hands long ones back`(engine: TestEngine) async throws {
    try await withQueue(engine) { queue, _ in
      let started = Recorder()
      let short = JobKind("short") { _ in
        started.note("short")
        try await Task.sleep(for: .milliseconds(30))
      }
      let long = JobKind("long") { _ in
        started.note("long")
        try await Task.sleep(for: .seconds(60))
      }
      let ids = [try await queue.enqueue("short", payload: 1), try await queue.enqueue("long", payload: 1)]
      let group = ServiceGroup(
        services: [worker(queue, [short, long]) { $0.grace = .milliseconds(300) }],
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      let running = Task { try await group.run() }
      try await waitUntil("both") { started.entries.count == 2 }
      await group.triggerGracefulShutdown()
      try await running.value
      try await #expect(queue.job(ids[0])?.state == .done)
      let left = try #require(try await queue.job(ids[1]))
      #expect(left.state == .waiting)
      // The attempt did not count.
      #expect(left.attempts == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `ended jobs are deleted in time, dead ones stay`(engine: TestEngine) async throws {
    let time = MovedClock()
    try await withQueue(engine, time.clock) { queue, database in
      let claims = JobClaims(engine: database, clock: time.clock, owner: "w", lease: .seconds(60))
      for state in [Job.State.done, .dead, .cancelled] {
        let id = try await queue.enqueue("n", payload: 1)
        #expect(try await claims.next(of: ["n"])?.id == id)
        try await claims.finish(id, state)
      }
      time.move(.seconds(10))
      let young = try await queue.enqueue("n", payload: 1)
      _ = try await claims.next(of: ["n"])
      try await claims.finish(young, .done)
      try await #expect(queue.purge(endedBefore: time.clock.now()) == 2)
      try await #expect(queue.counts() == [.dead: 1, .done: 1])
    }
  }
}

struct PersonalError: Error {
  let phone: String
}
