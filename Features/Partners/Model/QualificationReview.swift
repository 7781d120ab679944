package import Accounts
import Database
package import Organizations
package import Values

/// One review of whether a school may work with a unit (资质审查, inventory 35).
package struct QualificationReview: Sendable, Hashable {
  package var id: ID<QualificationReview>
  package var schoolID: ID<School>
  package var partnershipID: ID<Partnership>
  package var state: State
  package var answers: ReviewAnswers
  /// The last day it holds; only of one that was approved.
  package var validUntil: CivilDate?
  /// By when whoever acts now should have.
  package var dueOn: CivilDate?
  /// Why it was returned, refused, or approved in spite of cautions.
  package var reason: String
  /// Fields that are to be mended, by name, while it is returned.
  package var mend: [String]
  /// The approved review that this one follows.
  package var renews: ID<QualificationReview>?
  /// Whether a later decision took its place.
  package var isReplaced: Bool
  package var createdBy: Person?
  package var submittedBy: Person?
  package var submittedAt: Instant?
  package var decidedBy: Person?
  package var decidedAt: Instant?
  /// Counts changes; a form that was opened on an older version is refused.
  package var version: Int
  package var createdAt: Instant

  /// Who did something, by name.
  package struct Person: Sendable, Hashable {
    package let id: ID<Account>
    package let name: String

    package init(id: ID<Account>, name: String) {
      self.id = id
      self.name = name
    }
  }

  package enum State: String, Sendable, CaseIterable, SQLConvertible {
    /// Being filled in.
    case draft
    /// Waits for the department.
    case department
    /// Waits for the cooperation office.
    case office
    /// Back to be mended; what was entered is kept.
    case returned
    case approved
    case refused

    /// Whether it may be filled in.
    package var isEditable: Bool { self == .draft || self == .returned }
    /// Whether somebody still has to act. A partnership has at most one such review.
    package var isOpen: Bool { self != .approved && self != .refused }
    package var label: String { "partners.review.step.\(rawValue)" }
  }

  package init(
    id: ID<QualificationReview>, schoolID: ID<School>, partnershipID: ID<Partnership>, createdBy: Person?,
    at now: Instant
  ) {
    self.id = id
    self.schoolID = schoolID
    self.partnershipID = partnershipID
    self.createdBy = createdBy
    state = .draft
    answers = ReviewAnswers()
    reason = ""
    mend = []
    isReplaced = false
    version = 1
    createdAt = now
  }
}

/// What a person does with a review.
package enum ReviewAct: String, Sendable, CaseIterable, SQLConvertible {
  case started, submitted, withdrawn, endorsed, returned, approved, refused, expired
}

/// One line of a review's story.
package struct ReviewStep: Sendable, Hashable {
  package let id: ID<ReviewStep>
  package let act: ReviewAct
  /// Empty for the program itself.
  package let person: String
  package let reason: String
  package let at: Instant

  package init(id: ID<ReviewStep>, act: ReviewAct, person: String, reason: String, at: Instant) {
    self.id = id
    self.act = act
    self.person = person
    self.reason = reason
    self.at = at
  }
}

/// The way of a review: fill in → department → cooperation office → decision.
package enum ReviewFlow {
  /// Where an act leads.
  /// - Parameters:
  ///   - departmentActs: whether a department looks after the partner, somebody
  ///     there can act, and it is not the one who submits.
  /// - Returns: `nil` when the state does not allow the act.
  package static func next(
    _ state: QualificationReview.State, _ act: ReviewAct, departmentActs: Bool
  ) -> QualificationReview.State? {
    switch (state, act) {
    case (.draft, .submitted), (.returned, .submitted): departmentActs ? .department : .office
    case (.department, .withdrawn), (.office, .withdrawn): .draft
    case (.department, .endorsed): .office
    case (.department, .returned), (.office, .returned): .returned
    case (.office, .approved): .approved
    case (.office, .refused): .refused
    default: nil
    }
  }

  /// What an act needs; the department's step and the office's are different people's.
  package static func permission(for act: ReviewAct, in state: QualificationReview.State) -> Permission? {
    switch (state, act) {
    case (.draft, .submitted), (.returned, .submitted), (.department, .withdrawn), (.office, .withdrawn): .reviewsWrite
    case (.department, .endorsed), (.department, .returned): .reviewsEndorse
    case (.office, .approved), (.office, .refused), (.office, .returned): .reviewsDecide
    default: nil
    }
  }

  /// Days that whoever acts in a state has.
  package static func days(in state: QualificationReview.State) -> Int? {
    switch state {
    case .department, .office: 7
    case .returned: 14
    case .draft, .approved, .refused: nil
    }
  }
}
