import Accounts
import Database
import Organizations
import Values

/// The rows of joint reviews and their tasks, of agreements that were found in scope.
enum JointReviewStore {
  static func plan(
    _ quarter: Quarter, of agreement: Agreement, on day: CivilDate, id: ID<JointReview>, at now: Instant,
    on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      INSERT INTO joint_reviews (id, school_id, agreement_id, quarter, planned_on, people, minutes, agenda, made_at)
      VALUES (\(id), \(agreement.schoolID), \(agreement.id), \(quarter.text), \(day), '', '', '', \(now))
      ON CONFLICT (agreement_id, quarter) DO NOTHING
      """) == 1
  }

  /// Agreements in force with obligations that have no review in a quarter.
  static func unplanned(
    _ quarter: Quarter, begunBefore day: CivilDate, limit: Int, on connection: some Connection
  ) throws -> [ID<Agreement>] {
    try connection.rows(
      """
      SELECT a.id FROM agreements a
      WHERE a.state = 'active' AND a.active_on <= \(day)
        AND EXISTS (SELECT 1 FROM obligations o WHERE o.school_id = a.school_id AND o.agreement_id = a.id)
        AND NOT EXISTS (SELECT 1 FROM joint_reviews r WHERE r.agreement_id = a.id AND r.quarter = \(quarter.text))
      ORDER BY a.id LIMIT \(literal: limit)
      """
    ).map { try $0.get(0) }
  }

  /// The newest first.
  static func reviews(of agreement: Agreement, on connection: some Connection) throws -> [JointReview] {
    try connection.rows(
      """
      SELECT r.id, r.school_id, r.agreement_id, r.quarter, r.planned_on, r.held_on, r.people, r.minutes, r.agenda,
        coalesce(a.display_name, '')
      FROM joint_reviews r LEFT JOIN accounts a ON a.id = r.recorded_by
      WHERE r.school_id = \(agreement.schoolID) AND r.agreement_id = \(agreement.id) ORDER BY r.id DESC LIMIT 100
      """
    ).map { row in
      let planned: CivilDate = try row.get(4)
      return JointReview(
        id: try row.get(0), schoolID: try row.get(1), agreementID: try row.get(2),
        quarter: Quarter(try row.get(3, as: String.self)) ?? Quarter(of: planned), plannedOn: planned,
        heldOn: try row.get(5), people: try row.get(6), minutes: try row.get(7), agenda: try row.get(8),
        recorder: try row.get(9))
    }
  }

  /// - Returns: `false` when it was held already.
  static func hold(
    _ review: JointReview, on day: CivilDate, people: String, minutes: String, agenda: String, by account: ID<Account>,
    on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE joint_reviews SET held_on = \(day), people = \(people), minutes = \(minutes), agenda = \(agenda),
        recorded_by = \(account)
      WHERE id = \(review.id) AND school_id = \(review.schoolID) AND held_on IS NULL
      """) == 1
  }

  static func insert(
    _ subject: String, id: ID<ReviewTask>, owner: Int64?, due: CivilDate?, of review: JointReview,
    on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO joint_review_tasks (id, school_id, review_id, agreement_id, subject, owner_id, due_on)
      VALUES (\(id), \(review.schoolID), \(review.id), \(review.agreementID), \(subject), \(owner), \(due))
      """)
  }

  static func tasks(of agreement: Agreement, on connection: some Connection) throws -> [ReviewTask] {
    try connection.rows(
      """
      SELECT k.id, k.review_id, k.subject, coalesce(a.display_name, ''), k.due_on, k.done_on
      FROM joint_review_tasks k LEFT JOIN accounts a ON a.id = k.owner_id
      WHERE k.school_id = \(agreement.schoolID) AND k.agreement_id = \(agreement.id) ORDER BY k.id LIMIT 500
      """
    ).map { row in
      ReviewTask(
        id: try row.get(0), reviewID: try row.get(1), subject: try row.get(2), ownerName: try row.get(3),
        dueOn: try row.get(4), doneOn: try row.get(5))
    }
  }

  /// - Returns: `false` when it was done already.
  static func finish(
    _ id: ID<ReviewTask>, of agreement: Agreement, on day: CivilDate, by account: ID<Account>,
    on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE joint_review_tasks SET done_on = \(day), done_by = \(account)
      WHERE id = \(id) AND school_id = \(agreement.schoolID) AND agreement_id = \(agreement.id) AND done_on IS NULL
      """) == 1
  }
}
