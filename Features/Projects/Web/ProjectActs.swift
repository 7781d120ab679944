import Activity
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// What the reader may do with a project now, as forms with what was typed and is wrong.
struct ProjectActs {
  let page: ProjectPage
  let typed: FormData?
  let problems: [FieldProblem]

  private var t: Localizer { page.member.t }
  private var project: Project { page.project }
  private var actor: Actor { page.member.actor }
  private var csrf: String { page.member.exchange.csrfToken }

  var summary: HTML {
    let here = ["reason", "decision", "members", "dueOn", "budget", "body", "grade"]
    let items = Set(page.dossier.mode.items)
    return ErrorSummary(
      problems.map { problem in
        let label = items.contains(problem.field) ? ExpectedItem.named(problem.field)?.label : nil
        // A folded act's reason has a name of its own, so that ids stay unique.
        let folded = typed?["decision"].map { "reason-\($0)" } ?? ""
        let field = problem.field == "reason" && typed?.has(folded) == true ? folded : problem.field
        return ErrorSummary.Problem(
          field: here.contains(problem.field) || label != nil && hasResults ? field : nil,
          label: label.map { t($0) }, t(problem.message))
      }, t
    ).html
  }

  private var hasResults: Bool { typed?["body"] != nil }

  var html: HTML {
    switch project.state {
    case .idea, .application: submit
    case .submitted: "\(convene(isAgain: false))\(seldom([fold(.returned), withdraw]))"
    case .review: "\(decide([.granted, .returned, .rejected]))\(seldom([convene(isAgain: true), withdraw]))"
    case .approved: "\(plain(.begun))\(seldom([fold(.stopped)]))"
    case .running: seldom([fold(.concluded), fold(.called), fold(.stopped)])
    case .midterm:
      project.reportedBy == nil
        ? "\(report(.reported))\(seldom([fold(.stopped)]))"
        : "\(decide([.passed, .questioned]))\(seldom([fold(.stopped)]))"
    case .closing: decide([.accepted, .reopened])
    case .followUp: report(.followed)
    case .rejected: plain(.revived)
    case .closed, .stopped: .empty
    }
  }

  private static func reasonName(_ acts: [ProjectAct]) -> String {
    acts.count == 1 ? "reason-\(acts[0].rawValue)" : "reason"
  }

  // MARK: Parts

  /// What is seldom wanted stands folded in one card.
  private func seldom(_ acts: [HTML]) -> HTML {
    let shown = acts.filter { !$0.isEmpty }
    return shown.isEmpty ? .empty : Card(t("projects.acts"), shown.joined()).html
  }

  private func fold(_ act: ProjectAct) -> HTML {
    guard page.may(act) else { return .empty }
    let form = act.report == nil ? decision([act]) : reportForm(act)
    return folded(t("projects.do.\(act.rawValue)"), form, isOpen: isSent([act]))
  }

  private func error(_ field: String) -> String? {
    let found = problems.filter { $0.field == field }.map { t($0.message) }
    return found.isEmpty ? nil : found.joined(separator: " ")
  }

  private func isSent(_ acts: [ProjectAct]) -> Bool {
    typed?["decision"].map { sent in acts.contains { $0.rawValue == sent } } ?? false
  }

  private var version: HTML { FormField.hidden("version", "\(project.version)") }

  private var submit: HTML {
    guard page.mayApply else { return .empty }
    let missing = ProjectRules.obstacles(project, page.dossier.mode).count
    let form = FormView(
      action: ProjectLinks.page(project.id, "apply"), csrf: csrf, guardsChanges: false, t,
      """
      <p class="soft">\(t(missing == 0 ? "projects.submit.text" : "projects.submit.missing", ["count": "\(missing)"]))</p>\
      \(version)\(FormField.hidden("decision", "submitted"))\
      \(ButtonBar("\(missing == 0 ? Button(t("projects.submit"), style: .primary, icon: .arrowUp).html : HTML.empty)\(LinkButton(t("projects.edit"), to: ProjectLinks.edit(project.id)))"))
      """)
    return Card(t("projects.submit"), form).html
  }

