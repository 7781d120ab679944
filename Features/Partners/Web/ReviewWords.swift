import Activity
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// How a review's states, findings and steps are said.
struct ReviewWords {
  let t: Localizer

  func badge(_ review: QualificationReview, today: CivilDate) -> Badge {
    guard review.state == .approved, let until = review.validUntil else {
      return Badge(tone(review.state), t(review.state.label))
    }
    if review.isReplaced { return Badge(.neutral, t("partners.review.replaced")) }
    return ReviewText.badge(until < today ? .expired : .valid, until, today: today, t)
  }

  private func tone(_ state: QualificationReview.State) -> Tone {
    switch state {
    case .draft: .neutral
    case .department, .office: .info
    case .returned: .warning
    case .approved: .ok
    case .refused: .bad
    }
  }

  func finding(_ finding: ReviewFinding?) -> HTML {
    switch finding?.result {
    case .fine: Badge(.ok, t("partners.review.finding.fine")).html
    case .wrong: Badge(.bad, t("partners.review.finding.wrong")).html
    case .inapplicable: Badge(.neutral, t("partners.review.finding.inapplicable")).html
    case nil: HTML.dash
    }
  }

  /// The label of a field of the form, for summaries and for what is to be mended.
  func label(of field: String) -> String {
    let name = field.replacing(/\.(note|files)$/, with: "")
    if let item = ReviewItem.allCases.first(where: { $0.field == name }) { return t(item.label) }
    if let item = InspectionItem.allCases.first(where: { $0.field == name }) { return t(item.label) }
    return t("partners.review.field.\(name)")
  }

  func timeline(_ steps: [ReviewStep], now: Instant) -> Timeline {
    Timeline(
      steps.map { step in
        Timeline.Entry(
          at: step.at, who: step.person.isEmpty ? nil : step.person,
          HTML.text(t("partners.review.act.\(step.act.rawValue)")),
          detail: step.reason.isEmpty ? .empty : Self.lines(step.reason), icon: icon(step.act), tone: tone(step.act))
      }, now: now, t)
  }

  /// A text as it was typed, line by line.
  static func lines(_ text: String) -> HTML {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { HTML.text(String($0)) }
    return "<p>\(lines.enumerated().map { index, line -> HTML in index == 0 ? line : "<br/>\(line)" })</p>"
  }

  private func icon(_ act: ReviewAct) -> Icon {
    switch act {
    case .started: .plus
    case .submitted: .upload
    case .withdrawn, .returned: .undo
    case .endorsed, .approved: .check
    case .refused: .close
    case .expired: .clock
    }
  }

  private func tone(_ act: ReviewAct) -> Tone {
    switch act {
    case .approved: .ok
    case .returned, .expired: .warning
    case .refused: .bad
    default: .neutral
    }
  }
}
