import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values

/// Takes a review a step on: submits it, endorses, returns, decides, or takes it back.
package struct MoveReview: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// What a person says with the act.
  package struct Opinion: Sendable, Hashable {
    package var reason = ""
    /// Fields that are to be mended, by name.
    package var mend: [String] = []
    /// The last day of an approval, as it was typed.
    package var validUntil = ""

    package init(reason: String = "", mend: [String] = [], validUntil: String = "") {
      self.reason = reason
      self.mend = mend
      self.validUntil = validUntil
    }
  }

  /// - Parameter version: which the page was opened on.
  /// - Returns: the review as it is now.
  /// - Throws: `Invalid` with everything that is missing, `ReviewError.stale`, `.state`, `.notFound`.
  @discardableResult
  package func callAsFunction(
    _ act: ReviewAct, _ id: ID<QualificationReview>, of partnership: ID<Partnership>, version: Int,
    saying opinion: Opinion = Opinion(), by actor: Actor
  ) async throws -> QualificationReview {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      let (turn, found) = try ReviewTurn.find(id, of: partnership, services: services, by: actor, on: connection)
      guard found.version == version else { throw ReviewError.stale(found) }
      guard let next = ReviewFlow.next(found.state, act, departmentActs: try turn.departmentActs()),
        let permission = ReviewFlow.permission(for: act, in: found.state), actor.may(permission)
      else { throw ReviewError.state(found) }
      var review = found
      let person = QualificationReview.Person(id: actor.accountID, name: actor.name)
      switch act {
      case .submitted:
        try Self.checkComplete(review, turn, today: now.day)
        review.submittedBy = person
        review.submittedAt = now
        review.mend = []
      case .approved:
        review.validUntil = try Self.checkApproval(review, opinion, today: now.day)
        (review.decidedBy, review.decidedAt) = (person, now)
      case .refused:
        (review.decidedBy, review.decidedAt) = (person, now)
      case .returned: review.mend = opinion.mend.filter(Self.fields.contains)
      case .started, .withdrawn, .endorsed, .expired: break
      }
      try Self.checkReason(opinion, for: act)
      review.reason = opinion.reason
      review.state = next
      review.dueOn = ReviewFlow.days(in: next).map { now.day.adding(days: $0) }
      guard try ReviewStore.move(review, from: found.state, at: now, on: connection) else {
        throw ReviewError.stale(found)
      }
      if !next.isOpen {
        try ReviewStore.replaceOthers(by: review, on: connection)
        try InboxStore.close(
          turn.subject, step: ReviewInbox.renewalStep, by: actor.accountID, at: now, on: connection)
      }
      try turn.follow(act, review)
      review.version += 1
      return review
    }
  }

  /// Fields that a return may name.
  package static let fields =
    ReviewItem.allCases.map(\.field) + InspectionItem.allCases.map(\.field) + [InspectionItem.slot]

  package static let longestReason = 1000

  private static func checkComplete(_ review: QualificationReview, _ turn: ReviewTurn, today: CivilDate) throws {
    let files = try AttachmentStore.attachments(
      of: .review(review, turn.partner), school: review.schoolID, on: turn.connection)
    let missing = ReviewRules.missing(review.answers, evidence: Set(files.map(\.slot)), today: today)
    if !missing.isEmpty { throw Invalid(missing) }
  }

  private static func checkApproval(
    _ review: QualificationReview, _ opinion: Opinion, today: CivilDate
  ) throws -> CivilDate {
    var problems = ReviewRules.obstacles(review.answers, today: today).map { FieldProblem("decision", $0) }
    if !ReviewRules.cautions(review.answers, today: today).isEmpty, opinion.reason.isEmpty {
      problems.append(FieldProblem("reason", "partners.review.problem.cautionReason"))
    }
    switch ReviewRules.validity(opinion.validUntil, today: today) {
    case .success(let day):
      if !problems.isEmpty { throw Invalid(problems) }
      return day
    case .failure(let failure): throw Invalid(problems + [failure.problem])
    }
  }

  private static func checkReason(_ opinion: Opinion, for act: ReviewAct) throws {
    if [.returned, .refused].contains(act), opinion.reason.isEmpty {
      throw Invalid([FieldProblem("reason", "partners.review.problem.reason.\(act.rawValue)")])
    }
    if opinion.reason.count > longestReason {
      throw Invalid([
        FieldProblem(
          "reason", "partners.review.problem.tooLong",
          ["limit": "\(longestReason)", "count": "\(opinion.reason.count)"])
      ])
    }
  }
}
