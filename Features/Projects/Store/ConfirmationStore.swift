import Accounts
import Activity
import Database
import Organizations
import Partners
import Values

/// What the other side says to entries: the answers, and the requests for them.
enum ConfirmationStore {
  /// Writes an answer, unless the entry is no longer the one that was seen or is confirmed already.
  /// - Returns: `false` when somebody was first.
  static func answer(
    _ standing: LedgerStanding, _ seen: SeenEntry, words: String, person: String, of school: ID<School>,
    at now: Instant,
    on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE ledger_entries SET standing = \(standing), answer = \(words), answered_by = \(person), answered_at = \(now),
        version = version + 1
      WHERE id = \(seen.id) AND school_id = \(school) AND version = \(seen.version) AND is_removed = 0
        AND standing <> 'confirmed'
      """) == 1
  }

  static func insert(
    _ answer: LedgerAnswer, id: ID<LedgerAnswer>, of entry: LedgerEntry, by account: ID<Account>?,
    on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO ledger_answers (id, school_id, entry_id, act, side, person, account_id, words, at)
      VALUES (\(id), \(entry.schoolID), \(entry.id), \(answer.act), \(answer.side), \(answer.person), \(account),
        \(answer.words), \(answer.at))
      """)
  }

  /// The story of an entry, the latest first.
  static func answers(to entry: LedgerEntry, on connection: some Connection) throws -> [LedgerAnswer] {
    try connection.rows(
      """
      SELECT act, side, person, words, at FROM ledger_answers
      WHERE school_id = \(entry.schoolID) AND entry_id = \(entry.id) ORDER BY id DESC LIMIT 100
      """
    ).map { row in
      LedgerAnswer(
        act: try row.get(0), side: try row.get(1), person: try row.get(2), words: try row.get(3), at: try row.get(4))
    }
  }

  // MARK: What waits

  /// How many entries of a balance were noted by one side and stand so.
  static func count(
    _ standing: LedgerStanding, notedBy side: LedgerSide?, of partnership: ID<Partnership>, year: Int,
    on connection: some Connection
  ) throws -> Int {
    let noted: SQL = side.map { "AND noted_side = \($0)" } ?? ""
    return try connection.value(
      """
      SELECT count(*) FROM ledger_entries
      WHERE partnership_id = \(partnership) AND year = \(year) AND standing = \(standing) AND is_removed = 0 \(noted)
      """) ?? 0
  }

  // MARK: Requests

  static func insert(_ request: BalanceRequest, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO balance_requests (id, school_id, partnership_id, year, asked_by, asked_at, reminded_at, reminders,
        closed_at)
      VALUES (\(request.id), \(request.schoolID), \(request.partnershipID), \(request.year), \(request.askedBy),
        \(request.askedAt), \(request.askedAt), 0, \(request.closedAt))
      """)
  }

  static func request(_ id: ID<BalanceRequest>, on connection: some Connection) throws -> BalanceRequest? {
    try connection.first("SELECT \(columns) FROM balance_requests r WHERE r.id = \(id)").map(request)
  }

  /// The requests for a balance, the latest first.
  static func requests(
    of partnership: ID<Partnership>, year: Int, on connection: some Connection
  ) throws -> [BalanceRequest] {
    try connection.rows(
      """
      SELECT \(columns) FROM balance_requests r WHERE r.partnership_id = \(partnership) AND r.year = \(year)
      ORDER BY r.id DESC LIMIT 20
      """
    ).map(request)
  }

  /// Open requests whose last letter is older than `since`.
  static func silent(since: Instant, limit: Int, on connection: some Connection) throws -> [BalanceRequest] {
    try connection.rows(
      """
      SELECT \(columns) FROM balance_requests r
      WHERE r.closed_at IS NULL AND r.reminded_at <= \(since) AND r.reminders < \(BalanceRequest.mostReminders)
      ORDER BY r.reminded_at, r.id LIMIT \(literal: limit)
      """
    ).map(request)
  }

  static func countReminder(
    _ request: BalanceRequest, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      UPDATE balance_requests SET reminded_at = \(now), reminders = reminders + 1
      WHERE id = \(request.id) AND school_id = \(request.schoolID)
      """)
  }

  /// Reminders end with the answer to the last entry, and go on when an answer is taken back.
  static func settle(
    _ partnership: ID<Partnership>, year: Int, isWaiting: Bool, at now: Instant, on connection: some WriteConnection
  ) throws {
    if isWaiting {
      // Only the last request goes on: the ones before it were answered to.
      try connection.run(
        """
        UPDATE balance_requests SET closed_at = NULL, reminded_at = \(now), reminders = 0
        WHERE closed_at IS NOT NULL AND id = (SELECT max(r.id) FROM balance_requests r
          WHERE r.partnership_id = \(partnership) AND r.year = \(year))
        """)
    } else {
      try connection.run(
        """
        UPDATE balance_requests SET closed_at = \(now)
        WHERE partnership_id = \(partnership) AND year = \(year) AND closed_at IS NULL
        """)
    }
  }

  static func close(_ request: BalanceRequest, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE balance_requests SET closed_at = \(now) WHERE id = \(request.id) AND closed_at IS NULL")
  }

  private static let columns: SQL = """
    r.id, r.school_id, r.partnership_id, r.year, r.asked_by, r.asked_at, r.reminders, r.closed_at
    """

  private static func request(_ row: Row) throws -> BalanceRequest {
    BalanceRequest(
      id: try row.get(0), schoolID: try row.get(1), partnershipID: try row.get(2), year: try row.get(3),
      askedBy: try row.get(4), askedAt: try row.get(5), reminders: try row.get(6), closedAt: try row.get(7))
  }
}
