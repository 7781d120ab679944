import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// What an enterprise does by link: it answers, saves for now, says that there
/// is no demand, passes the link on, and reads what it has answered.
struct GuestSurveyRoutes {
  let services: Services

  func add(to table: inout RouteTable) {
    var guest = GuestRoutes(services, .survey)
    guest.get("") { try await GuestSurveyPage.load($0).reply() }
    guest.post("") { try await answer($0) }
    guest.post("/forward") { try await forward($0) }
    guest.get(api: "", SurveysAPIDescription.linked) { guest in
      SurveyJSON.sheet(try await GuestSurveyPage.load(guest).response, guest.t.language)
    }
    guest.post(api: "", SurveysAPIDescription.answerLinked) { guest in
      let sheet = try await GuestSurveyPage.load(guest).sheet
      try await SurveyJSON.answer(
        try guest.exchange.fieldsJSON(), sheet, services, as: .link(guest.link))
      return SurveyJSON.sheet(try await GuestSurveyPage.load(guest).response, guest.t.language)
    }
    table.add(guest.table)
  }

  private func answer(_ guest: Guest) async throws -> Reply {
    let form = guest.exchange.form
    let (id, version) = (
      ID<SurveyParticipant>(rawValue: guest.link.subject.id), form["version"].flatMap { Int($0) } ?? 0
    )
    let (answer, who) = (AnswerSurvey(services), SurveyAnswerer.link(guest.link))
    do {
      switch form["act"] {
      case "save":
        let next = try await answer.save(form, of: id, version: version, as: who)
        return SurveySaving.saved(next, guest.page.with([("edit", "1")]), guest.exchange)
      case "decline": try await answer.decline(id, version: version, as: who)
      default: try await answer.submit(form, of: id, version: version, as: who)
      }
    } catch let invalid as Invalid {
      if guest.exchange.wantsJSON { throw WebError.unprocessable(invalid.problems) }
      return try await GuestSurveyPage.load(guest).reply(typed: form, problems: invalid.problems)
    } catch SurveyError.stale {
      if guest.exchange.wantsJSON { throw WebError.conflict(Message("partners.survey.problem.stale")) }
      // What was typed stays; sent once more it replaces what the other has saved.
      return try await GuestSurveyPage.load(guest).reply(
        typed: form, problems: [FieldProblem("", "partners.survey.problem.stale")], status: 409)
    } catch SurveyError.notFound {
      throw WebError.notFound
    } catch is SurveyError {
      if guest.exchange.wantsJSON { throw WebError.conflict(Message("partners.survey.closed.text")) }
      return try await GuestSurveyPage.load(guest).reply(typed: form, status: 409)
    }
    return .redirect(to: guest.page)
  }

  private func forward(_ guest: Guest) async throws -> Reply {
    let form = guest.exchange.form
    do {
      try await PassSurveyOn(services)(
        toName: FieldText.trimmed(form["forward.name"] ?? ""), mail: FieldText.trimmed(form["forward.mail"] ?? ""),
        by: guest.link)
    } catch let invalid as Invalid {
      return try await GuestSurveyPage.load(guest).reply(forward: form, problems: invalid.problems)
    } catch is SurveyError {
      return try await GuestSurveyPage.load(guest).reply(status: 409)
    }
    return .redirect(to: guest.page, flash: .ok("partners.survey.flash.forwarded"))
  }
}

/// `/l/survey/…`: the form, or what was answered.
struct GuestSurveyPage {
  let guest: Guest
  let sheet: SurveySheet
  let response: (sheet: SurveySheet, answers: SurveyAnswers?)

  private var t: Localizer { guest.t }

