import Accounts
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// `/projects/{project}/edit`: the application; it asks for what matters for
/// the project's mode and is saved at any time.
struct ProjectFormPage {
  let page: ProjectPage
  /// As it was typed; the project's own when nothing was sent.
  let draft: Project
  let typed: FormData?
  let problems: [FieldProblem]
  let isStale: Bool
  private let leaders: [(id: ID<Account>, name: String)]

  static func load(
    _ page: ProjectPage, draft: Project? = nil, typed: FormData? = nil, problems: [FieldProblem] = [],
    isStale: Bool = false
  ) async throws -> ProjectFormPage {
    ProjectFormPage(
      page: page, draft: draft ?? page.project, typed: typed, problems: problems, isStale: isStale,
      leaders: try await leaders(of: page.project.schoolID, page.member.services))
  }

  static func leaders(
    of school: ID<School>, _ services: Services
  ) async throws -> [(id: ID<Account>, name: String)] {
    try await services.database.read {
      try MembershipStore.people(holding: DraftProject.leaders, school: school, on: $0)
    }
  }

  private var t: Localizer { page.member.t }

  func reply() async throws -> Reply {
    let (member, project) = (page.member, page.project)
    let classes = page.dossier.classes
    let mode = classes.mode(of: draft)
    let fields = RecordForm(
      ProjectFields.offering(classes, leaders: leaders, for: draft), record: draft, typed: typed,
      problems: problems, t)
    let asked = RecordForm(
      ExpectedValues.description(mode.asked, required: Set(mode.required)), record: draft.expected, typed: typed,
      problems: problems, t)
    let parts = ExpectedItem.Part.allCases.map { part -> HTML in
      let items = mode.asked.filter { $0.part == part }
      return items.isEmpty ? .empty : asked.group(part.label, items.map(\.name), isPaired: true)
    }
    let labels = ProjectFields.description.labels.merging(
      ExpectedItem.all.map { ($0.name, $0.label) }, uniquingKeysWith: { first, _ in first })
    let form = FormView(
      action: ProjectLinks.edit(project.id), csrf: member.exchange.csrfToken,
      draft: "\(member.actor.accountID)-project-\(project.id)", hasErrors: !problems.isEmpty || isStale, t,
      """
      <button type="submit" name="act" value="save" class="visually-hidden" tabindex="-1" aria-hidden="true">\
      \(t("projects.edit.save"))</button>\
      \(RecordProblems(problems, labels: labels, t))\(FormField.hidden("version", "\(project.version)"))\
      \(fields.group("projects.edit.what", ["title", "goal", "content"]))\
      \(fields.group("projects.edit.when", ["leader", "asked", "startOn", "endOn"], isPaired: true))\
      \(fields.group("projects.edit.how", ["mode", "form", "place"], isPaired: true))\
      <p class="soft">\(t("projects.edit.mode.hint"))</p>\
      <p id="mode-items">\(Button(t("projects.edit.mode"), name: "act", value: "mode", isSmall: true))</p>\(parts)\
      \(ButtonBar(note: t("projects.edit.note"), "\(Button(t("projects.submit"), style: .primary, name: "act", value: "submit"))\(Button(t("projects.edit.save"), name: "act", value: "save"))\(LinkButton(t("kit.cancel"), to: ProjectLinks.show(project.id), style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: t("projects.edit.title", ["title": project.title]),
        crumbs: page.crumbs + [Crumb(project.title, ProjectLinks.show(project.id)), Crumb(t("projects.edit"))],
        titleNote: page.words.badge(project, today: page.today).html,
        status: isStale ? 409 : problems.isEmpty ? 200 : 422, content: "\(stale)\(returned)\(form)"))
  }

  /// Somebody changed it meanwhile: what was typed is here, what is kept can be looked at.
  private var stale: HTML {
    guard isStale else { return .empty }
    let last = page.steps.first
    return Alert(
      .warning, title: t("projects.stale"),
      """
      <p>\(t("projects.stale.text"))</p>\
      <p><a href="\(ProjectLinks.show(page.project.id))" target="_blank">\(t("projects.stale.look"))</a> \
      \(last.map { "\($0.person) \($0.at.minuteText)" } ?? "")</p>
      """
    ).html
  }

  private var returned: HTML {
    guard !page.project.reason.isEmpty else { return .empty }
    return Alert(.warning, title: t("projects.why.application"), ProjectWords.paragraphs(page.project.reason)).html
  }

  // MARK: Reading

  /// Reads the form into a draft; what cannot be read keeps the old value and is named.
  static func read(
    _ form: FormData, into old: Project, _ classes: ProjectClasses, leaders: [(id: ID<Account>, name: String)]
  ) -> (Project, [FieldProblem]) {
    let reading = ProjectFields.offering(classes, leaders: leaders, for: old).read(form, into: old)
    var draft = reading.record
    draft.version = form["version"].flatMap { Int($0) } ?? 0
    let asked = classes.mode(of: draft).description.read(form, into: old.expected)
    draft.expected = asked.record
    return (draft, reading.problems + asked.problems)
  }
}

/// `/projects/new`: with whom, and the idea in a few words.
struct NewProjectPage {
  let member: Member

  private var t: Localizer { member.t }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let asked = (typed?["partner"] ?? member.exchange.query["partner"]).flatMap { ID<Partnership>($0) }
    guard let asked else { return try await choosePartner() }
    let scope = member.actor.scope
    let found = try await member.services.database.read { connection in
      try PartnershipStore.partner(asked, in: scope, on: connection).map { partner in
        (partner, try ProjectClassStore.words(of: partner.partnership.schoolID, on: connection))
      }
    }
    guard let (partner, classes) = found else { throw WebError.notFound }
    let leaders = try await ProjectFormPage.leaders(of: partner.partnership.schoolID, member.services)
    var blank = Project(
      id: ID(rawValue: 0), schoolID: partner.partnership.schoolID, partnershipID: asked,
      mode: member.exchange.query["mode"] ?? "", createdAt: member.now)
    blank.leaderID = leaders.contains { $0.id == member.actor.accountID } ? member.actor.accountID : nil
    let fields = RecordForm(
      ProjectFields.offering(classes, leaders: leaders), record: blank, typed: typed, problems: problems, t)
    let form = FormView(
      action: ProjectLinks.list, csrf: member.exchange.csrfToken, draft: "\(member.actor.accountID)-project-new",
      hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(FormField.hidden("partner", asked.description))\
      \(fields.fields(["title", "mode", "form", "place", "leader", "goal"]))\
      \(ButtonBar(note: t("projects.new.note"), "\(Button(t("projects.new.start"), style: .primary))\(LinkButton(t("kit.cancel"), to: ProjectLinks.of(asked), style: .quiet))"))
      """)
    return try await page(
      problems.isEmpty ? 200 : 422,
      """
      \(Card(t("projects.field.enterprise"), actions: LinkButton(t("projects.new.other"), to: ProjectLinks.new, isSmall: true).html, "<p>\(partner.enterprise.name)</p>"))\
      \(Card(t("projects.new.idea"), form))
      """)
  }

