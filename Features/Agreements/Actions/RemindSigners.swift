import Activity
import Database
import Jobs
import Organizations
import Platform
import Values

/// Reminds signers who have not answered for some days, and no longer once they have.
struct RemindSigners: Sendable {
  private let services: Services

  init(_ services: Services) {
    self.services = services
  }

  static let name = "agreements.signing.remind"
  static let schedule = Schedule(name, .daily(hour: 8, minute: 10), kind: name)
  private static let batch = 100

  var kind: JobKind { JobKind(Self.name) { _ in try await self() } }

  /// Reminds all whose time has come.
  /// - Returns: how many.
  @discardableResult
  func callAsFunction() async throws -> Int {
    let services = services
    let since = services.now.advanced(by: .seconds(-86_400 * SigningRules.reminderDays))
    var done = 0
    while true {
      let count = try await services.database.write { connection -> Int in
        let signers = try SigningStore(services.sealer).silent(since: since, limit: Self.batch, on: connection)
        for signer in signers { try Self.remind(signer, services, on: connection) }
        return signers.count
      }
      if count == 0 { return done }
      done += count
    }
  }

  /// Reminds one signer because somebody wants it now.
  /// - Throws: `SigningRefusal`, `AgreementError`.
  func now(_ id: ID<Signer>, in agreement: ID<Agreement>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(agreement, services: services, by: actor, on: connection)
      guard let signer = try SigningStore(services.sealer).signer(id, on: connection),
        signer.agreementID == agreement, let round = try SigningStore.round(signer.roundID, on: connection)
      else { throw AgreementError.notFound }
      if let refusal = SigningRefusal(signer, in: round) { throw refusal }
      try AskSigners(services, turn.dossier.agreement, round).remind(signer, on: connection)
      try turn.log("reminded", turn.dossier.agreement, note: signer.name)
    }
  }

  private static func remind(_ signer: Signer, _ services: Services, on connection: any WriteConnection) throws {
    guard let round = try SigningStore.round(signer.roundID, on: connection),
      let agreement = try AgreementStore.agreement(signer.agreementID, in: .school(signer.schoolID), on: connection)
    else { return }
    try AskSigners(services, agreement, round).remind(signer, on: connection)
  }
}
