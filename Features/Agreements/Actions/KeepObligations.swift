import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// What follows for obligations when an agreement comes into force or leaves it.
enum BeginObligations {
  /// An obligation for each clause of the signed text that marks one.
  static func of(_ agreement: Agreement, clauses: [RenderedClause], _ turn: AgreementTurn) throws {
    guard let start = agreement.startOn, let end = agreement.endOn, start <= end else { return }
    for clause in clauses {
      guard let duty = clause.duty else { continue }
      let obligation = Obligation(
        id: turn.services.ids.next(), schoolID: agreement.schoolID, agreementID: agreement.id, clause: clause.key,
        subject: duty.subject, debtor: duty.debtor, rhythm: duty.rhythm, measure: duty.measure,
        target: duty.target.isEmpty ? nil : clause.target, evidence: duty.evidence, startOn: start, endOn: end,
        ownerID: agreement.ownerID)
      try ObligationStore.insert(
        obligation, days: duty.days, by: turn.author.accountID, ids: turn.services.ids, at: turn.services.now,
        on: turn.connection)
    }
  }

  /// Dates to come rest while the agreement is not in force.
  static func follow(_ agreement: Agreement, _ turn: AgreementTurn) throws {
    try ObligationStore.setResting(
      agreement.state != .active, of: agreement, after: turn.services.now.day, on: turn.connection)
  }
}

