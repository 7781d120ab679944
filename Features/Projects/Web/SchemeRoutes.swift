import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Schemes of governments and funds, and the projects that apply to them.
struct SchemeRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let path = ProjectLinks.schemes.text
    member.get(path, needs: .projectsRead) { try await SchemesPage(member: $0).reply() }
    member.get("\(path)/new", needs: .projectsManage) { try await SchemesPage(member: $0).form(nil) }
    member.post(path, needs: .projectsManage) { try await save($0, isNew: true) }
    member.get("\(path)/{scheme}", needs: .projectsRead) { try await SchemePage.load($0).reply() }
    member.get("\(path)/{scheme}/edit", needs: .projectsManage) { member in
      try await SchemesPage(member: member).form(try await SchemePage.load(member).scheme)
    }
    member.post("\(path)/{scheme}/edit", needs: .projectsManage) { try await save($0, isNew: false) }
    member.post("\(path)/{scheme}/bids", needs: .projectsWrite) { try await bid($0) }
    member.post("\(path)/{scheme}/bids/{bid}", needs: .projectsWrite) { try await change($0) }
  }

  private func save(_ member: Member, isNew: Bool) async throws -> Reply {
    guard let school = member.actor.schoolID else { throw WebError.forbidden(Message("projects.problem.noSchool")) }
    let old =
      isNew
      ? Scheme(id: ID(rawValue: 0), school: school, deadline: member.now.day) : try await SchemePage.load(member).scheme
    let form = member.exchange.form
    var reading = SchemeFields.description.read(form, into: old)
    if isNew, FieldText.trimmed(form["deadline"] ?? "").isEmpty,
      !reading.problems.contains(where: { $0.field == "deadline" })
    {
      reading.problems.append(FieldProblem("deadline", "kit.records.required"))
    }
    let page = SchemesPage(member: member)
    guard reading.problems.isEmpty else {
      return try await page.form(isNew ? nil : old, typed: form, problems: reading.problems)
    }
    var scheme = reading.record
    if !isNew { scheme.version = form["version"].flatMap { Int($0) } ?? 0 }
    do {
      let id = try await KeepSchemes(services).keep(scheme, isNew: isNew, by: member.actor)
      return .redirect(to: ProjectLinks.scheme(id), flash: .ok("projects.flash.scheme"))
    } catch ProjectError.stale {
      return try await page.form(
        isNew ? nil : old, typed: form, problems: [FieldProblem("", "projects.stale")])
    } catch is ProjectError {
      throw WebError.notFound
    }
  }

  private func bid(_ member: Member) async throws -> Reply {
    let page = try await SchemePage.load(member)
    guard let project = member.exchange.form["project"].flatMap({ ID<Project>($0) }) else {
      return try await page.reply(problems: [FieldProblem("project", "kit.records.required")])
    }
    do {
      try await KeepSchemes(services).bid(project, for: page.scheme.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(problems: invalid.problems)
    } catch is ProjectError {
      throw WebError.notFound
    }
    return .redirect(to: ProjectLinks.scheme(page.scheme.id), flash: .ok("projects.flash.bid"))
  }

  private func change(_ member: Member) async throws -> Reply {
    let page = try await SchemePage.load(member)
    let id = try member.exchange.parameter("bid", as: ID<SchemeBid>.self)
    guard let old = page.bids.first(where: { $0.id == id }) else { throw WebError.notFound }
    let form = FormData(
      member.exchange.form.pairs.map { .init($0.name.replacing("\(id)-", with: ""), $0.value) })
    let reading = SchemeFields.bid.read(form, into: old)
    var bid = reading.record
    bid.version = form["version"].flatMap { Int($0) } ?? 0
    guard reading.problems.isEmpty else { return try await page.reply(problems: reading.problems, at: id, typed: form) }
    do {
      try await KeepSchemes(services).change(bid, of: page.scheme.id, by: member.actor)
    } catch ProjectError.stale {
      return try await page.reply(problems: [FieldProblem("", "projects.stale")], at: id, typed: form)
    } catch is ProjectError {
      throw WebError.notFound
    }
    return .redirect(to: ProjectLinks.scheme(page.scheme.id), flash: .ok("projects.flash.bid"))
  }
}

/// `/projects/schemes`: what can be applied for, the nearest deadline first.
struct SchemesPage {
  let member: Member

  private var t: Localizer { member.t }

