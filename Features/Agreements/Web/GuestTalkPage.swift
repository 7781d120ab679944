import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// `/l/negotiate/…`: the text as the enterprise sees it, with what both sides say to it.
struct GuestTalkPage {
  let guest: Guest
  let dossier: AgreementDossier
  let comments: [ClauseComment]

  private var t: Localizer { guest.t }
  private var isOpen: Bool { guest.isOpen && dossier.agreement.state == .negotiation }

  static func load(_ guest: Guest) async throws -> GuestTalkPage {
    let (services, link) = (guest.services, guest.link)
    let found = try await services.database.write { connection -> (AgreementDossier, [ClauseComment])? in
      _ = try GuestLinkStore.open(link, at: services.now, on: connection)
      guard
        let dossier = try AgreementDossier.load(
          ID(rawValue: link.subject.id), in: .school(link.schoolID), today: services.now.day, services.catalogue,
          on: connection)
      else { return nil }
      return (dossier, try AgreementStoryStore.comments(of: dossier.agreement, on: connection))
    }
    guard let (dossier, comments) = found else { throw WebError.notFound }
    return GuestTalkPage(guest: guest, dossier: dossier, comments: comments)
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = [], status: Int? = nil) async throws -> Reply {
    let agreement = dossier.agreement
    let summary = ErrorSummary(problems.map { .init(field: nil, t($0.message)) }, t)
    guard isOpen else {
      return try await guest.page(
        PageContent(
          title: agreement.title, status: status ?? 200,
          content: Alert(.info, title: t("agreements.invite.negotiate.closed")).html))
    }
    let text = Card(
      t("agreements.text"),
      ClauseWords.html(dossier.rendering.clauses, annexes: agreement.text.annexes, in: agreement.language, t) {
        clause in
        beside(clause.key, t("agreements.talk.toClause"), typed)
      })
    let shown = Set(dossier.rendering.clauses.map(\.key))
    let whole = Card(
      t("agreements.talk"),
      "\(list(comments.filter { !shown.contains($0.clause) }))\(form("", t("agreements.talk.toWhole"), typed))")
    return try await guest.page(
      PageContent(
        title: agreement.title, status: status ?? (problems.isEmpty ? 200 : 422),
        content: """
          <div class="stack">\(summary)<p>\(t("agreements.invite.negotiate.intro", ["name": guest.link.person.name]))</p>\
          \(text)\(whole)</div>
          """))
  }

  private func beside(_ clause: String, _ label: String, _ typed: FormData?) -> HTML {
    "\(list(comments.filter { $0.clause == clause }))\(form(clause, label, typed))"
  }

  private func list(_ comments: [ClauseComment]) -> HTML {
    guard !comments.isEmpty else { return .empty }
    return Timeline(
      comments.reversed().map { comment in
        Timeline.Entry(
          at: comment.at, who: comment.side == .school ? t(comment.side.label) : comment.person,
          HTML.text(comment.settledAt == nil ? "" : t("agreements.invite.settled")),
          detail: ClauseWords.paragraphs(comment.body), icon: .edit)
      }, now: guest.now, t
    ).html
  }

  private func form(_ clause: String, _ label: String, _ typed: FormData?) -> HTML {
    let isBack = typed?["clause"] == clause
    let form = FormView(
      action: guest.below("comments"), csrf: guest.exchange.csrfToken, guardsChanges: false, t,
      """
      \(FormField.hidden("clause", clause))\
      \(FormField.textArea("body.\(clause)", label: t("agreements.talk.body"), value: typed?["body.\(clause)"] ?? "", rows: 3, maxLength: Agreement.Limit.comment, t))\
      \(ButtonBar("\(Button(t("agreements.talk.send"), isSmall: true))"))
      """)
    return """
      <details class="screen-only"\(if: isBack, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\(label)\
      </summary>\(form)</details>
      """
  }
}
