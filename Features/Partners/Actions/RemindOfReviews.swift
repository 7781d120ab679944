import Accounts
import Activity
import Database
package import Jobs
import Localization
import Organizations
package import Platform
import Values
import Views

/// Reminds of reviews that end, 60, 30 and 7 days before, and turns those that
/// have ended. It can be done any number of times a day.
package struct RemindOfReviews: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package static let name = "partners.reviews.remind"
  package static let schedule = Schedule(name, .daily(hour: 6, minute: 30), kind: name)
  /// Reviews per transaction.
  private static let batch = 200

  package var kind: JobKind {
    JobKind(Self.name) { run in
      var done = 0
      while true {
        let count = try await self.batch()
        if count == 0 { return }
        done += count
        try await run.report(done: done, total: nil)
      }
    }
  }

  /// Everything that is due now.
  /// - Returns: how many reviews were told of.
  @discardableResult
  package func callAsFunction() async throws -> Int {
    var done = 0
    while true {
      let count = try await batch()
      if count == 0 { return done }
      done += count
    }
  }

  private func batch() async throws -> Int {
    let services = services
    let today = services.now.day
    return try await services.database.write { connection in
      let due = try Self.due(today: today, on: connection)
      for review in due { try Self.tell(review, today: today, services: services, on: connection) }
      return due.count
    }
  }

  private struct Due {
    let review: ID<QualificationReview>
    let partner: Partner
    let validUntil: CivilDate
    let threshold: Int
  }

  /// The current approvals whose next reminder is due.
  private static func due(today: CivilDate, on connection: any Connection) throws -> [Due] {
    // A threshold is due when fewer days are left and it (or a smaller one) was not told.
    let thresholds = ReviewRules.reminders.map { days -> SQL in
      let end = days == 0 ? today : today.adding(days: days + 1)
      return "(r.valid_until < \(end) AND (r.told IS NULL OR r.told > \(days)))"
    }
    let horizon = today.adding(days: (ReviewRules.reminders.max() ?? 0) + 1)
    return try connection.rows(
      """
      SELECT r.id, r.partnership_id, r.valid_until, r.told
      FROM qualification_reviews r JOIN partnerships p ON p.id = r.partnership_id
      WHERE r.state = 'approved' AND r.is_replaced = 0 AND r.valid_until < \(horizon) AND p.status = 'active'
        AND (\(thresholds.joined(separator: " OR "))) ORDER BY r.valid_until, r.id LIMIT \(literal: batch)
      """
    ).compactMap { row in
      let until: CivilDate = try row.get(2)
      guard let threshold = ReviewRules.reminder(validUntil: until, today: today, told: try row.get(3)),
        let partner = try PartnershipStore.partner(try row.get(1), in: .installation, on: connection)
      else { return nil }
      return Due(review: try row.get(0), partner: partner, validUntil: until, threshold: threshold)
    }
  }

  private static func tell(
    _ due: Due, today: CivilDate, services: Services, on connection: any WriteConnection
  ) throws {
    let (partnership, now) = (due.partner.partnership, services.now)
    try ReviewStore.setTold(due.threshold, of: due.review, school: partnership.schoolID, on: connection)
    guard let review = try ReviewStore.review(due.review, of: partnership, on: connection) else { return }
    if due.threshold == 0 {
      try ReviewStore.settle(partnership, today: today, on: connection)
      try ReviewStore.insert(
        .expired, id: services.ids.next(), of: review, by: nil, reason: "", at: now, on: connection)
      try services.audit.record(
        AuditEntry(
          action: "partners.review.expired", subject: .partner(partnership, due.partner.enterprise), accountID: nil,
          schoolID: partnership.schoolID.rawValue, at: now), on: connection)
    }
    let words = ["name": due.partner.enterprise.name, "date": due.validUntil.description]
    let key = due.threshold == 0 ? "expired" : "expiring"
    let owner = try owner(of: partnership, on: connection)
    if let owner {
      try services.notices.post(
        Notice(
          accountIDs: [owner.rawValue], message: Message("partners.review.notice.\(key)", words),
          path: ReviewLinks.list(of: partnership.id).text, alsoByMail: true), on: connection)
    }
    // Who renews already needs no second entry.
    guard try ReviewStore.open(of: partnership, on: connection) == nil else { return }
    try InboxStore.put(
      ReviewInbox.renewal(
        of: due.partner, validUntil: due.validUntil, isOver: due.threshold == 0, owner: owner),
      id: services.ids.next(), at: now, on: connection)
  }

  /// Who looks after the partner, while they still can begin a review.
  private static func owner(of partnership: Partnership, on connection: any Connection) throws -> ID<Account>? {
    guard let owner = partnership.ownerID else { return nil }
    let roles: [Role] = [
      .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader, .teacher,
    ]
    return try MembershipStore.accounts(holding: roles, school: partnership.schoolID, on: connection)
      .first { $0.rawValue == owner }
  }
}
