import Localization
import Values
import Views

/// How agreements are spoken of on pages.
struct AgreementWords {
  let t: Localizer

  /// The state, with what is urgent about it.
  func badge(_ agreement: Agreement, today: CivilDate) -> Badge {
    badge(agreement.state, endOn: agreement.endOn, hasReason: !agreement.reason.isEmpty, today: today)
  }

  func badge(_ state: AgreementState, endOn: CivilDate?, hasReason: Bool, today: CivilDate) -> Badge {
    if state == .draft, hasReason { return Badge(.warning, t("agreements.state.returned")) }
    if state == .active, let endOn {
      let left = endOn.days(since: today)
      if left < 0 { return Badge(.bad, t("agreements.state.over"), title: endOn.description) }
      if left <= AgreementRules.expiringDays {
        return Badge(.warning, t("agreements.state.ending", ["days": "\(left)"]), title: endOn.description)
      }
    }
    let tone: Tone =
      switch state {
      case .active: .ok
      case .review, .negotiation, .signing: .info
      case .suspended: .warning
      case .draft, .amended, .renewed, .ended, .archived: .neutral
      }
    return Badge(tone, t(state.label), title: endOn?.description)
  }

  func term(_ start: CivilDate?, _ end: CivilDate?) -> String {
    guard start != nil || end != nil else { return "" }
    return "\(start?.description ?? "…") – \(end?.description ?? "…")"
  }

  /// What happened, the latest first.
  func timeline(_ steps: [AgreementStep], now: Instant) -> Timeline {
    Timeline(
      steps.map { step in
        let act = t(step.act.label)
        let what = step.step.map { t("agreements.story.post", ["post": t($0.label), "act": act]) } ?? act
        // Who signs or refuses by a link has no account: the words below name them.
        let isGuest = step.person.isEmpty && (step.act == .signed || step.act == .declined)
        let who: String? =
          step.person.isEmpty
          ? isGuest ? nil : t("activity.program")
          : step.onBehalfOf.isEmpty
            ? step.person : t("agreements.story.for", ["name": step.person, "other": step.onBehalfOf])
        return Timeline.Entry(
          at: step.at, who: who, HTML.text(what),
          detail: step.reason.isEmpty ? .empty : ClauseWords.paragraphs(step.reason), icon: icon(step.act),
          tone: tone(step.act))
      }, now: now, t)
  }

  private func icon(_ act: AgreementAct) -> Icon {
    switch act {
    case .started, .saved: .edit
    case .submitted: .arrowUp
    case .approved, .agreed, .confirmed, .signed: .check
    case .refused, .reopened, .rejected, .recalled, .withdrawn, .declined: .undo
    case .sent: .mail
    case .scanned: .upload
    case .suspended, .ended: .close
    case .resumed, .amended, .renewed, .archived: .agreement
    }
  }

  private func tone(_ act: AgreementAct) -> Tone {
    switch act {
    case .confirmed, .signed: .ok
    case .refused, .reopened, .rejected, .recalled, .declined, .suspended: .warning
    default: .neutral
    }
  }
}
