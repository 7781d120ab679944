import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The form of the step that waits for the reader: the department's opinion or
/// the cooperation office's decision. Empty for everybody else.
struct ReviewDecisionForm: Component {
  let page: ReviewPage
  let typed: FormData?
  let problems: [FieldProblem]

  private var t: Localizer { page.member.t }
  private var review: QualificationReview { page.review }
  private var isOffice: Bool { review.state == .office }

  var html: HTML {
    let needed: Permission? =
      switch review.state {
      case .department: .reviewsEndorse
      case .office: .reviewsDecide
      default: nil
      }
    guard let needed, page.member.actor.may(needed) else { return .empty }
    let today = page.member.now.day
    let obstacles = isOffice ? ReviewRules.obstacles(review.answers, today: today) : []
    let cautions = isOffice ? ReviewRules.cautions(review.answers, today: today) : []
    let form = FormView(
      action: isOffice ? ReviewLinks.decide(review) : ReviewLinks.endorse(review), csrf: page.member.exchange.csrfToken,
      draft: "\(page.member.actor.accountID)-review-\(review.id)-\(review.state.rawValue)",
      hasErrors: !problems.isEmpty, t,
      """
      \(summary)\(list(obstacles, .bad, "partners.review.obstacles"))\(list(cautions, .warning, "partners.review.cautions"))\
      \(FormField.hidden("version", "\(review.version)"))\(decision)\(reason)\(validity(today))\(mend)\
      \(ButtonBar("\(Button(t(isOffice ? "partners.review.decide" : "partners.review.endorse"), style: .primary))"))
      """)
    let title = t(isOffice ? "partners.review.decide.title" : "partners.review.endorse.title")
    return "<div class=\"screen-only\">\(Card(title, id: "decision", form))</div>"
  }

  private var summary: HTML {
    ErrorSummary(
      problems.map {
        ErrorSummary.Problem(field: $0.field, label: t("partners.review.field.\($0.field)"), t($0.message))
      }, t
    ).html
  }

  private func list(_ messages: [Message], _ tone: Tone, _ title: String) -> HTML {
    guard !messages.isEmpty else { return .empty }
    return Alert(tone, title: t(title), "<ul>\(messages.map { "<li>\(t($0))</li>" as HTML })</ul>").html
  }

  private func error(_ field: String) -> String? {
    let found = problems.filter { $0.field == field }.map { t($0.message) }
    return found.isEmpty ? nil : found.joined(separator: " ")
  }

  private var decision: FormField {
    let acts: [ReviewAct] = isOffice ? [.approved, .returned, .refused] : [.endorsed, .returned]
    return .radioGroup(
      "decision", label: t("partners.review.field.decision"),
      choices: acts.map { act in
        FormField.Choice(
          act.rawValue, t("partners.review.choice.\(act.rawValue)"),
          hint: t("partners.review.choice.\(act.rawValue).hint"))
      }, value: typed?["decision"], error: error("decision"), required: true)
  }

  private var reason: FormField {
    .textArea(
      "reason", label: t("partners.review.field.reason"), value: typed?["reason"] ?? "", rows: 3,
      hint: t("partners.review.field.reason.hint"), error: error("reason"), maxLength: MoveReview.longestReason, t)
  }

  private func validity(_ today: CivilDate) -> HTML {
    guard isOffice else { return .empty }
    return FormField.date(
      "validUntil", label: t("partners.review.field.validUntil"),
      value: typed?["validUntil"] ?? ReviewRules.usualValidity(from: today).description,
      min: today.adding(days: 1).description, max: today.adding(years: ReviewRules.longestYears).description,
      hint: t("partners.review.field.validUntil.hint"), error: error("validUntil")
    ).html
  }

  /// What a return names; folded away, because most decisions need none of it.
  private var mend: HTML {
    let words = page.words
    let chosen = Set(typed?.all("mend") ?? [])
    let field = FormField.checkboxGroup(
      "mend", label: t("partners.review.field.mend"),
      choices: MoveReview.fields.map { FormField.Choice($0, words.label(of: $0)) }, values: chosen)
    return """
      <details\(if: !chosen.isEmpty, " open=\"\"")><summary class="disclosure">\
      \(Icon.chevronRight)\(t("partners.review.mend.choose"))</summary>\(field)</details>
      """
  }
}
