import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// The pages of documents that were ordered.
struct DocumentPages {
  let member: Member

  private var t: Localizer { member.t }
  private var csrf: String { member.exchange.csrfToken }

  func list(_ orders: [DocumentOrder]) -> PageContent {
    let rows = orders.map { order in
      DataTable.Row(
        id: "\(order.id)", name: order.title, link: ActivityLinks.document(order.id),
        [
          .text(order.title, second: order.file?.name), DataTable.Cell(badge(order).html),
          DataTable.Cell(RelativeTime(order.createdAt, now: member.now, t).html),
          DataTable.Cell(order.file.map { HTML.text(t.fileSize(Int64($0.size))) } ?? .dash),
        ])
    }
    let table = DataTable(
      caption: t("activity.document.list"),
      columns: [
        DataTable.Column("title", t("activity.document.title"), phone: .title),
        DataTable.Column("state", t("activity.document.state"), isNarrow: true),
        DataTable.Column("ordered", t("activity.document.ordered"), isNarrow: true),
        DataTable.Column("size", t("activity.document.size"), isNarrow: true),
      ], rows: rows,
      empty: EmptyState(
        icon: .report, title: t("activity.document.empty"), text: t("activity.document.empty.text")), id: "documents", t
    )
    return PageContent(title: t("activity.document.list"), content: table.html)
  }

  func show(_ order: DocumentOrder, progress: (done: Int, total: Int?)?) -> PageContent {
    let content: HTML =
      switch order.state {
      case .waiting: running(order, progress)
      case .done: done(order)
      case .failed: ended(order, Alert(.bad, title: t(order.problem ?? Message("activity.document.failed"))))
      case .cancelled: ended(order, Alert(.info, title: t("activity.document.cancelled")))
      }
    return PageContent(
      title: order.title, crumbs: [Crumb(t("activity.document.list"), ActivityLinks.documents), Crumb(order.title)],
      titleNote: badge(order).html, actions: actions(order), refreshAfter: order.state == .waiting ? 3 : nil,
      content: "<div class=\"stack\">\(content)</div>")
  }

  private func running(_ order: DocumentOrder, _ progress: (done: Int, total: Int?)?) -> HTML {
    let cancel = PostButton(
      t("activity.document.cancel"), to: ActivityLinks.document(order.id, "cancel"), csrf: csrf, style: .quiet,
      icon: .close)
    return Card(
      nil, footer: cancel.html,
      JobProgress(
        order.title, done: progress?.done ?? 0, total: progress?.total, text: t("activity.document.state.waiting"),
        events: ActivityLinks.document(order.id, "events"), t)
    ).html
  }

  private func done(_ order: DocumentOrder) -> HTML {
    guard let file = order.file else { return .empty }
    let until = order.createdAt.advanced(by: .seconds(DocumentOrder.keptDays * 86_400)).day.description
    var facts: [DescriptionList.Item] = [
      .text(t("activity.document.file"), file.name), .text(t("activity.document.size"), t.fileSize(Int64(file.size))),
      .text(t("activity.document.pages"), FigureText.grouped(file.pages)),
    ]
    if file.documents > 1 {
      facts.append(.text(t("activity.document.documents"), FigureText.grouped(file.documents)))
    }
    facts.append(.text(t("activity.document.kept"), until))
    return "\(failures(order))\(Card(nil, DescriptionList(facts)))"
  }

  private func failures(_ order: DocumentOrder) -> HTML {
    guard !order.failures.isEmpty else { return .empty }
    let shown = order.failures.prefix(50).map { "<li>\(t($0.message))</li>" as HTML }
    let more: HTML =
      order.failures.count > shown.count
      ? "<p>\(t("activity.document.failures.more", ["count": "\(order.failures.count - shown.count)"]))</p>" : .empty
    return Alert(
      .warning, title: t("activity.document.failures", ["count": "\(order.failures.count)"]),
      "<ul>\(shown)</ul>\(more)"
    ).html
  }

  private func ended(_ order: DocumentOrder, _ alert: Alert) -> HTML {
    let again = PostButton(
      t("activity.document.again"), to: ActivityLinks.document(order.id, "again"), csrf: csrf, icon: .undo)
    return "\(alert)\(again)"
  }

  private func actions(_ order: DocumentOrder) -> HTML {
    guard order.state == .done else { return .empty }
    return LinkButton(
      t("activity.document.fetch"), to: ActivityLinks.document(order.id, "file"), style: .primary, icon: .download,
      isDownload: true
    ).html
  }

  private func badge(_ order: DocumentOrder) -> Badge {
    let tone: Tone =
      switch order.state {
      case .waiting: .info
      case .done: order.failures.isEmpty ? .ok : .warning
      case .failed: .bad
      case .cancelled: .neutral
      }
    return Badge(tone, t("activity.document.state.\(order.state.rawValue)"))
  }
}
