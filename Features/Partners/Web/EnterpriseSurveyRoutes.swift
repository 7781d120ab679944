import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/enterprise/surveys`: what an enterprise with an account was asked by its schools, and its answers.
struct EnterpriseSurveyRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/enterprise/surveys", needs: .surveysAnswer) { try await list($0) }
    member.get("/enterprise/surveys/{participant}", needs: .surveysAnswer) { member in
      try await page(member, try await load(member))
    }
    member.post("/enterprise/surveys/{participant}", needs: .surveysAnswer) { try await answer($0) }
  }

  // MARK: List

  private func list(_ member: Member) async throws -> Reply {
    let (t, sealer, today) = (member.t, services.sealer, member.now.day)
    let enterprise = member.actor.enterpriseID
    let lines = try await services.database.read { connection -> [(row: ParticipantRow, record: SurveyRecord)] in
      guard let enterprise else { return [] }
      let rows = try SurveyParticipantStore(sealer).rows(for: enterprise, limit: 200, on: connection)
      return try rows.compactMap { row in
        try SurveyStore.record(row.participant.surveyID, in: .school(row.participant.schoolID), on: connection)
          .map { (row, $0) }
      }
    }
    // What can still be answered comes first.
    let open = lines.filter { $0.record.survey.takesAnswers(on: today) && $0.row.participant.state != .answered }
    let others = lines.filter { line in !open.contains { $0.row.participant.id == line.row.participant.id } }
    let table = DataTable(
      caption: t("partners.surveys.title"),
      columns: [
        DataTable.Column("title", t("partners.survey.field.title"), phone: .title),
        DataTable.Column("state", t("partners.survey.field.state"), isNarrow: true),
        DataTable.Column("until", t("partners.survey.field.closesOn"), isNarrow: true),
        DataTable.Column("at", t("partners.survey.at.answered"), isNarrow: true),
      ],
      rows: (open + others).map { row($0.row, $0.record, today: today, t) },
      empty: EmptyState(
        icon: .evaluation, title: t("partners.survey.enterprise.empty"),
        text: t("partners.survey.enterprise.empty.text")), id: "surveys", t)
    return try await member.page(
      PageContent(
        title: t("partners.survey.enterprise.title"),
        content: "<p class=\"soft\">\(t("partners.survey.enterprise.intro"))</p>\(table)"))
  }

  private func row(
    _ row: ParticipantRow, _ record: SurveyRecord, today: CivilDate, _ t: Localizer
  ) -> DataTable.Row {
    let (participant, survey) = (row.participant, record.survey)
    let isOpen = survey.takesAnswers(on: today)
    let state: Badge =
      participant.state == .answered
      ? Badge(.ok, t("partners.survey.enterprise.answered"))
      : isOpen
        ? Badge(
          .warning,
          t(participant.savedAt == nil ? "partners.survey.enterprise.open" : "partners.survey.enterprise.begun"))
        : Badge(.neutral, t("partners.survey.enterprise.closed"))
    let until: HTML =
      survey.closesOn.map { day -> HTML in
        isOpen && participant.state != .answered ? DueDate(day, today: today, t).html : "\(day)"
      } ?? .dash
    return DataTable.Row(
      id: "\(participant.id)", name: survey.title.text(t.language), link: SurveyLinks.enterprise(participant.id),
      [
        .text(survey.title.text(t.language), second: record.schoolName), DataTable.Cell(state.html),
        DataTable.Cell(until), .text(participant.answeredAt?.day.description),
      ])
  }

  // MARK: One survey

  private struct Loaded: Sendable {
    let sheet: SurveySheet
    let answers: SurveyAnswers?
  }

  private func load(_ member: Member) async throws -> Loaded {
    let id = try member.exchange.parameter("participant", as: ID<SurveyParticipant>.self)
    let services = services
    let found = try await services.database.write { connection -> Loaded? in
      guard var sheet = try SurveySheet.find(id, for: .account(member.actor), services, on: connection) else {
        return nil
      }
      if sheet.participant.openedAt == nil {
        try SurveyParticipantStore.open(sheet.participant, at: services.now, on: connection)
        sheet.row.participant.openedAt = services.now
      }
      let store = SurveyAnswerStore(SurveyParticipantStore(services.sealer))
      return Loaded(sheet: sheet, answers: try store.response(of: sheet.participant, on: connection)?.answers)
    }
    guard let found else { throw WebError.notFound }
    return found
  }

  private func page(
    _ member: Member, _ loaded: Loaded, typed: FormData? = nil, problems: [FieldProblem] = [], status: Int? = nil
  ) async throws -> Reply {
    let (t, sheet) = (member.t, loaded.sheet)
    let view = SurveySheetView(
      sheet: sheet, answers: loaded.answers, action: SurveyLinks.enterprise(sheet.participant.id),
      csrf: member.exchange.csrfToken, isOpen: sheet.survey.takesAnswers(on: member.now.day),
      isEditing: member.exchange.query["edit"] == "1", t: t)
    let title = sheet.survey.title.text(t.language)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [Crumb(t("partners.survey.enterprise.title"), SurveyLinks.enterprise), Crumb(title)],
        status: status ?? (problems.isEmpty ? 200 : 422),
        content: "<div class=\"stack survey-sheet\">\(view.content(typed: typed, problems: problems))</div>"))
  }

  private func answer(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    let loaded = try await load(member)
    let (id, version) = (loaded.sheet.participant.id, form["version"].flatMap { Int($0) } ?? 0)
    let (answer, who) = (AnswerSurvey(services), SurveyAnswerer.account(member.actor))
    let link = SurveyLinks.enterprise(id)
    do {
      switch form["act"] {
      case "save":
        let next = try await answer.save(form, of: id, version: version, as: who)
        return SurveySaving.saved(next, link.with([("edit", "1")]), member.exchange)
      case "decline": try await answer.decline(id, version: version, as: who)
      default: try await answer.submit(form, of: id, version: version, as: who)
      }
    } catch let invalid as Invalid {
      if member.exchange.wantsJSON { throw WebError.unprocessable(invalid.problems) }
      return try await page(member, loaded, typed: form, problems: invalid.problems)
    } catch SurveyError.stale {
      if member.exchange.wantsJSON { throw WebError.conflict(Message("partners.survey.problem.stale")) }
      return try await page(
        member, try await load(member), typed: form, problems: [FieldProblem("", "partners.survey.problem.stale")],
        status: 409)
    } catch SurveyError.notFound {
      throw WebError.notFound
    } catch is SurveyError {
      if member.exchange.wantsJSON { throw WebError.conflict(Message("partners.survey.closed.text")) }
      return try await page(member, try await load(member), typed: form, status: 409)
    }
    return .redirect(to: link)
  }
}
