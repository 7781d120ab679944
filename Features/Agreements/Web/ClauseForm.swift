import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The form of one clause of a template's draft.
struct ClauseForm {
  let page: TemplatePage
  let clause: Clause
  let isNew: Bool
  let typed: FormData?
  let problems: [FieldProblem]
  let isStale: Bool

  init(
    _ page: TemplatePage, clause: Clause, isNew: Bool, typed: FormData? = nil, problems: [FieldProblem] = [],
    isStale: Bool = false
  ) {
    self.page = page
    self.clause = clause
    self.isNew = isNew
    self.typed = typed
    self.problems = problems
    self.isStale = isStale
  }

  private var t: Localizer { page.member.t }
  private func error(_ field: String) -> String? {
    let found = problems.filter { $0.field == field }.map { t($0.message) }
    return found.isEmpty ? nil : found.joined(separator: " ")
  }
  private func value(_ field: String, _ own: String) -> String { typed.map { $0[field] ?? "" } ?? own }

  func reply() async throws -> Reply {
    let id = page.template.id
    let action = isNew ? AgreementLinks.template(id, "clauses") : AgreementLinks.clause(id, clause.key, "edit")
    let back = AgreementLinks.template(id).with([("version", "draft")])
    let stale: HTML =
      isStale
      ? Alert(.warning, title: t("agreements.template.problem.stale"), "<p>\(t("agreements.stale.text"))</p>").html
      : .empty
    let form = FormView(
      action: action, csrf: page.member.exchange.csrfToken,
      draft: "\(page.member.actor.accountID)-clause-\(id)-\(isNew ? "new" : clause.key)",
      hasErrors: !problems.isEmpty || isStale, t,
      """
      \(summary)\(FormField.hidden("revision", "\(page.version.revision)"))\
      \(FieldGroup(t("agreements.clause.group.text"), words))\
      \(FieldGroup(t("agreements.clause.group.rules"), isPaired: true, rules))\
      \(FieldGroup(t("agreements.clause.group.duty"), hint: t("agreements.clause.group.duty.hint"), isPaired: true, duty))\
      \(ButtonBar("\(Button(t("agreements.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: back, style: .quiet))"))
      """)
    let title = isNew ? t("agreements.clause.new") : clause.heading
    return try await page.member.page(
      PageContent(
        title: title, crumbs: page.crumbs + [Crumb(title)], status: isStale ? 409 : problems.isEmpty ? 200 : 422,
        content:
          "\(stale)<div class=\"columns\"><div class=\"stack\">\(form)</div><div class=\"stack\">\(help)</div></div>"))
  }

  private var summary: HTML {
    ErrorSummary(problems.map { ErrorSummary.Problem(field: $0.field.isEmpty ? nil : $0.field, t($0.message)) }, t).html
  }

  private var words: HTML {
    """
    \(FormField.text("heading", label: t("agreements.clause.heading"), value: value("heading", clause.heading), error: error("heading"), required: true, maxLength: TemplateText.Limit.heading))\
    \(FormField.textArea("text", label: t("agreements.clause.text"), value: value("text", clause.text), rows: 12, hint: t("agreements.clause.text.hint"), error: error("text"), required: true, maxLength: TemplateText.Limit.text, t))
    """
  }

  private var rules: HTML {
    let topics = ClauseTopic.allCases.map { topic in
      let article = AgreementLaw.article(for: topic, in: page.template.kind)
      return FormField.Choice(topic.rawValue, t(topic.label) + (article.map { " · \(t.article($0))" } ?? ""))
    }
    let parts =
      [FormField.Choice("0", t("agreements.clause.main"))]
      + page.version.text.annexes.enumerated().map {
        FormField.Choice(
          "\($0.offset + 1)", ClauseWords.annexTitle($0.offset + 1, $0.element, in: page.template.language))
      }
    return """
      \(FormField.select("topic", label: t("agreements.clause.topic"), choices: topics, value: value("topic", clause.topic?.rawValue ?? ""), blank: t("agreements.clause.noTopic"), hint: t("agreements.clause.topic.hint"), error: error("topic")))\
      \(FormField.select("annex", label: t("agreements.clause.part"), choices: parts, value: value("annex", "\(clause.annex)"), error: error("annex"), required: true))\
      \(FormField.text("condition", label: t("agreements.clause.condition"), value: value("condition", clause.condition), hint: t("agreements.clause.condition.hint"), error: error("condition"), maxLength: TemplateText.Limit.condition))\
      \(FormField.checkbox("isMandatory", label: t("agreements.clause.isMandatory"), isOn: typed.map { $0["isMandatory"] == "1" } ?? clause.isMandatory, hint: t("agreements.clause.isMandatory.hint")))
      """
  }

