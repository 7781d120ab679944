import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views
import Web

/// `/mailbox`: the mails of the system, for installations without a mail
/// server and for those whose server refuses some.
struct MailboxPage {
  let member: Member

  static let limit = 50

  func reply() async throws -> Reply {
    let (t, form, services) = (member.t, member.exchange.query, member.services)
    let status = form["status"].flatMap { StoredMail.Status(rawValue: $0) }
    let before = form["before"].flatMap { ID<StoredMail>($0) }
    let found = try await services.database.read { connection in
      try MailStore(services.sealer).mails(status, before: before, limit: Self.limit + 1, on: connection)
    }
    let shown = found.prefix(Self.limit)
    let address = ListAddress(ActivityLinks.mailbox, status.map { [("status", $0.rawValue)] } ?? [])
    let next = found.count > Self.limit ? shown.last.map { address.at("before", $0.id.description).link } : nil
    let tabs =
      [Tabs.Item(t("activity.mailbox.all"), ActivityLinks.mailbox, isCurrent: status == nil)]
      + StoredMail.Status.allCases.map { item in
        Tabs.Item(
          t("activity.mail.status.\(item.rawValue)"), ActivityLinks.mailbox.with([("status", item.rawValue)]),
          isCurrent: status == item)
      }
    let table = DataTable(
      caption: t("activity.mailbox.title"),
      columns: [
        DataTable.Column("subject", t("activity.mail.subject"), phone: .title),
        DataTable.Column("recipient", t("activity.mail.recipient")),
        DataTable.Column("status", t("activity.mail.status"), isNarrow: true),
        DataTable.Column("attempts", t("activity.mail.attempts"), alignment: .end, isNarrow: true),
        DataTable.Column("created", t("activity.mail.created"), isNarrow: true),
      ],
      rows: shown.map { mail in
        DataTable.Row(
          id: "\(mail.id)", name: mail.subject, link: ActivityLinks.mail(mail.id),
          [
            .text(mail.subject), .text(mail.recipient, second: Masking.mail(mail.address)),
            DataTable.Cell(
              MailPage.badge(mail.status, t), second: mail.failure.isEmpty ? nil : HTML.text(mail.failure)),
            .number(mail.attempts), DataTable.Cell(RelativeTime(mail.createdAt, now: member.now, t).html),
          ])
      },
      pager: Pager(previous: before == nil ? nil : address.link, next: next, t),
      empty: EmptyState(icon: .mail, title: t("activity.mailbox.empty")), id: "mails", t)
    let hint = services.mail == nil ? Alert(.info, title: t("activity.mailbox.noServer")).html : .empty
    return try await member.page(
      PageContent(
        title: t("activity.mailbox.title"), content: "\(hint)\(Tabs(t("activity.mailbox.title"), tabs))\(table)"))
  }
}

/// `/mailbox/{mail}`: one mail, opened.
enum MailPage {
  static func open(_ member: Member, _ id: ID<StoredMail>) async throws -> Reply {
    let t = member.t
    guard let mail = try await OpenMail(member.services)(id, by: member.actor) else { throw WebError.notFound }
    let facts = DescriptionList([
      .text(t("activity.mail.recipient"), mail.recipient),
      .text(t("activity.mail.address"), mail.isReadable ? mail.address : Masking.mail(mail.address)),
      .init(t("activity.mail.status"), badge(mail.status, t)),
      .text(t("activity.mail.failure"), mail.failure),
      .text(t("activity.mail.created"), mail.createdAt.minuteText),
      .text(t("activity.mail.sent"), mail.sentAt?.minuteText ?? ""),
    ])
    // The link is there to be handed to the recipient, not to be followed by the reader.
    let home = "\(member.services.installation.baseURL)/"
    let paragraphs = mail.body.split(separator: "\n").map(String.init).map { line -> HTML in
      line.hasPrefix(home) ? "<p><span class=\"code\">\(line)</span> \(CopyButton(line, t))</p>" : "<p>\(line)</p>"
    }
    let body: HTML =
      mail.isReadable ? "\(paragraphs)" : Alert(.info, title: t("activity.mail.hidden")).html
    return try await member.page(
      PageContent(
        title: mail.subject,
        crumbs: [Crumb(t("activity.mailbox.title"), ActivityLinks.mailbox), Crumb(mail.subject)],
        content: """
          <div class="stack">\(Card(nil, facts))\(Card(t("activity.mail.body"), body))</div>
          """))
  }

  static func badge(_ status: StoredMail.Status, _ t: Localizer) -> HTML {
    let tone: Tone =
      switch status {
      case .waiting: .info
      case .sent: .ok
      case .failed: .bad
      case .kept: .neutral
      }
    return Badge(tone, t("activity.mail.status.\(status.rawValue)")).html
  }
}
