import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// `/inbox`: what waits for the reader, the most urgent first.
struct InboxPage {
  let member: Member

  /// Nobody works off more than this from one list.
  static let limit = 200

  func reply() async throws -> Reply {
    let (t, actor) = (member.t, member.actor)
    let entries = try await member.services.database.read { connection in
      try InboxStore.waiting(for: actor, limit: Self.limit, on: connection)
    }
    let table = DataTable(
      caption: t("activity.inbox.title"),
      columns: [
        DataTable.Column("task", t("activity.inbox.task"), phone: .title),
        DataTable.Column("record", t("activity.inbox.record")),
        DataTable.Column("holder", t("activity.inbox.holder")),
        DataTable.Column("due", t("activity.inbox.due"), isNarrow: true),
        DataTable.Column("since", t("activity.inbox.since"), isNarrow: true),
      ],
      rows: entries.map(row),
      count: entries.isEmpty ? nil : t("activity.inbox.count", ["count": "\(entries.count)"]),
      empty: EmptyState(icon: .inbox, title: t("activity.inbox.empty"), text: t("activity.inbox.empty.text")),
      id: "inbox", t)
    return try await member.page(
      PageContent(
        title: t("activity.inbox.title"),
        actions: LinkButton(t("activity.notices.title"), to: ActivityLinks.notices, icon: .bell).html,
        content: table.html))
  }

  private func row(_ waiting: WaitingEntry) -> DataTable.Row {
    let (t, entry, today) = (member.t, waiting.entry, member.now.day)
    let holder =
      switch entry.holder {
      case .account: t("activity.inbox.you")
      case .role(let role, _, _): t(role.label)
      }
    let isLate = entry.dueOn.map { $0 < today } ?? false
    let link = Link.ownPage(entry.path)
    let name: HTML = link.map { "<a href=\"\($0)\">\(entry.subject.name)</a>" } ?? HTML.text(entry.subject.name)
    return DataTable.Row(
      id: "\(waiting.id)", name: entry.subject.name, link: link, tone: isLate ? .bad : nil,
      [
        .text(t(entry.message)), DataTable.Cell(name), .text(holder),
        DataTable.Cell(entry.dueOn.map { DueDate($0, today: today, t).html } ?? HTML.dash),
        DataTable.Cell(RelativeTime(waiting.createdAt, now: member.now, t).html),
      ])
  }
}
