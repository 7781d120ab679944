import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/projects/{project}/progress`: milestones, meetings, and what each year was to bring and brought.
struct ProgressTab {
  let page: ProjectPage
  let typed: FormData?
  let problems: [FieldProblem]
  /// Which form came back: `milestone`, `milestone-<id>`, `meeting`, `plan-<year>`.
  let at: String?
  let isStale: Bool

  init(
    _ page: ProjectPage, typed: FormData? = nil, problems: [FieldProblem] = [], at: String? = nil, isStale: Bool = false
  ) {
    self.page = page
    self.typed = typed
    self.problems = problems
    self.at = at
    self.isStale = isStale
  }

  private var t: Localizer { page.member.t }
  private var csrf: String { page.member.exchange.csrfToken }
  private var mayWrite: Bool {
    page.mayWork && (page.project.state.isRunning || page.project.state == .approved)
  }

  func reply() async throws -> Reply {
    let project = page.project
    let (meetings, plans) = try await page.member.services.database.read { connection in
      (
        try ProjectWorkStore.meetings(of: project, on: connection),
        try ProjectWorkStore.plans(of: project, on: connection)
      )
    }
    guard project.state.wasGranted else {
      return try await page.framed(
        .progress,
        EmptyState(icon: .project, title: t("projects.progress.later"), text: t("projects.progress.later.text")).html)
    }
    let summary = ErrorSummary(problems.map { .init(field: field($0.field), t($0.message)) }, t)
    let stale: HTML =
      isStale ? Alert(.warning, title: t("projects.stale"), "<p>\(t("projects.stale.text"))</p>").html : .empty
    return try await page.framed(
      .progress, status: isStale ? 409 : problems.isEmpty ? 200 : 422,
      """
      \(stale)\(summary)<div class="columns"><div class="stack">\(milestones)\(meetingList(meetings))</div>\
      <div class="stack">\(planCards(plans))</div></div>
      """)
  }

  // MARK: Forms

  /// The name of a field in the form that came back; each form has names of its own, so that ids differ.
  private func field(_ name: String) -> String { at.map { "\($0)-\(name)" } ?? name }

  private func value(_ place: String, _ name: String, _ own: String = "") -> String {
    at == place ? typed?["\(place)-\(name)"] ?? own : own
  }

  private func error(_ place: String, _ name: String) -> String? {
    at == place ? problems.first { $0.field == name }.map { t($0.message) } : nil
  }

  private func folded(_ place: String, _ label: String, _ form: FormView) -> HTML {
    """
    <details class="screen-only"\(if: at == place, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
    \(label)</summary>\(form)</details>
    """
  }

  private func form(_ path: String, at place: String, _ content: HTML) -> FormView {
    FormView(
      action: ProjectLinks.page(page.project.id, path), csrf: csrf, id: "form-\(place)",
      hasErrors: at == place, t, "\(FormField.hidden("at", place))\(content)")
  }

  // MARK: Milestones

  private var milestones: HTML {
    let progress = ProjectProgress(page.milestones, today: page.today)
    let bar: HTML =
      progress.share.map {
        ProgressBar(
          $0, label: t("projects.field.progress"), tone: progress.overdue > 0 ? .warning : .brand,
          text: "\(progress.done)/\(progress.all)"
        ).html
      } ?? "<p class=\"soft\">\(t("projects.milestone.none"))</p>"
    let rows = page.milestones.map { milestone -> HTML in
      let tone: Tone =
        milestone.isOverdue(on: page.today) ? .bad : milestone.state == .done ? .ok : .neutral
      let day: HTML =
        milestone.state == .open
        ? DueDate(milestone.dueOn, today: page.today, t).html : "\(milestone.doneOn ?? milestone.dueOn)"
      return """
        <tr id="milestone-\(milestone.id)"><td>\
        \(Badge(tone, t(milestone.isOverdue(on: page.today) ? "projects.milestone.overdue" : milestone.state.label)))</td>\
        <td><strong>\(milestone.title)</strong>\(who(milestone))\(ProjectWords.paragraphs(milestone.note))\
        \(mayWrite ? change(milestone) : .empty)</td><td>\(day)</td></tr>
        """
    }
    let list: HTML = rows.isEmpty ? .empty : "<table class=\"plain\"><tbody>\(rows)</tbody></table>"
    return Card(t("projects.milestones"), "\(bar)\(list)\(mayWrite ? add : .empty)").html
  }

  private var add: HTML {
    let place = "milestone"
    let view = form(
      "milestones", at: place,
      """
      \(input(place, "title", label: "projects.milestone.title", most: Milestone.Limit.title))\
      \(day(place, "due", label: "projects.milestone.due", ""))\(owner(place, nil))\
      \(ButtonBar("\(Button(t("projects.milestone.add"), isSmall: true))"))
      """)
    return folded(place, t("projects.milestone.add"), view)
  }

  private func change(_ milestone: Milestone) -> HTML {
    let place = "milestone-\(milestone.id)"
    let states = Milestone.State.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let view = form(
      "milestones/\(milestone.id)", at: place,
      """
      \(FormField.hidden("\(place)-version", "\(milestone.version)"))\
      \(choice(place, "state", label: "projects.milestone.state", states, milestone.state.rawValue))\
      \(day(place, "due", label: "projects.milestone.due", milestone.dueOn.description))\
      \(day(place, "doneOn", label: "projects.milestone.doneOn", milestone.doneOn?.description ?? ""))\
      \(owner(place, milestone.ownerID))\
      \(area(place, "note", label: "projects.milestone.note", milestone.note, rows: 2, most: Milestone.Limit.note))\
      \(ButtonBar("\(Button(t("projects.milestone.save"), isSmall: true))"))
      """)
    return folded(place, t("projects.milestone.change"), view)
  }

  /// Who answers for a milestone, where it is not the leader.
  private func who(_ milestone: Milestone) -> HTML {
    guard let owner = milestone.ownerID,
      let name = page.dossier.workers.first(where: { $0.id == owner })?.name
    else { return .empty }
    return " <span class=\"soft\">\(name)</span>"
  }

  private func owner(_ place: String, _ own: ID<Account>?) -> HTML {
    let people = page.dossier.workers
    guard people.count > 1 || own != nil else { return .empty }
    return FormField.select(
      "\(place)-owner", label: t("projects.milestone.owner"), choices: people.map { .init("\($0.id)", $0.name) },
      value: value(place, "owner", own.map { "\($0)" } ?? ""), blank: t("projects.milestone.owner.leader"),
      error: error(place, "owner")
    ).html
  }

  // MARK: Meetings

  private func meetingList(_ meetings: [ProjectMeeting]) -> HTML {
    let place = "meeting"
    let rows = meetings.map { meeting -> HTML in
      let decisions: HTML =
        meeting.decisions.isEmpty
        ? .empty
        : "<p class=\"soft\">\(t("projects.meeting.decisions"))</p>\(ProjectWords.paragraphs(meeting.decisions))"
      let line = [meeting.place, meeting.people].filter { !$0.isEmpty }.joined(separator: " · ")
      return """
        <tr><td><strong>\(meeting.heldOn)</strong><p class="soft">\(line)</p>\(ProjectWords.paragraphs(meeting.content))\
        \(decisions)</td></tr>
        """
    }
    let list: HTML = rows.isEmpty ? .empty : "<table class=\"plain\"><tbody>\(rows)</tbody></table>"
    let none: HTML = meetings.isEmpty ? "<p class=\"soft\">\(t("projects.meeting.none"))</p>" : .empty
    let view = form(
      "meetings", at: place,
      """
      \(day(place, "heldOn", label: "projects.meeting.heldOn", page.today.description))\
      \(input(place, "place", label: "projects.meeting.place", most: ProjectMeeting.Limit.line, isRequired: false))\
      \(input(place, "people", label: "projects.meeting.people", most: ProjectMeeting.Limit.line, isRequired: false))\
      \(area(place, "content", label: "projects.meeting.content", "", rows: 3, most: ProjectMeeting.Limit.text))\
      \(area(place, "decisions", label: "projects.meeting.decisions", "", rows: 2, most: ProjectMeeting.Limit.text))\
      \(ButtonBar("\(Button(t("projects.meeting.add"), isSmall: true))"))
      """)
    return Card(
      t("projects.meetings"), "\(none)\(list)\(mayWrite ? folded(place, t("projects.meeting.add"), view) : .empty)"
    ).html
  }

  // MARK: Plans

  private func planCards(_ plans: [YearPlan]) -> HTML {
    let cards = plans.map { plan -> HTML in
      Card(
        t("projects.plan.year", ["year": "\(plan.year)"]),
        """
        <h3>\(t("projects.plan.plan"))</h3>\(plan.plan.isEmpty ? .dash : ProjectWords.paragraphs(plan.plan))\
        <h3>\(t("projects.plan.summary"))</h3>\(plan.summary.isEmpty ? .dash : ProjectWords.paragraphs(plan.summary))\
        \(mayWrite ? planForm(plan, "plan-\(plan.year)", t("projects.plan.change")) : .empty)
        """
      ).html
    }
    guard mayWrite else {
      return plans.isEmpty
        ? EmptyState(icon: .calendar, title: t("projects.plan.none"), text: t("projects.plan.none.text")).html
        : cards.joined()
    }
    let taken = Set(plans.map(\.year))
    let next = (0..<10).map { page.today.year + $0 }.first { !taken.contains($0) } ?? page.today.year
    let blank = YearPlan(year: next, plan: "", summary: "", version: 0)
    let new = Card(t("projects.plan.new"), planForm(blank, "plan-new", t("projects.plan.add")))
    return "\(cards)\(new)"
  }

  private func planForm(_ plan: YearPlan, _ id: String, _ label: String) -> HTML {
    let year: HTML =
      plan.version > 0
      ? FormField.hidden("\(id)-year", "\(plan.year)")
      : FormField.number(
        "\(id)-year", label: t("projects.plan.which"), value: value(id, "year", "\(plan.year)"),
        error: error(id, "year"), required: true
      ).html
    let view = form(
      "plans", at: id,
      """
      \(FormField.hidden("\(id)-version", "\(plan.version)"))\(year)\
      \(area(id, "plan", label: "projects.plan.plan", plan.plan, rows: 4, most: YearPlan.longest))\
      \(area(id, "summary", label: "projects.plan.summary", plan.summary, rows: 4, most: YearPlan.longest))\
      \(ButtonBar("\(Button(t("projects.plan.save"), isSmall: true))"))
      """)
    return folded(id, label, view)
  }

  // MARK: Controls, named after their form

  private func input(
    _ place: String, _ name: String, label: String, most: Int, isRequired: Bool = true
  ) -> HTML {
    FormField.text(
      "\(place)-\(name)", label: t(label), value: value(place, name), error: error(place, name), required: isRequired,
      maxLength: most
    ).html
  }

  private func choice(_ place: String, _ name: String, label: String, _ choices: [FormField.Choice], _ own: String)
    -> HTML
  {
    FormField.select(
      "\(place)-\(name)", label: t(label), choices: choices, value: value(place, name, own), error: error(place, name),
      required: true
    ).html
  }

  private func day(_ place: String, _ name: String, label: String, _ own: String) -> HTML {
    FormField.date(
      "\(place)-\(name)", label: t(label), value: value(place, name, own), error: error(place, name)
    ).html
  }

  private func area(_ place: String, _ name: String, label: String, _ own: String, rows: Int, most: Int) -> HTML {
    FormField.textArea(
      "\(place)-\(name)", label: t(label), value: value(place, name, own), rows: rows, error: error(place, name),
      maxLength: most, t
    ).html
  }
}
