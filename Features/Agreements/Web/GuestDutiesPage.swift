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

/// `/l/duties/…`: what is due, what was done, and what waits for the enterprise's word.
struct GuestDutiesPage {
  let guest: Guest
  let dossier: AgreementDossier
  let dues: [ObligationDue]
  let entries: [Fulfilment]

  private var t: Localizer { guest.t }
  private var today: CivilDate { guest.now.day }
  private var csrf: String { guest.exchange.csrfToken }

  /// What is due within these days is shown.
  private static let days = 90

  static func load(_ guest: Guest) async throws -> GuestDutiesPage {
    let (services, link) = (guest.services, guest.link)
    let today = services.now.day
    let page = try await services.database.write { connection -> GuestDutiesPage? in
      _ = try GuestLinkStore.open(link, at: services.now, on: connection)
      guard
        let dossier = try AgreementDossier.load(
          ID(rawValue: link.subject.id), in: .school(link.schoolID), today: today, services.catalogue, on: connection)
      else { return nil }
      let dues = try ObligationStore.dues(of: dossier.agreement, on: connection)
        .filter { $0.state != .cancelled && ($0.dueOn <= today.adding(days: days) || $0.state == .reported) }
      return GuestDutiesPage(
        guest: guest, dossier: dossier, dues: dues,
        entries: try ObligationStore.fulfilments(of: dues.map(\.id), school: link.schoolID, on: connection))
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  func reply(
    typed: FormData? = nil, problems: [FieldProblem] = [], at due: ID<ObligationDue>? = nil
  ) async throws -> Reply {
    let summary = ErrorSummary(
      problems.map { problem in .init(field: due.map { "\(problem.field).\($0)" }, t(problem.message)) }, t)
    let byDue = Dictionary(grouping: entries, by: \.dueID)
    let list: HTML =
      dues.isEmpty
      ? EmptyState(icon: .check, title: t("agreements.invite.duties.none")).html
      : dues.reversed().map { card($0, byDue[$0.id] ?? [], typed, $0.id == due ? problems : []) }.joined()
    return try await guest.page(
      PageContent(
        title: dossier.agreement.title, status: problems.isEmpty ? 200 : 422,
        content: """
          <div class="stack">\(summary)<p>\(t("agreements.invite.duties.intro", ["name": guest.link.person.name]))</p>\
          \(list)</div>
          """))
  }

  private func card(
    _ due: ObligationDue, _ entries: [Fulfilment], _ typed: FormData?, _ problems: [FieldProblem]
  ) -> HTML {
    let words = ObligationWords(t: t, today: today)
    let until: HTML = due.state == .met ? .empty : DueDate(due.dueOn, today: today, t).html
    let form: HTML = due.state == .met || !guest.isOpen ? .empty : report(due, typed, problems)
    return Card(
      due.obligation.subject, actions: words.badge(due).html, id: "due-\(due.id)",
      "<p>\(words.line(due)) \(until)</p>\(entries.map { entry($0, due, problems) })\(form)"
    ).html
  }

  private func entry(_ entry: Fulfilment, _ due: ObligationDue, _ problems: [FieldProblem]) -> HTML {
    let tone: Tone = entry.state == .confirmed ? .ok : entry.state == .refused ? .bad : .info
    let amount = entry.amount.map { "\(NumberWords.plain($0)) \(t(due.obligation.measure.label)) · " } ?? ""
    let answer: HTML =
      entry.answer.isEmpty ? .empty : "<p class=\"soft\">\(entry.answer)</p>"
    let asks = entry.state == .waiting && entry.side == .school && guest.isOpen
    return """
      <div class="stack"><p>\(Badge(tone, t(entry.state.label))) \(Badge(.neutral, t(entry.side.label))) \(amount)\(entry.doneOn)</p>\
      \(ClauseWords.paragraphs(entry.note))\(answer)\(asks ? ask(entry, due, problems) : .empty)</div>
      """
  }

  private func ask(_ entry: Fulfilment, _ due: ObligationDue, _ problems: [FieldProblem]) -> HTML {
    FormView(
      action: guest.below("\(due.id)/answer"), csrf: csrf, guardsChanges: false, t,
      """
      \(FormField.hidden("entry", entry.id.description))\
      \(FormField.text("answer.\(entry.id)", label: t("agreements.invite.duties.answer"), hint: t("agreements.invite.duties.answer.hint"), error: problems.first { $0.field == "answer" }.map { t($0.message) }, maxLength: 500))\
      \(ButtonBar("\(Button(t("agreements.fulfilment.confirm"), style: .primary, name: "decision", value: "confirmed", isSmall: true))\(Button(t("agreements.fulfilment.refuse"), name: "decision", value: "refused", isSmall: true))"))
      """
    ).html
  }

  private func report(_ due: ObligationDue, _ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    func value(_ name: String, _ own: String = "") -> String { typed?["\(name).\(due.id)"] ?? own }
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let amount: HTML =
      due.obligation.target == nil
      ? .empty
      : FormField.number(
        "amount.\(due.id)", label: t("agreements.fulfilment.amount"), value: value("amount"),
        unit: t(due.obligation.measure.label), allowsDecimals: true, error: error("amount"), required: true
      ).html
    let wanted = due.obligation.evidence
    let form = FormView(
      action: guest.below("\(due.id)/reports"), csrf: csrf, isMultipart: true, hasErrors: !problems.isEmpty, t,
      """
      \(FormField.text("doneOn.\(due.id)", label: t("agreements.fulfilment.doneOn"), value: value("doneOn", today.description), hint: t("agreements.field.date.hint"), error: error("doneOn"), required: true, width: .short))\
      \(amount)\
      \(FormField.textArea("note.\(due.id)", label: t("agreements.fulfilment.note"), value: value("note"), rows: 2, hint: wanted.isEmpty ? nil : t("agreements.fulfilment.wanted", ["evidence": wanted]), error: error("note"), maxLength: 1000, t))\
      \(FormField.file("evidence.\(due.id)", label: t("agreements.fulfilment.files"), accept: AttachmentRules.endings, isMultiple: true, error: error("evidence")))\
      \(UploadProgress(t))\(ButtonBar("\(Button(t("agreements.fulfilment.send"), isSmall: true))"))
      """)
    return """
      <details class="screen-only"\(if: !problems.isEmpty, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("agreements.fulfilment.add"))</summary>\(form)</details>
      """
  }
}