/// Adds obligations, and notes what was done and what the other side says to it.
struct KeepObligations: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `Invalid`, `AgreementError`.
  func add(_ obligation: Obligation, days: Int?, to id: ID<Agreement>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      let agreement = turn.dossier.agreement
      guard agreement.state == .active else { throw AgreementError.state }
      var problems: [FieldProblem] = []
      if obligation.subject.isEmpty { problems.append(FieldProblem("subject", "agreements.duty.problem.subject")) }
      if let start = agreement.startOn, let end = agreement.endOn,
        obligation.startOn < start || obligation.endOn > end || obligation.endOn < obligation.startOn
      {
        problems.append(
          FieldProblem(
            "endOn", "agreements.obligation.problem.term", ["start": start.description, "end": end.description]))
      }
      if !problems.isEmpty { throw Invalid(problems) }
      var new = obligation
      (new.schoolID, new.agreementID) = (agreement.schoolID, agreement.id)
      try ObligationStore.insert(
        new, days: days, by: actor.accountID, ids: services.ids, at: services.now, on: connection)
      try turn.log("obligation", agreement, note: new.subject)
    }
  }

  /// Who notes or answers: somebody of the school, or the enterprise by a link.
  enum Keeper: Sendable {
    case member(Actor)
    case guest(GuestLink)

    var author: AgreementTurn.Author {
      switch self {
      case .member(let actor): .init(actor)
      case .guest(let link): .init(name: link.person.name)
      }
    }

    var scope: Actor.Scope {
      switch self {
      case .member(let actor): actor.scope
      case .guest(let link): .school(link.schoolID)
      }
    }
  }

  /// Somebody says that something was done, with files as evidence.
  /// - Throws: `Invalid`, `AgreementError`, `GuestLinkClosed`.
  func report(
    _ entry: Fulfilment, evidence: KeepAttachments.Outcome = .init(), to due: ID<ObligationDue>, of id: ID<Agreement>,
    by keeper: Keeper
  ) async throws {
    let services = services
    let today = services.now.day
    try await services.database.write { connection in
      let (turn, found) = try Self.find(due, of: id, services, by: keeper, on: connection)
      guard found.state != .cancelled else { throw AgreementError.state }
      var problems = evidence.problems
      if entry.doneOn > today { problems.append(FieldProblem("doneOn", "agreements.fulfilment.problem.future")) }
      if found.obligation.target != nil, entry.amount == nil {
        problems.append(FieldProblem("amount", "agreements.fulfilment.problem.amount"))
      }
      if entry.note.isEmpty, evidence.kept.isEmpty {
        problems.append(FieldProblem("note", "agreements.fulfilment.problem.evidence"))
      }
      if !problems.isEmpty { throw Invalid(problems) }
      try ObligationStore.insert(entry, of: found, by: turn.author, at: services.now, on: connection)
      let kept = try KeepAttachments.write(
        evidence, to: .agreement(turn.dossier.agreement), school: found.obligation.schoolID,
        by: turn.author.accountID, services: services, on: connection)
      if let problem = kept.problems.first { throw Invalid([problem]) }
      try ObligationStore.settle(found, on: connection)
      try turn.log("reported", turn.dossier.agreement, note: found.obligation.subject)
      if case .guest = keeper { try turn.tellOffice("agreements.notice.reported") }
    }
  }

  /// Brings a file that shows something, before it is noted or after.
  /// - Throws: `Invalid`, `AgreementError`, `GuestLinkClosed`.
  func attach(
    _ evidence: KeepAttachments.Outcome, to due: ID<ObligationDue>, of id: ID<Agreement>, by keeper: Keeper
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let (turn, found) = try Self.find(due, of: id, services, by: keeper, on: connection)
      guard found.state != .cancelled else { throw AgreementError.state }
      let kept = try KeepAttachments.write(
        evidence, to: .agreement(turn.dossier.agreement), school: found.obligation.schoolID,
        by: turn.author.accountID, services: services, on: connection)
      if let problem = kept.problems.first { throw Invalid([problem]) }
    }
  }

  /// The other side confirms or refuses; somebody else than who reported it.
  /// - Throws: `Invalid`, `AgreementError`, `GuestLinkClosed`.
  func answer(
    _ entry: ID<Fulfilment>, isRight: Bool, saying words: String, to due: ID<ObligationDue>, of id: ID<Agreement>,
    by keeper: Keeper
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let (turn, found) = try Self.find(due, of: id, services, by: keeper, on: connection)
      if !isRight, words.isEmpty { throw Invalid([FieldProblem("answer", "agreements.fulfilment.problem.reason")]) }
      guard words.count <= 500 else {
        throw Invalid([FieldProblem("answer", "kit.records.tooLong", ["max": "500", "count": "\(words.count)"])])
      }
      let row = try connection.first(
        "SELECT account_id, side FROM fulfilments WHERE id = \(entry) AND school_id = \(found.obligation.schoolID)")
      let author: ID<Account>? = try row?.get(0)
      let side: ClauseComment.Side? = try row?.get(1)
      // The enterprise answers what the school has noted, and of the school nobody answers themselves.
      let isOwn =
        switch keeper {
        case .member(let actor): author == actor.accountID
        case .guest: side == .enterprise
        }
      guard !isOwn else { throw Invalid([FieldProblem("answer", "agreements.fulfilment.problem.own")]) }
      guard
        try ObligationStore.answer(
          entry, isRight ? .confirmed : .refused, saying: words, of: found, by: turn.author, at: services.now,
          on: connection)
      else { throw AgreementError.stale }
      try ObligationStore.settle(found, on: connection)
      try turn.log(isRight ? "fulfilled" : "unfulfilled", turn.dossier.agreement, note: found.obligation.subject)
    }
  }

  private static func find(
    _ due: ID<ObligationDue>, of id: ID<Agreement>, _ services: Services, by keeper: Keeper,
    on connection: any WriteConnection
  ) throws -> (AgreementTurn, ObligationDue) {
    let turn = try AgreementTurn.find(
      id, in: keeper.scope, services: services, by: keeper.author, on: connection)
    guard let found = try ObligationStore.due(due, of: turn.dossier.agreement, on: connection) else {
      throw AgreementError.notFound
    }
    if case .guest(let link) = keeper {
      guard link.subject.id == id.rawValue else { throw AgreementError.notFound }
      try GuestLinkStore(services.sealer).use(link, at: services.now, on: connection)
    }
    return (turn, found)
  }
}
