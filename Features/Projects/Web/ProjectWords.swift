import Localization
import Records
import Values
import Views

/// How projects are spoken of on pages.
struct ProjectWords {
  let t: Localizer

  /// The state, with what is urgent about it.
  func badge(_ project: Project, today: CivilDate) -> Badge {
    badge(project.state, endOn: project.endOn, hasReason: !project.reason.isEmpty, today: today)
  }

  func badge(_ state: ProjectState, endOn: CivilDate?, hasReason: Bool, today: CivilDate) -> Badge {
    if state == .application, hasReason { return Badge(.warning, t("projects.state.returned")) }
    if state == .running, let endOn, endOn < today {
      return Badge(.bad, t("projects.state.over"), title: endOn.description)
    }
    let tone: Tone =
      switch state {
      case .running, .approved: .ok
      case .submitted, .review, .midterm, .closing: .info
      case .followUp, .idea, .application, .closed: .neutral
      case .rejected, .stopped: .warning
      }
    return Badge(tone, t(state.label))
  }

  func term(_ start: CivilDate?, _ end: CivilDate?) -> String {
    guard start != nil || end != nil else { return "" }
    return "\(start?.description ?? "…") – \(end?.description ?? "…")"
  }

  func name(_ classes: ProjectClasses, _ axis: ProjectClass.Axis, _ code: String) -> String {
    guard !code.isEmpty else { return "" }
    return classes.word(axis, code).map { Choice("", $0.name).text(t) } ?? code
  }

  /// Who acts in a state, for lists.
  func actor(_ row: ProjectSummary) -> String? {
    switch row.state {
    case .submitted, .closing: t("projects.actor.office")
    case .review: t("projects.actor.group")
    case .midterm: row.hasReport ? t("projects.actor.office") : row.leaderName
    case .approved, .followUp: row.leaderName
    case .idea, .application, .running, .closed, .rejected, .stopped: nil
    }
  }

  /// Text of people, its lines as paragraphs.
  static func paragraphs(_ text: String) -> HTML {
    text.split(whereSeparator: \.isNewline).map { "<p>\(String($0))</p>" as HTML }.joined()
  }

  /// What happened, the latest first.
  func timeline(_ steps: [ProjectStep], now: Instant) -> Timeline {
    Timeline(
      steps.map { step in
        Timeline.Entry(
          at: step.at, who: step.person.isEmpty ? nil : step.person, HTML.text(t(step.act.label)),
          detail: step.reason.isEmpty ? .empty : Self.paragraphs(step.reason), icon: icon(step.act),
          tone: tone(step.act))
      }, now: now, t)
  }

  private func icon(_ act: ProjectAct) -> Icon {
    switch act {
    case .started, .saved, .developed: .edit
    case .submitted, .reported, .concluded, .followed: .arrowUp
    case .granted, .passed, .accepted, .voted: .check
    case .returned, .withdrawn, .questioned, .reopened, .revived: .undo
    case .rejected, .stopped: .close
    case .convened: .users
    case .begun, .called: .project
    }
  }

  private func tone(_ act: ProjectAct) -> Tone {
    switch act {
    case .granted, .accepted, .passed: .ok
    case .returned, .rejected, .questioned, .reopened, .stopped: .warning
    default: .neutral
    }
  }
}
