import Accounts
import Database
import Organizations
import Values

/// What somebody owes by an agreement, once or again and again.
struct Obligation: Sendable, Hashable {
  var id: ID<Obligation>
  var schoolID: ID<School>
  var agreementID: ID<Agreement>
  /// The clause it comes from; empty for one that was added by hand.
  var clause: String = ""
  var subject: String
  var debtor: DutyMark.Debtor = .enterprise
  var rhythm: DutyMark.Rhythm = .yearly
  var measure: DutyMark.Measure = .times
  /// How much each time; `nil` where nothing is counted.
  var target: Double?
  var evidence: String = ""
  var startOn: CivilDate
  var endOn: CivilDate
  /// Who sees to it at the school.
  var ownerID: Int64?

  /// No agreement has more dates of one obligation.
  static let mostDates = 240

  /// The days by which it is to be done: at the end of each period, or once.
  /// - Parameter days: for what is done once, so many days after the beginning; `nil`: by the end.
  func dates(days: Int? = nil) -> [CivilDate] {
    guard startOn <= endOn else { return [] }
    guard let months = rhythm.months else { return [min(endOn, days.map { startOn.adding(days: $0) } ?? endOn)] }
    var dates: [CivilDate] = []
    for number in 1...Self.mostDates {
      let last = startOn.adding(months: months * number).adding(days: -1)
      if last >= endOn { break }
      dates.append(last)
    }
    // What is left of the last period ends with the agreement.
    return dates + [endOn]
  }
}

/// One time that something is to be done.
struct ObligationDue: Sendable, Hashable {
  let id: ID<ObligationDue>
  let obligation: Obligation
  let dueOn: CivilDate
  let state: State
  /// What was confirmed so far.
  let done: Double
  let agreementNumber: String
  let agreementTitle: String
  let enterpriseName: String
  let ownerName: String

  enum State: String, Sendable, CaseIterable, SQLConvertible {
    /// To be done.
    case open
    /// Entries wait for the other side.
    case reported
    case met
    /// The agreement ended or rests before it was due.
    case cancelled
    var label: String { "agreements.due.\(rawValue)" }
  }

  func isOverdue(on today: CivilDate) -> Bool { (state == .open || state == .reported) && dueOn < today }
}

/// What one side says it did, and what the other says to that.
struct Fulfilment: Sendable, Hashable {
  let id: ID<Fulfilment>
  let dueID: ID<ObligationDue>
  var side: ClauseComment.Side
  let amount: Double?
  let note: String
  let doneOn: CivilDate
  var person: String
  let at: Instant
  let state: State
  let answeredBy: String
  let answer: String

  enum State: String, Sendable, CaseIterable, SQLConvertible {
    case waiting, confirmed, refused
    var label: String { "agreements.fulfilment.\(rawValue)" }
  }
}

/// How well an agreement is kept, with the parts that it is made of.
struct HealthScore: Sendable, Hashable {
  /// One part: how many of how many, and how much it weighs.
  struct Part: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
      /// Of what was due: how much was met.
      case met
      /// Of what is due by now: how much is not overdue.
      case onTime = "on-time"
      /// Of what was reported: how much is confirmed.
      case confirmed
      /// Of obligations that want evidence and have entries: how many have a file or a note.
      case term
      var label: String { "agreements.health.\(rawValue)" }
      var weight: Int {
        switch self {
        case .met: 50
        case .onTime: 25
        case .confirmed: 15
        case .term: 10
        }
      }
    }

    let kind: Kind
    let good: Int
    let all: Int
    /// A part of which there is nothing yet takes nothing away.
    var share: Double { all == 0 ? 1 : Double(good) / Double(all) }
    var points: Double { share * Double(kind.weight) }
  }

  let parts: [Part]

  /// What is counted of an agreement.
  struct Counts: Sendable, Hashable {
    /// Dates up to today that were not cancelled.
    var due = 0
    var met = 0
    var overdue = 0
    var entries = 0
    var confirmed = 0
    /// Whether the agreement is within its term and not suspended.
    var isInTerm = true
  }

  init(_ counts: Counts) {
    parts = [
      Part(kind: .met, good: counts.met, all: counts.due),
      Part(kind: .onTime, good: counts.due - counts.overdue, all: counts.due),
      Part(kind: .confirmed, good: counts.confirmed, all: counts.entries),
      Part(kind: .term, good: counts.isInTerm ? 1 : 0, all: 1),
    ]
  }

  /// 0…100.
  var points: Int { Int(parts.reduce(0) { $0 + $1.points }.rounded()) }

  enum Level: String, Sendable { case good, fair, poor }
  var level: Level { points >= 80 ? .good : points >= 60 ? .fair : .poor }
}