  /// One button that needs no words.
  private func plain(_ act: ProjectAct) -> HTML {
    guard page.may(act) else { return .empty }
    let form = FormView(
      action: ProjectLinks.page(project.id, "apply"), csrf: csrf, guardsChanges: false, t,
      """
      <p class="soft">\(t("projects.do.\(act.rawValue).hint"))</p>\(version)\
      \(FormField.hidden("decision", act.rawValue))\
      \(ButtonBar(Button(t("projects.do.\(act.rawValue)"), style: .primary).html))
      """)
    return Card(t("projects.do.\(act.rawValue)"), form).html
  }

  /// For who applied, and for the office.
  private var withdraw: HTML {
    guard page.mayApply, project.createdBy == actor.accountID || actor.may(.projectsManage) else {
      return .empty
    }
    let form = FormView(
      action: ProjectLinks.page(project.id, "apply"), csrf: csrf, guardsChanges: false, t,
      """
      <p class="soft">\(t("projects.do.withdrawn.hint"))</p>\(version)\(FormField.hidden("decision", "withdrawn"))\
      \(ButtonBar("\(Button(t("projects.do.withdrawn")))"))
      """)
    return folded(t("projects.do.withdrawn"), form.html, isOpen: false)
  }

  // MARK: The office

  private func convene(isAgain: Bool) -> HTML {
    guard page.may(.convened) else { return .empty }
    let sent = isSent([.convened])
    let chosen =
      sent ? Set(typed?.all("members") ?? []) : isAgain ? Set(page.standing.votes.map { "\($0.accountID)" }) : []
    let due = sent ? typed?["dueOn"] : nil
    let form = FormView(
      action: ProjectLinks.page(project.id, "manage"), csrf: csrf, hasErrors: sent && !problems.isEmpty, t,
      """
      <p class="soft">\(t("projects.convene.text"))</p>\(version)\(FormField.hidden("decision", "convened"))\
      \(FormField.checkboxGroup("members", label: t("projects.convene.members"), choices: page.reviewers.map { .init("\($0.id)", $0.name) }, values: chosen, error: sent ? error("members") : nil, required: true))\
      \(FormField.date("dueOn", label: t("projects.convene.dueOn"), value: due ?? page.today.adding(days: 14).description, error: sent ? error("dueOn") : nil, required: true))\
      \(ButtonBar("\(Button(t("projects.do.convened"), style: isAgain ? .secondary : .primary))"))
      """)
    guard isAgain else { return Card(t("projects.do.convened"), form).html }
    return folded(t("projects.convene.again"), form.html, isOpen: sent)
  }

  private func folded(_ label: String, _ content: HTML, isOpen: Bool) -> HTML {
    """
    <details class="screen-only"\(if: isOpen, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\(label)</summary>\
    \(content)</details>
    """
  }

  /// A decision of the office with its words.
  private func decide(_ acts: [ProjectAct]) -> HTML {
    guard let first = acts.first, page.may(first) else { return .empty }
    let label = acts.count > 1 ? t("projects.manage.\(project.state.rawValue)") : t("projects.do.\(acts[0].rawValue)")
    return Card(label, decision(acts)).html
  }

