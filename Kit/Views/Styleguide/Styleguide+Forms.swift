import Localization

extension Styleguide {
  static func forms(_ t: Localizer) -> HTML {
    let summary = ErrorSummary(
      [
        .init(field: "code", label: t("kit.sample.code"), t("kit.sample.codeError")),
        .init(field: "phone", label: t("kit.sample.phone"), t("kit.sample.phoneError")),
      ], takesFocus: false, t)
    let buttons: HTML = """
      \(Button(t("kit.sample.submit"), style: .primary))\(Button(t("kit.sample.keepDraft"), name: "draft", value: "1"))\
      \(LinkButton(t("kit.cancel"), to: "#forms", style: .quiet))
      """
    let form = FormView(
      action: "/styleguide", csrf: token, isMultipart: true, draft: "styleguide", hasErrors: true, t,
      """
      \(summary)\(FieldGroup(t("kit.sample.basics"), hint: t("kit.sample.basicsHint"), "\(texts(t))\(choices(t))"))\
      \(FieldGroup(t("kit.sample.figures"), isPaired: true, "\(amounts(t))"))\
      \(FieldGroup(t("kit.sample.files"), "\(files(t))"))\(ButtonBar(note: t("kit.sample.submitNote"), buttons))
      """)
    return Card(nil, form).html
  }

  private static func texts(_ t: Localizer) -> [FormField] {
    [
      .text(
        "name", label: t("kit.sample.name"), value: t("kit.sample.company1"), hint: t("kit.sample.nameHint"),
        required: true,
        autocomplete: "organization", maxLength: 100),
      .text(
        "code", label: t("kit.sample.code"), value: "91440101MA5CXXXX0D", kind: .code, hint: t("kit.sample.codeHint"),
        error: t("kit.sample.codeError"), required: true, width: .medium, maxLength: 18),
      .combobox(
        "industry", label: t("kit.sample.industry"),
        options: [("C34", t("kit.sample.industry1")), ("C35", t("kit.sample.industry2"))], width: .medium),
      .textArea(
        "about", label: t("kit.sample.about"), value: t("kit.sample.aboutText"), hint: t("kit.sample.aboutHint"),
        maxLength: 500, t),
    ]
  }

  private static func choices(_ t: Localizer) -> [FormField] {
    let (before, after) = (t("kit.sample.before"), t("kit.sample.after"))
    return [
      .select(
        "level", label: t("kit.sample.level"),
        choices: [
          .init("prospect", t("kit.sample.prospect"), group: before),
          .init("signed", t("kit.sample.signed"), group: after),
          .init("base", t("kit.sample.base"), group: after),
        ], value: "signed", blank: t("kit.sample.choose")),
      .radioGroup(
        "nature", label: t("kit.sample.nature"),
        choices: [
          .init("state", t("kit.sample.state"), hint: t("kit.sample.stateHint")),
          .init("private", t("kit.sample.private")),
        ], value: "state", required: true),
      .checkboxGroup(
        "tags", label: t("kit.sample.tags"),
        choices: [
          .init("top", t("kit.sample.top500")), .init("tech", t("kit.sample.highTech")),
          .init("fused", t("kit.sample.fused")),
        ], values: ["tech"]),
    ]
  }

  private static func amounts(_ t: Localizer) -> [FormField] {
    [
      .number("staff", label: t("kit.sample.staff"), value: "1260", unit: t("kit.sample.personUnit")),
      .money(
        "pay", label: t("kit.sample.pay"), value: "3200.00", unit: t("kit.sample.yuan"), hint: t("kit.sample.payHint")),
      .date("since", label: t("kit.sample.since"), value: "2026-09-01"),
      .month("term", label: t("kit.sample.month"), value: "2026-11"),
      .text("mail", label: t("kit.sample.mail"), kind: .email, autocomplete: "email"),
      .text(
        "phone", label: t("kit.sample.phone"), kind: .telephone, error: t("kit.sample.phoneError"), autocomplete: "tel"),
    ]
  }

  private static func files(_ t: Localizer) -> [FormField] {
    [
      .password("password", label: t("kit.sample.password"), isNew: true, hint: t("kit.sample.passwordHint"), t),
      .file("logo", label: t("kit.sample.logo"), accept: "image/*"),
      .dropZone(
        "sheet", label: t("kit.sample.sheet"), accept: ".xlsx,.xls,.ods,.csv", limit: t("kit.sample.sheetLimit"), t),
      .checkbox("agreed", label: t("kit.sample.agree"), isOn: false, hint: t("kit.sample.agreeHint"), required: true),
    ]
  }
}
