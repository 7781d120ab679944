import Database
import Organizations
import Records
import Values

/// A programme of a government, a fund or an association that projects apply to until a deadline (inventory 79, 84).
struct Scheme: Sendable, Hashable {
  enum Level: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case national, provincial, municipal, industry, school
    var label: String { "projects.scheme.level.\(rawValue)" }
  }

  var id: ID<Scheme>
  var schoolID: ID<School>
  var title = ""
  var issuer = ""
  var level = Level.provincial
  var opensOn: CivilDate?
  var deadline: CivilDate
  /// Fen that one project can get.
  var amount: Int64?
  var website = ""
  var note = ""
  var version = 1

  init(id: ID<Scheme>, school: ID<School>, deadline: CivilDate) {
    self.id = id
    schoolID = school
    self.deadline = deadline
  }

  func isOpen(on today: CivilDate) -> Bool { today <= deadline && (opensOn.map { $0 <= today } ?? true) }

  /// Days before the deadline at which the office is reminded.
  static let warnings = [30, 7]

  /// Which reminder is due: the smallest threshold that was passed and not yet told.
  static func warning(deadline: CivilDate, today: CivilDate, told: Int?) -> Int? {
    let left = deadline.days(since: today)
    guard left >= 0, let due = warnings.filter({ left <= $0 }).min(), due < told ?? .max else { return nil }
    return due
  }

  enum Limit {
    static let title = 80
    static let note = 1000
  }
}

/// A project that applies to a scheme, and what became of it.
struct SchemeBid: Sendable, Hashable {
  enum State: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
    case planned, submitted, granted, refused
    var label: String { "projects.bid.\(rawValue)" }
  }

  var id: ID<SchemeBid>
  let projectID: ID<Project>
  let projectTitle: String
  let enterpriseName: String
  var state = State.planned
  var asked: Int64?
  var granted: Int64?
  var decidedOn: CivilDate?
  var note = ""
  var version = 1
}
