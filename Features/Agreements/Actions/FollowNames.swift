import Database
import Jobs
import Organizations
import Partners
import Platform
import Values

/// Lets agreements be found by the new name of an enterprise that was renamed.
///
/// Partners knows nothing of agreements, so that the names are compared here. It can be done any number of times.
struct FollowNames: Sendable {
  private let services: Services

  init(_ services: Services) {
    self.services = services
  }

  static let name = "agreements.names"
  static let schedule = Schedule(name, .every(.seconds(600)), kind: name)
  private static let batch = 200

  var kind: JobKind { JobKind(Self.name) { _ in try await self() } }

  /// - Returns: how many agreements are found by another name now.
  @discardableResult
  func callAsFunction() async throws -> Int {
    let services = services
    var done = 0
    while true {
      let count = try await services.database.write { connection -> Int in
        let found = try AgreementSearch.renamed(limit: Self.batch, on: connection)
        for id in found { try Self.follow(id, services, on: connection) }
        return found.count
      }
      if count == 0 { return done }
      done += count
    }
  }

  private static func follow(_ id: ID<Agreement>, _ services: Services, on connection: any WriteConnection) throws {
    guard
      let dossier = try AgreementDossier.load(
        id, in: .installation, today: services.now.day, services.catalogue, on: connection)
    else { return }
    let agreement = dossier.agreement
    // What was signed stays as it was signed; only the way to find it changes.
    let signed = agreement.state.wasActive ? try AgreementStoryStore.signed(agreement, on: connection)?.clauses : nil
    try AgreementSearch.put(
      agreement, partner: dossier.partner.enterprise.name, signed ?? dossier.rendering.clauses, on: connection)
  }
}
