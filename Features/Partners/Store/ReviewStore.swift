package import Accounts
package import Database
package import Organizations
import Records
package import Values

/// The rows of `qualification_reviews` and their steps, with what partnerships
/// repeat of them (`review_state`, `review_valid_until`) kept in step.
package enum ReviewStore {
  /// The review of a partnership that was found in scope.
  package static func review(
    _ id: ID<QualificationReview>, of partnership: Partnership, on connection: some Connection
  ) throws -> QualificationReview? {
    try connection.first(
      """
      SELECT \(columns) FROM \(tables)
      WHERE r.school_id = \(partnership.schoolID) AND r.partnership_id = \(partnership.id) AND r.id = \(id)
      """
    ).map { try review($0) }
  }

  /// All reviews of a partnership, the latest first.
  package static func reviews(
    of partnership: Partnership, on connection: some Connection
  ) throws -> [QualificationReview] {
    try connection.rows(
      """
      SELECT \(columns) FROM \(tables)
      WHERE r.school_id = \(partnership.schoolID) AND r.partnership_id = \(partnership.id)
      ORDER BY r.id DESC LIMIT 100
      """
    ).map { try review($0) }
  }

  /// The one that somebody still has to act on.
  package static func open(
    of partnership: Partnership, on connection: some Connection
  ) throws -> QualificationReview? {
    try connection.first(
      """
      SELECT \(columns) FROM \(tables)
      WHERE r.school_id = \(partnership.schoolID) AND r.partnership_id = \(partnership.id)
        AND r.state IN ('draft', 'department', 'office', 'returned')
      """
    ).map { try review($0) }
  }

  /// The latest decision.
  package static func decided(
    of partnership: Partnership, on connection: some Connection
  ) throws -> QualificationReview? {
    try connection.first(
      """
      SELECT \(columns) FROM \(tables)
      WHERE r.school_id = \(partnership.schoolID) AND r.partnership_id = \(partnership.id)
        AND r.state IN ('approved', 'refused') AND r.is_replaced = 0 ORDER BY r.id DESC LIMIT 1
      """
    ).map { try review($0) }
  }

  /// - Throws: `DatabaseError.unique` when the partnership has an open one.
  package static func insert(_ review: QualificationReview, on connection: some WriteConnection) throws {
    let columns = Columns(review.answers)
    try connection.run(
      """
      INSERT INTO qualification_reviews (id, school_id, partnership_id, state, answers, credit_checked_on,
        credit_is_clean, last_violation_on, inspected_on, valid_until, due_on, reason, mend, renews, is_replaced,
        created_by, submitted_by, submitted_at, decided_by, decided_at, version, created_at, updated_at)
      VALUES (\(review.id), \(review.schoolID), \(review.partnershipID), \(review.state), \(review.answers.stored),
        \(columns.creditCheckedOn), \(columns.creditIsClean), \(columns.lastViolationOn), \(columns.inspectedOn),
        \(review.validUntil), \(review.dueOn), \(review.reason), \(TextList.stored(review.mend)), \(review.renews),
        \(review.isReplaced), \(review.createdBy?.id), \(review.submittedBy?.id), \(review.submittedAt),
        \(review.decidedBy?.id), \(review.decidedAt), 1, \(review.createdAt), \(review.createdAt))
      """)
  }

  /// Writes what was filled in.
  /// - Returns: `false` when somebody changed the review since `version` was read.
  package static func save(
    _ answers: ReviewAnswers, of review: QualificationReview, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    let columns = Columns(answers)
    return try connection.run(
      """
      UPDATE qualification_reviews SET answers = \(answers.stored), credit_checked_on = \(columns.creditCheckedOn),
        credit_is_clean = \(columns.creditIsClean), last_violation_on = \(columns.lastViolationOn),
        inspected_on = \(columns.inspectedOn), version = version + 1, updated_at = \(now)
      WHERE id = \(review.id) AND school_id = \(review.schoolID) AND version = \(review.version)
        AND state IN ('draft', 'returned')
      """) == 1
  }

  /// Writes where a review has come to.
  /// - Returns: `false` when somebody acted on it since it was read.
  package static func move(
    _ review: QualificationReview, from state: QualificationReview.State, at now: Instant,
    on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE qualification_reviews SET state = \(review.state), valid_until = \(review.validUntil),
        due_on = \(review.dueOn), reason = \(review.reason), mend = \(TextList.stored(review.mend)),
        submitted_by = \(review.submittedBy?.id), submitted_at = \(review.submittedAt),
        decided_by = \(review.decidedBy?.id), decided_at = \(review.decidedAt), version = version + 1,
        updated_at = \(now)
      WHERE id = \(review.id) AND school_id = \(review.schoolID) AND version = \(review.version) AND state = \(state)
      """) == 1
  }

  /// A decision takes the place of all before it.
  package static func replaceOthers(
    by review: QualificationReview, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      UPDATE qualification_reviews SET is_replaced = 1
      WHERE school_id = \(review.schoolID) AND partnership_id = \(review.partnershipID) AND id <> \(review.id)
        AND state IN ('approved', 'refused') AND is_replaced = 0
      """)
  }

  /// Notes which reminder was given last, in days before the end.
  package static func setTold(
    _ days: Int, of review: ID<QualificationReview>, school: ID<School>, on connection: some WriteConnection
  ) throws {
    try connection.run(
      "UPDATE qualification_reviews SET told = \(days) WHERE id = \(review) AND school_id = \(school)")
  }

  /// Deletes a draft that was never submitted.
  package static func delete(_ review: QualificationReview, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      "DELETE FROM qualification_review_steps WHERE school_id = \(review.schoolID) AND review_id = \(review.id)")
    return try connection.run(
      """
      DELETE FROM qualification_reviews WHERE school_id = \(review.schoolID) AND id = \(review.id)
        AND version = \(review.version) AND state = 'draft' AND submitted_at IS NULL
      """) == 1
  }

  /// Writes how a partnership stands, from its reviews.
  package static func settle(
    _ partnership: Partnership, today: CivilDate, on connection: some WriteConnection
  ) throws {
    let open = try open(of: partnership, on: connection)
    let decided = try decided(of: partnership, on: connection)
    let (state, until) = ReviewRules.partnershipState(
      open: open?.state, decided: decided.map { ($0.state, $0.validUntil) }, today: today)
    try connection.run(
      """
      UPDATE partnerships SET review_state = \(state), review_valid_until = \(until)
      WHERE id = \(partnership.id) AND school_id = \(partnership.schoolID)
      """)
  }

  // MARK: Steps

  package static func insert(
    _ act: ReviewAct, id: ID<ReviewStep>, of review: QualificationReview, by account: ID<Account>?, reason: String,
    at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO qualification_review_steps (id, school_id, review_id, act, account_id, reason, at)
      VALUES (\(id), \(review.schoolID), \(review.id), \(act), \(account), \(reason), \(now))
      """)
  }

  /// The story of a review, the latest first.
  package static func steps(
    of review: QualificationReview, on connection: some Connection
  ) throws -> [ReviewStep] {
    try connection.rows(
      """
      SELECT s.id, s.act, coalesce(a.display_name, ''), s.reason, s.at
      FROM qualification_review_steps s LEFT JOIN accounts a ON a.id = s.account_id
      WHERE s.school_id = \(review.schoolID) AND s.review_id = \(review.id) ORDER BY s.id DESC LIMIT 200
      """
    ).map { row in
      ReviewStep(
        id: try row.get(0), act: try row.get(1), person: try row.get(2), reason: try row.get(3), at: try row.get(4))
    }
  }

  // MARK: Rows

  static let columns: SQL = """
    r.id, r.school_id, r.partnership_id, r.state, r.answers, r.valid_until, r.due_on, r.reason, r.mend, r.renews,
    r.is_replaced, r.created_by, coalesce(c.display_name, ''), r.submitted_by, coalesce(s.display_name, ''),
    r.submitted_at, r.decided_by, coalesce(d.display_name, ''), r.decided_at, r.version, r.created_at
    """
  static let columnCount = 21
  static let tables: SQL = """
    qualification_reviews r LEFT JOIN accounts c ON c.id = r.created_by
    LEFT JOIN accounts s ON s.id = r.submitted_by LEFT JOIN accounts d ON d.id = r.decided_by
    """

  static func review(_ row: Row) throws -> QualificationReview {
    func person(_ at: Int) throws -> QualificationReview.Person? {
      guard let id: ID<Account> = try row.get(at) else { return nil }
      return QualificationReview.Person(id: id, name: try row.get(at + 1))
    }
    var review = QualificationReview(
      id: try row.get(0), schoolID: try row.get(1), partnershipID: try row.get(2), createdBy: try person(11),
      at: try row.get(20))
    review.state = try row.get(3)
    review.answers = ReviewAnswers(stored: try row.get(4))
    review.validUntil = try row.get(5)
    review.dueOn = try row.get(6)
    review.reason = try row.get(7)
    review.mend = TextList.items(try row.get(8))
    review.renews = try row.get(9)
    review.isReplaced = try row.get(10)
    review.submittedBy = try person(13)
    review.submittedAt = try row.get(15)
    review.decidedBy = try person(16)
    review.decidedAt = try row.get(18)
    review.version = try row.get(19)
    return review
  }

  /// What of the answers stands in columns of its own.
  private struct Columns {
    let creditCheckedOn: CivilDate?
    let creditIsClean: Bool?
    let lastViolationOn: CivilDate?
    let inspectedOn: CivilDate?

    init(_ answers: ReviewAnswers) {
      creditCheckedOn = FieldText.date(answers.creditCheckedOn)
      creditIsClean = answers.items[.credit]?.result.map { $0 == .fine }
      lastViolationOn = FieldText.date(answers.lastViolationOn)
      inspectedOn = FieldText.date(answers.inspectedOn)
    }
  }
}
