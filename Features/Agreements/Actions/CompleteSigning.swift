import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Values

/// What follows from a signature, and from a refusal, in its transaction.
struct CompleteSigning {
  let services: Services
  let agreement: Agreement
  let round: SigningRound
  /// Who acts: the signer, or the person of the office who checked a paper.
  let author: AgreementTurn.Author

  init(desk: SignAgreement.Desk) {
    self.init(
      services: desk.services, agreement: desk.agreement, round: desk.round,
      author: AgreementTurn.Author(accountID: desk.account, name: desk.signer.name))
  }

  init(services: Services, agreement: Agreement, round: SigningRound, author: AgreementTurn.Author) {
    self.services = services
    self.agreement = agreement
    self.round = round
    self.author = author
  }

  /// Asks who comes next, or brings the agreement into force when nobody does.
  /// - Returns: whether it was the last signature.
  func after(_ signer: Signer, on connection: any WriteConnection) throws -> Bool {
    let turn = try turn(on: connection)
    let signers = try SigningStore(services.sealer).signers(of: round, on: connection)
    let t = services.localizer(.chinese)
    let note = t("agreements.signing.note", ["name": signer.name, "way": t(signer.way.label)])
    guard SigningRules.isComplete(signers) else {
      try turn.follow(.signed, agreement, reason: note)
      try AskSigners(services, agreement, round).next(on: connection)
      return false
    }
    guard
      try SigningStore.end(round, as: .complete, by: signer.name, because: "", at: services.now, on: connection),
      let clauses = try AgreementStoryStore.sent(agreement, on: connection)?.clauses
    else { throw SigningRefusal.recalled }
    try EnterForce.check(agreement, on: connection)
    var active = agreement
    active.state = .active
    active.activeOn = services.now.day
    active.signedOn = signers.compactMap(\.signedOn).max() ?? services.now.day
    active.dueOn = nil
    guard try AgreementStore.move(active, from: .signing, at: services.now, on: connection) else {
      throw SigningRefusal.recalled
    }
    active.version += 1
    try SigningStore.note(
      .complete, in: round, name: signer.name, id: services.ids.next(), at: services.now, on: connection)
    try EnterForce.follow(active, by: .signed, clauses: clauses, note: note, turn)
    try FreezeSigned(services).request(round, on: connection)
    return true
  }

  func decline(because reason: String, on connection: any WriteConnection) throws {
    guard
      try SigningStore.end(round, as: .declined, by: author.name, because: reason, at: services.now, on: connection)
    else { throw SigningRefusal.recalled }
    var draft = agreement
    draft.state = .draft
    draft.reason = String("\(author.name)：\(reason)".prefix(Agreement.Limit.reason))
    (draft.dueOn, draft.step, draft.signedOn, draft.scannedBy) = (nil, nil, nil, nil)
    guard try AgreementStore.move(draft, from: .signing, at: services.now, on: connection) else {
      throw SigningRefusal.recalled
    }
    draft.version += 1
    try EndSigning.closeEntries(round, draft, services, by: author.accountID, on: connection)
    try turn(on: connection).follow(.declined, draft, reason: draft.reason)
  }

  private func turn(on connection: any WriteConnection) throws -> AgreementTurn {
    try AgreementTurn.find(
      agreement.id, in: .school(agreement.schoolID), services: services, by: author, on: connection)
  }
}

/// Ends a round before all have signed.
enum EndSigning {
  /// The office calls it off. Links stay as they are and say what happened.
  static func recall(_ agreement: Agreement, because reason: String, _ turn: AgreementTurn) throws {
    let (services, connection) = (turn.services, turn.connection)
    guard let round = try SigningStore.latest(of: agreement, on: connection), round.state == .open else { return }
    guard
      try SigningStore.end(
        round, as: .recalled, by: turn.author.name, because: reason, at: services.now, on: connection)
    else { throw AgreementError.stale }
    try SigningStore.note(
      .recalled, in: round, name: turn.author.name, note: reason, id: services.ids.next(), at: services.now,
      on: connection)
    try closeEntries(round, agreement, services, by: turn.author.accountID, on: connection)
  }

  static func closeEntries(
    _ round: SigningRound, _ agreement: Agreement, _ services: Services, by account: ID<Account>?,
    on connection: any WriteConnection
  ) throws {
    let ask = AskSigners(services, agreement, round)
    for signer in try SigningStore(services.sealer).signers(of: round, on: connection) {
      try ask.done(signer, by: account, on: connection)
    }
  }
}
