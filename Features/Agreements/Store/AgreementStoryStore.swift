import Accounts
import Database
import Foundation
import Organizations
import Values

/// The steps, versions and comments of agreements that were found in scope.
enum AgreementStoryStore {
  // MARK: Steps

  static func insert(
    _ act: AgreementAct, id: ID<AgreementStep>, of agreement: Agreement, post: ReviewPost.Step?,
    by account: ID<Account>?, for other: ID<Account>? = nil, reason: String, at now: Instant,
    on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO agreement_steps (id, school_id, agreement_id, act, step, account_id, for_id, reason, at)
      VALUES (\(id), \(agreement.schoolID), \(agreement.id), \(act), \(post?.rawValue ?? ""), \(account), \(other),
        \(reason), \(now))
      """)
  }

  /// The story of an agreement, the latest first.
  static func steps(of agreement: Agreement, on connection: some Connection) throws -> [AgreementStep] {
    try connection.rows(
      """
      SELECT s.id, s.act, s.step, coalesce(a.display_name, ''), coalesce(f.display_name, ''), s.reason, s.at
      FROM agreement_steps s LEFT JOIN accounts a ON a.id = s.account_id LEFT JOIN accounts f ON f.id = s.for_id
      WHERE s.school_id = \(agreement.schoolID) AND s.agreement_id = \(agreement.id) ORDER BY s.id DESC LIMIT 300
      """
    ).map { row in
      AgreementStep(
        id: try row.get(0), act: try row.get(1), step: ReviewPost.Step(rawValue: try row.get(2)),
        person: try row.get(3), onBehalfOf: try row.get(4), reason: try row.get(5), at: try row.get(6))
    }
  }

  // MARK: Versions

  /// Keeps the words of an agreement as they are now.
  static func keep(
    _ clauses: [RenderedClause], of agreement: Agreement, for act: AgreementAct, id: ID<AgreementVersion>,
    by account: ID<Account>?, at now: Instant, on connection: some WriteConnection
  ) throws {
    let last = try connection.value(
      "SELECT coalesce(max(number), 0) FROM agreement_versions WHERE agreement_id = \(agreement.id)", as: Int.self)
    try connection.run(
      """
      INSERT INTO agreement_versions (id, school_id, agreement_id, number, act, body, start_on, end_on, amount, made_by,
        made_at)
      VALUES (\(id), \(agreement.schoolID), \(agreement.id), \((last ?? 0) + 1), \(act),
        \(Stored(clauses: clauses, annexes: agreement.text.annexes).text), \(agreement.startOn), \(agreement.endOn),
        \(agreement.amount), \(account), \(now))
      """)
  }

  /// All versions without their words, the newest first.
  static func versions(of agreement: Agreement, on connection: some Connection) throws -> [AgreementVersion] {
    try connection.rows(
      """
      SELECT \(columns) FROM \(tables)
      WHERE v.school_id = \(agreement.schoolID) AND v.agreement_id = \(agreement.id)
      ORDER BY v.number DESC LIMIT 200
      """
    ).map { try version($0, Stored(clauses: [], annexes: [])) }
  }

  static func version(
    _ number: Int, of agreement: Agreement, on connection: some Connection
  ) throws -> AgreementVersion? {
    try connection.first(
      """
      SELECT \(columns), v.body FROM \(tables)
      WHERE v.school_id = \(agreement.schoolID) AND v.agreement_id = \(agreement.id) AND v.number = \(number)
      """
    ).map { try version($0, try Stored(try $0.get(8))) }
  }

  /// The words that came into force; `nil` before that.
  static func signed(_ agreement: Agreement, on connection: some Connection) throws -> AgreementVersion? {
    try connection.first(
      """
      SELECT \(columns), v.body FROM \(tables)
      WHERE v.school_id = \(agreement.schoolID) AND v.agreement_id = \(agreement.id) AND v.act IN ('confirmed', 'signed')
      ORDER BY v.number DESC LIMIT 1
      """
    ).map { try version($0, try Stored(try $0.get(8))) }
  }

  /// The words that were given to signers last.
  static func sent(_ agreement: Agreement, on connection: some Connection) throws -> AgreementVersion? {
    try connection.first(
      """
      SELECT \(columns), v.body FROM \(tables)
      WHERE v.school_id = \(agreement.schoolID) AND v.agreement_id = \(agreement.id) AND v.act = 'sent'
      ORDER BY v.number DESC LIMIT 1
      """
    ).map { try version($0, try Stored(try $0.get(8))) }
  }

  private static let columns: SQL = """
    v.id, v.number, v.act, v.start_on, v.end_on, v.amount, coalesce(a.display_name, ''), v.made_at
    """
  private static let tables: SQL = "agreement_versions v LEFT JOIN accounts a ON a.id = v.made_by"

  private static func version(_ row: Row, _ stored: Stored) throws -> AgreementVersion {
    AgreementVersion(
      id: try row.get(0), number: try row.get(1), act: try row.get(2), clauses: stored.clauses,
      annexes: stored.annexes, startOn: try row.get(3), endOn: try row.get(4), amount: try row.get(5),
      maker: try row.get(6), madeAt: try row.get(7))
  }

  /// The words as a column keeps them.
  private struct Stored: Codable {
    let clauses: [RenderedClause]
    let annexes: [String]

    init(clauses: [RenderedClause], annexes: [String]) {
      self.clauses = clauses
      self.annexes = annexes
    }

    init(_ text: String) throws {
      self = try JSONDecoder().decode(Stored.self, from: Data(text.utf8))
    }

    var text: String {
      // Texts and finite numbers can always be written.
      (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
  }

  // MARK: Comments

  static func insert(
    _ body: String, id: ID<ClauseComment>, to clause: String, side: ClauseComment.Side, of agreement: Agreement,
    by author: AgreementTurn.Author, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO agreement_comments (id, school_id, agreement_id, clause, side, body, account_id, guest_name, at)
      VALUES (\(id), \(agreement.schoolID), \(agreement.id), \(clause), \(side), \(body), \(author.accountID),
        \(author.guestName), \(now))
      """)
  }

  /// Says that a comment is settled.
  /// - Returns: `false` when it was already.
  static func settle(
    _ id: ID<ClauseComment>, of agreement: Agreement, by account: ID<Account>, at now: Instant,
    on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE agreement_comments SET settled_by = \(account), settled_at = \(now)
      WHERE id = \(id) AND school_id = \(agreement.schoolID) AND agreement_id = \(agreement.id) AND settled_at IS NULL
      """) == 1
  }

  /// In the order in which they were made.
  static func comments(of agreement: Agreement, on connection: some Connection) throws -> [ClauseComment] {
    try connection.rows(
      """
      SELECT c.id, c.clause, c.side, c.body, coalesce(a.display_name, c.guest_name), c.at, coalesce(s.display_name, ''),
        c.settled_at
      FROM agreement_comments c LEFT JOIN accounts a ON a.id = c.account_id
      LEFT JOIN accounts s ON s.id = c.settled_by
      WHERE c.school_id = \(agreement.schoolID) AND c.agreement_id = \(agreement.id) ORDER BY c.id LIMIT 500
      """
    ).map { row in
      ClauseComment(
        id: try row.get(0), clause: try row.get(1), side: try row.get(2), body: try row.get(3), person: try row.get(4),
        at: try row.get(5), settledBy: try row.get(6), settledAt: try row.get(7))
    }
  }
}
