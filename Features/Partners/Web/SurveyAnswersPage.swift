import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/surveys/{survey}/answers`: what came, filtered; a figure of the summary opens its rows here.
struct SurveyAnswersPage {
  let page: SurveyPage

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }
  private var survey: Survey { page.survey }

  private static let pageSize = 50

  func reply() async throws -> Reply {
    let (form, scope, survey) = (member.exchange.query, member.actor.scope, survey)
    let link = SurveyLinks.answers(survey.id)
    let address = SurveyFilterAddress.address(link, form)
    let filter = SurveyFilterAddress.filter(form)
    let mark = form["after"].flatMap { ID<SurveyParticipant>($0) }
    let store = SurveyAnswerStore(SurveyParticipantStore(member.services.sealer))
    let (rows, levels) = try await member.services.database.read { connection in
      (
        try store.responses(to: survey, filter, after: mark, limit: Self.pageSize + 1, in: scope, on: connection),
        try PartnerLevelStore.levels(of: survey.schoolID, on: connection)
      )
    }
    let shown = Array(rows.prefix(Self.pageSize))
    let next = rows.count > Self.pageSize ? shown.last.map { address.at("after", "\($0.participant.id)").link } : nil
    let isWhole = filter == SurveyFilter() && mark == nil
    let table = DataTable(
      caption: t("partners.survey.tab.answers"), columns: columns(filter), rows: shown.map { row($0, filter) },
      pager: Pager(previous: mark == nil ? nil : address.removing("after").link, next: next, t),
      empty: isWhole
        ? EmptyState(
          icon: .evaluation, title: t("partners.survey.answers.empty"), text: t("partners.survey.answers.empty.text"))
        : EmptyState(
          icon: .search, title: t("partners.survey.answers.nothingFound"),
          actions: LinkButton(t("kit.filter.clear"), to: link).html), id: "answers", t)
    let export: HTML =
      member.actor.may(.surveysExport) && page.progress.answered > 0
      ? LinkButton(
        t("partners.action.export"), to: address.moved(to: SurveyLinks.page(survey.id, "answers.xlsx")).link,
        icon: .download, isDownload: true
      ).html : .empty
    let bar: HTML =
      isWhole && shown.isEmpty
      ? .empty : SurveyFilterAddress.bar(address, levels: levels, target: "answers", t).html
    return try await page.framed(.answers, actions: export, "\(bar)\(figure(filter, address))\(table)")
  }

  /// Which figure of the summary these rows are behind.
  private func figure(_ filter: SurveyFilter, _ address: ListAddress) -> HTML {
    var words: [String] = []
    if let question = filter.question.flatMap({ survey.question($0) }) {
      words.append(question.text.text(t.language))
      if let value = filter.value {
        words.append(question.choices(t).first { $0.value == value }?.label ?? value)
      }
      let ends = [filter.from, filter.to].compactMap(\.self).map(SurveyWords(t: t).figure)
      if !ends.isEmpty { words.append(ends.joined(separator: "–")) }
    }
    if let major = filter.majorID {
      words.append(page.record.majors.first { $0.id == major }?.name ?? "")
      if let year = filter.year { words.append("\(year)") }
      if filter.isForInterns { words.append(t("partners.survey.demand.interns")) }
    }
    if let outcome = filter.outcome { words.append(t("partners.survey.outcome.\(outcome.rawValue)")) }
    guard !words.isEmpty else { return .empty }
    let clean = SurveyFilterAddress.figures.reduce(address) { $0.removing($1) }
    return Alert(
      .info, title: t("partners.survey.answers.of", ["figure": words.joined(separator: " · ")]),
      "<p><a href=\"\(clean.link)\">\(t("partners.survey.answers.all"))</a></p>"
    ).html
  }

  /// A question whose answers are asked for has a column of its own.
  private func asked(_ filter: SurveyFilter) -> SurveyQuestion? {
    filter.question.flatMap { survey.question($0) }
  }

  private func columns(_ filter: SurveyFilter) -> [DataTable.Column] {
    var columns = [
      DataTable.Column("partner", t("partners.field.name"), phone: .title),
      DataTable.Column("outcome", t("partners.survey.field.outcome"), isNarrow: true),
    ]
    if let question = asked(filter) {
      columns.append(DataTable.Column("answer", VisitWords.short(question.text.text(t.language), 30)))
    }
    if survey.asksForDemand {
      columns += [
        DataTable.Column("people", t("partners.survey.demand.people"), alignment: .end),
        DataTable.Column("interns", t("partners.survey.demand.interns"), alignment: .end),
      ]
    }
    return columns + [
      DataTable.Column("by", t("partners.survey.field.answerer")),
      DataTable.Column("at", t("partners.survey.at.answered"), isNarrow: true),
    ]
  }

  private func row(_ response: SurveyResponse, _ filter: SurveyFilter) -> DataTable.Row {
    let (participant, words) = (response.participant, SurveyWords(t: t))
    // Behind a figure of one major stand the people of that major.
    let demands = response.answers.demands.filter { filter.majorID == nil || $0.majorID == filter.majorID }
    let people = demands.map { demand in
      guard let year = filter.year.map({ $0 - survey.firstYear }), demand.hires.indices.contains(year) else {
        return demand.people
      }
      return demand.hires[year] ?? 0
    }.reduce(0, +)
    var cells: [DataTable.Cell] = [
      .text(response.partnerName), DataTable.Cell(words.step(participant).html),
    ]
    if let question = asked(filter) {
      cells.append(
        .text(response.answers.values[question.key].map { VisitWords.short(words.answer($0, to: question), 80) }))
    }
    if survey.asksForDemand {
      let isNone = participant.outcome == SurveyParticipant.Outcome.none
      cells += [
        .number(isNone ? nil : people), .number(isNone ? nil : demands.compactMap(\.interns).reduce(0, +)),
      ]
    }
    return DataTable.Row(
      id: "\(participant.id)", name: response.partnerName, link: SurveyLinks.answer(survey.id, participant.id),
      cells + [.text(words.answerer(participant)), .text(participant.answeredAt?.minuteText)])
  }
}

/// One enterprise's answer, with the scans that were brought to it.
struct SurveyAnswerPage {
  let page: SurveyPage
  let response: SurveyResponse
  private let row: ParticipantRow
  private let files: [Attachment]
  private let removedFiles: [Attachment]

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }

  static func load(_ member: Member) async throws -> SurveyAnswerPage {
    let participant = try await ParticipantPage.load(member)
    let store = SurveyAnswerStore(SurveyParticipantStore(member.services.sealer))
    let place = place(participant.page, participant.row)
    let found = try await member.services.database.read { connection -> SurveyAnswerPage? in
      guard let response = try store.response(of: participant.row.participant, on: connection) else { return nil }
      return SurveyAnswerPage(
        page: participant.page, response: response, row: participant.row,
        files: try AttachmentStore.attachments(of: place.subject, school: place.schoolID, on: connection),
        removedFiles: place.isChangeable
          ? try AttachmentStore.attachments(of: place.subject, school: place.schoolID, removed: true, on: connection)
          : [])
    }
    guard let found else { throw WebError.notFound }
    return found
  }

  static func place(_ page: SurveyPage, _ row: ParticipantRow) -> AttachmentPlace {
    AttachmentPlace(
      subject: row.participant.subject(page.survey), schoolID: page.survey.schoolID,
      link: SurveyLinks.participant(page.survey.id, row.participant.id, "attachments"),
      page: SurveyLinks.answer(page.survey.id, row.participant.id), isChangeable: page.mayManage)
  }

  func reply(problems: [FieldProblem] = []) async throws -> Reply {
    let (survey, words) = (page.survey, SurveyWords(t: t))
    let participant = response.participant
    let title = survey.title.text(t.language)
    let view: HTML =
      participant.outcome == SurveyParticipant.Outcome.none
      ? Alert(.info, title: t("partners.survey.declined")).html
      : SurveyAnswerView(survey: survey, majors: page.record.majors, answers: response.answers, t: t).html
    let place = Self.place(page, row)
    let error = problems.map { t($0.message) }.joined(separator: " ")
    let attachments: HTML =
      files.isEmpty && !place.isChangeable
      ? .empty
      : Card(
        t("partners.survey.scans"),
        """
        \(AttachmentList(files, removed: removedFiles, at: place, csrf: page.csrf, now: member.now, t))\
        \(AttachmentForm(at: place, csrf: page.csrf, error: error.isEmpty ? nil : error, t))
        """
      ).html
    let facts = Card(
      t("partners.survey.answer"),
      DescriptionList(
        [
          DescriptionList.Item(
            t("partners.field.name"),
            "<a href=\"\(PartnerLinks.show(participant.partnershipID))\">\(response.partnerName)</a>", isWide: true),
          .text(t("partners.survey.field.answerer"), words.answerer(participant)),
          .text(t("partners.survey.at.answered"), participant.answeredAt?.minuteText),
        ]
          + (participant.note.isEmpty
            ? [] : [.text(t("partners.survey.field.note"), participant.note, isWide: true)])))
    let entered: HTML =
      participant.way == .office
      ? Alert(.info, title: t("partners.survey.byOffice", ["name": participant.answeredBy])).html : .empty
    let change: HTML =
      page.mayManage && survey.takesAnswers(on: member.now.day)
      ? LinkButton(
        t("partners.survey.enter"), to: SurveyLinks.participant(survey.id, participant.id, "enter"), icon: .edit
      ).html : .empty
    return try await member.page(
      PageContent(
        title: response.partnerName,
        crumbs: [
          Crumb(t("partners.surveys.title"), SurveyLinks.list), Crumb(title, SurveyLinks.show(survey.id)),
          Crumb(t("partners.survey.tab.answers"), SurveyLinks.answers(survey.id)), Crumb(response.partnerName),
        ], titleNote: "\(words.step(participant)) <span class=\"soft\">\(title)</span>", actions: change,
        status: problems.isEmpty ? 200 : 422,
        content: """
          \(entered)<div class="columns"><div class="stack">\(view)</div><div class="stack">\(facts)\(attachments)</div></div>
          """))
  }
}
