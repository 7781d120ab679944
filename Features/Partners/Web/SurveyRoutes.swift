import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The pages of surveys for the school.
struct SurveyRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/surveys", needs: .surveysRead) { try await SurveyListPage(member: $0).reply() }
    member.get("/surveys/new", needs: .surveysManage) { member in
      let page = try await SurveyFormPage.load(member)
      return try await page.reply(page.blank, isNew: true)
    }
    member.post("/surveys", needs: .surveysManage) { try await create($0) }
    member.get("/surveys/{survey}", needs: .surveysRead) { try await SurveyPage.load($0).reply() }
    member.get("/surveys/{survey}/edit", needs: .surveysManage) { member in
      let survey = try await SurveyPage.managed(member).survey
      return try await SurveyFormPage.load(member).reply(survey, isNew: false)
    }
    member.post("/surveys/{survey}/edit", needs: .surveysManage) { try await change($0) }
    member.get("/surveys/{survey}/preview", needs: .surveysRead) { try await preview($0) }
    member.post("/surveys/{survey}/remove", needs: .surveysManage) { try await remove($0) }
    member.post("/surveys/{survey}/open", needs: .surveysManage) { try await open($0) }
    member.post("/surveys/{survey}/close", needs: .surveysManage) { member in
      try await move(member, flash: "partners.survey.flash.closed") { page, version in
        try await MoveSurvey(services).close(page.survey.id, version: version, by: member.actor)
      }
    }
    member.post("/surveys/{survey}/reopen", needs: .surveysManage) { member in
      try await move(member, flash: "partners.survey.flash.reopened") { page, version in
        try await MoveSurvey(services).reopen(
          page.survey.id, until: FieldText.date(member.exchange.form["closesOn"] ?? ""), version: version,
          by: member.actor)
      }
    }
    member.post("/surveys/{survey}/finish", needs: .surveysManage) { member in
      try await move(member, flash: "partners.survey.flash.finished") { page, _ in
        try await MoveSurvey(services).finish(page.survey.id, by: member.actor)
      }
    }
    QuestionRoutes(services: services).add(to: &member)
    ParticipantRoutes(services: services).add(to: &member)
    SurveyAnswerRoutes(services: services).add(to: &member)
  }

  // MARK: Writing surveys

  private func create(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    let page = try await SurveyFormPage.load(member)
    let read = page.read(form, into: page.blank)
    guard read.problems.isEmpty else {
      return try await page.reply(read.survey, isNew: true, typed: form, problems: read.problems)
    }
    do {
      try await SaveSurvey(services).create(read.survey, from: SurveyFormPage.start(form), by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(read.survey, isNew: true, typed: form, problems: invalid.problems)
    } catch is SurveyError {
      throw WebError.notFound
    }
    return .redirect(to: SurveyLinks.show(read.survey.id), flash: .ok("partners.survey.flash.created"))
  }

  private func change(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    let old = try await SurveyPage.managed(member).survey
    let page = try await SurveyFormPage.load(member)
    var read = page.read(form, into: old)
    // The version that the form was opened on: a change made meanwhile is not overwritten.
    read.survey.version = form["version"].flatMap { Int($0) } ?? 0
    guard read.problems.isEmpty else {
      return try await page.reply(read.survey, isNew: false, typed: form, problems: read.problems)
    }
    do {
      try await SaveSurvey(services).change(read.survey, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(read.survey, isNew: false, typed: form, problems: invalid.problems)
    } catch SurveyError.stale {
      let now = try await SurveyPage.managed(member).survey
      return try await page.reply(
        now, isNew: false, typed: form, problems: [FieldProblem("", "partners.survey.problem.stale")])
    } catch is SurveyError {
      throw WebError.notFound
    }
    return .redirect(to: SurveyLinks.show(old.id), flash: .ok("partners.survey.flash.changed"))
  }

  private func remove(_ member: Member) async throws -> Reply {
    let page = try await SurveyPage.managed(member)
    do {
      try await SaveSurvey(services).remove(
        page.survey.id, version: member.exchange.form["version"].flatMap { Int($0) } ?? 0, by: member.actor)
    } catch is SurveyError {
      return try await SurveyPage.managed(member).reply(late: true)
    }
    return .redirect(
      to: SurveyLinks.list, flash: .ok("partners.survey.flash.removed", ["name": page.survey.title.chinese]))
  }

  // MARK: Moving them

  private func open(_ member: Member) async throws -> Reply {
    let page = try await SurveyPage.managed(member)
    let count: Int
    do {
      count = try await MoveSurvey(services).open(
        page.survey.id, version: member.exchange.form["version"].flatMap { Int($0) } ?? 0, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(problems: invalid.problems)
    } catch is SurveyError {
      return try await SurveyPage.managed(member).reply(late: true)
    }
    return .redirect(
      to: SurveyLinks.show(page.survey.id), flash: .ok("partners.survey.flash.opened", ["count": "\(count)"]))
  }

  private func move(
    _ member: Member, flash: String, _ act: (SurveyPage, Int) async throws -> Void
  ) async throws -> Reply {
    let page = try await SurveyPage.managed(member)
    let form = member.exchange.form
    do {
      try await act(page, form["version"].flatMap { Int($0) } ?? 0)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch is SurveyError {
      return try await SurveyPage.managed(member).reply(late: true)
    }
    return .redirect(to: SurveyLinks.show(page.survey.id), flash: .ok(flash))
  }

  // MARK: Preview

  /// The form as the enterprise sees it, which sends nothing.
  private func preview(_ member: Member) async throws -> Reply {
    let page = try await SurveyPage.load(member)
    let (t, survey) = (member.t, page.survey)
    let shown = services.localizer(
      member.exchange.query["language"].flatMap { Language(rawValue: $0) } ?? t.language)
    let tabs = Tabs(
      t("partners.survey.language"),
      Language.allCases.map { language in
        Tabs.Item(
          t("partners.survey.language.\(language.rawValue)"),
          SurveyLinks.page(survey.id, "preview").with([("language", language.rawValue)]),
          isCurrent: language == shown.language)
      })
    let form = SurveyForm(survey: survey, majors: page.record.majors, typed: .empty, t: shown)
    let introduction = SurveyIntroduction(record: page.record, t: shown)
    return try await member.page(
      PageContent(
        title: t("partners.survey.preview"),
        crumbs: [
          Crumb(t("partners.surveys.title"), SurveyLinks.list),
          Crumb(survey.title.text(t.language), SurveyLinks.show(survey.id)), Crumb(t("partners.survey.preview")),
        ],
        content: """
          \(Alert(.info, title: t("partners.survey.preview.text")))\(tabs)\
          <div class="survey-sheet"><h2>\(survey.title.text(shown.language))</h2>\(introduction.html)\
          <div class="form">\(form.questions)</div></div>
          """))
  }
}

/// Who asks, until when, and why.
struct SurveyIntroduction {
  let record: SurveyRecord
  let t: Localizer

  var html: HTML {
    let survey = record.survey
    let until = survey.closesOn.map { t("partners.survey.guest.until", ["date": $0.description]) } ?? ""
    let text = survey.introduction.text(t.language)
    let words: HTML = text.isEmpty ? .empty : ReviewWords.lines(text)
    return "\(words)<p class=\"soft\">\(t("partners.survey.guest.from", ["school": record.schoolName])) \(until)</p>"
  }
}