  private func choosePartner() async throws -> Reply {
    let (scope, search) = (member.actor.scope, member.exchange.query["q"] ?? "")
    var query = PartnerQuery()
    query.search = String(FieldText.trimmed(search).prefix(60))
    let asked = query
    let found = try await member.services.database.read {
      try PartnerListStore.page(asked, in: scope, on: $0).rows
    }
    let address = ListAddress(ProjectLinks.new, search.isEmpty ? [] : [("q", search)])
    let table = DataTable(
      caption: t("projects.field.enterprise"),
      columns: [
        .init("name", t("projects.field.enterprise"), phone: .title),
        .init("department", t("projects.field.department")),
      ],
      rows: found.map { row in
        DataTable.Row(
          id: "\(row.partnershipID)", name: row.enterprise.name, link: ProjectLinks.new(with: row.partnershipID),
          [.text(row.enterprise.name), .text(row.departmentName)])
      },
      empty: EmptyState(
        icon: .building, title: t("projects.new.nobody"), text: t("projects.new.nobody.text"),
        actions: LinkButton(t("projects.new.partners"), to: "/partners").html), id: "found", t)
    return try await page(
      200,
      "<p class=\"soft\">\(t("projects.new.intro"))</p>\(FilterBar(address, placeholder: t("projects.new.search"), target: "found", t))\(table)"
    )
  }

  private func page(_ status: Int, _ content: HTML) async throws -> Reply {
    try await member.page(
      PageContent(
        title: t("projects.new"), crumbs: [Crumb(t("projects.title"), ProjectLinks.list), Crumb(t("projects.new"))],
        status: status, content: content))
  }
}
