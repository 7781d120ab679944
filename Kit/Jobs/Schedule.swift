import Database
package import Values

/// A job that comes again and again.
///
/// When it is due next stands in the database: it survives a restart, two
/// workers fire it once, and what was missed while nothing ran is made up for
/// once, not many times.
package struct Schedule: Sendable {
  /// When it fires. Times of day are China's (UTC+8).
  package enum Rule: Sendable, Equatable {
    case every(Duration)
    case daily(hour: Int, minute: Int)
    /// Weekday 1 is Monday, 7 Sunday.
    case weekly(weekday: Int, hour: Int, minute: Int)
  }

  package let name: String
  package let kind: String
  package let rule: Rule

  /// - Parameters:
  ///   - name: unique among the schedules of the program.
  ///   - kind: the job that is enqueued, with an empty payload; at most one waits or runs.
  package init(_ name: String, _ rule: Rule, kind: String) {
    self.name = name
    self.kind = kind
    self.rule = rule
  }
}

extension Schedule.Rule {
  /// The first time after `instant`.
  package func next(after instant: Instant) -> Instant {
    switch self {
    case .every(let period): instant.advanced(by: period)
    case .daily(let hour, let minute): next(after: instant, days: 1, on: instant.day, hour, minute)
    case .weekly(let weekday, let hour, let minute):
      next(
        after: instant, days: 7, on: instant.day.adding(days: (weekday - instant.day.weekday + 7) % 7), hour, minute)
    }
  }

  private func next(
    after instant: Instant, days: Int, on day: CivilDate, _ hour: Int, _ minute: Int
  ) -> Instant {
    let minutes = Int64(day.daysSinceEpoch) * 1440 + Int64(hour * 60 + minute) - 480
    let time = Instant(milliseconds: minutes * 60_000)
    return time > instant ? time : time.advanced(by: .seconds(86_400 * days))
  }

  /// Tells in the database whether the rule is still the same.
  var text: String { "\(self)" }
}

/// An empty payload.
struct NoPayload: Codable {}

extension JobQueue {
  /// Notes new and changed schedules.
  func register(_ schedules: [Schedule]) async throws {
    let now = clock.now()
    try await engine.write { connection in
      for schedule in schedules {
        // An unchanged rule keeps its time, or a program restarted often would never fire.
        try connection.run(
          """
          INSERT INTO schedules (name, rule, next_at)
          VALUES (\(schedule.name), \(schedule.rule.text), \(schedule.rule.next(after: now)))
          ON CONFLICT (name) DO UPDATE SET rule = EXCLUDED.rule, next_at = EXCLUDED.next_at
          WHERE schedules.rule <> EXCLUDED.rule
          """)
      }
    }
  }

  /// Enqueues what is due.
  /// - Returns: the names of the schedules that fired.
  @discardableResult
  func fire(_ schedules: [Schedule]) async throws -> [String] {
    let now = clock.now()
    let names = schedules.map(\.name)
    let due = try await engine.read {
      try $0.values("SELECT name FROM schedules WHERE next_at <= \(now) AND name IN \(list: names)", as: String.self)
    }
    var fired: [String] = []
    for schedule in schedules where due.contains(schedule.name) {
      let isMine = try await engine.write { connection in
        // Whoever moves the time on has fired it; another worker finds it moved.
        let moved = try connection.run(
          """
          UPDATE schedules SET next_at = \(schedule.rule.next(after: now)), last_at = \(now)
          WHERE name = \(schedule.name) AND next_at <= \(now)
          """)
        if moved > 0 {
          try enqueue(schedule.kind, payload: NoPayload(), key: "schedule:\(schedule.name)", on: connection)
        }
        return moved > 0
      }
      if isMine { fired.append(schedule.name) }
    }
    return fired
  }
}
