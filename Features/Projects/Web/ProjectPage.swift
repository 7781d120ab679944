import Accounts
import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// `/projects/{project}`: where a project stands, what it is to bring, and who may do what now.
struct ProjectPage {
  enum Tab: String, CaseIterable {
    case overview, review, progress, ledger, attachments
  }

  let member: Member
  let dossier: ProjectDossier
  let steps: [ProjectStep]
  let standing: ReviewStanding
  let reports: [ProjectReport]
  let milestones: [Milestone]
  /// Who may be asked into a review group; empty for who does not name it.
  let reviewers: [(id: ID<Account>, name: String)]
  /// Who may be taken into the team; empty for who does not lead.
  let candidates: [(id: ID<Account>, name: String)]
  private let waiting: [WaitingEntry]

  var project: Project { dossier.project }
  var words: ProjectWords { ProjectWords(t: member.t) }
  var today: CivilDate { member.now.day }
  private var t: Localizer { member.t }

  /// - Throws: `WebError.notFound` when the project is not in sight.
  static func load(_ member: Member) async throws -> ProjectPage {
    let id = try member.exchange.parameter("project", as: ID<Project>.self)
    let actor = member.actor
    let page = try await member.services.database.read { connection -> ProjectPage? in
      guard let dossier = try ProjectDossier.load(id, in: ProjectSight(actor), on: connection) else { return nil }
      let project = dossier.project
      let convenes =
        actor.may(.projectsManage) && dossier.part == .whole
        && (project.state == .submitted || project.state == .review)
      return ProjectPage(
        member: member, dossier: dossier, steps: try ProjectStoryStore.steps(of: project, on: connection),
        standing: try ProjectStoryStore.standing(of: project, on: connection),
        reports: try ProjectStoryStore.reports(of: project, on: connection),
        milestones: try ProjectWorkStore.milestones(of: project, on: connection),
        reviewers: convenes
          ? try MembershipStore.people(
            holding: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator, .expert],
            school: project.schoolID, on: connection
          ).filter { $0.id != project.leaderID && $0.id != project.createdBy } : [],
        candidates: dossier.part >= .own && actor.may(.projectsWrite)
          ? try MembershipStore.people(holding: DraftProject.leaders, school: project.schoolID, on: connection)
            .filter { person in person.id != project.leaderID && !dossier.team.contains { $0.id == person.id } } : [],
        waiting: try InboxStore.open(.project(project), on: connection))
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  /// Whether the reader sees the partner, whose page has all that the school has with it.
  var seesPartner: Bool { dossier.part == .whole }
  var mayApply: Bool { member.actor.may(.projectsWrite) && dossier.part >= .own }
  var mayWork: Bool { member.actor.may(.projectsWrite) && dossier.part >= .work }

  /// Whether the act would be taken from the reader, as far as it is theirs.
  func may(_ act: ProjectAct) -> Bool {
    let permission = ProjectFlow.permission(for: act)
    return member.actor.may(permission) && dossier.part >= (permission == .projectsManage ? .whole : .own)
  }

  var crumbs: [Crumb] {
    [
      Crumb(t("projects.title"), ProjectLinks.list),
      Crumb(dossier.partner.enterprise.name, seesPartner ? ProjectLinks.of(project.partnershipID) : nil),
    ]
  }

  // MARK: Frame

  /// - Parameters:
  ///   - typed: the act that was sent and is wrong.
  ///   - late: whether somebody else was first.
  func reply(
    typed: FormData? = nil, problems: [FieldProblem] = [], late: Bool = false, typedWords: String = ""
  ) async throws -> Reply {
    let acts = ProjectActs(page: self, typed: typed, problems: problems)
    return try await framed(
      .overview, status: late ? 409 : problems.isEmpty ? 200 : 422,
      """
      \(late ? lateNotice(typedWords) : .empty)\(acts.summary)\(way)\(actors)\(why)\
      <div class="columns"><div class="stack">\(acts.html)\(application)\(reportCards)</div>\
      <div class="stack">\(facts)\(TeamCard(page: self, problems: problems).html)\(Card(t("projects.story"), words.timeline(steps, now: member.now)))</div></div>
      """)
  }

  func framed(_ tab: Tab, status: Int = 200, _ content: HTML) async throws -> Reply {
    let id = project.id
    let tabs = Tabs(
      t("projects.tabs"),
      Tab.allCases.map { item in
        Tabs.Item(
          t("projects.tab.\(item.rawValue)"),
          item == .overview ? ProjectLinks.show(id) : ProjectLinks.page(id, item.rawValue), isCurrent: item == tab)
      })
    return try await member.page(
      PageContent(
        title: project.title,
        crumbs: crumbs + [Crumb(project.number.isEmpty ? t(project.state.label) : project.number)],
        titleNote: words.badge(project, today: today).html, actions: actions, status: status,
        content: "\(tabs)\(content)"))
  }

  private func lateNotice(_ typed: String) -> HTML {
    let last = steps.first
    let words = [
      "name": last.map { $0.person.isEmpty ? t("kit.timeline.program") : $0.person } ?? "",
      "act": last.map { t($0.act.label) } ?? "", "time": last?.at.minuteText ?? "",
    ]
    let kept: HTML =
      typed.isEmpty ? .empty : "<p>\(t("projects.late.typed"))</p>\(ProjectWords.paragraphs(typed))"
    return Alert(.warning, title: t("projects.late.title", words), "<p>\(t("projects.late.text"))</p>\(kept)").html
  }

  private var actions: HTML {
    guard mayApply, project.state.isEditable else { return .empty }
    let discard: HTML =
      project.number.isEmpty
      ? PostButton(
        t("projects.discard"), to: ProjectLinks.page(project.id, "discard"), csrf: member.exchange.csrfToken,
        style: .quiet, icon: .trash, fields: [("version", "\(project.version)")],
        confirm: t("projects.discard.confirm")
      ).html : .empty
    return discard
      + LinkButton(t("projects.edit"), to: ProjectLinks.edit(project.id), style: .primary, icon: .edit).html
  }

  // MARK: Head

  private var way: HTML {
    func note(_ act: ProjectAct) -> String? {
      // A day does not break at its hyphens.
      steps.first { $0.act == act }.map { "\($0.person) \($0.at.day.description.replacing("-", with: "-\u{2060}"))" }
    }
    let until = project.dueOn.map { t("projects.until", ["date": $0.description]) }
    let order: [(states: [ProjectState], label: String, act: ProjectAct)] = [
      ([.idea], "idea", .started), ([.application], "application", .submitted),
      ([.submitted, .review, .rejected], "review", .granted), ([.approved], "approved", .begun),
      ([.running, .midterm, .stopped], "running", .concluded), ([.closing], "closing", .accepted),
      ([.followUp], "follow-up", .followed), ([.closed], "closed", .followed),
    ]
    let at = order.firstIndex { $0.states.contains(project.state) } ?? 0
    let line = order.enumerated().map { index, part -> Steps.Step in
      let isProblem =
        project.state == .rejected || project.state == .stopped
        || (project.state == .application && !project.reason.isEmpty)
      let state: Steps.State =
        index < at || project.state == .closed ? .done : index == at ? (isProblem ? .problem : .current) : .upcoming
      let label = index == at && isProblem ? t(project.state.label) : t("projects.way.\(part.label)")
      return Steps.Step(label, state, note: index == at ? until : index < at ? note(part.act) : nil)
    }
    return Steps(t("projects.way"), line).html
  }

  private var actors: HTML {
    waiting.map { WaitingCard(waiting: $0, actor: member.actor, today: today, t: t).html }.joined()
  }

  private var why: HTML {
    guard !project.reason.isEmpty else { return .empty }
    let key = "projects.why.\(project.state.rawValue)"
    return Alert(.warning, title: t(t.has(key) ? key : "projects.why"), ProjectWords.paragraphs(project.reason)).html
  }

  // MARK: Content

  private var application: HTML {
    let groups = ExpectedItem.Part.allCases.map { part -> HTML in
      let items = dossier.mode.asked.filter { $0.part == part }
      guard !items.isEmpty else { return .empty }
      return """
        <h3>\(t(part.label))</h3>\
        \(DescriptionList(items.map { .text(t($0.label), project.expected.text($0, t), isWide: $0.measure == .words) }))
        """
    }
    let text: HTML = """
      <h3>\(t("projects.field.goal"))</h3>\(project.goal.isEmpty ? .dash : ProjectWords.paragraphs(project.goal))\
      <h3>\(t("projects.field.content"))</h3>\(project.content.isEmpty ? .dash : ProjectWords.paragraphs(project.content))
      """
    return Card(t("projects.application"), "\(text)\(groups)").html
  }

  private var reportCards: HTML {
    reports.map { report -> HTML in
      let filled = dossier.mode.asked.filter { report.results.values[$0.name] != nil }
      let results: HTML =
        filled.isEmpty
        ? .empty
        : """
        <div class="scroll"><table class="plain"><thead><tr><th scope="col">\(t("projects.result.item"))</th>\
        <th scope="col">\(t("projects.result.expected"))</th><th scope="col">\(t("projects.result.reached"))</th></tr></thead>\
        <tbody>\(filled.map { "<tr><th scope=\"row\">\(t($0.label))</th><td>\(project.expected.text($0, t))</td><td>\(report.results.text($0, t))</td></tr>" as HTML })</tbody></table></div>
        """
      return Card(
        t(report.kind.label),
        "<p class=\"soft\">\(report.person) · \(report.at.day)</p>\(ProjectWords.paragraphs(report.body))\(results)"
      ).html
    }.joined()
  }

  private var facts: HTML {
    let partner = dossier.partner
    let (classes, progress) = (dossier.classes, ProjectProgress(milestones, today: today))
    var items: [DescriptionList.Item] = [
      .text(t("projects.field.number"), project.number.isEmpty ? t("projects.number.later") : project.number),
      .init(
        t("projects.field.enterprise"),
        seesPartner
          ? "<a href=\"\(ProjectLinks.of(partner.partnership.id))\">\(partner.enterprise.name)</a>"
          : "\(partner.enterprise.name)"),
      .text(t("projects.field.mode"), words.name(classes, .mode, project.mode)),
      .text(t("projects.field.form"), words.name(classes, .form, project.form)),
      .text(t("projects.field.place"), words.name(classes, .place, project.place)),
      .text(t("projects.field.department"), dossier.departmentName),
      .text(t("projects.field.leader"), dossier.leaderName),
      .text(t("projects.field.term"), words.term(project.startOn, project.endOn)),
      .text(t("projects.field.asked"), project.asked.map { t.money(fen: $0) }),
      .text(t("projects.field.granted"), project.granted.map { t.money(fen: $0) }),
    ]
    if let day = project.midtermOn { items.append(.text(t("projects.field.midtermOn"), day.description)) }
    if let grade = project.grade { items.append(.text(t("projects.field.grade"), t(grade.label))) }
    if let share = progress.share {
      items.append(
        .init(
          t("projects.field.progress"),
          """
          <a href="\(ProjectLinks.page(project.id, "progress"))">\
          \(ProgressBar(share, label: t("projects.field.progress"), tone: progress.overdue > 0 ? .warning : .brand, text: "\(progress.done)/\(progress.all)"))</a>
          """, isWide: true))
    }
    return Card(t("projects.facts"), DescriptionList(items)).html
  }
}
