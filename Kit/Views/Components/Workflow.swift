package import Localization
package import Values

/// The way a record goes: what is done, where it stands, who acts at each
/// step and until when.
package struct Steps: Component {
  let label: String
  let steps: [Step]

  /// Where one step stands.
  package enum State: String, Sendable {
    case done, current, upcoming, problem
  }

  /// One step with who acts and when.
  package struct Step: Sendable {
    let label: String
    let state: State
    let note: String?

    /// - Parameter note: who acts and when: "李老师 · 3 月 1 日前".
    package init(_ label: String, _ state: State, note: String? = nil) {
      self.label = label
      self.state = state
      self.note = note
    }
  }

  /// - Parameter label: what the steps are of, for screens.
  package init(_ label: String, _ steps: [Step]) {
    self.label = label
    self.steps = steps
  }

  package var html: HTML {
    let items = steps.enumerated().map { index, step -> HTML in
      let mark: HTML =
        switch step.state {
        case .done: Icon.check.html
        case .problem: Icon.close.html
        case .current, .upcoming: "\(index + 1)"
        }
      let note: HTML = step.note.map { "<span class=\"step-note\">\($0)</span>" } ?? .empty
      let isHere = step.state == .current || step.state == .problem
      return """
        <li class="step \(step.state.rawValue)"\(if: isHere, " aria-current=\"step\"")>\
        <span class="step-mark" aria-hidden="true">\(mark)</span>\
        <span class="step-words"><span class="step-label">\(step.label)</span>\(note)</span></li>
        """
    }
    return "<ol class=\"steps\" aria-label=\"\(label)\">\(items)</ol>"
  }
}

/// Who acts now, what and until when: in the same place on every record.
package struct ActorCard: Component {
  let name: String?
  let role: String?
  let task: String
  let due: CivilDate?
  let today: CivilDate
  let state: Badge?
  let actions: HTML
  let isMine: Bool
  let t: Localizer

  /// - Parameters:
  ///   - name: the person or office that acts; `nil` when nobody has to.
  ///   - role: what makes it their turn: "校企合作办".
  ///   - task: what they do next; for nobody, how things stand.
  ///   - state: the state of the record.
  ///   - actions: what the reader can do about it here.
  ///   - isMine: the reader acts.
  package init(
    name: String?, role: String? = nil, task: String, due: CivilDate? = nil, today: CivilDate, state: Badge? = nil,
    actions: HTML = .empty, isMine: Bool = false, _ t: Localizer
  ) {
    self.name = name
    self.role = role
    self.task = task
    self.due = due
    self.today = today
    self.state = state
    self.actions = actions
    self.isMine = isMine
    self.t = t
  }

  package var html: HTML {
    let who: HTML =
      if isMine {
        "<strong>\(t("kit.actor.you"))</strong>"
      } else if let name {
        "<strong>\(name)</strong>\(role.map { "<span class=\"soft\">\($0)</span>" as HTML } ?? .empty)"
      } else {
        "<strong>\(t("kit.actor.nobody"))</strong>"
      }
    let until: HTML = due.map { "<span class=\"actor-due\">\(DueDate($0, today: today, t))</span>" } ?? .empty
    return """
      <div class="actor-card\(if: isMine, " mine")" role="group" aria-label="\(t("kit.actor.title"))">\
      \(name.map { Avatar($0, isLarge: true) })\
      <div class="actor-words"><p class="actor-who">\(isMine ? .empty : "<span class=\"soft\">\(t("kit.actor.title"))</span>")\(who)\(until)</p>\
      <p class="actor-task">\(task)</p></div>\(state)\
      \(actions.isEmpty ? .empty : "<div class=\"actions\">\(actions)</div>")</div>
      """
  }
}

/// The same in one line, for a cell of a list.
package struct ActorLine: Component {
  let name: String?
  let task: String
  let due: CivilDate?
  let today: CivilDate
  let t: Localizer

  /// - Parameter name: `nil` shows a dash.
  package init(_ name: String?, task: String, due: CivilDate? = nil, today: CivilDate, _ t: Localizer) {
    self.name = name
    self.task = task
    self.due = due
    self.today = today
    self.t = t
  }

  package var html: HTML {
    guard let name else { return .dash }
    return """
      <span class="actor-line">\(Avatar(name))<span><span><span class="visually-hidden">\(name) </span>\(task)</span>\
      \(due.map { DueDate($0, today: today, t) })</span></span>
      """
  }
}

/// What happened to a record, newest first.
package struct Timeline: Component {
  let entries: [Entry]
  let now: Instant
  let t: Localizer

  /// One thing that happened.
  package struct Entry: Sendable {
    let at: Instant
    let who: String?
    let text: HTML
    let detail: HTML
    let icon: Icon
    let tone: Tone

    /// - Parameters:
    ///   - who: `nil` for the program itself.
    ///   - text: one line.
    ///   - detail: more below it: a `DifferenceTable`, a quotation, files.
    package init(
      at: Instant, who: String?, _ text: HTML, detail: HTML = .empty, icon: Icon = .clock, tone: Tone = .neutral
    ) {
      self.at = at
      self.who = who
      self.text = text
      self.detail = detail
      self.icon = icon
      self.tone = tone
    }
  }

  /// - Parameter now: the time of the request.
  package init(_ entries: [Entry], now: Instant, _ t: Localizer) {
    self.entries = entries
    self.now = now
    self.t = t
  }

  package var html: HTML {
    let items = entries.map { entry -> HTML in
      let detail: HTML = entry.detail.isEmpty ? .empty : "<div class=\"event-detail\">\(entry.detail)</div>"
      return """
        <li class="event \(entry.tone.rawValue)"><span class="event-mark">\(entry.icon)</span><div class="event-body">\
        <p class="event-text"><strong>\(entry.who ?? t("kit.timeline.program"))</strong> \(entry.text)</p>\
        <p class="event-time">\(RelativeTime(entry.at, now: now, t))</p>\(detail)</div></li>
        """
    }
    return "<ol class=\"timeline\">\(items)</ol>"
  }
}
