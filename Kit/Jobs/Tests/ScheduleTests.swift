import Database
import DatabaseTesting
import Testing
import Values

@testable import Jobs

@Suite struct ScheduleTests {
  private static func instant(_ day: String, _ hour: Int, _ minute: Int) -> Instant {
    let days = CivilDate(day)?.daysSinceEpoch ?? 0
    return Instant(milliseconds: (Int64(days) * 1440 + Int64(hour * 60 + minute) - 480) * 60_000)
  }

  @Test func `the next time of a rule`() {
    // 2026-03-01 is a Sunday.
    let now = Self.instant("2026-03-01", 6, 30)
    #expect(Schedule.Rule.every(.seconds(90)).next(after: now).since(now) == .seconds(90))
    #expect(Schedule.Rule.daily(hour: 6, minute: 31).next(after: now) == Self.instant("2026-03-01", 6, 31))
    #expect(Schedule.Rule.daily(hour: 6, minute: 30).next(after: now) == Self.instant("2026-03-02", 6, 30))
    #expect(Schedule.Rule.daily(hour: 0, minute: 0).next(after: now) == Self.instant("2026-03-02", 0, 0))
    #expect(
      Schedule.Rule.weekly(weekday: 7, hour: 7, minute: 0).next(after: now) == Self.instant("2026-03-01", 7, 0))
    #expect(
      Schedule.Rule.weekly(weekday: 7, hour: 6, minute: 0).next(after: now) == Self.instant("2026-03-08", 6, 0))
    #expect(
      Schedule.Rule.weekly(weekday: 1, hour: 6, minute: 0).next(after: now) == Self.instant("2026-03-02", 6, 0))
  }

  @Test func `waiting doubles up to a limit, with chance`() {
    let backoff = Backoff(first: .seconds(4), longest: .seconds(60))
    #expect(
      [1, 2, 3, 4, 5, 99].map { backoff.delay(after: $0, chance: 0) } == [2, 4, 8, 16, 30, 30].map { .seconds($0) })
    #expect(backoff.delay(after: 1, chance: 0.5) == .seconds(3))
  }

  @Test(arguments: TestEngine.all)
  func `fires once for all workers, survives a restart, makes up once for what was missed`(
    engine: TestEngine
  ) async throws {
    let time = MovedClock()
    try await engine.withDatabase([JobQueue.migrations]) { database in
      let schedules = [Schedule("nightly", .every(.seconds(3600)), kind: "clean")]
      let queues = (0..<4).map { JobQueue(engine: database, ids: IDGenerator(node: $0), clock: time.clock) }
      for queue in queues { try await queue.register(schedules) }
      try await #expect(queues[0].fire(schedules) == [])

      time.move(.seconds(3599))
      // A restart does not put it off.
      try await queues[1].register(schedules)
      time.move(.seconds(1))
      let fired = try await withThrowingTaskGroup(of: [String].self) { group in
        for queue in queues { group.addTask { try await queue.fire(schedules) } }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(fired == ["nightly"])
      try await #expect(queues[0].list(state: .waiting).map(\.kind) == ["clean"])

      // The job still waits: firing again adds none.
      time.move(.seconds(100_000))
      try await #expect(queues[2].fire(schedules) == ["nightly"])
      try await #expect(queues[2].fire(schedules) == [])
      try await #expect(queues[0].list().count == 1)

      // A changed rule counts from now.
      let changed = [Schedule("nightly", .every(.seconds(60)), kind: "clean")]
      try await queues[0].register(changed)
      time.move(.seconds(61))
      try await #expect(queues[0].fire(changed) == ["nightly"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a worker fires its schedules`(engine: TestEngine) async throws {
    let time = MovedClock()
    try await engine.withDatabase([JobQueue.migrations]) { database in
      let queue = JobQueue(engine: database, ids: IDGenerator(), clock: time.clock)
      let seen = Recorder()
      let kind = JobKind("clean") { _ in seen.note("ran") }
      let daily = Schedule("daily", .daily(hour: 3, minute: 0), kind: "clean")
      try await running(worker(queue, [kind], schedules: [daily]) { $0.lease = .seconds(600) }) {
        try await waitUntil("registered") {
          try await database.read { try $0.value("SELECT COUNT(*) FROM schedules", as: Int.self) } == 1
        }
        #expect(seen.entries == [])
        time.move(.seconds(86_400))
        try await waitUntil("ran") { seen.entries == ["ran"] }
      }
    }
  }
}
