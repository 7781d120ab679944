import Database
package import Jobs
package import Platform
import Values

/// Compares enterprises that came in great number, such as by an import, with
/// all others. It runs after their transaction, which would take twice as long.
package struct CompareEnterprises: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package static let name = "partners.compare"
  /// Enterprises per transaction.
  private static let batch = 100

  private struct Nothing: Codable {}

  package var kind: JobKind {
    JobKind(Self.name) { run in
      var done = 0
      while true {
        let count = try await self.batch()
        if count == 0 { return }
        done += count
        try await run.report(done: done, total: nil)
      }
    }
  }

  /// Has the job done as soon as the transaction is kept.
  static func request(_ services: Services, on connection: any WriteConnection) throws {
    try services.jobs.enqueue(name, payload: Nothing(), on: connection)
  }

  /// All that wait.
  package func callAsFunction() async throws {
    while try await batch() > 0 {}
  }

  private func batch() async throws -> Int {
    try await services.database.write { connection in
      try DuplicateStore.noteWaiting(limit: Self.batch, on: connection)
    }
  }
}
