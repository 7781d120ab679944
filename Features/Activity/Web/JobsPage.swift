import Database
import Jobs
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/jobs`: how the work beside the requests is doing, and what was given up.
struct JobsPage {
  let member: Member

  static let limit = 30

  func reply() async throws -> Reply {
    let (t, jobs) = (member.t, member.services.jobs)
    let before = member.exchange.query["before"].flatMap { ID<Job>($0) }
    let counts = try await jobs.counts()
    let running = try await jobs.list(state: .running, limit: Self.limit)
    let dead = try await jobs.list(state: .dead, limit: Self.limit + 1, before: before)
    let tiles = StatRow(
      [Job.State.waiting, .running, .dead].map { state in
        let count = counts[state] ?? 0
        return StatTile(
          t("activity.jobs.state.\(state.rawValue)"), FigureText.grouped(count),
          tone: state == .dead && count > 0 ? .bad : .neutral)
      })
    return try await member.page(
      PageContent(
        title: t("activity.jobs.title"), refreshAfter: running.isEmpty ? nil : 15,
        content: """
          <div class="stack">\(tiles)\
          \(Card(t("activity.jobs.running"), runningTable(running)))\
          \(Card(t("activity.jobs.dead"), deadTable(dead, isLaterPage: before != nil)))</div>
          """))
  }

  private func runningTable(_ jobs: [Job]) -> HTML {
    let t = member.t
    return DataTable(
      caption: t("activity.jobs.running"),
      columns: [
        DataTable.Column("kind", t("activity.jobs.kind"), phone: .title),
        DataTable.Column("since", t("activity.jobs.since"), isNarrow: true),
        DataTable.Column("progress", t("activity.jobs.progress")),
      ],
      rows: jobs.map { job in
        DataTable.Row(
          id: "\(job.id)", name: kind(job),
          [
            .text(kind(job)), DataTable.Cell(time(job.startedAt ?? job.createdAt)),
            DataTable.Cell(progress(job), second: job.progress?.note.map(HTML.text)),
          ])
      }, empty: EmptyState(icon: .clock, title: t("activity.jobs.running.empty")), id: "running", t
    ).html
  }

  private func deadTable(_ found: [Job], isLaterPage: Bool) -> HTML {
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    let shown = found.prefix(Self.limit)
    let next =
      found.count > Self.limit ? shown.last.map { ActivityLinks.jobs.with([("before", $0.id.description)]) } : nil
    return DataTable(
      caption: t("activity.jobs.dead"),
      columns: [
        DataTable.Column("kind", t("activity.jobs.kind"), phone: .title),
        DataTable.Column("failure", t("activity.jobs.failure")),
        DataTable.Column("attempts", t("activity.jobs.attempts"), alignment: .end, isNarrow: true),
        DataTable.Column("since", t("activity.jobs.ended"), isNarrow: true),
        DataTable.Column("acts", t("activity.jobs.acts")),
      ],
      rows: shown.map { job in
        let retry = PostButton(
          t("activity.jobs.retry"), to: Link("/jobs/\(job.id)/retry"), csrf: csrf, icon: .undo, isSmall: true)
        let discard = PostButton(
          t("activity.jobs.discard"), to: Link("/jobs/\(job.id)/discard"), csrf: csrf, style: .danger, icon: .trash,
          confirm: t("activity.jobs.discard.confirm"), isSmall: true)
        return DataTable.Row(
          id: "\(job.id)", name: kind(job),
          [
            .text(kind(job)), .text(job.lastError), .number(job.attempts),
            DataTable.Cell(time(job.finishedAt ?? job.createdAt)),
            DataTable.Cell("<div class=\"actions\">\(retry)\(discard)</div>"),
          ])
      },
      pager: Pager(previous: isLaterPage ? ActivityLinks.jobs : nil, next: next, t),
      empty: EmptyState(icon: .success, title: t("activity.jobs.dead.empty")), id: "dead", t
    ).html
  }

  private func kind(_ job: Job) -> String {
    let key = "job.\(job.kind)"
    return member.t.has(key) ? member.t(key) : job.kind
  }

  private func time(_ instant: Instant) -> HTML { RelativeTime(instant, now: member.now, member.t).html }

  private func progress(_ job: Job) -> HTML {
    guard let progress = job.progress else { return .dash }
    guard let total = progress.total, total > 0 else { return HTML.text(FigureText.grouped(progress.done)) }
    return ProgressBar(
      min(Double(progress.done) / Double(total), 1), label: member.t("activity.jobs.progress"),
      text: "\(FigureText.grouped(progress.done)) / \(FigureText.grouped(total))"
    ).html
  }
}
