import Activity
import Database
import Files
import Localization
import Organizations
import Platform
import Records
import Values

/// A signer's paper within a round: one brings the scan, somebody else finds it right.
struct SignOnPaper: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Parameter day: as it was typed: the day on the paper.
  /// - Throws: `Invalid`, `SigningRefusal`, `AgreementError`.
  func bring(
    _ scan: KeepAttachments.Outcome, on day: String, of id: ID<Signer>, in agreement: ID<Agreement>, by actor: Actor
  ) async throws {
    let services = services
    var problems = scan.problems
    if scan.kept.isEmpty, problems.isEmpty { problems.append(FieldProblem("scan", "agreements.problem.scan")) }
    let signedOn = FieldText.date(day)
    if let signedOn {
      if signedOn > services.now.day {
        problems.append(FieldProblem("signedOn", "agreements.problem.signedInFuture"))
      }
    } else {
      problems.append(
        FieldProblem("signedOn", day.isEmpty ? "agreements.problem.signedOn" : "kit.records.date"))
    }
    if !problems.isEmpty { throw Invalid(problems) }
    try await services.database.write { connection in
      let (signer, round, turn) = try Self.find(id, in: agreement, services, by: actor, on: connection)
      let kept = try KeepAttachments.write(
        scan, to: .agreement(turn.dossier.agreement), school: signer.schoolID, by: actor, services: services,
        on: connection)
      guard let file = kept.kept.first else { throw Invalid(kept.problems) }
      guard
        try SigningStore.setScan(
          (file.name, file.digest.text), of: signer, on: signedOn, by: actor.accountID, on: connection)
      else { throw AgreementError.stale }
      try SigningStore.note(
        .scanned, in: round, signer: signer.id, name: actor.name, note: signer.name, id: services.ids.next(),
        at: services.now, on: connection)
      try turn.log("scanned", turn.dossier.agreement, note: signer.name)
    }
  }

  /// Finds the scan of a paper right, or not.
  /// - Throws: `Invalid`, `SigningRefusal`, `AgreementError`.
  func check(
    _ id: ID<Signer>, isRight: Bool, saying reason: String, in agreement: ID<Agreement>, by actor: Actor
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let (signer, round, turn) = try Self.find(id, in: agreement, services, by: actor, on: connection)
      let ask = AskSigners(services, turn.dossier.agreement, round)
      guard let bringer = signer.scannedBy else { throw AgreementError.stale }
      // Four eyes: who brought the scan does not find it right.
      guard bringer != actor.accountID else {
        throw Invalid([FieldProblem("decision", "agreements.problem.secondPerson")])
      }
      guard isRight else {
        if reason.isEmpty { throw Invalid([FieldProblem("reason", "agreements.problem.reason.rejected")]) }
        guard try SigningStore.setScan(nil, of: signer, on: nil, by: nil, on: connection) else {
          throw AgreementError.stale
        }
        try SigningStore.note(
          .scanRejected, in: round, signer: signer.id, name: actor.name, note: reason, id: services.ids.next(),
          at: services.now, on: connection)
        return try turn.log("rejected", turn.dossier.agreement, note: reason)
      }
      guard
        try SigningStore.sign(signer, .paper, on: signer.signedOn, at: services.now, on: connection)
      else { throw AgreementError.stale }
      try SigningStore.note(
        .signed, in: round, signer: signer.id, name: signer.name, note: actor.name, id: services.ids.next(),
        at: services.now, on: connection)
      try ask.done(signer, by: actor.accountID, on: connection)
      let complete = CompleteSigning(
        services: services, agreement: turn.dossier.agreement, round: round,
        author: AgreementTurn.Author(accountID: actor.accountID, name: actor.name))
      _ = try complete.after(signer, on: connection)
    }
  }

  private static func find(
    _ id: ID<Signer>, in agreement: ID<Agreement>, _ services: Services, by actor: Actor,
    on connection: any WriteConnection
  ) throws -> (Signer, SigningRound, AgreementTurn) {
    let turn = try AgreementTurn.find(agreement, services: services, by: actor, on: connection)
    let store = SigningStore(services.sealer)
    guard let found = try store.signer(id, on: connection), found.agreementID == agreement, found.way == .paper else {
      throw AgreementError.notFound
    }
    _ = try SigningStore.hold(found.roundID, on: connection)
    guard let signer = try store.signer(id, on: connection),
      let round = try SigningStore.round(found.roundID, on: connection)
    else { throw AgreementError.notFound }
    if let refusal = SigningRefusal(signer, in: round) { throw refusal }
    return (signer, round, turn)
  }
}
