import Accounts
import Database
import Organizations
import Values

/// A check of how agreements are kept (协议履行检查, inventory 59): the office
/// asks, departments answer for each of their agreements until a day.
struct FulfilmentCheck: Sendable, Hashable {
  let id: ID<FulfilmentCheck>
  let schoolID: ID<School>
  let title: String
  /// What the office wants to know.
  let question: String
  let dueOn: CivilDate
  let isOpen: Bool
  let createdBy: String
  let createdAt: Instant
  var count = 0
  var answered = 0

  static let mostAgreements = 5000
}

/// One agreement in a check.
struct CheckItem: Sendable, Hashable {
  let id: ID<CheckItem>
  let checkID: ID<FulfilmentCheck>
  let schoolID: ID<School>
  let agreementID: ID<Agreement>
  let number: String
  let title: String
  let enterprise: String
  let departmentID: ID<Department>?
  let department: String
  let verdict: Verdict?
  let words: String
  /// What is still to be done; empty for nothing.
  let openPoint: String
  let answeredBy: String
  let answeredAt: Instant?
  /// Dates of obligations up to the day of asking, and how many of them were met.
  let due: Int
  let met: Int

  enum Verdict: String, Sendable, CaseIterable, SQLConvertible {
    case kept, partly, failed
    var label: String { "agreements.verdict.\(rawValue)" }
  }
}

/// The meeting of both sides about an agreement, once every quarter (inventory 64, 159).
struct JointReview: Sendable, Hashable {
  let id: ID<JointReview>
  let schoolID: ID<School>
  let agreementID: ID<Agreement>
  let quarter: Quarter
  let plannedOn: CivilDate
  let heldOn: CivilDate?
  let people: String
  let minutes: String
  /// As it was when the meeting was held, one point a line.
  let agenda: String
  let recorder: String
}

/// Something that a joint review has left to do.
struct ReviewTask: Sendable, Hashable {
  let id: ID<ReviewTask>
  let reviewID: ID<JointReview>
  let subject: String
  let ownerName: String
  let dueOn: CivilDate?
  let doneOn: CivilDate?
}

/// A quarter of a calendar year, written `2026-Q1`.
struct Quarter: Sendable, Hashable {
  let year: Int
  /// 1…4
  let number: Int

  init(of day: CivilDate) {
    year = day.year
    number = (day.month - 1) / 3 + 1
  }

  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /(\d{4})-Q([1-4])/), let year = Int(match.1), let number = Int(match.2) else {
      return nil
    }
    (self.year, self.number) = (year, number)
  }

  var text: String { "\(year)-Q\(number)" }
}
