import Database
package import Jobs
package import Platform
import Values

/// Removes what can never matter again: ended sessions, links that expired a
/// month ago, buckets that are full again.
package struct Tidying: Sendable {
  package static let job = "accounts.tidy"

  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func callAsFunction() async throws {
    let now = services.now
    // Used and expired links stay for a while, so that a question about one can be answered.
    let month = now.advanced(by: .days(-30))
    try await services.database.write { connection in
      try SessionStore.removeExpired(before: now, on: connection)
      try OneTimeLinkStore.removeExpired(before: month, on: connection)
      try RateLimitStore.removeSpent(before: now, on: connection)
    }
  }

  package var kind: JobKind {
    JobKind(Self.job) { _ in try await self() }
  }

  package static let schedule = Schedule(job, .every(.hours(6)), kind: job)
}
