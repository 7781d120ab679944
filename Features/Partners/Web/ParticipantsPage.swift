import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views
import Web

/// `/surveys/{survey}/participants`: who was asked, and how far each is.
struct ParticipantsPage {
  let page: SurveyPage

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }
  private var survey: Survey { page.survey }

  private static let pageSize = 50

  func reply() async throws -> Reply {
    let (form, scope, survey) = (member.exchange.query, member.actor.scope, survey)
    let address = ListAddress(
      SurveyLinks.participants(survey.id),
      form.pairs.filter { ["q", "step", "after"].contains($0.name) }.map { ($0.name, $0.value) })
    let steps = form.all("step").compactMap { SurveyParticipant.Step(rawValue: $0) }
    let search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    let mark = Self.mark(form["after"])
    let store = SurveyParticipantStore(member.services.sealer)
    let rows = try await member.services.database.read { connection in
      try store.rows(
        of: survey.id, steps: steps, search: search, after: mark, limit: Self.pageSize + 1, in: scope, on: connection)
    }
    let shown = Array(rows.prefix(Self.pageSize))
    let next =
      rows.count > Self.pageSize
      ? shown.last.map { address.at("after", "\($0.participant.id).\($0.partnerName)").link } : nil
    let isWhole = steps.isEmpty && search.isEmpty && mark == nil
    let table = DataTable(
      caption: t("partners.survey.tab.participants"), columns: columns, rows: shown.map(row),
      pager: Pager(previous: mark == nil ? nil : address.removing("after").link, next: next, t),
      empty: empty(isWhole: isWhole), id: "participants", t)
    let filter = Filter(
      "step", t("partners.survey.field.step"),
      choices: SurveyParticipant.Step.allCases.map { Filter.Choice($0.rawValue, t($0.label)) })
    let bar: HTML =
      isWhole && shown.isEmpty
      ? .empty
      : FilterBar(
        address, placeholder: t("partners.survey.participants.search"), filters: [filter], target: "participants", t
      ).html
    let progress: HTML =
      page.progress.total > 0 && isWhole
      ? ProgressView(survey: survey, progress: page.progress, t: t).html : .empty
    return try await page.framed(
      .participants, actions: isWhole && shown.isEmpty ? .empty : actions, "\(progress)\(bar)\(table)")
  }

  private static func mark(_ text: String?) -> (name: String, id: ID<SurveyParticipant>)? {
    guard let text, let point = text.firstIndex(of: "."), let id = ID<SurveyParticipant>(text[..<point]) else {
      return nil
    }
    return (String(text[text.index(after: point)...]), id)
  }

  private var columns: [DataTable.Column] {
    [
      DataTable.Column("partner", t("partners.field.name"), phone: .title),
      DataTable.Column("person", t("partners.survey.field.person")),
      DataTable.Column("step", t("partners.survey.field.step"), isNarrow: true),
      DataTable.Column("latest", t("partners.survey.field.latest"), isNarrow: true),
      DataTable.Column("reminders", t("partners.survey.field.reminders"), alignment: .end),
    ]
  }

  private func row(_ row: ParticipantRow) -> DataTable.Row {
    let (participant, words) = (row.participant, SurveyWords(t: t))
    let mail = participant.mail.isEmpty ? t("partners.survey.noMail") : Masking.mail(participant.mail)
    let by = words.answerer(participant)
    return DataTable.Row(
      id: "\(participant.id)", name: row.partnerName,
      link: SurveyLinks.participant(survey.id, participant.id, "").trimmed,
      [
        .text(row.partnerName),
        .text(participant.name.isEmpty ? nil : Masking.name(participant.name), second: mail),
        DataTable.Cell(words.step(participant).html, second: by.isEmpty ? nil : HTML.text(by)),
        .text(words.latest(participant)), .number(participant.reminders == 0 ? nil : participant.reminders),
      ])
  }

  private var mayChoose: Bool { page.mayManage && survey.state != .closed }

  private var actions: HTML {
    guard mayChoose else { return .empty }
    var actions = HTML.empty
    if survey.takesAnswers(on: member.now.day) {
      if page.progress.asked > page.progress.answered {
        actions +=
          PostButton(
            t("partners.survey.remindAll"), to: SurveyLinks.page(survey.id, "remind"), csrf: page.csrf, icon: .mail,
            confirm: t("partners.survey.remindAll.confirm")
          ).html
      }
      if page.progress.listed > 0 {
        actions +=
          PostButton(
            t("partners.survey.inviteListed", ["count": "\(page.progress.listed)"]),
            to: SurveyLinks.page(survey.id, "invite"), csrf: page.csrf, icon: .mail
          ).html
      }
    }
    return actions + choose
  }

  private var choose: HTML {
    guard mayChoose else { return .empty }
    return LinkButton(
      t("partners.survey.choose"), to: SurveyLinks.page(survey.id, "choose"), style: .primary, icon: .plus
    ).html
  }

  private func empty(isWhole: Bool) -> EmptyState {
    isWhole
      ? EmptyState(
        icon: .users, title: t("partners.survey.participants.empty"),
        text: t("partners.survey.participants.empty.text"), actions: choose)
      : EmptyState(
        icon: .search, title: t("partners.survey.participants.nothingFound"),
        actions: LinkButton(t("kit.filter.clear"), to: SurveyLinks.participants(survey.id)).html)
  }
}

