import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/{agreement}/edit`: dates, amount, what the template asks for,
/// and every clause, in one form that is saved at any time.
struct AgreementFormPage {
  let page: AgreementPage
  /// As it was typed; the agreement's own when nothing was sent.
  let draft: Agreement
  let typed: FormData?
  let problems: [FieldProblem]
  let isStale: Bool

  init(
    _ page: AgreementPage, draft: Agreement? = nil, typed: FormData? = nil, problems: [FieldProblem] = [],
    isStale: Bool = false
  ) {
    self.page = page
    self.draft = draft ?? page.agreement
    self.typed = typed
    self.problems = problems
    self.isStale = isStale
  }

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }

  func reply() async throws -> Reply {
    let owners = try await owners()
    let agreement = page.agreement
    let form = FormView(
      action: AgreementLinks.edit(agreement.id), csrf: member.exchange.csrfToken,
      draft: "\(member.actor.accountID)-agreement-\(agreement.id)", hasErrors: !problems.isEmpty || isStale, t,
      """
      <button type="submit" name="act" value="save" class="visually-hidden" tabindex="-1" aria-hidden="true">\
      \(t("agreements.edit.save"))</button>\
      \(summary)\(FormField.hidden("version", "\(agreement.version)"))\
      \(FieldGroup(t("agreements.edit.facts"), isPaired: true, facts(owners)))\(ownFields)\
      <h2>\(t("agreements.edit.text"))</h2><p class="soft">\(t("agreements.edit.text.hint"))</p>\(clauses)\
      <p id="clauses-end">\(Button(t("agreements.edit.add"), icon: .plus, name: "act", value: "add", isSmall: true))</p>\
      \(ButtonBar(note: t("agreements.edit.note"), "\(Button(t("agreements.submit"), style: .primary, name: "act", value: "submit"))\(Button(t("agreements.edit.save"), name: "act", value: "save"))\(Button(t("agreements.edit.look"), style: .quiet, name: "act", value: "look"))\(LinkButton(t("kit.cancel"), to: AgreementLinks.show(agreement.id), style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: t("agreements.edit.title", ["title": agreement.title]),
        crumbs: page.crumbs + [Crumb(agreement.title, AgreementLinks.show(agreement.id)), Crumb(t("agreements.edit"))],
        titleNote: AgreementWords(t: t).badge(agreement, today: member.now.day).html,
        status: isStale ? 409 : problems.isEmpty ? 200 : 422, content: "\(stale)\(returned)\(form)"))
  }

  /// Somebody changed it meanwhile: what was typed is here, what is kept can be looked at.
  private var stale: HTML {
    guard isStale else { return .empty }
    let last = page.steps.first
    return Alert(
      .warning, title: t("agreements.stale"),
      """
      <p>\(t("agreements.stale.text"))</p>\
      <p><a href="\(AgreementLinks.show(page.agreement.id))" target="_blank">\(t("agreements.stale.look"))</a> \
      \(last.map { "\($0.person) \($0.at.minuteText)" } ?? "")</p>
      """
    ).html
  }

  private var returned: HTML {
    guard !page.agreement.reason.isEmpty else { return .empty }
    return Alert(.warning, title: t("agreements.why.draft"), ClauseWords.paragraphs(page.agreement.reason)).html
  }

  private var summary: HTML {
    ErrorSummary(
      problems.map { problem in
        let field = hasField(problem.field) ? problem.field : nil
        return ErrorSummary.Problem(field: field, t(problem.message))
      }, t
    ).html
  }

  private func hasField(_ name: String) -> Bool {
    ["title", "startOn", "endOn", "amount", "owner"].contains(name) || name.hasPrefix("own.")
      || name.hasPrefix("clause.")
  }

  private func error(_ field: String) -> String? {
    let found = problems.filter { $0.field == field }.map { t($0.message) }
    return found.isEmpty ? nil : found.joined(separator: " ")
  }

  private func value(_ field: String, _ own: String) -> String { typed.map { $0[field] ?? own } ?? own }

  private func facts(_ owners: [FormField.Choice]) -> HTML {
    """
    \(FormField.text("title", label: t("agreements.field.title"), value: value("title", draft.title), error: error("title"), required: true, maxLength: Agreement.Limit.title))\
    \(FormField.select("owner", label: t("agreements.field.owner"), choices: owners, value: value("owner", draft.ownerID.map { ID<Agreement>(rawValue: $0).description } ?? ""), blank: t("agreements.nobody"), error: error("owner")))\
    \(FormField.date("startOn", label: t("agreements.field.startOn"), value: value("startOn", draft.startOn?.description ?? ""), error: error("startOn")))\
    \(FormField.date("endOn", label: t("agreements.field.endOn"), value: value("endOn", draft.endOn?.description ?? ""), error: error("endOn")))\
    \(FormField.money("amount", label: t("agreements.field.amount"), value: value("amount", draft.amount.map { Fen.text($0) } ?? ""), unit: t("kit.records.yuan"), hint: t("agreements.field.amount.hint"), error: error("amount")))\
    \(FormField.checkbox("takesInterns", label: t("agreements.field.takesInterns"), isOn: typed.map { $0["takesInterns"] == "1" } ?? draft.takesInterns, hint: t("agreements.field.takesInterns.hint")))\
    \(LanguageField.html("language", label: t("agreements.field.language"), value: LanguageField.read(typed?["language"], otherwise: draft.language), hint: t("agreements.field.language.hint")))
    """
  }

  private var ownFields: HTML {
    guard !draft.text.fields.isEmpty else { return .empty }
    let fields = draft.text.fields.map { field -> HTML in
      let name = field.variable
      let own = draft.typed[field.name] ?? ""
      let value = value(name, own)
      switch field.kind {
      case .flag:
        let choices = [FormField.Choice("是", t("kit.records.yes")), FormField.Choice("否", t("kit.records.no"))]
        return FormField.select(
          name, label: field.label, choices: choices, value: value, blank: t("agreements.choose"), error: error(name),
          required: field.isRequired
        ).html
      case .date:
        return FormField.text(
          name, label: field.label, value: value, hint: t("agreements.field.date.hint"), error: error(name),
          required: field.isRequired, width: .short
        ).html
      case .number:
        return FormField.number(
          name, label: field.label, value: value, allowsDecimals: true, error: error(name), required: field.isRequired
        ).html
      case .text:
        return FormField.text(
          name, label: field.label, value: value, error: error(name), required: field.isRequired, width: .medium,
          placeholder: field.initial.isEmpty ? nil : field.initial, maxLength: 1000
        ).html
      }
    }
    return FieldGroup(t("agreements.edit.fields"), isPaired: true, fields.joined()).html
  }

  private var clauses: HTML {
    let template = page.templateText
    let shown = Set(page.dossier.rendering.clauses.map(\.key))
    return draft.text.clauses.enumerated().map { index, clause -> HTML in
      let name = "clause.\(clause.key)"
      let isLocked = clause.isMandatory || AgreementLaw.article(for: clause.topic, in: draft.kind) != nil
      let remove: HTML =
        isLocked && draft.relation != .annex
        ? .empty
        : FormField.checkbox("\(name).out", label: t("agreements.edit.leaveOut"), isOn: typed?["\(name).out"] == "1")
          .html
      let annex = clause.annex > 0 ? t("agreements.edit.inAnnex", ["number": "\(clause.annex)"]) : nil
      var hints = [annex]
      if let article = AgreementLaw.article(for: clause.topic, in: draft.kind) {
        hints.append(t("agreements.edit.byLaw", ["article": t.article(article)]))
      } else if clause.isMandatory {
        hints.append(t("agreements.edit.byTemplate"))
      }
      if !clause.condition.isEmpty, !shown.contains(clause.key) { hints.append(t("agreements.edit.hidden")) }
      if let original = template?.clause(clause.key), original.text != clause.text {
        hints.append(t("agreements.edit.differs"))
      }
      return FieldGroup(
        "\(index + 1). \(clause.heading)", hint: hints.compactMap(\.self).joined(separator: " · "),
        """
        \(FormField.text("\(name).heading", label: t("agreements.clause.heading"), value: value("\(name).heading", clause.heading), error: error("\(name).heading"), required: true, maxLength: TemplateText.Limit.heading))\
        \(FormField.textArea("\(name).text", label: t("agreements.clause.text"), value: value("\(name).text", clause.text), rows: min(14, max(4, clause.text.count / 45 + 1)), error: error("\(name).text"), maxLength: TemplateText.Limit.text, t))\(remove)
        """
      ).html
    }.joined()
  }

  private func owners() async throws -> [FormField.Choice] {
    let school = page.agreement.schoolID
    return try await member.services.database.read { connection in
      try MembershipStore.people(
        holding: [.cooperationOffice, .departmentAdministrator, .majorLeader, .teacher, .schoolAdministrator],
        school: school, on: connection
      ).map { FormField.Choice(ID<Agreement>(rawValue: $0.id.rawValue).description, $0.name) }
    }
  }

  // MARK: Reading

  /// Reads the form into a draft; what cannot be read keeps the old value and is named.
  static func read(_ form: FormData, into old: Agreement, _ services: Services) -> (Agreement, [FieldProblem]) {
    var draft = old
    var problems: [FieldProblem] = []
    draft.version = form["version"].flatMap { Int($0) } ?? 0
    if form.has("title") { draft.title = FieldText.trimmed(form["title"] ?? "") }
    func date(_ name: String, _ own: CivilDate?) -> CivilDate? {
      guard form.has(name) else { return own }
      let text = FieldText.trimmed(form[name] ?? "")
      if text.isEmpty { return nil }
      guard let date = FieldText.date(text) else {
        problems.append(FieldProblem(name, "kit.records.date"))
        return own
      }
      return date
    }
    draft.startOn = date("startOn", old.startOn)
    draft.endOn = date("endOn", old.endOn)
    if form.has("amount") {
      let text = FieldText.trimmed(form["amount"] ?? "")
      if text.isEmpty {
        draft.amount = nil
      } else if let fen = Fen.parse(text), (0...Agreement.Limit.amount).contains(fen) {
        draft.amount = fen
      } else {
        problems.append(FieldProblem("amount", "kit.records.money"))
      }
    }
    draft.takesInterns = form["takesInterns"] == "1"
    draft.language = LanguageField.read(form["language"], otherwise: old.language)
    if form.has("owner") { draft.ownerID = ID<Agreement>(form["owner"] ?? "")?.rawValue }
    for field in old.text.fields where form.has(field.variable) {
      let text = FieldText.trimmed(form[field.variable] ?? "")
      draft.typed[field.name] = text.isEmpty ? nil : text
    }
    draft.text.clauses = old.text.clauses.compactMap { clause in
      let name = "clause.\(clause.key)"
      if form["\(name).out"] == "1" { return nil }
      var clause = clause
      if let heading = form["\(name).heading"] { clause.heading = FieldText.trimmed(heading) }
      if let text = form["\(name).text"] {
        clause.text = FieldText.trimmed(text.replacing("\r\n", with: "\n"))
      }
      return clause
    }
    if form["act"] == "add" { draft.text.clauses.append(newClause(draft.text, draft.language, services)) }
    return (draft, problems)
  }

  private static func newClause(_ text: TemplateText, _ language: Language, _ services: Services) -> Clause {
    let keys = Set(text.clauses.map(\.key))
    let key = (1...).lazy.map { "n\($0)" }.first { !keys.contains($0) } ?? "n"
    return Clause(key: key, heading: services.localizer(language)("agreements.edit.newClause"))
  }
}
