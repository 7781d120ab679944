import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// Takes an agreement a step on: submits it, decides a post of the review, ends
/// the negotiation, brings and checks the signed copy, suspends, ends, archives.
struct MoveAgreement: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What a person says with the act.
  struct Opinion: Sendable {
    var reason = ""
    /// The day on the signed paper, as it was typed.
    var signedOn = ""
    /// Checked files of the signed copy.
    var scan = KeepAttachments.Outcome()
  }

  /// Where scans of the signed paper are kept among the files of an agreement.
  static let scanSlot = "signed"

  /// - Parameter version: which the page was opened on.
  /// - Returns: the agreement as it is now.
  /// - Throws: `Invalid` with everything that is wrong, `AgreementError`.
  @discardableResult
  func callAsFunction(
    _ act: AgreementAct, _ id: ID<Agreement>, version: Int, saying opinion: Opinion = Opinion(), by actor: Actor
  ) async throws -> Agreement {
    let services = services
    return try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      let old = turn.dossier.agreement
      guard old.version == version else { throw AgreementError.stale }
      guard let permission = AgreementFlow.permission(for: act), actor.may(permission),
        let next = AgreementFlow.next(
          old.state, act, isLastPost: (old.step ?? 0) + 1 >= old.chain.count, hasScan: old.scannedBy != nil)
      else { throw AgreementError.state }
      try Self.checkReason(opinion.reason, for: act)
      var move = Move(turn: turn, actor: actor, act: act, opinion: opinion, agreement: old)
      move.agreement.state = next
      move.agreement.reason = act.needsReason ? opinion.reason : ""
      try move.prepare()
      guard try AgreementStore.move(move.agreement, from: old.state, at: services.now, on: connection) else {
        throw AgreementError.stale
      }
      move.agreement.version += 1
      try move.finish()
      return move.agreement
    }
  }

  private static func checkReason(_ reason: String, for act: AgreementAct) throws {
    if act.needsReason, reason.isEmpty {
      throw Invalid([FieldProblem("reason", "agreements.problem.reason.\(act.rawValue)")])
    }
    if reason.count > Agreement.Limit.reason {
      throw Invalid([
        FieldProblem(
          "reason", "kit.records.tooLong", ["max": "\(Agreement.Limit.reason)", "count": "\(reason.count)"])
      ])
    }
  }
}

/// One act within its transaction.
private struct Move {
  let turn: AgreementTurn
  let actor: Actor
  let act: AgreementAct
  let opinion: MoveAgreement.Opinion
  var agreement: Agreement
  private var post: ReviewPost.Step?
  private var other: ID<Account>?

  private var services: Services { turn.services }
  private var today: CivilDate { turn.services.now.day }
  private var connection: any WriteConnection { turn.connection }

  init(
    turn: AgreementTurn, actor: Actor, act: AgreementAct, opinion: MoveAgreement.Opinion, agreement: Agreement
  ) {
    self.turn = turn
    self.actor = actor
    self.act = act
    self.opinion = opinion
    self.agreement = agreement
  }

  /// What the act asks for and sets before it is written.
  mutating func prepare() throws {
    switch act {
    case .submitted: try submit()
    case .approved, .refused: try decide()
    case .scanned: try scan()
    case .rejected, .confirmed: try check()
    case .recalled: (agreement.scannedBy, agreement.signedOn) = (nil, nil)
    case .ended: agreement.endedOn = today
    default: break
    }
    if agreement.state != .review {
      agreement.step = nil
      agreement.dueOn = AgreementFlow.days(in: agreement.state).map { today.adding(days: $0) }
    }
  }

  /// What follows once it is written.
  func finish() throws {
    switch act {
    case .submitted: try keepWords()
    case .scanned:
      let kept = try KeepAttachments.write(
        opinion.scan, to: .agreement(agreement), school: agreement.schoolID, by: actor, services: services,
        on: connection)
      if let problem = kept.problems.first, kept.kept.isEmpty { throw Invalid([problem]) }
    case .rejected: try removeScans()
    case .recalled:
      try removeScans()
      try EndSigning.recall(agreement, because: opinion.reason, turn)
    default: break
    }
    if act == .confirmed {
      try EnterForce.follow(agreement, by: act, clauses: words, turn)
      try PaperRound.keep(agreement, turn)
    } else {
      try turn.follow(act, agreement, post: post, for: other, reason: opinion.reason)
    }
    if [.ended, .suspended, .resumed].contains(act) {
      try BeginObligations.follow(agreement, turn)
      try InboxStore.close(
        .agreement(agreement), step: AgreementInbox.endingStep, by: actor.accountID, at: services.now, on: connection)
    }
  }

  // MARK: Review

