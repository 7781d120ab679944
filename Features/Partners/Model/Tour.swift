package import Accounts
import Database
package import Organizations
package import Values

/// 走访计划: people of a school drive through some cities for some days and see
/// its partners there, and the labour authorities on the way (inventory 45).
package struct Tour: Sendable, Hashable {
  package var id: ID<Tour>
  package var schoolID: ID<School>
  /// `nil`: the school's own, not one department's.
  package var departmentID: ID<Department>?
  package var title: String
  package var purpose: String
  package var beginsOn: CivilDate
  package var endsOn: CivilDate
  /// Who leads it, and writes the summary when it is over.
  package var leadID: ID<Account>?
  package var people: [TourPerson]
  package var state: State
  /// What it was before it was cancelled.
  package var previousState: State?
  /// Why it was cancelled.
  package var reason: String
  /// What came of it, in words.
  package var summary: String
  /// Who planned it.
  package var ownerID: ID<Account>?
  /// Counts every change of the tour, of its stops and of its partners.
  package var version: Int

  package enum State: String, Sendable, CaseIterable, SQLConvertible {
    case planned, underway, finished, cancelled
  }

  package init(
    id: ID<Tour>, schoolID: ID<School>, title: String = "", beginsOn: CivilDate, endsOn: CivilDate
  ) {
    self.id = id
    self.schoolID = schoolID
    self.title = title
    self.beginsOn = beginsOn
    self.endsOn = endsOn
    departmentID = nil
    purpose = ""
    leadID = nil
    people = []
    state = .planned
    previousState = nil
    reason = ""
    summary = ""
    ownerID = nil
    version = 1
  }

  /// Whether a day lies in its period.
  package func covers(_ day: CivilDate) -> Bool { beginsOn <= day && day <= endsOn }

  /// Whether stops and partners may still be planned.
  package var isOpen: Bool { state == .planned || state == .underway }

  // MARK: Workflow

  /// What a person may do with it; the daily job starts it by itself on its first day.
  package enum Act: String, Sendable, CaseIterable {
    case start, finish, cancel, undo
  }

  /// Why an act is not possible.
  package enum Refusal: Error, Sendable, Equatable {
    /// It stands elsewhere already.
    case state(State)
    /// Nobody was on the way before the first day.
    case notBegun
    /// Cancelling takes a reason.
    case reason
  }

  /// The tour after an act.
  package func after(_ act: Act, on today: CivilDate, reason: String = "") throws(Refusal) -> Tour {
    var tour = self
    switch (act, state) {
    case (.start, .planned): tour.state = .underway
    case (.finish, .planned), (.finish, .underway):
      guard beginsOn <= today else { throw .notBegun }
      tour.state = .finished
    case (.cancel, .planned), (.cancel, .underway):
      guard !reason.isEmpty else { throw .reason }
      (tour.previousState, tour.state, tour.reason) = (state, .cancelled, reason)
    case (.undo, .cancelled):
      (tour.state, tour.previousState, tour.reason) = (previousState ?? .planned, nil, "")
    case (.undo, .finished): tour.state = .underway
    // On its first day and later the daily job would start it again.
    case (.undo, .underway) where today < beginsOn: tour.state = .planned
    default: throw .state(state)
    }
    return tour
  }

  /// What can be done now.
  package func acts(on today: CivilDate) -> [Act] {
    Act.allCases.filter { act in (try? after(act, on: today, reason: "-")) != nil }
  }
}

/// Somebody who comes along: of the teachers' roster, with an account, or a name.
package struct TourPerson: Sendable, Hashable {
  package var teacherID: ID<Teacher>?
  /// Whose inbox and calendar the tour stands in.
  package var accountID: ID<Account>?
  package var name: String
  /// 工号
  package var number: String
  package var position: String

  package init(
    teacherID: ID<Teacher>? = nil, accountID: ID<Account>? = nil, name: String, number: String = "",
    position: String = ""
  ) {
    self.teacherID = teacherID
    self.accountID = accountID
    self.name = name
    self.number = number
    self.position = position
  }

  package var line: PersonLine { PersonLine(name: name, number: number, position: position) }

  package func isSame(as other: TourPerson) -> Bool {
    if let teacherID, let other = other.teacherID { return teacherID == other }
    if let accountID, let other = other.accountID { return accountID == other }
    return name == other.name && number == other.number
  }
}