  static func load(_ guest: Guest) async throws -> GuestSurveyPage {
    let (services, link) = (guest.services, guest.link)
    let page = try await services.database.write { connection -> GuestSurveyPage? in
      _ = try GuestLinkStore.open(link, at: services.now, on: connection)
      guard
        var sheet = try SurveySheet.find(ID(rawValue: link.subject.id), for: .link(link), services, on: connection)
      else { return nil }
      if sheet.participant.openedAt == nil {
        try SurveyParticipantStore.open(sheet.participant, at: services.now, on: connection)
        sheet.row.participant.openedAt = services.now
      }
      let answers = try SurveyAnswerStore(SurveyParticipantStore(services.sealer)).response(
        of: sheet.participant, on: connection)?.answers
      return GuestSurveyPage(guest: guest, sheet: sheet, response: (sheet, answers))
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  /// - Parameters:
  ///   - typed: what came and is not kept yet.
  ///   - forward: whom the link was to be passed on to, where that was wrong.
  func reply(
    typed: FormData? = nil, forward: FormData? = nil, problems: [FieldProblem] = [], status: Int? = nil
  ) async throws -> Reply {
    let view = SurveySheetView(
      sheet: sheet, answers: response.answers, action: guest.page, csrf: guest.exchange.csrfToken,
      isOpen: guest.isOpen && sheet.survey.takesAnswers(on: guest.now.day), isPassedOn: guest.state == .forwarded,
      isEditing: guest.exchange.query["edit"] == "1", t: t)
    let passOn: HTML = view.isOpen && sheet.participant.state == .asked ? self.forward(forward, problems) : .empty
    let content = view.content(typed: typed, problems: forward == nil ? problems : [])
    let summary: HTML =
      forward == nil
      ? .empty
      : ErrorSummary(problems.map { .init(field: $0.field, t($0.message)) }, t).html
    return try await guest.page(
      PageContent(
        title: sheet.survey.title.text(t.language), status: status ?? (problems.isEmpty ? 200 : 422),
        content: "<div class=\"stack survey-sheet\">\(summary)\(content)\(passOn)</div>"))
  }

  private func forward(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    func error(_ field: String) -> String? {
      typed == nil ? nil : problems.first { $0.field == field }.map { t($0.message) }
    }
    let form = FormView(
      action: guest.below("forward"), csrf: guest.exchange.csrfToken, guardsChanges: false, t,
      """
      <p class="soft">\(t("partners.survey.forward.text"))</p>\
      \(FormField.text("forward.name", label: t("partners.contact.name"), value: typed?["forward.name"] ?? "", error: error("forward.name"), required: true, maxLength: 60))\
      \(FormField.text("forward.mail", label: t("partners.contact.mail"), value: typed?["forward.mail"] ?? "", kind: .email, error: error("forward.mail"), required: true))\
      \(ButtonBar("\(Button(t("partners.survey.forward.do"), icon: .mail, isSmall: true))"))
      """)
    return """
      <details class="screen-only"\(if: typed != nil, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.survey.forward"))</summary>\(form)</details>
      """
  }
}

/// The form while answers are taken, what was answered afterwards: the same by link and signed in.
struct SurveySheetView {
  let sheet: SurveySheet
  let answers: SurveyAnswers?
  let action: Link
  let csrf: String
  let isOpen: Bool
  /// Somebody else answers now.
  var isPassedOn = false
  let isEditing: Bool
  let t: Localizer

  func content(typed: FormData?, problems: [FieldProblem]) -> HTML {
    let participant = sheet.participant
    let isAnswered = participant.state == .answered
    let introduction = SurveyIntroduction(record: sheet.record, t: t).html
    guard isOpen else {
      let notice = Alert(
        .info,
        title: t(
          isPassedOn
            ? "partners.survey.passedOn" : isAnswered ? "partners.survey.ended.answered" : "partners.survey.ended"))
      // What was typed when the end came is not lost to the one who typed it.
      let kept: HTML =
        typed.map { typed -> HTML in
          let form = SurveyForm(survey: sheet.survey, majors: sheet.record.majors, typed: typed, t: t)
          return "<div class=\"form\">\(form.questions)</div>"
        } ?? .empty
      return "\(notice)\(introduction)\(kept.isEmpty ? given : kept)"
    }
    if isAnswered, !isEditing, typed == nil {
      let change = LinkButton(t("partners.survey.changeAnswer"), to: action.with([("edit", "1")]), icon: .edit)
      let until = sheet.survey.closesOn.map { t("partners.survey.thanks.until", ["date": $0.description]) } ?? ""
      return """
        \(Alert(.ok, title: t("partners.survey.thanks"), "<p>\(t("partners.survey.thanks.text", ["school": sheet.record.schoolName])) \(until)</p>"))\
        <div class="actions screen-only">\(change)</div>\(unsent)\(given)
        """
    }
    let person = sheet.row.partnerName
    let form = SurveySheetForm(
      sheet: sheet, action: action, csrf: csrf, t: t, typed: typed, problems: problems)
    return """
      \(introduction)<p class="soft">\(t("partners.survey.guest.for", ["enterprise": person])) \(t("partners.survey.guest.privacy"))</p>\
      \(form.html)
      """
  }

  /// Changes that were saved for now and not submitted.
  private var unsent: HTML {
    sheet.participant.savedAt == nil ? .empty : Alert(.warning, title: t("partners.survey.unsent")).html
  }

  private var given: HTML {
    guard sheet.participant.state == .answered else { return .empty }
    if sheet.participant.outcome == SurveyParticipant.Outcome.none {
      return Alert(.info, title: t("partners.survey.declined")).html
    }
    return answers.map {
      SurveyAnswerView(survey: sheet.survey, majors: sheet.record.majors, answers: $0, t: t).html
    } ?? .empty
  }
}
