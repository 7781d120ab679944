import Localization
import Platform
import Records
import Views
import Web

/// 登录: name and password, and in a demo the roles to enter by one click.
struct SignInPage: Sendable {
  let form: AccountForm
  let next: Link
  var name = ""
  var isRemembered = false
  /// What went wrong with the last attempt.
  var trouble: Message?
  /// The accounts of a demo; empty elsewhere.
  var demo: [DemoAccount] = []

  func content(status: Int = 200) -> PageContent {
    PageContent(
      title: t("accounts.signIn.title"), status: status,
      content: demo.isEmpty ? view : "\(roles)<h2>\(t("accounts.signIn.byAccount"))</h2>\(view)")
  }

  private var t: Localizer { form.t }

  private var view: HTML {
    let alert: HTML = trouble.map { Alert(.bad, "<p>\(t($0))</p>").html } ?? .empty
    return FormView(
      action: AccountLinks.signIn(next: next), csrf: form.csrf, guardsChanges: false, hasErrors: trouble != nil, t,
      """
      \(alert)
      \(FormField.text(
        "name", label: t("accounts.signIn.name"), value: name, hint: t("accounts.signIn.name.hint"), required: true,
        autocomplete: "username"))
      \(FormField.password("password", label: t("accounts.field.password"), t))
      \(FormField.checkbox(
        "remembered", label: t("accounts.signIn.remember"), isOn: isRemembered, hint: t("accounts.signIn.remember.hint")))
      \(ButtonBar("\(Button(t("accounts.signIn.submit"), style: .primary))\(forgotten)"))
      """
    ).html
  }

  private var forgotten: HTML {
    LinkButton(t("accounts.signIn.forgotten"), to: AccountLinks.forgotten, style: .quiet).html
  }

  private var roles: HTML {
    let buttons = demo.map { account -> HTML in
      """
      \(PostButton(
        t("accounts.demo.enter", ["role": account.entry.label(in: t.language), "name": account.displayName]),
        to: AccountLinks.demo(account.id, next: next), csrf: form.csrf))
      """
    }
    return Card(
      t("accounts.demo.title"),
      "<p class=\"soft\">\(t("accounts.demo.text"))</p><div class=\"actions\">\(buttons)</div>"
    ).html
  }
}

/// 两步验证: the code of the authenticator app.
struct CodePage: Sendable {
  let form: AccountForm
  let next: Link
  var trouble: Message?

  func content(status: Int = 200) -> PageContent {
    let t = form.t
    let alert: HTML = trouble.map { Alert(.bad, "<p>\(t($0))</p>").html } ?? .empty
    let view = FormView(
      action: AccountLinks.code(next: next), csrf: form.csrf, guardsChanges: false, hasErrors: trouble != nil, t,
      """
      \(alert)
      \(FormField.text(
        "code", label: t("accounts.code.label"), kind: .code, hint: t("accounts.code.hint"), required: true,
        width: .medium, autocomplete: "one-time-code", maxLength: 40))
      \(ButtonBar("""
        \(Button(t("accounts.code.submit"), style: .primary))\
        \(LinkButton(t("accounts.code.again"), to: AccountLinks.signIn(next: next), style: .quiet))
        """))
      """)
    return PageContent(title: t("accounts.code.title"), status: status, content: view.html)
  }
}
