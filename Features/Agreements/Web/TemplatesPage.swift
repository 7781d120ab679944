import Database
import Foundation
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/templates`: the own ones and those that are shared.
struct TemplatesPage {
  let member: Member

  func reply() async throws -> Reply {
    let (t, scope) = (member.t, member.actor.scope)
    let kind = member.exchange.query["kind"].flatMap { AgreementKind(rawValue: $0) }
    let search = String(FieldText.trimmed(member.exchange.query["q"] ?? "").prefix(60))
    let templates = try await member.services.database.read { connection in
      try TemplateStore.templates(in: scope, kind: kind, on: connection)
    }.filter { search.isEmpty || $0.title.localizedCaseInsensitiveContains(search) }
    let mayWrite = member.actor.may(.agreementsTemplates)
    let new: HTML =
      mayWrite
      ? LinkButton(
        t("agreements.template.new"), to: Link("\(AgreementLinks.templates.text)/new"), style: .primary, icon: .plus
      ).html : .empty
    let kept = member.exchange.query.pairs.filter { ["kind", "q"].contains($0.name) }.map { ($0.name, $0.value) }
    let address = ListAddress(AgreementLinks.templates, kept)
    let filter = FilterBar(
      address, placeholder: t("agreements.template.search"),
      filters: [
        Filter(
          "kind", t("agreements.field.kind"),
          choices: AgreementKind.allCases.map { Filter.Choice($0.rawValue, t($0.label)) }, isMultiple: false)
      ], saved: nil, target: "templates", t)
    let table = DataTable(
      caption: t("agreements.template.list"),
      columns: [
        .init("title", t("agreements.template.title"), phone: .title), .init("kind", t("agreements.field.kind")),
        .init("owner", t("agreements.template.owner")), .init("version", t("agreements.template.version")),
      ],
      rows: templates.map(row), count: t("agreements.template.count", ["count": "\(templates.count)"]),
      empty: EmptyState(
        icon: .file, title: t("agreements.template.empty"), text: t("agreements.template.empty.text"), actions: new),
      id: "templates", t)
    return try await member.page(
      PageContent(
        title: t("agreements.template.list"),
        crumbs: [Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.template.list"))],
        actions: LinkButton(t("agreements.variables.title"), to: AgreementLinks.variables, icon: .info).html + new,
        content: "\(filter)\(table)"))
  }

  private func row(_ template: AgreementTemplate) -> DataTable.Row {
    let t = member.t
    let state: HTML =
      template.isActive
      ? template.published.map { Badge(.ok, t("agreements.template.published", ["number": "\($0)"])).html }
        ?? Badge(.warning, t("agreements.template.unpublished")).html
      : Badge(.neutral, t("agreements.template.retired")).html
    let draft: HTML =
      template.draft == nil || template.published == nil
      ? .empty : " \(Badge(.info, t("agreements.template.hasDraft")))"
    return DataTable.Row(
      id: "\(template.id)", name: template.title, link: AgreementLinks.template(template.id),
      [
        .text(template.title, second: template.note.isEmpty ? nil : template.note), .text(t(template.kind.label)),
        .text(
          t(template.isShared ? "agreements.template.shared" : "agreements.template.own"),
          second: template.language == .chinese ? nil : template.language.ownName),
        DataTable.Cell("\(state)\(draft)"),
      ])
  }
}

/// `/agreements/templates/variables`: every word that a template may use.
struct VariablesPage {
  let member: Member

  func reply() async throws -> Reply {
    let t = member.t
    let table = DataTable(
      caption: t("agreements.variables.title"),
      columns: [
        .init("name", t("agreements.variables.name"), phone: .title), .init("label", t("agreements.variables.meaning")),
        .init("kind", t("agreements.variables.kind")),
      ],
      rows: VariableCatalogue.all.map { variable in
        DataTable.Row(
          id: variable.name, name: variable.name,
          [
            DataTable.Cell("<span class=\"code\">{{\(variable.name)}}</span>"), .text(t(variable.label)),
            .text(t("agreements.value.\(variable.kind.rawValue)")),
          ])
      }, empty: EmptyState(title: ""), id: "variables", t)
    let language = ["compare", "join", "clause", "own", "empty"].map { part -> HTML in
      "<li>\(t("agreements.condition.help.\(part)"))</li>"
    }
    return try await member.page(
      PageContent(
        title: t("agreements.variables.title"),
        crumbs: [
          Crumb(t("agreements.title"), AgreementLinks.list),
          Crumb(t("agreements.template.list"), AgreementLinks.templates), Crumb(t("agreements.variables.title")),
        ],
        content: """
          <p class="soft">\(t("agreements.variables.intro"))</p>\(table)\
          \(Card(t("agreements.condition.title"), "<ul>\(language)</ul>"))
          """))
  }
}

/// The form of a template's title and note.
struct TemplateForm {
  let member: Member

  static func read(_ form: FormData) -> (title: String, note: String, problems: [FieldProblem]) {
    let (title, note) = (FieldText.trimmed(form["title"] ?? ""), FieldText.trimmed(form["note"] ?? ""))
    var problems: [FieldProblem] = []
    if title.isEmpty { problems.append(FieldProblem("title", "kit.records.required")) }
    if title.count > 80 {
      problems.append(FieldProblem("title", "kit.records.tooLong", ["max": "80", "count": "\(title.count)"]))
    }
    if note.count > 300 {
      problems.append(FieldProblem("note", "kit.records.tooLong", ["max": "300", "count": "\(note.count)"]))
    }
    return (title, note, problems)
  }

  func new(_ typed: FormData? = nil, _ problems: [FieldProblem] = []) async throws -> Reply {
    let t = member.t
    guard member.actor.schoolID != nil || member.actor.scope == .installation else {
      throw WebError.forbidden(Message("agreements.problem.noSchool"))
    }
    let kinds = AgreementKind.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let kind = FormField.select(
      "kind", label: t("agreements.field.kind"), choices: kinds, value: typed?["kind"], blank: t("agreements.choose"),
      hint: t("agreements.template.kind.hint"), error: error("kind", problems), required: true)
    let language = LanguageField.html(
      "language", label: t("agreements.field.language"),
      value: LanguageField.read(typed?["language"], otherwise: .chinese), hint: t("agreements.template.language.hint"))
    return try await page(
      t("agreements.template.new"), AgreementLinks.templates, "\(kind)\(language)", title: "", note: "", typed, problems
    )
  }

  func edit(
    _ template: AgreementTemplate, _ typed: FormData? = nil, _ problems: [FieldProblem] = []
  ) async throws -> Reply {
    let t = member.t
    let active = FormField.checkbox(
      "isActive", label: t("agreements.template.isActive"),
      isOn: typed.map { $0["isActive"] == "1" } ?? template.isActive,
      hint: t("agreements.template.isActive.hint"))
    return try await page(
      template.title, AgreementLinks.template(template.id, "edit"),
      "\(FormField.hidden("version", "\(template.version)"))\(active)", title: template.title, note: template.note,
      typed,
      problems, back: AgreementLinks.template(template.id))
  }

  private func error(_ field: String, _ problems: [FieldProblem]) -> String? {
    problems.first { $0.field == field }.map { member.t($0.message) }
  }

  private func page(
    _ heading: String, _ action: Link, _ fields: HTML, title: String, note: String, _ typed: FormData?,
    _ problems: [FieldProblem], back: Link = AgreementLinks.templates
  ) async throws -> Reply {
    let t = member.t
    let form = FormView(
      action: action, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(ErrorSummary(problems.map { .init(field: $0.field.isEmpty ? nil : $0.field, t($0.message)) }, t))\
      \(FormField.text("title", label: t("agreements.template.title"), value: typed?["title"] ?? title, error: error("title", problems), required: true, maxLength: 80))\
      \(FormField.textArea("note", label: t("agreements.template.note"), value: typed?["note"] ?? note, rows: 2, hint: t("agreements.template.note.hint"), error: error("note", problems), maxLength: 300, t))\
      \(fields)\
      \(ButtonBar("\(Button(t("agreements.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: back, style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: heading,
        crumbs: [
          Crumb(t("agreements.title"), AgreementLinks.list),
          Crumb(t("agreements.template.list"), AgreementLinks.templates), Crumb(heading),
        ], status: problems.isEmpty ? 200 : 422, content: form.html))
  }
}
