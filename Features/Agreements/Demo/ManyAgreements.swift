import Database
package import Organizations
package import Platform
package import Values

/// Fills an installation with as many agreements and obligations as are asked for, to be measured: with the texts of the
/// demo's templates, in every state, found by every part of them, the same at every run.
package struct ManyAgreements: Sendable {
  private let services: Services
  private let agreements: Int
  private let obligations: Int

  /// Agreements per transaction.
  private static let batch = 500

  /// - Parameters:
  ///   - agreements: how many beside those that are there.
  ///   - obligations: how many in all, each with one date; shared out among the agreements that were in force.
  package init(_ services: Services, agreements: Int, obligations: Int) {
    self.services = services
    self.agreements = agreements
    self.obligations = obligations
  }

  /// - Parameters:
  ///   - school: has partners and an office, and the demo's templates stand ready.
  ///   - progress: called with how many agreements are written.
  package func fill(_ school: ID<School>, progress: @Sendable (Int) -> Void = { _ in }) async throws {
    let (services, today) = (services, services.now.day)
    let material = try await services.database.readLong { connection in
      try ManyAgreementsMaterial.read(school, services.catalogue, on: connection)
    }
    guard let material, agreements > 0 else { return }
    let maker = ManyAgreementsMaker(
      material, ids: services.ids, today: today, agreements: agreements, obligations: obligations)
    for start in stride(from: 0, to: agreements, by: Self.batch) {
      let end = min(start + Self.batch, agreements)
      let made = await maker.make(start..<end)
      try await services.database.writeAlone { connection in
        try maker.write(made, at: services.now, on: connection)
      }
      progress(end)
    }
  }
}
