import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Values
import Views

/// What an act on a review can be refused for.
package enum ReviewError: Error, Sendable, Equatable {
  /// Somebody else acted on it since the page was opened.
  case stale(QualificationReview)
  /// The state does not allow the act.
  case state(QualificationReview)
  case notFound
}

/// What every act on a review writes besides the review: the step, the log,
/// who acts now, how the partnership stands, and who is told.
struct ReviewTurn {
  let services: Services
  let partner: Partner
  let actor: Actor
  let connection: any WriteConnection

  var subject: AuditEntry.Subject { .partner(partner.partnership, partner.enterprise) }

  /// Finds partner and review in the actor's scope, within the transaction.
  static func find(
    _ id: ID<QualificationReview>, of partnership: ID<Partnership>, services: Services, by actor: Actor,
    on connection: any WriteConnection
  ) throws -> (turn: ReviewTurn, review: QualificationReview) {
    guard let partner = try PartnershipStore.partner(partnership, in: actor.scope, on: connection),
      let review = try ReviewStore.review(id, of: partner.partnership, on: connection)
    else { throw ReviewError.notFound }
    return (ReviewTurn(services: services, partner: partner, actor: actor, connection: connection), review)
  }

  /// Whether the department has a say: it looks after the partner, somebody
  /// there can act, and it is not the one who submits.
  func departmentActs() throws -> Bool {
    guard let department = partner.partnership.departmentID, !actor.may(.reviewsEndorse) else { return false }
    return try !MembershipStore.accounts(
      holding: [.departmentAdministrator], school: partner.partnership.schoolID, department: department,
      on: connection
    ).isEmpty
  }

  /// Writes what follows from an act.
  func follow(_ act: ReviewAct, _ review: QualificationReview) throws {
    let now = services.now
    try ReviewStore.insert(
      act, id: services.ids.next(), of: review, by: actor.accountID, reason: review.reason, at: now, on: connection)
    try services.audit.record(
      AuditEntry(
        action: "partners.review.\(act.rawValue)", subject: subject, accountID: actor.accountID.rawValue,
        schoolID: review.schoolID.rawValue, note: review.reason, at: now), on: connection)
    try ReviewStore.settle(partner.partnership, today: now.day, on: connection)
    try handOver(review)
    try tell(act, review)
  }

  /// Puts the review into the inbox of who acts now, and takes it out of the others'.
  private func handOver(_ review: QualificationReview) throws {
    let now = services.now
    guard let entry = ReviewInbox.entry(review, of: partner) else {
      try InboxStore.close(subject, step: ReviewInbox.step, by: actor.accountID, at: now, on: connection)
      return
    }
    try InboxStore.put(entry, id: services.ids.next(), at: now, on: connection)
  }

  /// Tells who brought the review, and who looks after the partner, how it went on.
  private func tell(_ act: ReviewAct, _ review: QualificationReview) throws {
    guard [.returned, .approved, .refused].contains(act) else { return }
    let people = [review.submittedBy?.id.rawValue, partner.partnership.ownerID].compactMap(\.self)
      .filter { $0 != actor.accountID.rawValue }
    guard !people.isEmpty else { return }
    try services.notices.post(
      Notice(
        accountIDs: people,
        message: Message(
          "partners.review.notice.\(act.rawValue)",
          [
            "name": partner.enterprise.name, "reason": String(review.reason.prefix(200)),
            "date": review.validUntil?.description ?? "",
          ]), path: ReviewLinks.show(review).text, alsoByMail: true), on: connection)
  }
}