  private func decision(_ acts: [ProjectAct]) -> HTML {
    let sent = isSent(acts) || (typed != nil && typed?["decision"] == nil && acts.count > 1)
    let choices = acts.map { act in
      FormField.Choice(
        act.rawValue, t("projects.do.\(act.rawValue)"), hint: t("projects.do.\(act.rawValue).hint"))
    }
    let choice: HTML =
      acts.count == 1
      ? "<p class=\"soft\">\(t("projects.do.\(acts[0].rawValue).hint"))</p>\(FormField.hidden("decision", acts[0].rawValue))"
      : FormField.radioGroup(
        "decision", label: t("projects.decision"), choices: choices, value: sent ? typed?["decision"] : nil,
        error: sent ? error("decision") : nil, required: true
      ).html
    let budget: HTML =
      acts.contains(.granted)
      ? FormField.money(
        "budget", label: t("projects.field.granted"),
        value: sent ? typed?["budget"] ?? "" : project.asked.map { Fen.text($0) } ?? "", unit: t("kit.records.yuan"),
        hint: t("projects.budget.hint"), error: sent ? error("budget") : nil
      ).html : .empty
    let grade: HTML =
      acts.contains(.accepted)
      ? FormField.select(
        "grade", label: t("projects.field.grade"),
        choices: Project.Grade.allCases.map { .init($0.rawValue, t($0.label)) }, value: sent ? typed?["grade"] : nil,
        blank: t("projects.choose"), hint: t("projects.grade.hint"), error: sent ? error("grade") : nil
      ).html : .empty
    let reason: HTML =
      acts.contains(where: \.needsReason)
      ? FormField.textArea(
        Self.reasonName(acts), label: t("projects.reason"), value: sent ? typed?[Self.reasonName(acts)] ?? "" : "",
        rows: 3,
        hint: t("projects.reason.hint"), error: sent ? error("reason") : nil, maxLength: Project.Limit.reason, t
      ).html : .empty
    let isMain = acts.count > 1
    let label = isMain ? t("projects.decision.send") : t("projects.do.\(acts[0].rawValue)")
    return FormView(
      action: ProjectLinks.page(project.id, "manage"), csrf: csrf, hasErrors: sent && !problems.isEmpty, t,
      """
      \(acts.contains(.granted) ? votes : .empty)\(version)\(choice)\(budget)\(grade)\(reason)\
      \(ButtonBar("\(Button(label, style: isMain ? .primary : acts == [.stopped] ? .danger : .secondary))"))
      """
    ).html
  }

  private var votes: HTML {
    let standing = page.standing
    let line = t(
      "projects.votes.line",
      [
        "cast": "\(standing.cast)", "all": "\(standing.votes.count)", "support": "\(standing.count(.support))",
        "mend": "\(standing.count(.mend))", "against": "\(standing.count(.against))",
        "score": standing.score.map { t.number($0, fractionDigits: 1) } ?? "–",
      ])
    return "<p>\(line) <a href=\"\(ProjectLinks.page(project.id, "review"))\">\(t("projects.votes.look"))</a></p>"
  }

  // MARK: Reports

  private func report(_ act: ProjectAct) -> HTML {
    guard page.mayApply else { return .empty }
    return Card(t("projects.do.\(act.rawValue)"), reportForm(act)).html
  }

  private func reportForm(_ act: ProjectAct) -> HTML {
    let sent = isSent([act])
    // What was expected of the mode is answered with what was reached.
    let items = act == .followed ? [] : page.dossier.mode.asked.filter { $0.part != .contribution }
    let results =
      page.reports.first { $0.kind == .midterm && act == .concluded }?.results ?? ExpectedValues()
    let fields = RecordForm(
      ExpectedValues.description(items), record: results, typed: sent ? typed : nil, problems: sent ? problems : [], t)
    let group: HTML =
      items.isEmpty ? .empty : fields.group("projects.result.reached", items.map(\.name), isPaired: true)
    return FormView(
      action: ProjectLinks.page(project.id, "apply"), csrf: csrf,
      draft: "\(actor.accountID)-project-\(project.id)-\(act.rawValue)", hasErrors: sent && !problems.isEmpty, t,
      """
      <p class="soft">\(t("projects.do.\(act.rawValue).hint"))</p>\(version)\(FormField.hidden("decision", act.rawValue))\
      \(FormField.textArea("body", label: t("projects.body.\(act.rawValue)"), value: sent ? typed?["body"] ?? "" : "", rows: 6, error: sent ? error("body") : nil, required: true, maxLength: Project.Limit.report, t))\
      \(group)\(ButtonBar("\(Button(t("projects.do.\(act.rawValue)"), style: .primary))"))
      """
    ).html
  }
}
