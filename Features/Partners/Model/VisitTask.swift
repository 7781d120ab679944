package import Accounts
import Database
package import Organizations
package import Values

/// What has to follow a visit: who does what until when. It stands in that
/// person's inbox while it is open.
package struct VisitTask: Sendable, Hashable {
  package var id: ID<VisitTask>
  package var schoolID: ID<School>
  package var visitID: ID<Visit>
  package var title: String
  package var ownerID: ID<Account>
  package var ownerName: String
  package var dueOn: CivilDate
  /// The day before the last postponement, to which it can be put back.
  package var previousDueOn: CivilDate?
  package var state: State
  /// Why it was postponed or cancelled, what was done.
  package var note: String
  package var version: Int

  package enum State: String, Sendable, CaseIterable, SQLConvertible {
    case open, done, cancelled
  }

  package init(
    id: ID<VisitTask>, schoolID: ID<School>, visitID: ID<Visit>, title: String, ownerID: ID<Account>,
    ownerName: String = "", dueOn: CivilDate
  ) {
    self.id = id
    self.schoolID = schoolID
    self.visitID = visitID
    self.title = title
    self.ownerID = ownerID
    self.ownerName = ownerName
    self.dueOn = dueOn
    previousDueOn = nil
    state = .open
    note = ""
    version = 1
  }

  /// What a person may do with it.
  package enum Act: String, Sendable, CaseIterable {
    case finish, postpone, cancel, undo
  }

  /// Why an act is not possible.
  package enum Refusal: Error, Sendable, Equatable {
    /// It is finished or cancelled already, or there is nothing to take back.
    case state(State)
    /// A postponement leads to a later day.
    case notLater
  }

  /// The task after an act.
  /// - Parameter day: to which it is postponed.
  package func after(_ act: Act, until day: CivilDate? = nil, note: String) throws(Refusal) -> VisitTask {
    var task = self
    switch (act, state) {
    case (.finish, .open): task.state = .done
    case (.cancel, .open): task.state = .cancelled
    case (.postpone, .open):
      guard let day, day > dueOn else { throw .notLater }
      task.previousDueOn = dueOn
      task.dueOn = day
    case (.undo, .done), (.undo, .cancelled): task.state = .open
    case (.undo, .open):
      guard let previousDueOn else { throw .state(state) }
      task.dueOn = previousDueOn
      task.previousDueOn = nil
    default: throw .state(state)
    }
    task.note = act == .undo ? "" : note
    return task
  }

  /// Whether there is something to take back.
  package var isUndoable: Bool { state != .open || previousDueOn != nil }
}
