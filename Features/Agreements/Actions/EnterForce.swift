import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// What follows when an agreement comes into force, however it was signed.
enum EnterForce {
  /// What this one changes or renews.
  static func related(to agreement: Agreement, on connection: any Connection) throws -> Agreement? {
    try agreement.relatedID.flatMap {
      try AgreementStore.agreement($0, in: .school(agreement.schoolID), on: connection)
    }
  }

  /// - Throws: `Invalid` when the agreement before it cannot give way any more.
  static func check(_ agreement: Agreement, on connection: any Connection) throws {
    guard agreement.relation != .annex, let related = try related(to: agreement, on: connection),
      AgreementFlow.next(related.state, agreement.relation == .renewal ? .renewed : .amended) == nil
    else { return }
    throw Invalid([FieldProblem("decision", "agreements.problem.related", ["number": related.number])])
  }

  /// Keeps the words, tells, lets the agreement before it give way, and begins the obligations.
  /// - Parameter note: who signed, where it was not the author's own account.
  static func follow(
    _ agreement: Agreement, by act: AgreementAct, clauses: [RenderedClause], note: String = "", _ turn: AgreementTurn
  ) throws {
    let (services, connection) = (turn.services, turn.connection)
    try AgreementStoryStore.keep(
      clauses, of: agreement, for: act, id: services.ids.next(), by: turn.author.accountID, at: services.now,
      on: connection)
    try turn.index(agreement, clauses)
    try turn.follow(act, agreement, reason: note)
    try replaceRelated(agreement, turn)
    try BeginObligations.of(agreement, clauses: clauses, turn)
  }

  /// An amendment or a renewal takes the place of the agreement before it.
  private static func replaceRelated(_ agreement: Agreement, _ turn: AgreementTurn) throws {
    let (services, connection) = (turn.services, turn.connection)
    guard agreement.relation == .amendment || agreement.relation == .renewal,
      var related = try related(to: agreement, on: connection)
    else { return }
    let act: AgreementAct = agreement.relation == .renewal ? .renewed : .amended
    let before = related.state
    guard let next = AgreementFlow.next(before, act) else { throw AgreementError.state }
    related.state = next
    related.endedOn = related.endedOn ?? services.now.day
    guard try AgreementStore.move(related, from: before, at: services.now, on: connection) else {
      throw AgreementError.stale
    }
    try turn.follow(act, related, reason: agreement.number)
    try BeginObligations.follow(related, turn)
    try InboxStore.close(
      .agreement(related), step: AgreementInbox.endingStep, by: turn.author.accountID, at: services.now, on: connection
    )
  }
}
