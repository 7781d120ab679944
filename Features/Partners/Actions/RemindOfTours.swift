import Activity
import Database
package import Jobs
import Organizations
package import Platform
import Values

/// Every day: tours whose first day has come are under way, people see theirs a
/// week before, and the lead is asked for the summary of those that are over.
/// It can be done any number of times.
package struct RemindOfTours: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package static let name = "partners.tours.remind"
  package static let schedule = Schedule(name, .daily(hour: 6, minute: 50), kind: name)
  /// Tours per transaction.
  private static let batch = 100

  package var kind: JobKind {
    JobKind(Self.name) { run in
      let done = try await self()
      try await run.report(done: done, total: done)
    }
  }

  /// - Returns: how many tours were started or asked somebody anew.
  @discardableResult
  package func callAsFunction() async throws -> Int {
    var changed = 0
    var after = ID<Tour>(rawValue: 0)
    while true {
      let (count, last) = try await batch(after: after)
      changed += count
      guard let last else { return changed }
      after = last
    }
  }

  private func batch(after: ID<Tour>) async throws -> (count: Int, last: ID<Tour>?) {
    let services = services
    let (now, today) = (services.now, services.now.day)
    return try await services.database.write { connection in
      let ids = try connection.values(
        """
        SELECT t.id FROM tours t WHERE t.id > \(after) AND (
          (t.state IN ('planned', 'underway') AND t.begins_on <= \(today.adding(days: TourInbox.notice)))
          OR (t.state = 'finished' AND t.summary = ''))
        ORDER BY t.id LIMIT \(literal: Self.batch)
        """, as: ID<Tour>.self)
      var count = 0
      for id in ids {
        var isStarted = false
        if let tour = try TourStore.record(id, on: connection)?.tour, tour.state == .planned, tour.beginsOn <= today,
          let started = try? tour.after(.start, on: today),
          try TourStore.update(started, at: now, on: connection)
        {
          try services.audit.record(started.entry("start", by: nil, at: now), on: connection)
          isStarted = true
        }
        if try TourInbox.settle(id, services, on: connection) || isStarted { count += 1 }
      }
      return (count, ids.last)
    }
  }
}
