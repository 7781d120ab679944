import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/new`: with whom, of which type, from which template.
struct NewAgreementPage {
  let member: Member

  private struct Content: Sendable {
    let partner: Partner?
    let found: [PartnerSummary]
    let types: [AgreementType]
    let templates: [AgreementTemplate]
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let t = member.t
    let content = try await load(typed)
    guard let partner = content.partner else { return try await choosePartner(content.found) }
    let types = content.types.filter(\.isActive)
    let code = typed?["type"] ?? member.exchange.query["type"] ?? types.first?.code
    let kind = types.first { $0.code == code }?.kind
    let fitting = content.templates.filter { $0.kind == kind }
    let choices = types.map { FormField.Choice($0.code, $0.name.text(t)) }
    // The type decides which templates are offered: choosing it loads the page anew, without scripts by its button.
    let choose = FormView(
      action: AgreementLinks.new, csrf: nil, t,
      """
      \(FormField.hidden("partner", partner.partnership.id.description))\
      \(FormField.select("type", label: t("agreements.field.type"), choices: choices, value: code, required: true))\
      \(ButtonBar("\(Button(t("agreements.new.chooseType")))"))
      """)
    let templates = fitting.map { template in
      FormField.Choice(
        template.id.description, template.title,
        hint: [
          t(template.isShared ? "agreements.template.shared" : "agreements.template.own"), template.language.ownName,
        ].joined(separator: " · "))
    }
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let chosen = typed?["template"] ?? fitting.first?.id.description ?? "none"
    let language = fitting.first { $0.id.description == chosen }?.language ?? .chinese
    let words = member.services.localizer(language)
    let title = types.first { $0.code == code }.map { DraftAgreement.title(with: partner, $0, words) } ?? ""
    let form = FormView(
      action: AgreementLinks.list, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(ErrorSummary(problems.map { .init(field: $0.field.isEmpty ? nil : $0.field, t($0.message)) }, t))\
      \(FormField.hidden("partner", partner.partnership.id.description))\(FormField.hidden("type", code ?? ""))\
      \(FormField.radioGroup("template", label: t("agreements.field.template"), choices: templates + [FormField.Choice("none", t("agreements.new.noTemplate"), hint: t("agreements.new.noTemplate.hint"))], value: chosen, error: error("template")))\
      \(FormField.text("title", label: t("agreements.field.title"), value: typed?["title"] ?? title, error: error("title"), required: true, maxLength: Agreement.Limit.title))\
      \(FormField.date("startOn", label: t("agreements.field.startOn"), value: typed?["startOn"] ?? member.now.day.description, hint: t("agreements.new.startOn.hint"), error: error("startOn")))\
      \(FormField.date("endOn", label: t("agreements.field.endOn"), value: typed?["endOn"] ?? "", hint: t("agreements.new.endOn.hint"), error: error("endOn")))\
      \(LanguageField.html("language", label: t("agreements.field.language"), value: LanguageField.read(typed?["language"], otherwise: .chinese), hint: t("agreements.new.language.hint")))\
      \(ButtonBar("\(Button(t("agreements.new.start"), style: .primary))\(LinkButton(t("kit.cancel"), to: AgreementLinks.of(partner.partnership.id), style: .quiet))"))
      """)
    return try await page(
      problems.isEmpty ? 200 : 422,
      """
      \(Card(t("agreements.new.partner"), actions: LinkButton(t("agreements.new.other"), to: AgreementLinks.new, isSmall: true).html, "<p>\(partner.enterprise.name)</p>"))\
      \(Card(t("agreements.field.type"), choose))\(Card(t("agreements.new.text"), form))
      """)
  }

  private func choosePartner(_ found: [PartnerSummary]) async throws -> Reply {
    let t = member.t
    let search = member.exchange.query["q"] ?? ""
    let address = ListAddress(AgreementLinks.new, search.isEmpty ? [] : [("q", search)])
    let rows = found.map { row in
      DataTable.Row(
        id: "\(row.partnershipID)", name: row.enterprise.name, link: AgreementLinks.new(with: row.partnershipID),
        [.text(row.enterprise.name), .text(row.departmentName)])
    }
    let table = DataTable(
      caption: t("agreements.new.partner"),
      columns: [
        .init("name", t("agreements.field.enterprise"), phone: .title),
        .init("department", t("agreements.field.department")),
      ], rows: rows,
      empty: EmptyState(
        icon: .building, title: t("agreements.new.nobody"), text: t("agreements.new.nobody.text"),
        actions: LinkButton(t("agreements.new.partners"), to: "/partners").html), id: "found", t)
    return try await page(
      200,
      "<p class=\"soft\">\(t("agreements.new.intro"))</p>\(FilterBar(address, placeholder: t("agreements.new.search"), target: "found", t))\(table)"
    )
  }

  private func page(_ status: Int, _ content: HTML) async throws -> Reply {
    let t = member.t
    return try await member.page(
      PageContent(
        title: t("agreements.new"),
        crumbs: [Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.new"))], status: status,
        content: content))
  }

  private func load(_ typed: FormData?) async throws -> Content {
    let scope = member.actor.scope
    let asked = (typed?["partner"] ?? member.exchange.query["partner"]).flatMap { ID<Partnership>($0) }
    var query = PartnerQuery()
    query.search = String(FieldText.trimmed(member.exchange.query["q"] ?? "").prefix(60))
    query.limit = 20
    let partners = query
    let content = try await member.services.database.read { connection -> Content? in
      guard let asked else {
        return Content(
          partner: nil, found: try PartnerListStore.page(partners, in: scope, on: connection).rows, types: [],
          templates: [])
      }
      guard let partner = try PartnershipStore.partner(asked, in: scope, on: connection) else { return nil }
      let school = partner.partnership.schoolID
      return Content(
        partner: partner, found: [], types: try AgreementTypeStore.types(of: school, on: connection),
        templates: try TemplateStore.templates(in: .school(school), usableOnly: true, on: connection))
    }
    guard let content else { throw WebError.notFound }
    return content
  }

  static func read(_ form: FormData) -> (NewAgreement?, [FieldProblem]) {
    var problems: [FieldProblem] = []
    func date(_ name: String) -> CivilDate? {
      let text = FieldText.trimmed(form[name] ?? "")
      guard !text.isEmpty else { return nil }
      let date = FieldText.date(text)
      if date == nil { problems.append(FieldProblem(name, "kit.records.date")) }
      return date
    }
    guard let partner = form["partner"].flatMap({ ID<Partnership>($0) }) else {
      return (nil, [FieldProblem("", "agreements.new.nobody")])
    }
    let new = NewAgreement(
      partnershipID: partner, typeCode: form["type"] ?? "", templateID: ID(form["template"] ?? ""),
      title: FieldText.trimmed(form["title"] ?? ""), startOn: date("startOn"), endOn: date("endOn"),
      language: LanguageField.read(form["language"], otherwise: .chinese))
    if let template = form["template"], template != "none", !template.isEmpty, new.templateID == nil {
      problems.append(FieldProblem("template", "agreements.problem.template"))
    }
    return (new, problems)
  }
}
