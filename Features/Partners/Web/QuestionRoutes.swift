import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The questions of a survey: in order, added, changed, moved, removed.
struct QuestionRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/surveys/{survey}/questions"
    member.get(one, needs: .surveysRead) { try await list(try await SurveyPage.load($0)) }
    member.get("\(one)/new", needs: .surveysManage) { member in
      let page = try await SurveyPage.managed(member)
      guard !page.isFrozen, page.survey.state != .closed else {
        throw WebError.conflict(Message("partners.survey.frozen.text"))
      }
      let kind = SurveyQuestion.Kind(rawValue: member.exchange.query["kind"] ?? "") ?? .single
      return try await form(page, SurveyQuestion("", kind, SurveyText()))
    }
    member.post(one, needs: .surveysManage) { member in
      let page = try await SurveyPage.managed(member)
      return try await store(member, page, SurveyQuestion("", .single, SurveyText()), isNew: true)
    }
    member.get("\(one)/{question}", needs: .surveysManage) { member in
      let page = try await SurveyPage.managed(member)
      return try await form(page, try question(member, page))
    }
    member.post("\(one)/{question}", needs: .surveysManage) { member in
      let page = try await SurveyPage.managed(member)
      return try await store(member, page, try question(member, page), isNew: false)
    }
    member.post("\(one)/{question}/remove", needs: .surveysManage) { member in
      try await edit(member, flash: "partners.survey.question.flash.removed") { .remove($0.key) }
    }
    member.post("\(one)/{question}/up", needs: .surveysManage) { member in
      try await edit(member) { .move($0.key, isUp: true) }
    }
    member.post("\(one)/{question}/down", needs: .surveysManage) { member in
      try await edit(member) { .move($0.key, isUp: false) }
    }
  }

  private func question(_ member: Member, _ page: SurveyPage) throws -> SurveyQuestion {
    guard let found = page.survey.question(try member.exchange.parameter("question")) else { throw WebError.notFound }
    return found
  }

  // MARK: List

  private func list(_ page: SurveyPage, problems: [FieldProblem] = [], late: Bool = false) async throws -> Reply {
    let (t, survey) = (page.member.t, page.survey)
    let mayChange = page.mayManage && survey.state != .closed
    let mayMove = mayChange && !page.isFrozen
    let notice: HTML = late ? Alert(.warning, title: t("partners.survey.late")).html : .empty
    let frozen: HTML =
      mayChange && page.isFrozen
      ? Alert(.info, title: t("partners.survey.frozen"), "<p>\(t("partners.survey.frozen.text"))</p>").html : .empty
    let add: HTML =
      mayMove
      ? LinkButton(
        t("partners.survey.question.add"), to: SurveyLinks.question(survey.id, "new"), style: .primary, icon: .plus
      ).html : .empty
    let preview = LinkButton(
      t("partners.survey.preview"), to: SurveyLinks.page(survey.id, "preview"), icon: .eye)
    var number = 0
    let rows = survey.questions.map { question -> DataTable.Row in
      if question.kind != .section { number += 1 }
      return row(question, number, page, mayChange: mayChange, mayMove: mayMove)
    }
    let table = DataTable(
      caption: t("partners.survey.tab.questions"),
      columns: [
        DataTable.Column("number", t("partners.survey.question.number"), isNarrow: true),
        DataTable.Column("text", t("partners.survey.question.text"), phone: .title),
        DataTable.Column("kind", t("partners.survey.question.kind")),
        DataTable.Column("required", t("partners.survey.question.required"), isNarrow: true),
      ] + (mayMove ? [DataTable.Column("acts", t("partners.survey.acts"), alignment: .end)] : []), rows: rows,
      empty: EmptyState(
        icon: .edit, title: t("partners.survey.questions.empty"), text: t("partners.survey.questions.empty.text"),
        actions: add), id: "questions", t)
    return try await page.framed(
      .questions, actions: survey.questions.isEmpty ? .empty : "\(preview)\(add)",
      status: late ? 409 : problems.isEmpty ? 200 : 422,
      "\(notice)\(ErrorSummary(problems.map { .init(field: nil, t($0.message)) }, t))\(frozen)\(table)")
  }

  private func row(
    _ question: SurveyQuestion, _ number: Int, _ page: SurveyPage, mayChange: Bool, mayMove: Bool
  ) -> DataTable.Row {
    let (t, survey) = (page.member.t, page.survey)
    func post(_ word: String, _ label: String, _ icon: Icon, confirm: String? = nil) -> HTML {
      PostButton(
        t(label), to: SurveyLinks.question(survey.id, question.key, word), csrf: page.csrf, style: .quiet, icon: icon,
        fields: [("version", "\(survey.version)")], confirm: confirm, isSmall: true, isIconOnly: true
      ).html
    }
    var acts = HTML.empty
    if mayMove {
      acts += post("up", "partners.survey.question.up", .arrowUp)
      acts += post("down", "partners.survey.question.down", .arrowDown)
      acts += post(
        "remove", "partners.survey.question.remove", .trash, confirm: t("partners.survey.question.remove.confirm"))
    }
    let second = [
      SurveyWords(t: t).condition(question, in: survey),
      question.note.isEmpty ? nil : t("partners.survey.reworded", ["note": question.note]),
    ].compactMap(\.self).joined(separator: " ")
    let words = question.text.text(t.language)
    let text: HTML = question.kind == .section ? "<strong>\(words)</strong>" : "\(words)"
    let choices = question.kind == .single || question.kind == .multiple ? question.choices(t).map(\.label) : []
    return DataTable.Row(
      id: question.key, name: words, link: mayChange ? SurveyLinks.question(survey.id, question.key) : nil,
      [
        .text(question.kind == .section ? "" : "\(number)"),
        DataTable.Cell(text, second: second.isEmpty ? nil : HTML.text(second)),
        .text(t(question.kind.label), second: choices.isEmpty ? nil : VisitWords.short(t.list(choices), 40)),
        DataTable.Cell(question.isRequired ? Badge(.info, t("partners.survey.question.must")).html : .empty),
      ] + (mayMove ? [DataTable.Cell("<div class=\"row-acts\">\(acts)</div>")] : []))
  }

  // MARK: Form

  private func form(
    _ page: SurveyPage, _ question: SurveyQuestion, typed: FormData? = nil, problems: [FieldProblem] = []
  ) async throws -> Reply {
    let (t, survey) = (page.member.t, page.survey)
    let isNew = question.key.isEmpty
    let title = t(isNew ? "partners.survey.question.add" : "partners.survey.question.edit")
    let form = QuestionForm(
      survey: survey, question: question, isFrozen: page.isFrozen,
      action: isNew ? SurveyLinks.questions(survey.id) : SurveyLinks.question(survey.id, question.key),
      csrf: page.csrf, t: t, typed: typed, problems: problems)
    return try await page.member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.surveys.title"), SurveyLinks.list),
          Crumb(survey.title.text(t.language), SurveyLinks.show(survey.id)),
          Crumb(t("partners.survey.tab.questions"), SurveyLinks.questions(survey.id)), Crumb(title),
        ], status: problems.isEmpty ? 200 : 422, content: form.html))
  }

  private func store(
    _ member: Member, _ page: SurveyPage, _ old: SurveyQuestion, isNew: Bool
  ) async throws -> Reply {
    let form = member.exchange.form
    let read = QuestionForm.read(form, into: old, isFrozen: page.isFrozen)
    func again(_ problems: [FieldProblem]) async throws -> Reply {
      try await self.form(try await SurveyPage.managed(member), old, typed: form, problems: problems)
    }
    guard read.problems.isEmpty else {
      return try await again(
        read.problems
          + SurveyRules.problems(in: read.question, of: page.survey.questions).filter { problem in
            !read.problems.contains { $0.field == problem.field }
          })
    }
    do {
      try await EditQuestions(services)(
        isNew ? .add(read.question) : .change(read.question), of: page.survey.id,
        version: form["version"].flatMap { Int($0) } ?? 0, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(invalid.problems)
    } catch SurveyError.stale {
      return try await again([FieldProblem("", "partners.survey.problem.stale")])
    } catch is SurveyError {
      throw WebError.conflict(Message("partners.survey.frozen.text"))
    }
    return .redirect(
      to: SurveyLinks.questions(page.survey.id),
      flash: .ok(isNew ? "partners.survey.question.flash.added" : "partners.survey.question.flash.changed"))
  }

  private func edit(
    _ member: Member, flash: String? = nil, _ edit: (SurveyQuestion) -> EditQuestions.Edit
  ) async throws -> Reply {
    let page = try await SurveyPage.managed(member)
    let question = try question(member, page)
    do {
      try await EditQuestions(services)(
        edit(question), of: page.survey.id, version: member.exchange.form["version"].flatMap { Int($0) } ?? 0,
        by: member.actor)
    } catch let invalid as Invalid {
      return try await list(page, problems: invalid.problems)
    } catch is SurveyError {
      return try await list(try await SurveyPage.load(member), late: true)
    }
    return .redirect(to: SurveyLinks.questions(page.survey.id), flash: flash.map { .ok($0) })
  }
}
