import Activity
import Database
import Documents
import Files
import Foundation
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Checks of how agreements are kept: asked by the office, answered by departments, reported with what is open.
struct CheckRoutes: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/agreements/checks/{check}"
    member.get("/agreements/checks", needs: .agreementsRead) { try await CheckListPage(member: $0).reply() }
    member.post("/agreements/checks", needs: .agreementsManage) { try await begin($0) }
    member.get(one, needs: .agreementsRead) { try await CheckPage.load($0).reply() }
    member.get("\(one).xlsx", needs: .agreementsExport) {
      try await CheckSheet(page: try await CheckPage.load($0)).xlsx()
    }
    member.get("\(one).pdf", needs: .agreementsRead) { try await CheckSheet(page: try await CheckPage.load($0)).pdf() }
    member.post("\(one)/items/{item}", needs: .agreementsWrite) { try await answer($0) }
    member.post("\(one)/close", needs: .agreementsManage) { member in
      let id = try member.exchange.parameter("check", as: ID<FulfilmentCheck>.self)
      do {
        try await RunCheck(services).close(id, by: member.actor)
      } catch is AgreementError {
        throw WebError.notFound
      }
      return .redirect(to: CheckLinks.show(id), flash: .ok("agreements.check.flash.closed"))
    }
  }

  private func begin(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    do {
      let id = try await RunCheck(services).begin(
        title: FieldText.trimmed(form["title"] ?? ""), question: FieldText.trimmed(form["question"] ?? ""),
        dueOn: FieldText.trimmed(form["dueOn"] ?? ""), by: member.actor)
      return .redirect(to: CheckLinks.show(id), flash: .ok("agreements.check.flash.begun"))
    } catch let invalid as Invalid {
      return try await CheckListPage(member: member).reply(typed: form, problems: invalid.problems)
    } catch is AgreementError {
      throw WebError.forbidden(Message("agreements.problem.noSchool"))
    }
  }

  private func answer(_ member: Member) async throws -> Reply {
    let page = try await CheckPage.load(member)
    let item = try member.exchange.parameter("item", as: ID<CheckItem>.self)
    let form = member.exchange.form
    func typed(_ name: String) -> String { FieldText.trimmed(form["\(name).\(item)"] ?? "") }
    do {
      try await RunCheck(services).answer(
        item, typed("verdict"), words: typed("words"), openPoint: typed("openPoint"), in: page.check.id,
        by: member.actor)
      return .redirect(to: CheckLinks.show(page.check.id), flash: .ok("agreements.check.flash.answered"))
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems, at: item)
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.check.problem.closed"))
    }
  }
}

/// `/agreements/checks`
struct CheckListPage {
  let member: Member

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let (t, scope, today) = (member.t, member.actor.scope, member.now.day)
    let checks = try await member.services.database.read { try CheckStore.checks(in: scope, on: $0) }
    let table = DataTable(
      caption: t("agreements.check.list"),
      columns: [
        .init("title", t("agreements.check.title"), phone: .title), .init("due", t("agreements.check.dueOn")),
        .init("answered", t("agreements.check.answered"), alignment: .end), .init("state", t("agreements.field.state")),
      ],
      rows: checks.map { check in
        DataTable.Row(
          id: "\(check.id)", name: check.title, link: CheckLinks.show(check.id),
          [
            .text(check.title, second: check.createdBy),
            .init(check.isOpen ? DueDate(check.dueOn, today: today, t).html : "\(check.dueOn)"),
            .text("\(check.answered)/\(check.count)"), .init(CheckPage.badge(check, t).html),
          ])
      },
      empty: EmptyState(icon: .check, title: t("agreements.check.empty"), text: t("agreements.check.empty.text")),
      id: "checks", t)
    return try await member.page(
      PageContent(
        title: t("agreements.check.list"),
        crumbs: [Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.check.list"))],
        status: problems.isEmpty ? 200 : 422, content: "<div class=\"stack\">\(table)\(new(typed, problems))</div>"))
  }