  func reply() async throws -> Reply {
    let (scope, today) = (member.actor.scope, member.now.day)
    let isOver = member.exchange.query["view"] == "over"
    let found = try await member.services.database.read {
      try SchemeStore.list(isOpen: !isOver, today: today, in: scope, on: $0)
    }
    let new: HTML =
      member.actor.may(.projectsManage) && member.actor.schoolID != nil
      ? LinkButton(t("projects.scheme.new"), to: Link("\(ProjectLinks.schemes.text)/new"), style: .primary, icon: .plus)
        .html : .empty
    let tabs = Tabs(
      t("projects.schemes"),
      [
        .init(t("projects.schemes.open"), ProjectLinks.schemes, isCurrent: !isOver),
        .init(t("projects.schemes.over"), ProjectLinks.schemes.with([("view", "over")]), isCurrent: isOver),
      ])
    let table = DataTable(
      caption: t("projects.schemes"),
      columns: [
        .init("title", t("projects.scheme.title"), phone: .title), .init("level", t("projects.scheme.level")),
        .init("deadline", t("projects.scheme.deadline"), isNarrow: true),
        .init("amount", t("projects.scheme.amount"), alignment: .end),
        .init("bids", t("projects.scheme.bids"), alignment: .end),
        .init("granted", t("projects.bid.money"), alignment: .end),
      ],
      rows: found.map { row in
        let scheme = row.scheme
        return DataTable.Row(
          id: "\(scheme.id)", name: scheme.title, link: ProjectLinks.scheme(scheme.id),
          [
            .text(scheme.title, second: scheme.issuer.isEmpty ? nil : scheme.issuer), .text(t(scheme.level.label)),
            isOver
              ? .text(scheme.deadline.description)
              : .init(DueDate(scheme.deadline, today: today, t).html, second: "\(scheme.deadline)"),
            .text(scheme.amount.map { t.money(fen: $0) }), .number(row.bids),
            .text(row.granted > 0 ? t.money(fen: row.granted) : nil),
          ])
      },
      empty: EmptyState(
        icon: .calendar, title: t("projects.schemes.empty"), text: t("projects.schemes.empty.text"), actions: new),
      id: "schemes", t)
    return try await member.page(
      PageContent(
        title: t("projects.schemes"),
        crumbs: [Crumb(t("projects.title"), ProjectLinks.list), Crumb(t("projects.schemes"))], actions: new,
        content: "\(tabs)\(table)"))
  }

  func form(_ scheme: Scheme?, typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    guard let school = member.actor.schoolID else { throw WebError.forbidden(Message("projects.problem.noSchool")) }
    let record =
      scheme ?? Scheme(id: ID(rawValue: 0), school: school, deadline: member.now.day.adding(days: 60))
    let description = SchemeFields.description
    let fields = RecordForm(description, record: record, typed: typed, problems: problems, t)
    let title = scheme?.title ?? t("projects.scheme.new")
    let back = scheme.map { ProjectLinks.scheme($0.id) } ?? ProjectLinks.schemes
    let view = FormView(
      action: scheme.map { Link("\(ProjectLinks.scheme($0.id).text)/edit") } ?? ProjectLinks.schemes,
      csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(FormField.hidden("version", "\(record.version)"))\
      \(fields.fields(description.fields.map(\.name)))\
      \(ButtonBar("\(Button(t("projects.scheme.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: back, style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("projects.title"), ProjectLinks.list), Crumb(t("projects.schemes"), ProjectLinks.schemes),
          Crumb(title),
        ], status: problems.isEmpty ? 200 : 422, content: view.html))
  }
}

/// `/projects/schemes/{scheme}`: a scheme, and the projects that apply to it.
struct SchemePage {
  let member: Member
  let scheme: Scheme
  let bids: [SchemeBid]
  /// Projects in sight that may still apply.
  private let projects: [ProjectSummary]

  private var t: Localizer { member.t }

