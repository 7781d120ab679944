import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/templates/{template}/fields`: what a template asks for beside
/// the variables, and the titles of its annexes.
struct FieldsForm {
  let page: TemplatePage
  let typed: FormData?
  let problems: [TemplateProblem]
  let isStale: Bool

  init(_ page: TemplatePage, typed: FormData? = nil, problems: [TemplateProblem] = [], isStale: Bool = false) {
    self.page = page
    self.typed = typed
    self.problems = problems
    self.isStale = isStale
  }

  private static let spare = 3
  private var t: Localizer { page.member.t }

  func reply() async throws -> Reply {
    let id = page.template.id
    let (fields, annexes) = typed.map(Self.read) ?? (page.version.text.fields, page.version.text.annexes)
    let rows = (0..<min(TemplateText.Limit.fields, fields.count + Self.spare)).map { row($0, fields) }
    let titles = (0..<min(TemplateText.Limit.annexes, annexes.count + 2)).map { index in
      FormField.text(
        "annex.\(index)", label: t("agreements.annex.title", ["number": "\(index + 1)"]),
        value: annexes.indices.contains(index) ? annexes[index] : "", maxLength: TemplateText.Limit.annexTitle
      ).html
    }
    let stale: HTML = isStale ? Alert(.warning, title: t("agreements.template.problem.stale")).html : .empty
    let form = FormView(
      action: AgreementLinks.template(id, "fields"), csrf: page.member.exchange.csrfToken,
      hasErrors: !problems.isEmpty || isStale, t,
      """
      \(ErrorSummary(problems.map { ErrorSummary.Problem(field: nil, t($0)) }, t))\
      \(FormField.hidden("revision", "\(page.version.revision)"))\
      <p class="soft">\(t("agreements.ownField.intro"))</p>\(rows)\
      \(FieldGroup(t("agreements.annexes"), hint: t("agreements.annexes.hint"), titles.joined()))\
      \(ButtonBar("\(Button(t("agreements.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: AgreementLinks.template(id).with([("version", "draft")]), style: .quiet))"))
      """)
    return try await page.member.page(
      PageContent(
        title: t("agreements.template.fields"), crumbs: page.crumbs + [Crumb(t("agreements.template.fields"))],
        status: isStale ? 409 : problems.isEmpty ? 200 : 422, content: "\(stale)\(form)"))
  }

  private func row(_ index: Int, _ fields: [OwnField]) -> HTML {
    let field = fields.indices.contains(index) ? fields[index] : nil
    let kinds = TemplateValue.Kind.allCases.map { FormField.Choice($0.rawValue, t("agreements.value.\($0.rawValue)")) }
    let name = "field.\(index)"
    let legend = field.map { "\($0.label) {{\($0.variable)}}" } ?? t("agreements.ownField.new")
    return FieldGroup(
      legend, isPaired: true,
      """
      \(FormField.text("\(name).name", label: t("agreements.ownField.name"), value: field?.name ?? "", kind: .text, hint: t("agreements.ownField.name.hint"), width: .medium, maxLength: 40))\
      \(FormField.text("\(name).label", label: t("agreements.ownField.label"), value: field?.label ?? "", width: .medium, maxLength: 40))\
      \(FormField.select("\(name).kind", label: t("agreements.variables.kind"), choices: kinds, value: field?.kind.rawValue ?? "text"))\
      \(FormField.text("\(name).initial", label: t("agreements.ownField.initial"), value: field?.initial ?? "", width: .medium, maxLength: 200))\
      \(FormField.checkbox("\(name).required", label: t("agreements.ownField.required"), isOn: field?.isRequired ?? false))
      """
    ).html
  }

  /// Rows without a name and a label are not there.
  static func read(_ form: FormData) -> (fields: [OwnField], annexes: [String]) {
    let fields = (0..<TemplateText.Limit.fields).compactMap { index -> OwnField? in
      let name = "field.\(index)"
      var field = OwnField(
        name: FieldText.trimmed(form["\(name).name"] ?? ""), label: FieldText.trimmed(form["\(name).label"] ?? ""))
      guard !field.name.isEmpty || !field.label.isEmpty else { return nil }
      field.kind = form["\(name).kind"].flatMap { TemplateValue.Kind(rawValue: $0) } ?? .text
      field.isRequired = form["\(name).required"] == "1"
      field.initial = String(FieldText.trimmed(form["\(name).initial"] ?? "").prefix(200))
      field.label = String(field.label.prefix(40))
      return field
    }
    let annexes = (0..<TemplateText.Limit.annexes).map { index in
      String(FieldText.trimmed(form["annex.\(index)"] ?? "").prefix(TemplateText.Limit.annexTitle))
    }
    return (fields, Array(annexes.reversed().drop(while: \.isEmpty).reversed()))
  }
}
