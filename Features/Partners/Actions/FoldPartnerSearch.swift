import Database
package import Jobs
package import Platform

/// Brings partners that came in great number, such as by an import, into the
/// index they are searched by. Searches find them before, only not as quickly.
package struct FoldPartnerSearch: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package static let name = "partners.fold-search"
  /// Partners per transaction.
  private static let batch = 200

  private struct Nothing: Codable {}

  package var kind: JobKind {
    JobKind(Self.name) { _ in
      while try await services.database.write({ try PartnerSearch.index.fold(limit: Self.batch, on: $0) }) > 0 {}
    }
  }

  /// Has the job done as soon as the transaction is kept.
  static func request(_ services: Services, on connection: any WriteConnection) throws {
    try services.jobs.enqueue(name, payload: Nothing(), on: connection)
  }
}
