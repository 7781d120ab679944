import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/projects/valuation`: what an hour, a square metre or a graduate counts; every figure of a balance rests on it.
struct ValuationPage {
  let member: Member
  private let rules: ValuationRules

  private var t: Localizer { member.t }
  private var year: Int { member.now.day.year }

  static func load(_ member: Member) async throws -> ValuationPage {
    let school = member.actor.schoolID
    let rules = try await member.services.database.read { connection in
      try school.map { try ValuationStore.rules(of: $0, on: connection) } ?? ValuationRules(own: [])
    }
    return ValuationPage(member: member, rules: rules)
  }

  /// - Throws: `WebError.notFound`.
  func kind(_ member: Member) throws -> LedgerKind {
    guard let kind = LedgerKind(rawValue: try member.exchange.parameter("kind")) else { throw WebError.notFound }
    return kind
  }

  func reply() async throws -> Reply {
    let words = LedgerWords(t: t)
    func table(_ kinds: [LedgerKind], _ title: String) -> HTML {
      let table = DataTable(
        caption: t(title),
        columns: [
          .init("kind", t("projects.ledger.kind"), phone: .title), .init("rate", t("projects.valuation.rate")),
          .init("since", t("projects.valuation.from")), .init("basis", t("projects.valuation.basis")),
        ],
        rows: kinds.map { kind in
          let rule = rules.rule(kind, in: year)
          return DataTable.Row(
            id: kind.rawValue, name: t(kind.label), link: ProjectLinks.rule(kind),
            [
              .text(t(kind.label)), .text(words.rate(rule)),
              .text(rule.since == 0 ? t("projects.valuation.usual") : "\(rule.since)"), .text(rule.basis),
            ])
        }, empty: EmptyState(title: t(title)), id: title == "projects.ledger.given" ? "given" : "gained", t)
      return "<h2>\(t(title))</h2>\(table)"
    }
    return try await member.page(
      PageContent(
        title: t("projects.valuation"),
        crumbs: [Crumb(t("projects.balances"), ProjectLinks.balances), Crumb(t("projects.valuation"))],
        content: """
          <p class="soft">\(t("projects.valuation.intro"))</p>\
          \(table(LedgerKind.given, "projects.ledger.given"))\(table(LedgerKind.gained, "projects.ledger.gained"))
          """))
  }

  /// `/projects/valuation/{kind}`: the rules of a kind over the years, and the form of a new one.
  func one(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let (words, kind) = (LedgerWords(t: t), try kind(member))
    let own = rules.own.filter { $0.kind == kind }
    let usual = ValuationRule(kind: kind, since: 0, rate: ValuationRule.usual[kind] ?? 0)
    let lines = (own + [usual]).map { rule -> HTML in
      let from =
        rule.since == 0 ? t("projects.valuation.usual") : t("projects.valuation.since", ["year": "\(rule.since)"])
      return "<tr><th scope=\"row\">\(from)</th><td>\(words.rate(rule))</td><td>\(rule.basis)</td></tr>"
    }
    let rows = LinkButton(
      t("projects.valuation.rows"), to: ProjectLinks.ledger.with([("kind", kind.rawValue)]), icon: .report,
      isSmall: true)
    let history = Card(
      t("projects.valuation.history"), actions: rows.html,
      "<div class=\"scroll\"><table class=\"plain\"><tbody>\(lines)</tbody></table></div>")
    return try await member.page(
      PageContent(
        title: t("projects.valuation.rule", ["kind": t(kind.label)]),
        crumbs: [
          Crumb(t("projects.balances"), ProjectLinks.balances),
          Crumb(t("projects.valuation"), ProjectLinks.valuation), Crumb(t(kind.label)),
        ], status: problems.isEmpty ? 200 : 422, content: "\(history)\(form(kind, typed, problems))"))
  }

  private func form(_ kind: LedgerKind, _ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    guard member.actor.may(.projectsSettings), member.actor.schoolID != nil else { return .empty }
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let rule = rules.rule(kind, in: year)
    let isShare = kind.measure == .promise || kind.measure == .amount
    let rate = typed?["rate"] ?? (isShare ? FigureText.decimal(Double(rule.rate) / 100) : Fen.text(rule.rate))
    let unit =
      isShare ? t("projects.unit.percent") : "\(t("kit.records.yuan")) / \(t(kind.perUnit))"
    let view = FormView(
      action: ProjectLinks.rule(kind), csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(ErrorSummary(problems.map { .init(field: $0.field.isEmpty ? nil : $0.field, t($0.message)) }, t))\
      <p class="soft">\(t("projects.valuation.new.text"))</p>\
      \(FormField.money("rate", label: t("projects.valuation.rate"), value: rate, unit: unit, error: error("rate"), required: true))\
      \(FormField.number("since", label: t("projects.valuation.from"), value: typed?["since"] ?? "\(year)", hint: t("projects.valuation.from.hint"), error: error("since"), required: true))\
      \(FormField.text("basis", label: t("projects.valuation.basis"), value: typed?["basis"] ?? rule.basis, hint: t("projects.valuation.basis.hint"), error: error("basis"), maxLength: ValuationRule.Limit.basis))\
      \(ButtonBar("\(Button(t("projects.valuation.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: ProjectLinks.valuation, style: .quiet))"))
      """)
    return Card(t("projects.valuation.new"), view).html
  }

  /// Reads the form of a rule: yuan for a unit, or per cent of an amount.
  static func read(_ form: FormData, _ kind: LedgerKind) throws -> (ValuationRule, [FieldProblem]) {
    var problems: [FieldProblem] = []
    let typed = FieldText.trimmed(form["rate"] ?? "").filter { $0 != "%" && $0 != "％" }
    let rate = Fen.parse(typed)
    if rate == nil { problems.append(FieldProblem("rate", "kit.records.money")) }
    let since = FieldText.integer(FieldText.trimmed(form["since"] ?? "")).flatMap { Int(exactly: $0) }
    if since == nil { problems.append(FieldProblem("since", "kit.records.integer")) }
    let rule = ValuationRule(
      kind: kind, since: since ?? 0, rate: rate ?? 0, basis: FieldText.trimmed(form["basis"] ?? ""))
    return (rule, problems)
  }
}
