import Accounts
import Database
import Values

/// Something to be reached by a day.
struct Milestone: Sendable, Hashable {
  enum State: String, Sendable, CaseIterable, SQLConvertible {
    case open, done, cancelled
    var label: String { "projects.milestone.\(rawValue)" }
  }

  var id: ID<Milestone>
  var title: String
  var dueOn: CivilDate
  var state: State = .open
  var doneOn: CivilDate?
  /// What came out, or why it was given up.
  var note: String = ""
  /// Who answers for it; `nil`: the leader.
  var ownerID: ID<Account>?
  /// Counts changes.
  var version: Int = 1

  func isOverdue(on today: CivilDate) -> Bool { state == .open && dueOn < today }

  enum Limit {
    static let title = 80
    static let note = 500
  }
}

/// A meeting of both sides about the project.
struct ProjectMeeting: Sendable, Hashable {
  let id: ID<ProjectMeeting>
  let heldOn: CivilDate
  let place: String
  let people: String
  let content: String
  let decisions: String
  let writer: String
  let at: Instant

  enum Limit {
    static let line = 120
    static let text = 2000
  }
}

/// What a year is to bring, and what it brought.
struct YearPlan: Sendable, Hashable {
  let year: Int
  var plan: String
  var summary: String
  var version: Int

  static let longest = 2000
  static let years = 2000...2100
}

/// How much of a project's work is done.
struct ProjectProgress: Sendable, Hashable {
  let done: Int
  let all: Int
  let overdue: Int

  init(_ milestones: [Milestone], today: CivilDate) {
    let counted = milestones.filter { $0.state != .cancelled }
    all = counted.count
    done = counted.count { $0.state == .done }
    overdue = counted.count { $0.isOverdue(on: today) }
  }

  /// 0…1; `nil` without milestones.
  var share: Double? { all == 0 ? nil : Double(done) / Double(all) }
}
