import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/{agreement}/obligations`: what is owed, what was done, and how well the agreement is kept.
struct ObligationsPage {
  let page: AgreementPage
  let typed: FormData?
  let problems: [FieldProblem]
  /// Which date the form that came back belongs to; `nil` for the form that adds.
  let at: ID<ObligationDue>?

  init(_ page: AgreementPage, typed: FormData? = nil, problems: [FieldProblem] = [], at: ID<ObligationDue>? = nil) {
    self.page = page
    self.typed = typed
    self.problems = problems
    self.at = at
  }

  private var t: Localizer { page.member.t }
  private var today: CivilDate { page.member.now.day }
  private var csrf: String { page.member.exchange.csrfToken }
  private var mayWrite: Bool { page.member.actor.may(.agreementsWrite) }

  func reply() async throws -> Reply {
    let (agreement, today) = (page.agreement, today)
    let (dues, entries, counts) = try await page.member.services.database.read { connection in
      let dues = try ObligationStore.dues(of: agreement, on: connection)
      return (
        dues,
        try ObligationStore.fulfilments(of: dues.map(\.id), school: agreement.schoolID, on: connection),
        try ObligationStore.counts(of: agreement, today: today, on: connection)
      )
    }
    let summary = ErrorSummary(
      problems.map { ErrorSummary.Problem(field: fieldName($0.field), t($0.message)) }, t)
    guard !dues.isEmpty || agreement.state.wasActive else {
      return try await page.framed(
        .obligations,
        EmptyState(icon: .clock, title: t("agreements.obligation.later"), text: t("agreements.obligation.later.text"))
          .html)
    }
    let byDue = Dictionary(grouping: entries, by: \.dueID)
    // What is done and what is far away can wait; what is due comes first.
    let near = dues.filter { $0.isOverdue(on: today) || $0.state == .reported || $0.dueOn <= today.adding(days: 90) }
    let far = dues.filter { due in !near.contains { $0.id == due.id } }
    let list: HTML =
      dues.isEmpty
      ? EmptyState(icon: .clock, title: t("agreements.obligation.none"), text: t("agreements.obligation.none.text"))
        .html
      : near.reversed().filter { $0.state != .met }.map { card($0, byDue[$0.id] ?? []) }.joined()
        + done(near.filter { $0.state == .met }, byDue)
    let later: HTML =
      far.isEmpty
      ? .empty
      : Card(
        t("agreements.obligation.far"),
        "<table class=\"plain\"><tbody>\(far.map { "<tr><td>\($0.obligation.subject)</td><td>\($0.dueOn)</td></tr>" as HTML })</tbody></table>"
      ).html
    return try await page.framed(
      .obligations, status: problems.isEmpty ? 200 : 422,
      """
      \(summary)<div class="columns"><div class="stack">\(list)</div>\
      <div class="stack">\(health(HealthScore(counts)))\(later)\(add)</div></div>
      """)
  }

  /// What is met is looked at seldom, and grows for years.
  private func done(_ dues: [ObligationDue], _ entries: [ID<ObligationDue>: [Fulfilment]]) -> HTML {
    guard !dues.isEmpty else { return .empty }
    let isOpen = dues.contains { $0.id == at }
    return """
      <details\(if: isOpen, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("agreements.obligation.done", ["count": "\(dues.count)"]))</summary>\
      <div class="stack">\(dues.reversed().map { card($0, entries[$0.id] ?? []) })</div></details>
      """
  }

  private func fieldName(_ name: String) -> String? {
    let known = ["subject", "target", "startOn", "endOn", "amount", "note", "doneOn", "evidence", "answer"]
    guard known.contains(name) else { return nil }
    return at.map { "\(name).\($0)" } ?? "new.\(name)"
  }

  // MARK: Health

  private func health(_ score: HealthScore) -> HTML {
    let tone: Tone = score.level == .good ? .ok : score.level == .fair ? .warning : .bad
    let parts = score.parts.map { part -> HTML in
      let words =
        part.kind == .term
        ? t(part.good == 1 ? "agreements.health.inTerm" : "agreements.health.outOfTerm")
        : part.all == 0 ? t("agreements.health.nothing") : "\(part.good)/\(part.all)"
      return """
        <tr><th scope="row">\(t(part.kind.label))</th><td>\(words)</td>\
        <td>\(NumberWords.plain(part.points.rounded())) / \(part.kind.weight)</td></tr>
        """
    }
    return Card(
      t("agreements.health"),
      """
      \(ProgressBar(Double(score.points) / 100, label: t("agreements.health"), tone: tone, text: t("agreements.health.points", ["points": "\(score.points)"])))\
      <table class="plain"><tbody>\(parts)</tbody></table>
      """
    ).html
  }

  // MARK: Dates

  private func card(_ due: ObligationDue, _ entries: [Fulfilment]) -> HTML {
    let words = ObligationWords(t: t, today: today)
    let report: HTML = mayWrite && due.state != .cancelled && due.state != .met ? self.report(due) : .empty
    return Card(
      due.obligation.subject, actions: words.badge(due).html, id: "due-\(due.id)",
      """
      <p>\(words.line(due)) \(due.state == .met || due.state == .cancelled ? HTML.empty : DueDate(due.dueOn, today: today, t).html)</p>\
      \(entries.map { entry($0, due) })\(report)
      """
    ).html
  }

  private func entry(_ entry: Fulfilment, _ due: ObligationDue) -> HTML {
    let tone: Tone = entry.state == .confirmed ? .ok : entry.state == .refused ? .bad : .info
    let amount = entry.amount.map { "\(NumberWords.plain($0)) \(t(due.obligation.measure.label)) · " } ?? ""
    let answer: HTML =
      entry.answeredBy.isEmpty
      ? .empty
      : "<p class=\"soft\">\(t("agreements.fulfilment.answered", ["name": entry.answeredBy, "words": entry.answer]))</p>"
    let form: HTML = entry.state == .waiting && mayWrite ? self.answer(entry, due) : .empty
    return """
      <div class="stack"><p>\(Badge(tone, t(entry.state.label))) \(Badge(.neutral, t(entry.side.label))) \(amount)\(entry.doneOn) · \(entry.person)</p>\
      \(ClauseWords.paragraphs(entry.note))\(answer)\(form)</div>
      """
  }

  private func value(_ name: String, _ due: ObligationDue?, _ own: String = "") -> String {
    guard due?.id == at else { return own }
    return typed?[due.map { "\(name).\($0.id)" } ?? "new.\(name)"] ?? own
  }

  private func error(_ name: String, _ due: ObligationDue?) -> String? {
    guard due?.id == at else { return nil }
    return problems.first { $0.field == name }.map { t($0.message) }
  }

  private func report(_ due: ObligationDue) -> HTML {
    let sides = ClauseComment.Side.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let usual = due.obligation.debtor == .school ? "school" : "enterprise"
    let amount: HTML =
      due.obligation.target == nil
      ? .empty
      : FormField.number(
        "amount.\(due.id)", label: t("agreements.fulfilment.amount"), value: value("amount", due),
        unit: t(due.obligation.measure.label), allowsDecimals: true, error: error("amount", due), required: true
      ).html
    let form = FormView(
      action: AgreementLinks.page(page.agreement.id, "dues/\(due.id)/reports"), csrf: csrf, isMultipart: true,
      hasErrors: at == due.id, t,
      """
      \(FormField.select("side.\(due.id)", label: t("agreements.talk.side"), choices: sides, value: value("side", due, usual), hint: t("agreements.fulfilment.side.hint"), required: true))\
      \(FormField.text("doneOn.\(due.id)", label: t("agreements.fulfilment.doneOn"), value: value("doneOn", due, today.description), hint: t("agreements.field.date.hint"), error: error("doneOn", due), required: true, width: .short))\
      \(amount)\
      \(FormField.textArea("note.\(due.id)", label: t("agreements.fulfilment.note"), value: value("note", due), rows: 2, hint: due.obligation.evidence.isEmpty ? nil : t("agreements.fulfilment.wanted", ["evidence": due.obligation.evidence]), error: error("note", due), maxLength: 1000, t))\
      \(FormField.file("evidence.\(due.id)", label: t("agreements.fulfilment.files"), accept: AttachmentRules.endings, isMultiple: true, error: error("evidence", due)))\
      \(ButtonBar("\(Button(t("agreements.fulfilment.send"), isSmall: true))"))
      """)
    let isOpen = at == due.id && typed?["answer.\(due.id)"] == nil
    return """
      <details class="screen-only"\(if: isOpen, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("agreements.fulfilment.add"))</summary>\(form)</details>
      """
  }

  private func answer(_ entry: Fulfilment, _ due: ObligationDue) -> HTML {
    let other = t(entry.side == .school ? ClauseComment.Side.enterprise.label : ClauseComment.Side.school.label)
    let form = FormView(
      action: AgreementLinks.page(page.agreement.id, "dues/\(due.id)/answer"), csrf: csrf, guardsChanges: false, t,
      """
      \(FormField.hidden("entry", entry.id.description))\
      \(FormField.text("answer.\(entry.id)", label: t("agreements.fulfilment.answer", ["side": other]), hint: t("agreements.fulfilment.answer.hint"), error: error("answer", due), maxLength: 500))\
      \(ButtonBar("\(Button(t("agreements.fulfilment.confirm"), style: .primary, name: "decision", value: "confirmed", isSmall: true))\(Button(t("agreements.fulfilment.refuse"), name: "decision", value: "refused", isSmall: true))"))
      """)
    return form.html
  }

  // MARK: Adding

  private var add: HTML {
    guard mayWrite, page.agreement.state == .active else { return .empty }
    let debtors = DutyMark.Debtor.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let rhythms = DutyMark.Rhythm.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let measures = DutyMark.Measure.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let form = FormView(
      action: AgreementLinks.page(page.agreement.id, "obligations"), csrf: csrf,
      hasErrors: !problems.isEmpty && at == nil,
      t,
      """
      \(FormField.text("new.subject", label: t("agreements.duty.subject"), value: value("subject", nil), error: error("subject", nil), required: true, maxLength: 80))\
      \(FormField.select("new.debtor", label: t("agreements.duty.debtor"), choices: debtors, value: value("debtor", nil, "enterprise")))\
      \(FormField.select("new.rhythm", label: t("agreements.duty.rhythm"), choices: rhythms, value: value("rhythm", nil, "once")))\
      \(FormField.date("new.startOn", label: t("agreements.field.startOn"), value: value("startOn", nil, (page.agreement.startOn ?? today).description), error: error("startOn", nil)))\
      \(FormField.date("new.endOn", label: t("agreements.field.endOn"), value: value("endOn", nil, (page.agreement.endOn ?? today).description), error: error("endOn", nil)))\
      \(FormField.number("new.target", label: t("agreements.duty.target"), value: value("target", nil), allowsDecimals: true, error: error("target", nil)))\
      \(FormField.select("new.measure", label: t("agreements.duty.measure"), choices: measures, value: value("measure", nil, "times")))\
      \(FormField.text("new.evidence", label: t("agreements.duty.evidence"), value: value("evidence", nil), maxLength: 80))\
      \(ButtonBar("\(Button(t("agreements.obligation.add"), isSmall: true))"))
      """)
    return Card(t("agreements.obligation.add"), form).html
  }

  /// Reads the form that adds one.
  static func read(_ form: FormData, services: Services, agreement: Agreement) -> (Obligation?, [FieldProblem]) {
    var problems: [FieldProblem] = []
    func date(_ name: String) -> CivilDate? {
      let day = FieldText.date(form["new.\(name)"] ?? "")
      if day == nil { problems.append(FieldProblem(name, "kit.records.date")) }
      return day
    }
    var target: Double?
    let typed = FieldText.trimmed(form["new.target"] ?? "")
    if !typed.isEmpty {
      if case .number(let number)? = OwnField.value(typed, .number), number >= 0 {
        target = number
      } else {
        problems.append(FieldProblem("target", "agreements.problem.kind.number", ["text": typed]))
      }
    }
    let (start, end) = (date("startOn"), date("endOn"))
    guard let start, let end else { return (nil, problems) }
    var obligation = Obligation(
      id: services.ids.next(), schoolID: agreement.schoolID, agreementID: agreement.id,
      subject: String(FieldText.trimmed(form["new.subject"] ?? "").prefix(80)), startOn: start, endOn: end)
    obligation.debtor = form["new.debtor"].flatMap { DutyMark.Debtor(rawValue: $0) } ?? .enterprise
    obligation.rhythm = form["new.rhythm"].flatMap { DutyMark.Rhythm(rawValue: $0) } ?? .once
    obligation.measure = form["new.measure"].flatMap { DutyMark.Measure(rawValue: $0) } ?? .times
    obligation.target = target
    obligation.evidence = String(FieldText.trimmed(form["new.evidence"] ?? "").prefix(80))
    obligation.ownerID = agreement.ownerID
    return (obligation, problems)
  }
}

/// How obligations are spoken of.
struct ObligationWords {
  let t: Localizer
  let today: CivilDate

  func badge(_ due: ObligationDue) -> Badge {
    if due.isOverdue(on: today), due.state == .open { return Badge(.bad, t("agreements.due.overdue")) }
    let tone: Tone =
      switch due.state {
      case .open: .neutral
      case .reported: .info
      case .met: .ok
      case .cancelled: .neutral
      }
    return Badge(tone, t(due.state.label))
  }

  /// "企业 · 每年 · 12/20 名实习生".
  func line(_ due: ObligationDue) -> String {
    let amount = due.obligation.target.map {
      "\(NumberWords.plain(due.done))/\(NumberWords.plain($0)) \(t(due.obligation.measure.label))"
    }
    return [t(due.obligation.debtor.label), t(due.obligation.rhythm.label), amount].compactMap(\.self)
      .joined(separator: " · ")
  }
}
