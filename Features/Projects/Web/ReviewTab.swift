import Activity
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/projects/{project}/review`: the review group, what its members said, and the reader's own voice.
struct ReviewTab {
  let page: ProjectPage
  let typed: FormData?
  let problems: [FieldProblem]

  init(_ page: ProjectPage, typed: FormData? = nil, problems: [FieldProblem] = []) {
    self.page = page
    self.typed = typed
    self.problems = problems
  }

  private var t: Localizer { page.member.t }

  func reply() async throws -> Reply {
    let votes = page.standing.votes
    guard !votes.isEmpty else {
      return try await page.framed(
        .review, EmptyState(icon: .users, title: t("projects.review.none"), text: t("projects.review.none.text")).html)
    }
    let summary = ErrorSummary(problems.map { .init(field: $0.field, t($0.message)) }, t)
    return try await page.framed(
      .review, status: problems.isEmpty ? 200 : 422,
      "\(summary)\(own)\(figures)<h2>\(t("projects.review.voices", ["round": "\(page.project.round)"]))</h2>\(table)")
  }

  private var figures: HTML {
    let standing = page.standing
    return StatRow([
      StatTile(t("projects.review.cast"), "\(standing.cast)", of: "\(standing.votes.count)"),
      StatTile(t("projects.vote.support"), "\(standing.count(.support))"),
      StatTile(t("projects.vote.mend"), "\(standing.count(.mend))"),
      StatTile(t("projects.vote.against"), "\(standing.count(.against))"),
      StatTile(t("projects.review.score"), standing.score.map { t.number($0, fractionDigits: 1) } ?? "–"),
    ]).html
  }

  /// Until the decision members see only that others voted, not how: each speaks for themselves.
  static func isOpen(_ project: Project, to actor: Actor) -> Bool {
    project.state != .review || actor.may(.projectsManage)
  }

  private var isOpen: Bool { Self.isOpen(page.project, to: page.member.actor) }

  private var table: HTML {
    let rows = page.standing.votes.map { vote -> DataTable.Row in
      let isMine = vote.accountID == page.member.actor.accountID
      let shows = isOpen || isMine
      let tone: Tone = vote.choice == .support ? .ok : vote.choice == .against ? .bad : .warning
      let state: HTML =
        vote.choice.map { shows ? Badge(tone, t($0.label)).html : Badge(.info, t("projects.review.voted")).html }
        ?? Badge(.neutral, t("projects.review.silent")).html
      return DataTable.Row(
        id: "\(vote.accountID)", name: vote.name,
        [
          .text(vote.name), DataTable.Cell(state), .text(shows ? vote.score.map { "\($0)" } : nil),
          shows && !vote.reason.isEmpty ? DataTable.Cell(ProjectWords.paragraphs(vote.reason)) : .text(nil),
          .text(vote.at?.day.description),
        ])
    }
    return DataTable(
      caption: t("projects.review.voices", ["round": "\(page.project.round)"]),
      columns: [
        .init("member", t("projects.review.member"), phone: .title), .init("choice", t("projects.review.choice")),
        .init("score", t("projects.review.score"), alignment: .end, isNarrow: true),
        .init("reason", t("projects.reason")), .init("day", t("projects.review.day"), isNarrow: true),
      ], rows: rows, empty: EmptyState(icon: .users, title: t("projects.review.none")), id: "voices", t
    ).html
  }

  private var own: HTML {
    let (project, actor) = (page.project, page.member.actor)
    guard project.state == .review, actor.may(.projectsReview),
      let mine = page.standing.votes.first(where: { $0.accountID == actor.accountID })
    else { return .empty }
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let choices = ProjectVote.Choice.allCases.map {
      FormField.Choice($0.rawValue, t($0.label), hint: t("\($0.label).hint"))
    }
    let form = FormView(
      action: ProjectLinks.page(project.id, "vote"), csrf: page.member.exchange.csrfToken,
      hasErrors: !problems.isEmpty, t,
      """
      <p class="soft">\(t("projects.vote.text"))</p>\
      \(FormField.radioGroup("choice", label: t("projects.review.choice"), choices: choices, value: typed?["choice"] ?? mine.choice?.rawValue, error: error("choice"), required: true))\
      \(FormField.number("score", label: t("projects.review.score"), value: typed?["score"] ?? mine.score.map { "\($0)" } ?? "", hint: t("projects.vote.score.hint"), error: error("score"), required: true))\
      \(FormField.textArea("reason", label: t("projects.reason"), value: typed?["reason"] ?? mine.reason, rows: 4, error: error("reason"), required: true, maxLength: Project.Limit.reason, t))\
      \(ButtonBar("\(Button(t(mine.choice == nil ? "projects.vote.send" : "projects.vote.change"), style: .primary))"))
      """)
    return Card(t("projects.vote.mine"), form).html
  }
}
