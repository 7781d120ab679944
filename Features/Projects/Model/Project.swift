import Accounts
import Database
import Organizations
import Partners
import Records
import Values

/// A cooperation project of a school with one of its partners, from the idea to the follow-up.
struct Project: Sendable, Hashable {
  var id: ID<Project>
  var schoolID: ID<School>
  var partnershipID: ID<Partnership>
  var departmentID: ID<Department>?
  /// Words of the school's classification; grouping words may be empty.
  var mode: String
  var form = ""
  var place = ""
  /// Empty until the first submission.
  var number = ""
  var title = ""
  /// What it is for, and what is done.
  var goal = ""
  var content = ""
  var startOn: CivilDate?
  var endOn: CivilDate?
  /// Fen that the application asks for, and that were granted.
  var asked: Int64?
  var granted: Int64?
  /// Who runs it at the school.
  var leaderID: ID<Account>?
  var expected = ExpectedValues()
  var state = ProjectState.idea
  /// Why it came back, was refused or stopped.
  var reason = ""
  var dueOn: CivilDate?
  /// Counts the review groups: each is asked anew.
  var round = 0
  /// Who handed in the report that waits to be decided.
  var reportedBy: ID<Account>?
  /// When the mid-term check is due; halfway unless said otherwise.
  var midtermOn: CivilDate?
  var grade: Grade?
  var closedOn: CivilDate?
  /// Counts changes; a form that was opened on an older version is refused.
  var version = 1
  var createdBy: ID<Account>?
  var createdAt: Instant

  /// What the assessment at the end found.
  enum Grade: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case excellent, good, pass
    var label: String { "projects.grade.\(rawValue)" }
  }

  enum Limit {
    static let title = 80
    static let goal = 1000
    static let content = 4000
    static let reason = 1000
    static let report = 4000
    /// A hundred billion yuan in fen.
    static let money: Int64 = 10_000_000_000_000
    static let years = 10
    static let milestones = 60
    static let members = 30
    static let reviewers = 15
  }
}

/// How far a project has come.
enum ProjectState: String, Sendable, CaseIterable, SQLConvertible {
  case idea
  /// The application is written, or mended after it came back.
  case application
  /// The office names the review group.
  case submitted
  /// The group votes.
  case review
  /// Granted, with a budget, not yet begun.
  case approved
  case running
  case midterm = "mid-term"
  /// The summary is in and waits to be assessed.
  case closing
  case followUp = "follow-up"
  case closed
  case rejected
  case stopped

  var label: String { "projects.state.\(rawValue)" }
  /// Whether its application may still change.
  var isEditable: Bool { self == .idea || self == .application }
  /// Whether work goes on: milestones, meetings and plans are kept.
  var isRunning: Bool { self == .running || self == .midterm || self == .closing }
  /// Whether it was granted once.
  var wasGranted: Bool {
    switch self {
    case .approved, .running, .midterm, .closing, .followUp, .closed, .stopped: true
    case .idea, .application, .submitted, .review, .rejected: false
    }
  }
}

/// What a person (or the program) does with a project.
enum ProjectAct: String, Sendable, CaseIterable, SQLConvertible {
  case started, saved
  /// The idea becomes an application.
  case developed
  case submitted, withdrawn
  /// The review group is named.
  case convened
  case voted
  /// Back to the application, to be mended.
  case returned
  case granted, rejected
  /// A refused application is taken up again.
  case revived
  case begun
  /// The mid-term check is asked for.
  case called
  /// The mid-term report is handed in.
  case reported
  /// The mid-term report is not enough.
  case questioned
  case passed
  /// The summary is handed in.
  case concluded
  /// The summary is not enough: work goes on.
  case reopened
  case accepted
  /// What became of it is noted; the record is closed.
  case followed
  case stopped

  var label: String { "projects.act.\(rawValue)" }

  /// Whether somebody must say why.
  var needsReason: Bool {
    switch self {
    case .returned, .rejected, .questioned, .reopened, .stopped: true
    default: false
    }
  }

  /// The kind of report that goes with the act.
  var report: ProjectReport.Kind? {
    switch self {
    case .reported: .midterm
    case .concluded: .closing
    case .followed: .followUp
    default: nil
    }
  }
}

/// The way of a project: what may follow what.
enum ProjectFlow {
  /// Where an act leads.
  /// - Parameter hasReport: whether a mid-term report waits to be decided.
  /// - Returns: `nil` when the state does not allow the act.
  static func next(_ state: ProjectState, _ act: ProjectAct, hasReport: Bool = false) -> ProjectState? {
    switch (state, act) {
    case (.idea, .saved): .idea
    case (.application, .saved): .application
    case (.idea, .developed): .application
    case (.application, .submitted): .submitted
    case (.submitted, .withdrawn), (.review, .withdrawn): .application
    case (.submitted, .returned), (.review, .returned): .application
    // A group that does not answer is named anew.
    case (.submitted, .convened), (.review, .convened): .review
    case (.review, .granted): .approved
    case (.review, .rejected): .rejected
    case (.rejected, .revived): .application
    case (.approved, .begun): .running
    case (.running, .called): .midterm
    case (.midterm, .reported): hasReport ? nil : .midterm
    case (.midterm, .questioned): hasReport ? .midterm : nil
    case (.midterm, .passed): hasReport ? .running : nil
    case (.running, .concluded): .closing
    case (.closing, .reopened): .running
    case (.closing, .accepted): .followUp
    case (.followUp, .followed): .closed
    case (.approved, .stopped), (.running, .stopped), (.midterm, .stopped): .stopped
    default: nil
    }
  }

  /// What an act needs.
  static func permission(for act: ProjectAct) -> Permission {
    switch act {
    case .started, .saved, .developed, .submitted, .withdrawn, .revived, .begun, .reported, .concluded, .followed:
      .projectsWrite
    case .voted: .projectsReview
    case .convened, .returned, .granted, .rejected, .called, .questioned, .passed, .reopened, .accepted, .stopped:
      .projectsManage
    }
  }

  /// Days that whoever acts in a state has.
  static func days(in state: ProjectState) -> Int? {
    switch state {
    case .submitted: 7
    case .review: 14
    case .midterm: 14
    case .closing: 21
    case .followUp: 180
    case .idea, .application, .approved, .running, .closed, .rejected, .stopped: nil
    }
  }
}

/// One line of a project's story.
struct ProjectStep: Sendable, Hashable {
  let id: ID<ProjectStep>
  let act: ProjectAct
  /// Empty for the program itself.
  let person: String
  let reason: String
  let at: Instant
}

/// What is handed in at the mid-term, at the end and afterwards.
struct ProjectReport: Sendable, Hashable {
  enum Kind: String, Sendable, CaseIterable, SQLConvertible {
    case midterm = "mid-term"
    case closing
    case followUp = "follow-up"
    var label: String { "projects.report.\(rawValue)" }
  }

  let id: ID<ProjectReport>
  let kind: Kind
  let body: String
  /// What was reached so far, by the mode's items.
  let results: ExpectedValues
  let person: String
  let at: Instant
}
