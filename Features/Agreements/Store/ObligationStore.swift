import Accounts
import Database
import Organizations
import Values

/// The rows of `obligations`, their dates and what was done.
enum ObligationStore {
  static func insert(
    _ obligation: Obligation, days: Int?, by account: ID<Account>?, ids: IDGenerator, at now: Instant,
    on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO obligations (id, school_id, agreement_id, clause, subject, debtor, rhythm, measure, target, evidence,
        start_on, end_on, owner_id, created_by, created_at)
      VALUES (\(obligation.id), \(obligation.schoolID), \(obligation.agreementID), \(obligation.clause),
        \(obligation.subject), \(obligation.debtor), \(obligation.rhythm), \(obligation.measure),
        \(obligation.target), \(obligation.evidence), \(obligation.startOn), \(obligation.endOn),
        \(obligation.ownerID), \(account), \(now))
      """)
    for day in obligation.dates(days: days) {
      try connection.run(
        """
        INSERT INTO obligation_dues (id, school_id, obligation_id, agreement_id, due_on, state, done)
        VALUES (\(ids.next(ObligationDue.self)), \(obligation.schoolID), \(obligation.id), \(obligation.agreementID),
          \(day), 'open', 0)
        """)
    }
  }

  /// The dates of an agreement that was found in scope, in order.
  static func dues(
    of agreement: Agreement, limit: Int = 300, on connection: some Connection
  ) throws -> [ObligationDue] {
    try connection.rows(
      """
      SELECT \(columns) FROM \(tables)
      WHERE u.school_id = \(agreement.schoolID) AND u.agreement_id = \(agreement.id)
      ORDER BY u.due_on, u.id LIMIT \(literal: limit)
      """
    ).map(due)
  }

  static func due(
    _ id: ID<ObligationDue>, of agreement: Agreement, on connection: some Connection
  ) throws -> ObligationDue? {
    try connection.first(
      """
      SELECT \(columns) FROM \(tables)
      WHERE u.school_id = \(agreement.schoolID) AND u.agreement_id = \(agreement.id) AND u.id = \(id)
      """
    ).map(due)
  }

  /// What is to be done up to a day, the oldest first: read along `obligation_dues_by_day`.
  static func waiting(
    in scope: Actor.Scope, from first: CivilDate? = nil, until last: CivilDate,
    after mark: (CivilDate, ID<ObligationDue>)?,
    limit: Int, on connection: some Connection
  ) throws -> [ObligationDue] {
    var conditions: [SQL] = [
      scope.condition(school: "u.school_id", department: "a.department_id"), "u.state IN ('open', 'reported')",
      "u.due_on <= \(last)",
    ]
    if let first { conditions.append("u.due_on >= \(first)") }
    if let (day, id) = mark { conditions.append("(u.due_on, u.id) > (\(day), \(id))") }
    return try connection.rows(
      """
      SELECT \(columns) FROM \(tables) WHERE \(conditions.joined(separator: " AND "))
      ORDER BY u.due_on, u.id LIMIT \(literal: limit)
      """
    ).map(due)
  }

  /// Writes how far a date has come, from its entries.
  static func settle(_ due: ObligationDue, on connection: some WriteConnection) throws {
    let entries = try fulfilments(of: [due.id], school: due.obligation.schoolID, on: connection)
    let confirmed = entries.filter { $0.state == .confirmed }
    let done = confirmed.reduce(0) { $0 + ($1.amount ?? 1) }
    let isMet = due.obligation.target.map { done >= $0 } ?? !confirmed.isEmpty
    let state: ObligationDue.State =
      isMet ? .met : entries.contains { $0.state == .waiting } ? .reported : .open
    try connection.run(
      """
      UPDATE obligation_dues SET state = \(state), done = \(done)
      WHERE id = \(due.id) AND school_id = \(due.obligation.schoolID)
      """)
  }

  /// Dates after `day` that nothing was done for rest, or count again.
  static func setResting(
    _ isResting: Bool, of agreement: Agreement, after day: CivilDate, on connection: some WriteConnection
  ) throws {
    let (from, to): (ObligationDue.State, ObligationDue.State) = isResting ? (.open, .cancelled) : (.cancelled, .open)
    try connection.run(
      """
      UPDATE obligation_dues SET state = \(to)
      WHERE school_id = \(agreement.schoolID) AND agreement_id = \(agreement.id) AND state = \(from) AND due_on >= \(day)
      """)
  }

  static func counts(
    of agreement: Agreement, today: CivilDate, on connection: some Connection
  ) throws -> HealthScore.Counts {
    var counts = HealthScore.Counts()
    let row = try connection.first(
      """
      SELECT count(*), coalesce(sum(CASE WHEN state = 'met' THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN state <> 'met' AND due_on < \(today) THEN 1 ELSE 0 END), 0)
      FROM obligation_dues
      WHERE school_id = \(agreement.schoolID) AND agreement_id = \(agreement.id) AND state <> 'cancelled'
        AND (due_on <= \(today) OR state = 'met')
      """)
    if let row { (counts.due, counts.met, counts.overdue) = (try row.get(0), try row.get(1), try row.get(2)) }
    let entries = try connection.first(
      """
      SELECT count(*), coalesce(sum(CASE WHEN f.state = 'confirmed' THEN 1 ELSE 0 END), 0)
      FROM obligation_dues u JOIN fulfilments f ON f.school_id = u.school_id AND f.due_id = u.id
      WHERE u.school_id = \(agreement.schoolID) AND u.agreement_id = \(agreement.id)
      """)
    if let entries { (counts.entries, counts.confirmed) = (try entries.get(0), try entries.get(1)) }
    counts.isInTerm = agreement.state == .active && (agreement.endOn.map { $0 >= today } ?? true)
    return counts
  }

  // MARK: Entries

  static func insert(
    _ entry: Fulfilment, of due: ObligationDue, by author: AgreementTurn.Author, at now: Instant,
    on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO fulfilments (id, school_id, due_id, side, amount, note, done_on, account_id, guest_name, at, state,
        answer)
      VALUES (\(entry.id), \(due.obligation.schoolID), \(due.id), \(entry.side), \(entry.amount), \(entry.note),
        \(entry.doneOn), \(author.accountID), \(author.guestName), \(now), \(entry.state), '')
      """)
  }

  /// - Returns: `false` when it was answered already.
  static func answer(
    _ id: ID<Fulfilment>, _ state: Fulfilment.State, saying words: String, of due: ObligationDue,
    by author: AgreementTurn.Author,
    at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE fulfilments SET state = \(state), answer = \(words), answered_by = \(author.accountID),
        guest_answer = \(author.guestName), answered_at = \(now)
      WHERE id = \(id) AND school_id = \(due.obligation.schoolID) AND due_id = \(due.id) AND state = 'waiting'
      """) == 1
  }

  static func fulfilments(
    of dues: [ID<ObligationDue>], school: ID<School>, on connection: some Connection
  ) throws -> [Fulfilment] {
    guard !dues.isEmpty else { return [] }
    return try connection.rows(
      """
      SELECT f.id, f.due_id, f.side, f.amount, f.note, f.done_on, coalesce(a.display_name, f.guest_name), f.at,
        f.state, coalesce(b.display_name, f.guest_answer), f.answer
      FROM fulfilments f LEFT JOIN accounts a ON a.id = f.account_id LEFT JOIN accounts b ON b.id = f.answered_by
      WHERE f.school_id = \(school) AND f.due_id IN \(list: dues) ORDER BY f.id
      """
    ).map { row in
      Fulfilment(
        id: try row.get(0), dueID: try row.get(1), side: try row.get(2), amount: try row.get(3), note: try row.get(4),
        doneOn: try row.get(5), person: try row.get(6), at: try row.get(7), state: try row.get(8),
        answeredBy: try row.get(9), answer: try row.get(10))
    }
  }

  // MARK: Rows

  private static let columns: SQL = """
    u.id, u.due_on, u.state, u.done, o.id, o.school_id, o.agreement_id, o.clause, o.subject, o.debtor, o.rhythm,
    o.measure, o.target, o.evidence, o.start_on, o.end_on, o.owner_id, a.number, a.title, p.name,
    coalesce(w.display_name, '')
    """
  private static let tables: SQL = """
    obligation_dues u JOIN obligations o ON o.id = u.obligation_id JOIN agreements a ON a.id = u.agreement_id
    JOIN partnerships p ON p.id = a.partnership_id LEFT JOIN accounts w ON w.id = o.owner_id
    """

  private static func due(_ row: Row) throws -> ObligationDue {
    var obligation = Obligation(
      id: try row.get(4), schoolID: try row.get(5), agreementID: try row.get(6), subject: try row.get(8),
      startOn: try row.get(14), endOn: try row.get(15))
    obligation.clause = try row.get(7)
    obligation.debtor = try row.get(9)
    obligation.rhythm = try row.get(10)
    obligation.measure = try row.get(11)
    obligation.target = try row.get(12)
    obligation.evidence = try row.get(13)
    obligation.ownerID = try row.get(16)
    return ObligationDue(
      id: try row.get(0), obligation: obligation, dueOn: try row.get(1), state: try row.get(2), done: try row.get(3),
      agreementNumber: try row.get(17), agreementTitle: try row.get(18), enterpriseName: try row.get(19),
      ownerName: try row.get(20))
  }
}
