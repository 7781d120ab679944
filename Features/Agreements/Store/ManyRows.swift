import Accounts
import Database
import Values

/// Rows of many agreements with few statements.
extension AgreementSearch {
  /// Puts agreements into the index that are written already.
  static func put(_ entries: [SearchIndex.Entry], of ids: [ID<Agreement>], on connection: any WriteConnection) throws {
    try index.put(entries, on: connection)
    try connection.run(
      """
      UPDATE agreements SET indexed_name = coalesce((SELECT p.name FROM partnerships p WHERE p.id = partnership_id), '')
      WHERE id IN \(list: ids)
      """)
  }
}

extension AgreementStoryStore {
  struct NewStep: Sendable {
    let id: ID<AgreementStep>
    let agreement: Agreement
    let act: AgreementAct
    let post: ReviewPost.Step?
    let account: ID<Account>?
    let at: Instant
  }

  static func insert(_ steps: [NewStep], on connection: any WriteConnection) throws {
    try connection.insert(
      "INSERT INTO agreement_steps (id, school_id, agreement_id, act, step, account_id, for_id, reason, at)",
      steps.map { step in
        """
        (\(step.id), \(step.agreement.schoolID), \(step.agreement.id), \(step.act), \(step.post?.rawValue ?? ""),
        \(step.account), NULL, '', \(step.at))
        """
      })
  }
}

extension ObligationStore {
  /// An obligation that has one date.
  struct NewObligation: Sendable {
    let obligation: Obligation
    let due: ID<ObligationDue>
    let state: ObligationDue.State
    let done: Double
    /// Whether its owner need not be reminded any more.
    let isTold: Bool
  }

  static func insert(
    _ made: [NewObligation], by account: ID<Account>?, at now: Instant, on connection: any WriteConnection
  ) throws {
    try connection.insert(
      """
      INSERT INTO obligations (id, school_id, agreement_id, clause, subject, debtor, rhythm, measure, target, evidence,
        start_on, end_on, owner_id, created_by, created_at)
      """,
      made.map { new in
        let obligation = new.obligation
        return """
          (\(obligation.id), \(obligation.schoolID), \(obligation.agreementID), \(obligation.clause),
          \(obligation.subject), \(obligation.debtor), \(obligation.rhythm), \(obligation.measure),
          \(obligation.target), \(obligation.evidence), \(obligation.startOn), \(obligation.endOn),
          \(obligation.ownerID), \(account), \(now))
          """
      })
    try connection.insert(
      """
      INSERT INTO obligation_dues (id, school_id, obligation_id, agreement_id, due_on, state, done, told)
      """,
      made.map { new in
        let obligation = new.obligation
        return """
          (\(new.due), \(obligation.schoolID), \(obligation.id), \(obligation.agreementID), \(obligation.endOn),
          \(new.state), \(new.done), \(new.isTold))
          """
      })
  }
}
