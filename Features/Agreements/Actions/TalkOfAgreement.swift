import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// What both sides say to clauses while an agreement is negotiated.
struct TalkOfAgreement: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Parameter clause: the key of a clause; empty for the whole.
  /// - Throws: `Invalid`, `AgreementError`.
  func say(
    _ body: String, to clause: String, as side: ClauseComment.Side, in id: ID<Agreement>, by actor: Actor
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      try Self.say(body, to: clause, as: side, turn)
    }
  }

  /// What the enterprise says by a link, while the text is negotiated.
  /// - Throws: `Invalid`, `AgreementError`, `GuestLinkClosed`.
  func say(_ body: String, to clause: String, by link: GuestLink) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(
        ID(rawValue: link.subject.id), in: .school(link.schoolID), services: services,
        by: .init(name: link.person.name), on: connection)
      guard turn.dossier.agreement.state == .negotiation else { throw AgreementError.state }
      try GuestLinkStore(services.sealer).use(link, at: services.now, on: connection)
      try Self.say(body, to: clause, as: .enterprise, turn)
      try turn.tellOffice("agreements.notice.commented")
    }
  }

  private static func say(
    _ body: String, to clause: String, as side: ClauseComment.Side, _ turn: AgreementTurn
  ) throws {
    let (services, connection) = (turn.services, turn.connection)
    let agreement = turn.dossier.agreement
    guard agreement.state.isUnderWay else { throw AgreementError.state }
    guard !body.isEmpty else { throw Invalid([FieldProblem("body", "agreements.problem.comment")]) }
    guard body.count <= Agreement.Limit.comment else {
      throw Invalid([
        FieldProblem(
          "body", "kit.records.tooLong", ["max": "\(Agreement.Limit.comment)", "count": "\(body.count)"])
      ])
    }
    let known = clause.isEmpty || agreement.text.clause(clause) != nil
    try AgreementStoryStore.insert(
      body, id: services.ids.next(), to: known ? clause : "", side: side, of: agreement, by: turn.author,
      at: services.now, on: connection)
    try turn.log("commented", agreement)
  }

  func settle(_ comment: ID<ClauseComment>, in id: ID<Agreement>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      // Who comes second finds what was wanted: that is no mistake.
      if try AgreementStoryStore.settle(
        comment, of: turn.dossier.agreement, by: actor.accountID, at: services.now, on: connection)
      {
        try turn.log("settled", turn.dossier.agreement)
      }
    }
  }
}