  private func new(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let t = member.t
    guard member.actor.may(.agreementsManage), member.actor.schoolID != nil else { return .empty }
    func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }
    let form = FormView(
      action: CheckLinks.list, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(ErrorSummary(problems.map { .init(field: $0.field, t($0.message)) }, t))\
      <p class="soft">\(t("agreements.check.new.text"))</p>\
      \(FormField.text("title", label: t("agreements.check.title"), value: typed?["title"] ?? "", error: error("title"), required: true, maxLength: 80))\
      \(FormField.textArea("question", label: t("agreements.check.question"), value: typed?["question"] ?? "", rows: 3, hint: t("agreements.check.question.hint"), error: error("question"), maxLength: 1000, t))\
      \(FormField.text("dueOn", label: t("agreements.check.dueOn"), value: typed?["dueOn"] ?? "", hint: t("agreements.field.date.hint"), error: error("dueOn"), required: true, width: .short))\
      \(ButtonBar("\(Button(t("agreements.check.begin"), style: .primary))"))
      """)
    return Card(t("agreements.check.new"), form).html
  }
}

/// `/agreements/checks/{check}`: what was answered, what is open, and one's own answers.
struct CheckPage {
  let member: Member
  let check: FulfilmentCheck
  let items: [CheckItem]

  static func load(_ member: Member) async throws -> CheckPage {
    try await load(member, try member.exchange.parameter("check", as: ID<FulfilmentCheck>.self))
  }

  static func load(_ member: Member, _ id: ID<FulfilmentCheck>) async throws -> CheckPage {
    let scope = member.actor.scope
    let page = try await member.services.database.read { connection -> CheckPage? in
      try CheckStore.check(id, in: scope, on: connection).map { check in
        CheckPage(member: member, check: check, items: try CheckStore.items(of: check, in: scope, on: connection))
      }
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  static func badge(_ check: FulfilmentCheck, _ t: Localizer) -> Badge {
    Badge(check.isOpen ? .info : .neutral, t(check.isOpen ? "agreements.check.open" : "agreements.check.closed"))
  }

  private static func badge(_ item: CheckItem, _ t: Localizer) -> Badge {
    switch item.verdict {
    case .kept: Badge(.ok, t("agreements.verdict.kept"))
    case .partly: Badge(.warning, t("agreements.verdict.partly"))
    case .failed: Badge(.bad, t("agreements.verdict.failed"))
    case nil: Badge(.neutral, t("agreements.check.waiting"))
    }
  }

  func reply(
    typed: FormData? = nil, problems: [FieldProblem] = [], at item: ID<CheckItem>? = nil
  ) async throws -> Reply {
    let (t, today) = (member.t, member.now.day)
    func count(_ verdict: CheckItem.Verdict) -> Int { items.count { $0.verdict == verdict } }
    let tiles = StatRow([
      StatTile(t("agreements.check.answered"), "\(items.count { $0.verdict != nil })", of: "\(items.count)"),
      StatTile(t("agreements.verdict.kept"), "\(count(.kept))", tone: .ok),
      StatTile(t("agreements.verdict.partly"), "\(count(.partly))", tone: .warning),
      StatTile(t("agreements.verdict.failed"), "\(count(.failed))", tone: .bad),
    ])
    let summary = ErrorSummary(
      problems.map { problem in .init(field: item.map { "\(problem.field).\($0)" }, t(problem.message)) }, t)
    let open = items.filter { !$0.openPoint.isEmpty }
    let points: HTML =
      open.isEmpty
      ? .empty
      : Card(
        t("agreements.check.points"),
        "<ul>\(open.map { "<li><a href=\"\(AgreementLinks.show($0.agreementID))\">\($0.number)</a> \($0.enterprise): \($0.openPoint)</li>" as HTML })</ul>"
      ).html
    let question: HTML = check.question.isEmpty ? .empty : "<div>\(ClauseWords.paragraphs(check.question))</div>"
    let cards = items.map { card($0, typed, $0.id == item ? problems : []) }
    var actions: HTML = LinkButton(
      t("agreements.check.pdf"), to: Link("\(CheckLinks.show(check.id).text).pdf"), icon: .print, isDownload: true
    ).html
    if member.actor.may(.agreementsExport) {
      actions +=
        LinkButton(
          t("agreements.check.xlsx"), to: Link("\(CheckLinks.show(check.id).text).xlsx"), icon: .download,
          isDownload: true
        ).html
    }
    if check.isOpen, member.actor.may(.agreementsManage) {
      actions +=
        PostButton(
          t("agreements.check.close"), to: CheckLinks.page(check.id, "close"), csrf: member.exchange.csrfToken,
          confirm: t("agreements.check.close.confirm")
        ).html
    }
    let due: HTML =
      check.isOpen ? "<p>\(t("agreements.check.dueOn")) \(DueDate(check.dueOn, today: today, t))</p>" : .empty
    return try await member.page(
      PageContent(
        title: check.title,
        crumbs: [
          Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.check.list"), CheckLinks.list),
          Crumb(check.title),
        ], titleNote: Self.badge(check, t).html, actions: actions, status: problems.isEmpty ? 200 : 422,
        content: "<div class=\"stack\">\(summary)\(question)\(due)\(tiles)\(points)\(cards)</div>"))
  }

  private func card(_ item: CheckItem, _ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let t = member.t
    let answer: HTML =
      item.verdict == nil
      ? .empty
      : """
      <p>\(item.words)</p><p class="soft">\(item.answeredBy) · \(item.answeredAt?.day.description ?? "")</p>
      """
    let form: HTML = check.isOpen && member.actor.may(.agreementsWrite) ? self.form(item, typed, problems) : .empty
    let figures = t("agreements.check.figures", ["met": "\(item.met)", "due": "\(item.due)"])
    return Card(
      item.title, actions: Self.badge(item, t).html, id: "item-\(item.id)",
      """
      <p><a href="\(AgreementLinks.page(item.agreementID, "obligations"))">\(item.number)</a> · \(item.enterprise) · \
      \(item.department) · \(figures)</p>\(answer)\(form)
      """
    ).html
  }

  private func form(_ item: CheckItem, _ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let t = member.t
    func value(_ name: String, _ own: String) -> String { problems.isEmpty ? own : typed?["\(name).\(item.id)"] ?? "" }
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let verdicts = CheckItem.Verdict.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let form = FormView(
      action: CheckLinks.page(check.id, "items/\(item.id)"), csrf: member.exchange.csrfToken, guardsChanges: false, t,
      """
      \(FormField.radioGroup("verdict.\(item.id)", label: t("agreements.check.verdict"), choices: verdicts, value: value("verdict", item.verdict?.rawValue ?? ""), error: error("verdict"), required: true))\
      \(FormField.textArea("words.\(item.id)", label: t("agreements.check.words"), value: value("words", item.words), rows: 2, error: error("words"), maxLength: 1000, t))\
      \(FormField.text("openPoint.\(item.id)", label: t("agreements.check.openPoint"), value: value("openPoint", item.openPoint), hint: t("agreements.check.openPoint.hint"), error: error("openPoint"), maxLength: 500))\
      \(ButtonBar("\(Button(t("agreements.check.send"), isSmall: true))"))
      """)
    return """
      <details class="screen-only"\(if: !problems.isEmpty, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t(item.verdict == nil ? "agreements.check.answer" : "agreements.check.change"))</summary>\(form)</details>
      """
  }
}

/// The report of a check as a sheet and on paper.
struct CheckSheet {
  let page: CheckPage

  private var t: Localizer { page.member.t }
  private var name: String { "\(page.check.title) \(page.member.now.day)" }

  private var columns: [String] {
    [
      t("agreements.field.number"), t("agreements.field.enterprise"), t("agreements.field.department"),
      t("agreements.check.verdict"), t("agreements.check.met"), t("agreements.check.words"),
      t("agreements.check.openPoint"),
    ]
  }

  private func cells(_ item: CheckItem) -> [String] {
    [
      item.number, item.enterprise, item.department,
      item.verdict.map { t($0.label) } ?? t("agreements.check.waiting"), "\(item.met)/\(item.due)", item.words,
      item.openPoint,
    ]
  }

  func xlsx() async throws -> Reply {
    let services = page.member.services
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    let sheet = try XlsxWriter(
      path: file.path, sheetName: t("agreements.check.list"),
      columns: columns.map { XlsxColumn($0, width: 22, kind: .text) })
    for item in page.items { try sheet.append(row: cells(item).map { .text($0) }) }
    try sheet.close()
    let (check, actor, now) = (page.check, page.member.actor, services.now)
    try await services.database.write { connection in
      try services.audit.record(
        AuditEntry(
          action: "agreements.exported", subject: .check(check), accountID: actor.accountID.rawValue,
          schoolID: check.schoolID.rawValue, note: "xlsx × \(page.items.count)", at: now), on: connection)
    }
    return .made(file, as: .xlsx, named: "\(name).xlsx")
  }

  func pdf() async throws -> Reply {
    let services = page.member.services
    let id = page.check.schoolID
    let school = try await services.database.read { try SchoolStore.school(id, on: $0)?.name ?? "" }
    var blocks: [DocumentBlock] = []
    if !page.check.question.isEmpty { blocks.append(.paragraph(page.check.question)) }
    let answered = page.items.count { $0.verdict != nil }
    blocks.append(
      .facts([
        DocumentFact(t("agreements.check.dueOn"), page.check.dueOn.description),
        DocumentFact(t("agreements.check.answered"), "\(answered)/\(page.items.count)"),
      ]))
    let weights: [Double] = [2, 3, 2, 1.5, 1, 3, 3]
    blocks.append(
      .table(
        zip(columns, weights).map { DocumentColumn($0, weight: $1) }, rows: page.items.map { cells($0) }))
    var sheet = DocumentSheet(
      DocumentFrame(t, school: school, title: page.check.title, made: services.now), blocks)
    sheet.isFlat = true
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    _ = try await services.typesetter.typeset(
      try sheet.request(label: page.check.title, made: services.now), to: file.path)
    return .made(file, as: .pdf, named: "\(name).pdf")
  }
}