extension Link {
  /// Without the slash that an empty last word leaves.
  fileprivate var trimmed: Link { Link(String(text.dropLast(text.hasSuffix("/") ? 1 : 0))) }
}

/// One who was asked: whom to write to, what came of it, and what can be done.
struct ParticipantPage {
  let page: SurveyPage
  let row: ParticipantRow
  private let links: [GuestLink]

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }
  private var participant: SurveyParticipant { row.participant }

  static func load(_ member: Member) async throws -> ParticipantPage {
    let page = try await SurveyPage.load(member)
    let id = try member.exchange.parameter("participant", as: ID<SurveyParticipant>.self)
    let (scope, sealer) = (member.actor.scope, member.services.sealer)
    let found = try await member.services.database.read { connection -> ParticipantPage? in
      guard let row = try SurveyParticipantStore(sealer).row(id, in: scope, on: connection),
        row.participant.surveyID == page.survey.id
      else { return nil }
      return ParticipantPage(
        page: page, row: row,
        links: try GuestLinkStore(sealer).links(
          .survey, to: row.participant.subject(page.survey), of: page.survey.schoolID, on: connection))
    }
    guard let found else { throw WebError.notFound }
    return found
  }

  static func managed(_ member: Member) async throws -> ParticipantPage {
    let page = try await load(member)
    guard page.page.mayManage else { throw WebError.forbidden() }
    return page
  }

  func sub(_ word: String) -> Link { SurveyLinks.participant(page.survey.id, participant.id, word) }
  var link: Link { Link("\(SurveyLinks.participants(page.survey.id).text)/\(participant.id)") }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = [], late: Bool = false) async throws -> Reply {
    let notice: HTML = late ? Alert(.warning, title: t("partners.survey.late")).html : .empty
    let survey = page.survey
    return try await member.page(
      PageContent(
        title: row.partnerName,
        crumbs: [
          Crumb(t("partners.surveys.title"), SurveyLinks.list),
          Crumb(survey.title.text(t.language), SurveyLinks.show(survey.id)),
          Crumb(t("partners.survey.tab.participants"), SurveyLinks.participants(survey.id)), Crumb(row.partnerName),
        ], titleNote: SurveyWords(t: t).step(participant).html, actions: actions,
        status: late ? 409 : problems.isEmpty ? 200 : 422,
        content: """
          \(notice)\(RecordProblems(problems, labels: Self.labels, t))<div class="columns"><div class="stack">\(facts)\(sent)</div>\
          <div class="stack">\(person(typed, problems))</div></div>
          """))
  }

  private static let labels = ["name": "partners.contact.name", "mail": "partners.contact.mail"]

  private var actions: HTML {
    var actions = HTML.empty
    if participant.state == .answered {
      actions +=
        LinkButton(
          t("partners.survey.toAnswer"), to: SurveyLinks.answer(page.survey.id, participant.id), style: .primary,
          icon: .eye
        ).html
    }
    guard page.mayManage else { return actions }
    let isOpen = page.survey.takesAnswers(on: member.now.day)
    if participant.state == .withdrawn {
      return actions
        + PostButton(t("partners.survey.restore"), to: sub("restore"), csrf: page.csrf, icon: .undo).html
    }
    if participant.state != .answered {
      actions +=
        PostButton(
          t("partners.survey.withdraw"), to: sub("withdraw"), csrf: page.csrf, style: .danger, icon: .close,
          confirm: t("partners.survey.withdraw.confirm")
        ).html
      if isOpen, participant.state == .asked {
        actions +=
          PostButton(t("partners.survey.remind"), to: sub("remind"), csrf: page.csrf, icon: .mail).html
      }
    }
    if isOpen {
      actions += LinkButton(t("partners.survey.enter"), to: sub("enter"), icon: .edit).html
    }
    return actions
  }

  private var facts: HTML {
    let words = SurveyWords(t: t)
    func time(_ label: String, _ at: Instant?) -> DescriptionList.Item { .text(t(label), at?.minuteText) }
    return Card(
      t("partners.survey.group.progress"),
      DescriptionList([
        DescriptionList.Item(
          t("partners.field.name"),
          "<a href=\"\(PartnerLinks.show(participant.partnershipID))\">\(row.partnerName)</a>", isWide: true),
        .text(t("partners.survey.field.person"), participant.name.isEmpty ? nil : Masking.name(participant.name)),
        .text(
          t("partners.contact.mail"),
          participant.mail.isEmpty ? t("partners.survey.noMail") : Masking.mail(participant.mail)),
        .text(t("partners.survey.language"), t("partners.survey.language.\(participant.language.rawValue)")),
        time("partners.survey.at.asked", participant.askedAt), time("partners.survey.at.opened", participant.openedAt),
        time("partners.survey.at.saved", participant.savedAt),
        time("partners.survey.at.answered", participant.answeredAt),
        .text(t("partners.survey.field.answerer"), words.answerer(participant)),
        .text(
          t("partners.survey.field.reminders"),
          participant.reminders == 0
            ? nil
            : t(
              "partners.survey.reminded",
              ["count": "\(participant.reminders)", "date": participant.remindedAt?.day.description ?? ""])),
        .text(t("partners.survey.field.note"), participant.note, isWide: true),
      ])
    ).html
  }

  private var sent: HTML {
    guard !links.isEmpty else { return .empty }
    let rows = links.reversed().map { link -> HTML in
      let state = link.state(at: member.now)
      let opened = link.openedAt.map { t("partners.survey.link.opened", ["time": $0.minuteText]) }
      return """
        <tr><td>\(link.createdAt.minuteText)</td><td>\(Masking.name(link.person.name))</td>\
        <td>\(Badge(state == .open ? .info : .neutral, t("partners.survey.link.\(state.rawValue)")))</td>\
        <td>\(opened ?? t("partners.survey.link.unopened"))</td></tr>
        """
    }
    return Card(
      t("partners.survey.links"), "<div class=\"scroll\"><table class=\"plain\"><tbody>\(rows)</tbody></table></div>"
    )
    .html
  }

  private func person(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    guard page.mayManage, page.survey.state != .closed, participant.state != .withdrawn,
      participant.state != .answered
    else { return .empty }
    func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }
    let form = FormView(
      action: sub("person"), csrf: page.csrf, guardsChanges: false, hasErrors: !problems.isEmpty, t,
      """
      <p class="soft">\(t("partners.survey.person.text"))</p>\
      \(FormField.text("name", label: t("partners.contact.name"), value: typed?["name"] ?? "", error: error("name"), required: true, autocomplete: "off", maxLength: 60))\
      \(FormField.text("mail", label: t("partners.contact.mail"), value: typed?["mail"] ?? "", kind: .email, error: error("mail"), required: true, autocomplete: "off"))\
      \(FormField.select("language", label: t("partners.survey.language"), choices: Language.allCases.map { FormField.Choice($0.rawValue, t("partners.survey.language.\($0.rawValue)")) }, value: typed?["language"] ?? participant.language.rawValue))\
      \(ButtonBar("\(Button(t("partners.survey.person.set"), isSmall: true))"))
      """)
    return Card(t(participant.mail.isEmpty ? "partners.survey.person.missing" : "partners.survey.person"), form).html
  }
}
