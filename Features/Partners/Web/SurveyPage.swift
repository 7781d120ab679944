import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/surveys/{survey}` and its tabs: what it asks, whom, how far it is, what came of it.
struct SurveyPage {
  enum Tab: String, CaseIterable {
    case overview, questions, participants, answers, summary
  }

  let member: Member
  let record: SurveyRecord
  let progress: SurveyProgress
  /// Whether somebody has begun to answer.
  let isFrozen: Bool
  private let waiting: [WaitingEntry]
  private let history: [LoggedEntry]

  var survey: Survey { record.survey }
  var mayManage: Bool { survey.mayBeManaged(by: member.actor) }
  private var t: Localizer { member.t }

  private static let historySize = 12

  /// - Throws: `WebError.notFound` for a survey that is not in sight.
  static func load(_ member: Member) async throws -> SurveyPage {
    let id = try member.exchange.parameter("survey", as: ID<Survey>.self)
    let scope = member.actor.scope
    let page = try await member.services.database.read { connection -> SurveyPage? in
      guard let record = try SurveyStore.record(id, in: scope, on: connection) else { return nil }
      var query = AuditQuery()
      (query.subjectKind, query.subjectID, query.limit) = ("survey", id.rawValue, historySize)
      return SurveyPage(
        member: member, record: record,
        progress: try SurveyParticipantStore.progress(of: [id], in: scope, on: connection)[id] ?? SurveyProgress(),
        isFrozen: try EditQuestions.isFrozen(record.survey, on: connection),
        waiting: try InboxStore.open(record.subject, on: connection),
        history: try AuditStore.entries(query, in: .school(record.survey.schoolID), on: connection))
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  /// The survey, for who may change it.
  /// - Throws: `WebError.forbidden` where it may be seen only.
  static func managed(_ member: Member) async throws -> SurveyPage {
    let page = try await load(member)
    guard page.mayManage else { throw WebError.forbidden() }
    return page
  }

  func framed(_ tab: Tab, actions: HTML = .empty, status: Int = 200, _ content: HTML) async throws -> Reply {
    let id = survey.id
    let items = [
      Tabs.Item(t("partners.survey.tab.overview"), SurveyLinks.show(id), isCurrent: tab == .overview),
      Tabs.Item(
        t("partners.survey.tab.questions"), SurveyLinks.questions(id), isCurrent: tab == .questions,
        count: survey.questions.filter { $0.kind != .section }.count),
      Tabs.Item(
        t("partners.survey.tab.participants"), SurveyLinks.participants(id), isCurrent: tab == .participants,
        count: progress.total),
      Tabs.Item(
        t("partners.survey.tab.answers"), SurveyLinks.answers(id), isCurrent: tab == .answers, count: progress.answered),
      Tabs.Item(t("partners.survey.tab.summary"), SurveyLinks.summary(id), isCurrent: tab == .summary),
    ]
    let title = survey.title.text(t.language)
    return try await member.page(
      PageContent(
        title: title, crumbs: [Crumb(t("partners.surveys.title"), SurveyLinks.list), Crumb(title)],
        titleNote: SurveyWords(t: t).state(survey).html, actions: actions, status: status,
        content: "\(Tabs(title, items))\(content)"))
  }

  // MARK: Overview

  /// - Parameter problems: what stands in the way of what was just asked for.
  func reply(typed: FormData? = nil, problems: [FieldProblem] = [], late: Bool = false) async throws -> Reply {
    let notice: HTML = late ? Alert(.warning, title: t("partners.survey.late")).html : .empty
    let summary = ErrorSummary(problems.map { .init(field: nil, t($0.message)) }, t)
    let cards = waiting.map { entry -> HTML in
      let isMine = WaitingCard.isMine(entry, member.actor)
      let finish: HTML =
        isMine && mayManage
        ? PostButton(
          t("partners.survey.finish"), to: SurveyLinks.page(survey.id, "finish"), csrf: csrf, icon: .check,
          isSmall: true
        ).html : .empty
      let look = LinkButton(t("partners.survey.toSummary"), to: SurveyLinks.summary(survey.id), isSmall: true)
      return WaitingCard(
        waiting: entry, actor: member.actor, today: member.now.day, actions: "\(look)\(finish)", t: t
      ).html
    }
    return try await framed(
      .overview, actions: actions, status: late ? 409 : problems.isEmpty ? 200 : 422,
      """
      \(notice)\(summary)\(cards)<div class="columns"><div class="stack">\(progressCard)\(introduction)</div>\
      <div class="stack">\(nextStep(typed))\(facts)\(story)</div></div>
      """)
  }

  var csrf: String { member.exchange.csrfToken }

  private var actions: HTML {
    var actions: HTML = LinkButton(
      t("partners.survey.preview"), to: SurveyLinks.page(survey.id, "preview"), icon: .eye
    ).html
    guard mayManage else { return actions }
    actions +=
      LinkButton(
        t("partners.survey.copy"), to: SurveyLinks.new.with([("copy", survey.id.description)]), icon: .copy
      ).html
    if survey.state == .draft {
      actions +=
        PostButton(
          t("partners.survey.remove"), to: SurveyLinks.page(survey.id, "remove"), csrf: csrf, style: .danger,
          icon: .trash, fields: [("version", "\(survey.version)")], confirm: t("partners.survey.remove.confirm")
        ).html
    }
    actions +=
      LinkButton(
        t("partners.survey.edit"), to: SurveyLinks.page(survey.id, "edit"), style: .primary, icon: .edit
      ).html
    return actions
  }

  private var progressCard: HTML {
    guard progress.total > 0 else {
      let choose: HTML =
        mayManage && survey.state != .closed
        ? LinkButton(
          t("partners.survey.choose"), to: SurveyLinks.page(survey.id, "choose"), style: .primary, icon: .plus
        ).html : .empty
      return Card(
        t("partners.survey.progress"),
        EmptyState(
          icon: .users, title: t("partners.survey.participants.empty"),
          text: t("partners.survey.participants.empty.text"), actions: choose)
      ).html
    }
    return Card(t("partners.survey.progress"), "\(ProgressView(survey: survey, progress: progress, t: t).html)").html
  }

  private var introduction: HTML {
    let text = survey.introduction.text(t.language)
    return text.isEmpty
      ? .empty : Card(t("partners.survey.field.introduction"), ReviewWords.lines(text)).html
  }

  private var facts: HTML {
    let words = SurveyWords(t: t)
    let language =
      survey.title.english.isEmpty ? t("partners.survey.onlyChinese") : t("partners.survey.bothLanguages")
    return Card(
      t("partners.survey.group.about"),
      DescriptionList([
        .text(t("partners.survey.field.period"), words.period(survey)),
        .text(
          t("partners.field.department"),
          record.departmentName.isEmpty ? t("partners.survey.wholeSchool") : record.departmentName),
        .text(t("partners.survey.field.owner"), record.ownerName),
        .text(t("partners.survey.language"), language),
        .text(t("partners.survey.field.majors"), t.list(record.majors.map(\.name)), isWide: true),
      ])
    ).html
  }

  private var story: HTML {
    guard !history.isEmpty else { return .empty }
    let entries = history.map { entry in
      Timeline.Entry(
        at: entry.at, who: entry.accountName.isEmpty ? t("activity.program") : entry.accountName,
        HTML.text(t("audit.\(entry.action)", ["name": entry.subject.name])),
        detail: entry.note.isEmpty ? .empty : ReviewWords.lines(entry.note))
    }
    return Card(t("partners.tab.history"), Timeline(entries, now: member.now, t)).html
  }

  // MARK: What comes next

  private func nextStep(_ typed: FormData?) -> HTML {
    guard mayManage else { return .empty }
    switch survey.state {
    case .draft: return Card(t("partners.survey.next"), opening).html
    case .open:
      let remind: HTML =
        progress.open > 0 && progress.asked > progress.answered
        ? PostButton(
          t("partners.survey.remindAll"), to: SurveyLinks.page(survey.id, "remind"), csrf: csrf, icon: .mail,
          confirm: t("partners.survey.remindAll.confirm")
        ).html : .empty
      let invite: HTML =
        progress.listed > 0
        ? PostButton(
          t("partners.survey.inviteListed", ["count": "\(progress.listed)"]),
          to: SurveyLinks.page(survey.id, "invite"), csrf: csrf, style: .primary, icon: .mail
        ).html : .empty
      let close = PostButton(
        t("partners.survey.close"), to: SurveyLinks.page(survey.id, "close"), csrf: csrf, icon: .lock,
        fields: [("version", "\(survey.version)")], confirm: t("partners.survey.close.confirm"))
      return Card(
        t("partners.survey.next"),
        "<p class=\"soft\">\(t("partners.survey.next.open"))</p><div class=\"actions\">\(invite)\(remind)\(close)</div>"
      ).html
    case .closed:
      let form = FormView(
        action: SurveyLinks.page(survey.id, "reopen"), csrf: csrf, guardsChanges: false, t,
        """
        \(FormField.hidden("version", "\(survey.version)"))\
        \(FormField.date("closesOn", label: t("partners.survey.field.closesOn"), value: typed?["closesOn"] ?? "", min: member.now.day.description, required: true))\
        \(ButtonBar("\(Button(t("partners.survey.reopen"), icon: .undo, isSmall: true))"))
        """)
      return Card(
        t("partners.survey.next"),
        """
        <p class="soft">\(t("partners.survey.next.closed"))</p>\
        <div class="actions">\(LinkButton(t("partners.survey.toSummary"), to: SurveyLinks.summary(survey.id), style: .primary, icon: .report))</div>\
        <details\(if: typed != nil, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\(t("partners.survey.reopen"))</summary>\(form)</details>
        """
      ).html
    }
  }

  private var opening: HTML {
    let missing = SurveyRules.problems(toOpen: survey, on: member.now.day)
    let open = PostButton(
      t("partners.survey.open"), to: SurveyLinks.page(survey.id, "open"), csrf: csrf, style: .primary, icon: .mail,
      fields: [("version", "\(survey.version)")],
      confirm: t("partners.survey.open.confirm", ["count": "\(progress.listed)"]))
    guard missing.isEmpty else {
      return """
        <p>\(t("partners.survey.next.missing"))</p><ul>\(missing.map { "<li>\(t($0.message))</li>" as HTML })</ul>
        """
    }
    let few: HTML = progress.total == 0 ? "<p>\(t("partners.survey.next.nobody"))</p>" : .empty
    return """
      <p class="soft">\(t("partners.survey.next.draft", ["count": "\(progress.listed)", "none": "\(progress.withoutMail)"]))</p>\
      \(few)<div class="actions">\(open)</div>
      """
  }
}

/// How far a survey is: a bar, and figures that open their rows.
struct ProgressView {
  let survey: Survey
  let progress: SurveyProgress
  let t: Localizer

  var html: HTML {
    func link(_ steps: [SurveyParticipant.Step]) -> Link {
      SurveyLinks.participants(survey.id).with(steps.map { ("step", $0.rawValue) })
    }
    let answered = progress.answered - progress.none
    let tiles = StatRow([
      StatTile(
        t("partners.survey.progress.asked"), "\(progress.asked)", of: "\(progress.total)",
        note: progress.withoutMail > 0
          ? t("partners.survey.progress.withoutMail", ["count": "\(progress.withoutMail)"]) : nil,
        tone: progress.withoutMail > 0 ? .warning : .neutral,
        link: link([.asked, .opened, .begun, .answered, .none])),
      StatTile(
        t("partners.survey.progress.opened"), "\(progress.opened)", link: link([.opened, .begun, .answered, .none])),
      StatTile(t("partners.survey.progress.answered"), "\(answered)", tone: .ok, link: link([.answered])),
      StatTile(t("partners.survey.progress.none"), "\(progress.none)", link: link([.none])),
    ])
    let bar = ProgressBar(
      progress.share, label: t("partners.survey.progress"),
      text: t("partners.survey.progress.of", ["count": "\(progress.answered)", "total": "\(progress.total)"]))
    return "<p>\(bar)</p>\(tiles)"
  }
}
