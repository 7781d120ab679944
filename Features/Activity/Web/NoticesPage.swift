import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/notices`: what the reader was told, newest first.
struct NoticesPage {
  let member: Member

  static let limit = 30

  func reply() async throws -> Reply {
    let (t, account) = (member.t, member.actor.accountID)
    let before = member.exchange.query["before"].flatMap { ID<PostedNotice>($0) }
    let found = try await member.services.database.read { connection in
      try NoticeStore.notices(for: account, before: before, limit: Self.limit + 1, on: connection)
    }
    let shown = found.prefix(Self.limit)
    let next =
      found.count > Self.limit
      ? shown.last.map { ActivityLinks.notices.with([("before", $0.id.description)]) } : nil
    let table = DataTable(
      caption: t("activity.notices.title"),
      columns: [
        DataTable.Column("message", t("activity.notices.message"), phone: .title),
        DataTable.Column("state", t("activity.notices.state"), isNarrow: true),
        DataTable.Column("at", t("activity.notices.at"), isNarrow: true),
      ],
      rows: shown.map { notice in
        DataTable.Row(
          id: "\(notice.id)", name: t(notice.message), link: Link.ownPage(notice.path),
          [
            .text(t(notice.message)),
            DataTable.Cell(
              notice.isRead
                ? Badge(.neutral, t("activity.notices.read")).html : Badge(.info, t("activity.notices.unread")).html),
            DataTable.Cell(RelativeTime(notice.createdAt, now: member.now, t).html),
          ])
      },
      pager: Pager(previous: before == nil ? nil : ActivityLinks.notices, next: next, t),
      empty: EmptyState(icon: .bell, title: t("activity.notices.empty")), id: "notices", t)
    let actions: HTML =
      shown.contains { !$0.isRead }
      ? PostButton(
        t("activity.notices.readAll"), to: "/notices/read", csrf: member.exchange.csrfToken, icon: .check
      ).html : .empty
    return try await member.page(
      PageContent(
        title: t("activity.notices.title"),
        crumbs: [Crumb(t("activity.inbox.title"), ActivityLinks.inbox), Crumb(t("activity.notices.title"))],
        actions: actions, content: table.html))
  }
}