  /// - Throws: `WebError.notFound`.
  static func load(_ member: Member) async throws -> SchemePage {
    let id = try member.exchange.parameter("scheme", as: ID<Scheme>.self)
    let (scope, today) = (member.actor.scope, member.now.day)
    // Who only reviews a project does not apply with it.
    let sight = ProjectSight(member.actor, least: .own)
    var query = ProjectQuery()
    query.limit = 200
    query.states = [.application, .submitted, .review, .approved, .running, .midterm, .closing, .followUp]
    let asked = query
    let page = try await member.services.database.read { connection -> SchemePage? in
      guard let scheme = try SchemeStore.scheme(id, in: scope, on: connection) else { return nil }
      let bids = try SchemeStore.bids(of: scheme, in: sight, on: connection)
      let taken = Set(bids.map(\.projectID))
      let projects = try ProjectListStore.page(asked, in: sight, today: today, on: connection).rows
      return SchemePage(
        member: member, scheme: scheme, bids: bids, projects: projects.filter { !taken.contains($0.id) })
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  func reply(
    problems: [FieldProblem] = [], at bid: ID<SchemeBid>? = nil, typed: FormData? = nil
  ) async throws -> Reply {
    let edit: HTML =
      member.actor.may(.projectsManage) && member.actor.schoolID != nil
      ? LinkButton(t("projects.scheme.edit"), to: Link("\(ProjectLinks.scheme(scheme.id).text)/edit"), icon: .edit).html
      : .empty
    let today = member.now.day
    let state =
      scheme.isOpen(on: today) ? Badge(.ok, t("projects.schemes.open")) : Badge(.neutral, t("projects.schemes.over"))
    let items = SchemeFields.description.fields.filter { $0.name != "title" && $0.name != "note" }.map {
      field -> DescriptionList.Item in
      let words =
        field.name == "amount" ? scheme.amount.map { t.money(fen: $0) } : field.display(field.value(of: scheme), t)
      return DescriptionList.Item.text(t(field.label), words)
    }
    let summary = ErrorSummary(
      problems.map { problem in
        .init(
          field: problem.field.isEmpty ? nil : bid.map { "\($0)-\(problem.field)" } ?? problem.field, t(problem.message)
        )
      }, t)
    let list: HTML =
      bids.isEmpty
      ? EmptyState(icon: .project, title: t("projects.bids.empty"), text: t("projects.bids.empty.text")).html
      : bids.map { card($0, problems: $0.id == bid ? problems : [], typed: $0.id == bid ? typed : nil) }.joined()
    return try await member.page(
      PageContent(
        title: scheme.title,
        crumbs: [
          Crumb(t("projects.title"), ProjectLinks.list), Crumb(t("projects.schemes"), ProjectLinks.schemes),
          Crumb(scheme.title),
        ], titleNote: state.html, actions: edit, status: problems.isEmpty ? 200 : 422,
        content: """
          \(summary)<div class="columns"><div class="stack">\(list)\(add(bid == nil ? problems : []))</div>\
          <div class="stack">\(Card(t("projects.facts"), "\(DescriptionList(items))\(ProjectWords.paragraphs(scheme.note))"))</div></div>
          """))
  }

  private func card(_ bid: SchemeBid, problems: [FieldProblem], typed: FormData?) -> HTML {
    let tone: Tone =
      bid.state == .granted ? .ok : bid.state == .refused ? .bad : bid.state == .submitted ? .info : .neutral
    let money = [
      bid.asked.map { "\(t("projects.bid.asked")) \(t.money(fen: $0))" },
      bid.granted.map { "\(t("projects.bid.money")) \(t.money(fen: $0))" }, bid.decidedOn?.description, bid.note,
    ].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
    let form: HTML
    if member.actor.may(.projectsWrite) {
      let id = bid.id
      func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
      func value(_ name: String, _ own: String) -> String { typed?[name] ?? own }
      let states = SchemeBid.State.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
      let view = FormView(
        action: Link("\(ProjectLinks.scheme(scheme.id).text)/bids/\(id)"), csrf: member.exchange.csrfToken,
        hasErrors: !problems.isEmpty, t,
        """
        \(FormField.hidden("\(id)-version", "\(bid.version)"))\
        \(FormField.select("\(id)-state", label: t("projects.bid.state"), choices: states, value: value("state", bid.state.rawValue), error: error("state"), required: true))\
        \(FormField.money("\(id)-asked", label: t("projects.bid.asked"), value: value("asked", bid.asked.map { Fen.text($0) } ?? ""), unit: t("kit.records.yuan"), error: error("asked")))\
        \(FormField.money("\(id)-granted", label: t("projects.bid.money"), value: value("granted", bid.granted.map { Fen.text($0) } ?? ""), unit: t("kit.records.yuan"), error: error("granted")))\
        \(FormField.date("\(id)-decidedOn", label: t("projects.bid.decidedOn"), value: value("decidedOn", bid.decidedOn?.description ?? ""), error: error("decidedOn")))\
        \(FormField.text("\(id)-note", label: t("projects.bid.note"), value: value("note", bid.note), error: error("note"), maxLength: 200))\
        \(ButtonBar("\(Button(t("projects.bid.save"), isSmall: true))"))
        """)
      form = """
        <details class="screen-only"\(if: !problems.isEmpty, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
        \(t("projects.bid.change"))</summary>\(view)</details>
        """
    } else {
      form = .empty
    }
    return Card(
      bid.projectTitle, actions: Badge(tone, t(bid.state.label)).html,
      """
      <p><a href="\(ProjectLinks.show(bid.projectID))">\(bid.enterpriseName)</a></p>\
      \(money.isEmpty ? .empty : "<p class=\"soft\">\(money)</p>")\(form)
      """
    ).html
  }

  private func add(_ problems: [FieldProblem]) -> HTML {
    guard member.actor.may(.projectsWrite), member.actor.schoolID == scheme.schoolID, !projects.isEmpty else {
      return .empty
    }
    let choices = projects.map { FormField.Choice("\($0.id)", $0.title) }
    let view = FormView(
      action: Link("\(ProjectLinks.scheme(scheme.id).text)/bids"), csrf: member.exchange.csrfToken,
      guardsChanges: false, t,
      """
      \(FormField.select("project", label: t("projects.title"), choices: choices, value: nil, blank: t("projects.choose"), error: problems.first.map { t($0.message) }, required: true))\
      \(ButtonBar("\(Button(t("projects.bid.add"), isSmall: true))"))
      """)
    return Card(t("projects.bid.add"), view).html
  }
}