  private var duty: HTML {
    let duty = clause.duty
    let debtors = DutyMark.Debtor.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let rhythms = DutyMark.Rhythm.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let measures = DutyMark.Measure.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    return """
      \(FormField.text("duty.subject", label: t("agreements.duty.subject"), value: value("duty.subject", duty?.subject ?? ""), hint: t("agreements.duty.subject.hint"), error: error("duty.subject"), maxLength: 80))\
      \(FormField.select("duty.debtor", label: t("agreements.duty.debtor"), choices: debtors, value: value("duty.debtor", duty?.debtor.rawValue ?? "enterprise")))\
      \(FormField.select("duty.rhythm", label: t("agreements.duty.rhythm"), choices: rhythms, value: value("duty.rhythm", duty?.rhythm.rawValue ?? "yearly")))\
      \(FormField.number("duty.days", label: t("agreements.duty.days"), value: value("duty.days", duty?.days.map { "\($0)" } ?? ""), unit: t("agreements.unit.days"), hint: t("agreements.duty.days.hint"), error: error("duty.days")))\
      \(FormField.text("duty.target", label: t("agreements.duty.target"), value: value("duty.target", duty?.target ?? ""), hint: t("agreements.duty.target.hint"), error: error("duty.target"), width: .short, maxLength: 60))\
      \(FormField.select("duty.measure", label: t("agreements.duty.measure"), choices: measures, value: value("duty.measure", duty?.measure.rawValue ?? "times")))\
      \(FormField.text("duty.evidence", label: t("agreements.duty.evidence"), value: value("duty.evidence", duty?.evidence ?? ""), hint: t("agreements.duty.evidence.hint"), maxLength: 80))
      """
  }

  /// The words that may be used, beside the form.
  private var help: HTML {
    let own = page.version.text.fields.map { ("{{\($0.variable)}}", $0.label) }
    let all = VariableCatalogue.all.map { ("{{\($0.name)}}", t($0.label)) }
    let lines = (own + all).map { name, label -> HTML in
      "<li><span class=\"code\">\(name)</span><br/><span class=\"soft\">\(label)</span></li>"
    }
    return Card(t("agreements.variables.title"), "<ul>\(lines)</ul>").html
  }

  // MARK: Reading

  static func read(_ form: FormData, into old: Clause) -> (Clause, [FieldProblem]) {
    var clause = old
    var problems: [FieldProblem] = []
    func line(_ name: String, max: Int) -> String {
      let text = FieldText.trimmed(form[name] ?? "")
      if text.count > max {
        problems.append(FieldProblem(name, "kit.records.tooLong", ["max": "\(max)", "count": "\(text.count)"]))
      }
      return text
    }
    clause.heading = line("heading", max: TemplateText.Limit.heading)
    clause.text = line("text", max: TemplateText.Limit.text).replacing("\r\n", with: "\n")
    clause.condition = line("condition", max: TemplateText.Limit.condition)
    clause.topic = form["topic"].flatMap { ClauseTopic(rawValue: $0) }
    clause.annex = form["annex"].flatMap { Int($0) } ?? 0
    clause.isMandatory = form["isMandatory"] == "1"
    let subject = line("duty.subject", max: 80)
    var duty = DutyMark()
    duty.subject = subject
    duty.debtor = form["duty.debtor"].flatMap { DutyMark.Debtor(rawValue: $0) } ?? .enterprise
    duty.rhythm = form["duty.rhythm"].flatMap { DutyMark.Rhythm(rawValue: $0) } ?? .yearly
    duty.measure = form["duty.measure"].flatMap { DutyMark.Measure(rawValue: $0) } ?? .times
    duty.target = FieldText.plainDigits(line("duty.target", max: 60)).filter { $0 != "," }
    duty.evidence = line("duty.evidence", max: 80)
    let days = FieldText.trimmed(form["duty.days"] ?? "")
    if !days.isEmpty {
      if let number = FieldText.integer(days), (0...3660).contains(number) {
        duty.days = Int(number)
      } else {
        problems.append(FieldProblem("duty.days", "kit.records.range", ["min": "0", "max": "3660"]))
      }
    }
    if subject.isEmpty, !duty.target.isEmpty || !duty.evidence.isEmpty {
      problems.append(FieldProblem("duty.subject", "agreements.duty.problem.subject"))
    }
    clause.duty = subject.isEmpty ? nil : duty
    return (clause, problems)
  }

  /// What is wrong with a text, at the fields of the form: what is wrong elsewhere stands at the top with its place.
  static func problems(_ problems: [TemplateProblem], of clause: Clause, _ t: Localizer) -> [FieldProblem] {
    problems.map { problem in
      let message = Message("agreements.template.problem.at", ["what": t(problem)])
      guard case .clause(clause.key, _, _) = problem.place else { return FieldProblem("", message) }
      let field = problem.part == .target ? "duty.target" : problem.part.rawValue
      return FieldProblem(field, message)
    }
  }
}
