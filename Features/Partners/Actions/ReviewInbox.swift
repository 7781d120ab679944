package import Accounts
package import Activity
import Localization
import Organizations
import Platform
package import Values
import Views

/// Who acts now on reviews, as entries of the inbox. They stand under the
/// partnership, so that its page shows them too; one for the review that is
/// under way, one for the renewal that is to be begun.
package enum ReviewInbox {
  static let step = "review"
  static let renewalStep = "review-renewal"

  /// - Returns: `nil` when nobody has to act on the review.
  package static func entry(_ review: QualificationReview, of partner: Partner) -> InboxEntry? {
    let holder: InboxEntry.Holder? =
      switch review.state {
      case .draft: review.createdBy.map { .account($0.id) }
      case .returned: (review.submittedBy ?? review.createdBy).map { .account($0.id) }
      case .department: .role(.departmentAdministrator, review.schoolID, partner.partnership.departmentID)
      case .office: .role(.cooperationOffice, review.schoolID, nil)
      case .approved, .refused: nil
      }
    return holder.map { holder in
      InboxEntry(
        holder: holder, schoolID: review.schoolID, subject: .partner(partner.partnership, partner.enterprise),
        step: step, message: Message("partners.review.inbox.\(review.state.rawValue)"),
        path: ReviewLinks.show(review).text, dueOn: review.dueOn)
    }
  }

  /// - Parameters:
  ///   - owner: who looks after the partner; `nil` asks the cooperation office.
  ///   - isOver: whether the validity has ended already.
  package static func renewal(
    of partner: Partner, validUntil: CivilDate, isOver: Bool, owner: ID<Account>?
  ) -> InboxEntry {
    let school = partner.partnership.schoolID
    return InboxEntry(
      holder: owner.map { .account($0) } ?? .role(.cooperationOffice, school, nil), schoolID: school,
      subject: .partner(partner.partnership, partner.enterprise), step: renewalStep,
      message: Message(
        "partners.review.inbox.\(isOver ? "expired" : "expiring")",
        ["name": partner.enterprise.name, "date": validUntil.description]),
      path: ReviewLinks.list(of: partner.partnership.id).text, dueOn: validUntil)
  }
}
