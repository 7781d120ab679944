package import Localization
package import Organizations
package import Values
package import Views

/// Who acts now on a record, in the reader's words.
package struct WaitingCard: Component {
  let waiting: WaitingEntry
  let actor: Actor
  let today: CivilDate
  let actions: HTML
  let t: Localizer

  /// - Parameter actions: what the reader can do there and then.
  package init(waiting: WaitingEntry, actor: Actor, today: CivilDate, actions: HTML = .empty, t: Localizer) {
    self.waiting = waiting
    self.actor = actor
    self.today = today
    self.actions = actions
    self.t = t
  }

  /// Whether it waits for the reader.
  package static func isMine(_ waiting: WaitingEntry, _ actor: Actor) -> Bool {
    switch waiting.entry.holder {
    case .account(let id): id == actor.accountID
    case .role(let role, let school, let department):
      role == actor.role && school == actor.schoolID
        && (department == nil || department == actor.membership?.departmentID)
    }
  }

  package var html: HTML {
    let entry = waiting.entry
    let role: String? = if case .role(let role, _, _) = entry.holder { t(role.label) } else { nil }
    return ActorCard(
      name: waiting.holderName.isEmpty ? role : waiting.holderName, role: waiting.holderName.isEmpty ? nil : role,
      task: t(entry.message), due: entry.dueOn, today: today, actions: actions,
      isMine: Self.isMine(waiting, actor), t
    ).html
  }
}