  private mutating func submit() throws {
    var problems = AgreementRules.obstacles(agreement, turn.dossier.rendering, turn.dossier.type)
    if let related = try EnterForce.related(to: agreement, on: connection),
      let overlap = AgreementRules.overlap(of: agreement, with: related)
    {
      problems.append(overlap)
    }
    agreement.chain = turn.dossier.type.chain.filter { $0.step != .department || agreement.departmentID != nil }
    if agreement.chain.isEmpty { agreement.chain = [ReviewPost(.office)] }
    for post in agreement.chain where try PostHolders.accounts(of: post, agreement, on: connection).isEmpty {
      problems.append(FieldProblem("chain", "agreements.problem.nobody.\(post.step.rawValue)"))
    }
    if !problems.isEmpty { throw Invalid(problems) }
    if agreement.number.isEmpty { agreement.number = try nextNumber() }
    agreement.step = 0
    agreement.dueOn = agreement.post.map { today.adding(days: $0.days) }
  }

  private func nextNumber() throws -> String {
    let school = try SchoolStore.school(agreement.schoolID, on: connection)
    let department = try agreement.departmentID.flatMap {
      try SchoolStore.department($0, in: .school(agreement.schoolID), on: connection)
    }
    let facts = NumberPattern.Facts(
      school: school?.code ?? "", department: department?.code ?? "", type: agreement.typeCode, day: today)
    let pattern: NumberPattern
    do {
      pattern = try NumberPattern(turn.dossier.type.pattern)
    } catch {
      throw Invalid([FieldProblem("chain", error.message)])
    }
    // A number that somebody else's series made already is passed over.
    for _ in 0..<100 {
      let serial = try AgreementStore.nextSerial(pattern.series(facts), of: agreement.schoolID, on: connection)
      let number = pattern.number(serial, facts)
      let taken = try connection.first(
        "SELECT 1 FROM agreements WHERE school_id = \(agreement.schoolID) AND number = \(number)")
      if taken == nil { return number }
    }
    throw Invalid([FieldProblem("chain", "agreements.problem.numbers")])
  }

  private mutating func decide() throws {
    guard let post = turn.dossier.agreement.post else { throw AgreementError.state }
    self.post = post.step
    switch try PostHolders.standing(of: actor, in: turn.dossier.agreement, today: today, on: connection) {
    case .own: break
    case .other(let account, _): other = account
    case nil: throw AgreementError.state
    }
    guard act == .approved, agreement.state == .review, let step = agreement.step else { return }
    agreement.step = step + 1
    agreement.dueOn = agreement.post.map { today.adding(days: $0.days) }
  }

  // MARK: Signing on paper

  private mutating func scan() throws {
    // With a round under way the paper belongs to one of its signers.
    if let round = try SigningStore.latest(of: agreement, on: connection), round.state == .open {
      throw AgreementError.state
    }
    var problems = opinion.scan.problems
    if opinion.scan.kept.isEmpty, problems.isEmpty { problems.append(FieldProblem("scan", "agreements.problem.scan")) }
    if let day = FieldText.date(opinion.signedOn) {
      if day > today { problems.append(FieldProblem("signedOn", "agreements.problem.signedInFuture")) }
      agreement.signedOn = day
    } else {
      problems.append(
        FieldProblem(
          "signedOn", opinion.signedOn.isEmpty ? "agreements.problem.signedOn" : "kit.records.date"))
    }
    if !problems.isEmpty { throw Invalid(problems) }
    agreement.scannedBy = actor.accountID.rawValue
  }

  private mutating func check() throws {
    // Four eyes: who brought the scan does not find it right.
    guard agreement.scannedBy != actor.accountID.rawValue else {
      throw Invalid([FieldProblem("decision", "agreements.problem.secondPerson")])
    }
    if act == .rejected {
      (agreement.scannedBy, agreement.signedOn) = (nil, nil)
    } else {
      agreement.activeOn = today
      try EnterForce.check(agreement, on: connection)
    }
  }

  /// A scan that is not right is taken away; it can be put back.
  private func removeScans() throws {
    let subject = AuditEntry.Subject.agreement(agreement)
    for file in try AttachmentStore.attachments(of: subject, school: agreement.schoolID, on: connection)
    where file.slot == MoveAgreement.scanSlot {
      _ = try KeepAttachments.remove(file, from: subject, by: actor, services: services, on: connection)
    }
  }

  // MARK: Words

  private var words: [RenderedClause] {
    var dossier = turn.dossier
    dossier.agreement = agreement
    var values = dossier.values
    values.known["agreement.number"] = .text(agreement.number)
    return TextRendering(agreement.text, values).clauses
  }

  private func keepWords() throws {
    let words = words
    try AgreementStoryStore.keep(
      words, of: agreement, for: act, id: services.ids.next(), by: actor.accountID, at: services.now, on: connection)
    try turn.index(agreement, words)
  }
}
