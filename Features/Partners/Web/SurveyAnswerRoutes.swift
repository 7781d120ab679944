import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Answers as the school reads them, enters them for an enterprise, sums them up and takes them out.
struct SurveyAnswerRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/surveys/{survey}/participants/{participant}"
    member.get("/surveys/{survey}/answers", needs: .surveysRead) { member in
      try await SurveyAnswersPage(page: try await SurveyPage.load(member)).reply()
    }
    member.get("/surveys/{survey}/answers.xlsx", needs: .surveysExport) { member in
      try await ExportSurvey.reply(try await SurveyPage.load(member))
    }
    member.get("/surveys/{survey}/answers/{participant}", needs: .surveysRead) { member in
      try await SurveyAnswerPage.load(member).reply()
    }
    member.get("/surveys/{survey}/summary", needs: .surveysRead) { member in
      try await SurveySummaryPage.load(try await SurveyPage.load(member)).reply()
    }
    member.get("/surveys/{survey}/summary.pdf", needs: .surveysExport) { member in
      try await SurveyReport.reply(try await SurveyPage.load(member))
    }
    member.get("/partners/{partner}/surveys", needs: .surveysRead) { member in
      try await PartnerPage.load(member).reply(.surveys)
    }
    member.get("\(one)/enter", needs: .surveysManage) { try await EnteredAnswerPage.load($0).reply() }
    member.post("\(one)/enter", needs: .surveysManage) { try await enter($0) }
    AttachmentRoutes(
      "\(one)/attachments", reads: .surveysRead, writes: .surveysManage,
      find: { member in
        let page = try await ParticipantPage.load(member)
        return SurveyAnswerPage.place(page.page, page.row)
      }, page: { member, problems in try await SurveyAnswerPage.load(member).reply(problems: problems) }
    ).add(to: &member)
  }

  /// The school enters what an enterprise said by phone or wrote on paper.
  private func enter(_ member: Member) async throws -> Reply {
    let page = try await EnteredAnswerPage.load(member)
    let form = member.exchange.form
    let (id, version) = (page.sheet.participant.id, form["version"].flatMap { Int($0) } ?? 0)
    let note = FieldText.trimmed(form["note"] ?? "")
    let who = SurveyAnswerer.office(member.actor, note: note)
    let answer = AnswerSurvey(services)
    do {
      if form["act"] == "save" {
        let next = try await answer.save(form, of: id, version: version, as: who)
        return SurveySaving.saved(next, page.link, member.exchange)
      }
      guard !note.isEmpty, note.count <= EnteredAnswerPage.longestNote else {
        let problem =
          note.isEmpty
          ? FieldProblem("note", "partners.survey.problem.how")
          : FieldProblem(
            "note", "kit.records.tooLong", ["max": "\(EnteredAnswerPage.longestNote)", "count": "\(note.count)"])
        let reading = SurveyReading(form, of: page.sheet.survey, majors: page.sheet.record.majors)
        throw Invalid([problem] + (form["act"] == "decline" ? [] : reading.problems))
      }
      if form["act"] == "decline" {
        try await answer.decline(id, version: version, as: who)
      } else {
        try await answer.submit(form, of: id, version: version, as: who)
      }
    } catch let invalid as Invalid {
      if member.exchange.wantsJSON { throw WebError.unprocessable(invalid.problems) }
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch SurveyError.stale {
      if member.exchange.wantsJSON { throw WebError.conflict(Message("partners.survey.problem.stale")) }
      return try await EnteredAnswerPage.load(member).reply(
        typed: form, problems: [FieldProblem("", "partners.survey.problem.stale")], status: 409)
    } catch is SurveyError {
      throw WebError.conflict(Message("partners.survey.closed.text"))
    }
    return .redirect(
      to: SurveyLinks.answer(page.sheet.survey.id, id),
      flash: .ok("partners.survey.flash.entered", ["name": page.sheet.row.partnerName]))
  }
}

/// What a form hears that was saved for now: a script gets the next version, a person the page again.
enum SurveySaving {
  static func saved(_ version: Int, _ link: Link, _ exchange: Exchange) -> Reply {
    exchange.wantsJSON
      ? .json(["version": .integer(Int64(version))]) : .redirect(to: link, flash: .ok("partners.survey.flash.saved"))
  }
}

/// The form in which the school enters an answer, which says that it does.
struct EnteredAnswerPage {
  let member: Member
  let sheet: SurveySheet

  static let longestNote = 200

  var link: Link { SurveyLinks.participant(sheet.survey.id, sheet.participant.id, "enter") }

  static func load(_ member: Member) async throws -> EnteredAnswerPage {
    let survey = try await SurveyPage.managed(member).survey
    guard survey.takesAnswers(on: member.now.day) else {
      throw WebError.conflict(Message("partners.survey.closed.text"))
    }
    let id = try member.exchange.parameter("participant", as: ID<SurveyParticipant>.self)
    let services = member.services
    let sheet = try await services.database.read { connection in
      try SurveySheet.find(id, for: .office(member.actor, note: ""), services, on: connection)
    }
    guard let sheet, sheet.survey.id == survey.id else { throw WebError.notFound }
    guard sheet.participant.state != .withdrawn else {
      throw WebError.conflict(Message("partners.survey.closed.text"))
    }
    return EnteredAnswerPage(member: member, sheet: sheet)
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = [], status: Int? = nil) async throws -> Reply {
    let (t, survey) = (member.t, sheet.survey)
    let error = problems.first { $0.field == "note" }.map { t($0.message) }
    let how = FormField.text(
      "note", label: t("partners.survey.field.note"), value: typed?["note"] ?? sheet.participant.note,
      hint: t("partners.survey.note.hint"), error: error, required: true, maxLength: Self.longestNote)
    let form = SurveySheetForm(
      sheet: sheet, action: link, csrf: member.exchange.csrfToken, t: t, typed: typed, problems: problems,
      before: how.html)
    let title = t("partners.survey.enter.title", ["name": sheet.row.partnerName])
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.surveys.title"), SurveyLinks.list),
          Crumb(survey.title.text(t.language), SurveyLinks.show(survey.id)),
          Crumb(t("partners.survey.tab.participants"), SurveyLinks.participants(survey.id)), Crumb(title),
        ], status: status ?? (problems.isEmpty ? 200 : 422),
        content: """
          \(Alert(.info, title: t("partners.survey.enter.text", ["name": sheet.row.partnerName])))\
          <div class="survey-sheet">\(form.html)</div>
          """))
  }
}
