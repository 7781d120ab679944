import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The pages of templates.
struct TemplateRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let path = AgreementLinks.templates.text
    let one = "\(path)/{template}"
    member.get(path, needs: .agreementsRead) { try await TemplatesPage(member: $0).reply() }
    member.get(AgreementLinks.variables.text, needs: .agreementsRead) { try await VariablesPage(member: $0).reply() }
    member.get("\(path)/new", needs: .agreementsTemplates) { try await TemplateForm(member: $0).new() }
    member.post(path, needs: .agreementsTemplates) { try await create($0) }
    member.get(one, needs: .agreementsRead) { try await TemplatePage.load($0).reply() }
    member.get("\(one)/preview", needs: .agreementsRead) {
      try await TemplatePreview(try await TemplatePage.load($0)).reply()
    }
    member.post("\(one)/copy", needs: .agreementsTemplates) { try await copy($0) }
    member.get("\(one)/edit", needs: .agreementsTemplates) { member in
      try await TemplateForm(member: member).edit(try await writable(member).template)
    }
    member.post("\(one)/edit", needs: .agreementsTemplates) { try await describe($0) }
    member.post("\(one)/draft", needs: .agreementsTemplates) { member in
      let page = try await writable(member)
      try await WriteTemplate(services).begin(page.template.id, by: member.actor)
      return .redirect(
        to: AgreementLinks.template(page.template.id).with([("version", "draft")]),
        flash: .ok("agreements.template.flash.begun"))
    }
    member.post("\(one)/publish", needs: .agreementsTemplates) { try await publish($0) }
    member.get("\(one)/fields", needs: .agreementsTemplates) { try await FieldsForm(try await draft($0)).reply() }
    member.post("\(one)/fields", needs: .agreementsTemplates) { try await saveFields($0) }
    member.get("\(one)/clauses/new", needs: .agreementsTemplates) { member in
      let page = try await draft(member)
      return try await ClauseForm(page, clause: page.newClause, isNew: true).reply()
    }
    member.post("\(one)/clauses", needs: .agreementsTemplates) { try await saveClause($0, isNew: true) }
    member.get("\(one)/clauses/{clause}/edit", needs: .agreementsTemplates) { member in
      let page = try await draft(member)
      return try await ClauseForm(page, clause: try clause(member, page), isNew: false).reply()
    }
    member.post("\(one)/clauses/{clause}/edit", needs: .agreementsTemplates) { try await saveClause($0, isNew: false) }
    member.post("\(one)/clauses/{clause}/move", needs: .agreementsTemplates) { try await moveClause($0) }
    member.post("\(one)/clauses/{clause}/remove", needs: .agreementsTemplates) { try await removeClause($0) }
  }

  // MARK: Finding

  /// - Throws: `WebError.forbidden` for a template that belongs to somebody else.
  private func writable(_ member: Member) async throws -> TemplatePage {
    let page = try await TemplatePage.load(member)
    guard WriteTemplate.mayWrite(page.template, member.actor) else {
      throw WebError.forbidden(Message("agreements.template.problem.foreign"))
    }
    return page
  }

  /// The page of the draft; one that was published meanwhile is a conflict.
  private func draft(_ member: Member) async throws -> TemplatePage {
    let page = try await writable(member).ofDraft()
    guard !page.version.isFrozen else { throw WebError.conflict(Message("agreements.template.problem.frozen")) }
    return page
  }

  private func clause(_ member: Member, _ page: TemplatePage) throws -> Clause {
    guard let clause = page.version.text.clause(try member.exchange.parameter("clause")) else {
      throw WebError.notFound
    }
    return clause
  }

  private func revision(_ member: Member) -> Int { member.exchange.form["revision"].flatMap { Int($0) } ?? 0 }

  // MARK: Templates

  private func create(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    let read = TemplateForm.read(form)
    var problems = read.problems
    let kind = form["kind"].flatMap { AgreementKind(rawValue: $0) }
    if kind == nil { problems.append(FieldProblem("kind", "kit.records.required")) }
    guard problems.isEmpty, let kind else { return try await TemplateForm(member: member).new(form, problems) }
    let language = LanguageField.read(form["language"], otherwise: .chinese)
    let text = FirstText.of(kind, services.localizer(language))
    let id = try await acting {
      try await WriteTemplate(services).create(
        kind, title: read.title, note: read.note, text: text, in: language, by: member.actor)
    }
    return .redirect(to: AgreementLinks.template(id), flash: .ok("agreements.template.flash.created"))
  }

  private func copy(_ member: Member) async throws -> Reply {
    let page = try await TemplatePage.load(member)
    let title = String(member.t("agreements.template.copyTitle", ["title": page.template.title]).prefix(80))
    let id = try await acting {
      try await WriteTemplate(services).create(
        page.template.kind, title: title, note: page.template.note, text: page.version.text,
        in: page.template.language, by: member.actor)
    }
    return .redirect(to: AgreementLinks.template(id), flash: .ok("agreements.template.flash.copied"))
  }

  private func describe(_ member: Member) async throws -> Reply {
    let page = try await writable(member)
    let form = member.exchange.form
    let read = TemplateForm.read(form)
    guard read.problems.isEmpty else {
      return try await TemplateForm(member: member).edit(page.template, form, read.problems)
    }
    do {
      try await WriteTemplate(services).describe(
        page.template.id, title: read.title, note: read.note, isActive: form["isActive"] == "1",
        version: form["version"].flatMap { Int($0) } ?? 0, by: member.actor)
    } catch TemplateError.stale {
      return try await TemplateForm(member: member).edit(
        page.template, form, [FieldProblem("", "agreements.template.problem.stale")])
    }
    return .redirect(to: AgreementLinks.template(page.template.id), flash: .ok("agreements.template.flash.saved"))
  }

  private func publish(_ member: Member) async throws -> Reply {
    let page = try await draft(member)
    let note = FieldText.trimmed(member.exchange.form["note"] ?? "")
    do {
      try await WriteTemplate(services).publish(
        page.template.id, revision: revision(member), note: String(note.prefix(300)), by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(problems: invalid.problems.map { member.t($0.message) }, typedNote: note)
    } catch TemplateError.text(let problems) {
      return try await page.reply(problems: problems.map { member.t($0) }, typedNote: note)
    } catch TemplateError.stale {
      return try await page.reply(problems: [member.t("agreements.template.problem.stale")], typedNote: note)
    }
    return .redirect(to: AgreementLinks.template(page.template.id), flash: .ok("agreements.template.flash.published"))
  }

  // MARK: Text

  private func saveFields(_ member: Member) async throws -> Reply {
    let page = try await draft(member)
    let form = member.exchange.form
    let (fields, annexes) = FieldsForm.read(form)
    do {
      try await WriteTemplate(services).write(page.template.id, revision: revision(member), by: member.actor) { text in
        text.fields = fields
        text.annexes = annexes
      }
    } catch TemplateError.text(let problems) {
      return try await FieldsForm(page, typed: form, problems: problems).reply()
    } catch TemplateError.stale {
      return try await FieldsForm(page, typed: form, isStale: true).reply()
    }
    return back(page, "agreements.template.flash.saved")
  }

  private func saveClause(_ member: Member, isNew: Bool) async throws -> Reply {
    let page = try await draft(member)
    let old = isNew ? page.newClause : try clause(member, page)
    let form = member.exchange.form
    let (clause, problems) = ClauseForm.read(form, into: old)
    guard problems.isEmpty else {
      return try await ClauseForm(page, clause: clause, isNew: isNew, typed: form, problems: problems).reply()
    }
    do {
      try await WriteTemplate(services).write(page.template.id, revision: revision(member), by: member.actor) { text in
        if isNew {
          guard text.clauses.count < TemplateText.Limit.clauses else { return }
          text.clauses.append(clause)
        } else if let place = text.clauses.firstIndex(where: { $0.key == clause.key }) {
          text.clauses[place] = clause
        }
      }
    } catch TemplateError.text(let wrong) {
      return try await ClauseForm(
        page, clause: clause, isNew: isNew, typed: form, problems: ClauseForm.problems(wrong, of: clause, member.t)
      ).reply()
    } catch TemplateError.stale {
      return try await ClauseForm(page, clause: clause, isNew: isNew, typed: form, isStale: true).reply()
    }
    return back(page, "agreements.template.flash.clause", ["heading": clause.heading])
  }

  private func moveClause(_ member: Member) async throws -> Reply {
    let page = try await draft(member)
    let (key, isUp) = (try clause(member, page).key, member.exchange.form["to"] == "up")
    return try await changing(page, member) { text in
      guard let place = text.clauses.firstIndex(where: { $0.key == key }) else { return }
      let next = place + (isUp ? -1 : 1)
      if text.clauses.indices.contains(next) { text.clauses.swapAt(place, next) }
    }
  }

  /// What the law wants may be worded anew, but not left out.
  private func removeClause(_ member: Member) async throws -> Reply {
    let page = try await draft(member)
    let clause = try clause(member, page)
    let isLast = !page.version.text.clauses.contains { $0.key != clause.key && $0.topic == clause.topic }
    if isLast, let article = AgreementLaw.article(for: clause.topic, in: page.template.kind) {
      let problem = FieldProblem(
        "text", "agreements.problem.removed.\(article.source.rawValue)",
        ["heading": clause.heading, "article": "\(article.number)"])
      return try await page.reply(problems: [member.t(problem.message)])
    }
    return try await changing(page, member) { text in text.clauses.removeAll { $0.key == clause.key } }
  }

  private func changing(
    _ page: TemplatePage, _ member: Member, _ change: @escaping @Sendable (inout TemplateText) throws -> Void
  ) async throws -> Reply {
    do {
      try await WriteTemplate(services).write(
        page.template.id, revision: revision(member), by: member.actor, change)
    } catch TemplateError.text(let problems) {
      return try await page.reply(problems: problems.map { member.t($0) })
    } catch TemplateError.stale {
      return try await page.reply(problems: [member.t("agreements.template.problem.stale")])
    }
    return back(page, "agreements.template.flash.saved")
  }

  private func back(_ page: TemplatePage, _ flash: String, _ words: [String: String] = [:]) -> Reply {
    .redirect(
      to: AgreementLinks.template(page.template.id).with([("version", "draft")]), flash: .ok(flash, words))
  }

  private func acting<Result: Sendable>(_ act: () async throws -> Result) async throws -> Result {
    do {
      return try await act()
    } catch TemplateError.notFound {
      throw WebError.notFound
    } catch TemplateError.foreign {
      throw WebError.forbidden(Message("agreements.template.problem.foreign"))
    }
  }
}

/// What a new template begins with: a heading for everything that the law asks for.
enum FirstText {
  static func of(_ kind: AgreementKind, _ t: Localizer) -> TemplateText {
    var topics = AgreementLaw.rules.filter { $0.kinds.contains(kind) }.flatMap(\.topics)
    if topics.isEmpty { topics = [.objectives, .content, .term] }
    return TemplateText(
      clauses: topics.enumerated().map { index, topic in
        Clause(
          key: "c\(index + 1)", heading: t(topic.label), text: t("agreements.template.firstWords"), topic: topic,
          isMandatory: AgreementLaw.article(for: topic, in: kind) != nil)
      })
  }
}
