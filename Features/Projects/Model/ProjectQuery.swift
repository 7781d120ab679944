import Accounts
import Organizations
import Partners
import Values

/// What the list is asked for: the filters that stand in its address, its order, and its place.
struct ProjectQuery: Sendable, Hashable {
  /// Part of a number, a title, a partner, the goal or the content.
  var search = ""
  var modes: [String] = []
  var forms: [String] = []
  var places: [String] = []
  var states: [ProjectState] = []
  var departmentID: ID<Department>?
  var partnershipID: ID<Partnership>?
  var leaderID: ID<Account>?
  /// Only projects in which this person is asked to act.
  var participantID: ID<Account>?
  /// Only projects that had begun and not ended in this year.
  var year: Int?
  /// Only projects with a milestone or an end that is overdue.
  var isLate = false
  var order = Order.newest
  var mark: Mark?
  var limit = 20

  /// Stands for projects without a word of a grouping.
  static let none = "none"

  enum Order: String, Sendable, CaseIterable {
    case newest
    /// The first to end comes first; those without an end are left out.
    case ends
    /// The largest granted (before that, asked) amount comes first.
    case amount
  }

  /// The last (or first) row of the page that was shown.
  struct Mark: Sendable, Hashable {
    var isBefore: Bool
    /// The row's value in the order; empty for the newest.
    var key: String
    var id: ID<Project>
  }
}

/// A project as lists and exports show it.
struct ProjectSummary: Sendable, Hashable {
  let id: ID<Project>
  let number: String
  let title: String
  let state: ProjectState
  let isReturned: Bool
  let mode: String
  let form: String
  let place: String
  let partnershipID: ID<Partnership>
  let enterpriseName: String
  let departmentName: String
  let leaderName: String
  let startOn: CivilDate?
  let endOn: CivilDate?
  let asked: Int64?
  let granted: Int64?
  let dueOn: CivilDate?
  let hasReport: Bool
  let milestones: Int
  let done: Int

  var amount: Int64 { granted ?? asked ?? 0 }
}

/// One page of the list.
struct ProjectListing: Sendable {
  let rows: [ProjectSummary]
  let hasPrevious: Bool
  let hasNext: Bool
}
