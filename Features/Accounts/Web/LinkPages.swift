import Localization
import Platform
import Records
import Views
import Web

/// What a page of a one-time link shows when the link cannot be used.
struct UnusableLinkPage: Sendable {
  let t: Localizer

  var content: PageContent {
    PageContent(
      title: t("accounts.link.unusable.title"), status: 404,
      content: EmptyState(
        icon: .lock, title: t("accounts.link.unusable.heading"), text: t("accounts.link.unusable.text"),
        actions: """
          \(LinkButton(t("accounts.link.unusable.forgotten"), to: AccountLinks.forgotten, style: .primary))\
          \(LinkButton(t("accounts.link.unusable.signIn"), to: AccountLinks.signIn()))
          """
      ).html)
  }
}

/// 忘记密码: asks for a mail.
struct ForgottenPage: Sendable {
  var name = ""
  var form: AccountForm

  var content: PageContent {
    let t = form.t
    let view = FormView(
      action: AccountLinks.forgotten, csrf: form.csrf, guardsChanges: false, hasErrors: form.hasProblems, t,
      """
      \(form.summary(["name": t("accounts.signIn.name")]))
      <p class="soft">\(t("accounts.forgotten.text"))</p>
      \(FormField.text(
        "name", label: t("accounts.signIn.name"), value: name, error: form.error("name"), required: true,
        autocomplete: "username"))
      \(ButtonBar("""
        \(Button(t("accounts.forgotten.submit"), style: .primary))\
        \(LinkButton(t("accounts.forgotten.back"), to: AccountLinks.signIn(), style: .quiet))
        """))
      """)
    return PageContent(title: t("accounts.forgotten.title"), status: form.status, content: view.html)
  }
}

/// 重设密码, by the link of a mail.
struct ResetPage: Sendable {
  let token: String
  let account: Account
  var form: AccountForm

  var content: PageContent {
    let t = form.t
    let view = FormView(
      action: AccountLinks.reset(token), csrf: form.csrf, guardsChanges: false, hasErrors: form.hasProblems, t,
      """
      \(form.summary(form.newPasswordLabels))
      <p class="soft">\(t("accounts.reset.text", ["name": account.signInName]))</p>
      \(userNameForBrowser(account.signInName))\(form.newPassword)
      \(ButtonBar(Button(t("accounts.reset.submit"), style: .primary).html))
      """)
    return PageContent(title: t("accounts.reset.title"), status: form.status, content: view.html)
  }
}

/// 接受邀请: a first password.
struct InvitationPage: Sendable {
  let token: String
  let account: Account
  let displayName: String
  var form: AccountForm

  var content: PageContent {
    let t = form.t
    var labels = form.newPasswordLabels
    labels["display_name"] = t("accounts.field.displayName")
    let view = FormView(
      action: AccountLinks.invitation(token), csrf: form.csrf, guardsChanges: false, hasErrors: form.hasProblems, t,
      """
      \(form.summary(labels))
      <p>\(t("accounts.invitation.text"))</p>
      \(DescriptionList([.text(t("accounts.field.signInName"), account.signInName)]))
      \(FormField.text(
        "display_name", label: t("accounts.field.displayName"), value: displayName, error: form.error("display_name"),
        required: true, autocomplete: "name", maxLength: 40))
      \(userNameForBrowser(account.signInName))\(form.newPassword)
      \(ButtonBar(Button(t("accounts.invitation.submit"), style: .primary).html))
      """)
    return PageContent(title: t("accounts.invitation.title"), status: form.status, content: view.html)
  }
}

/// A link that does something when a button is pressed. Opening alone does
/// nothing: programs that preview mails open links too.
struct PressPage: Sendable {
  let form: AccountForm
  let title: String
  let text: String
  let button: String
  let action: Link

  var content: PageContent {
    let view = FormView(
      action: action, csrf: form.csrf, guardsChanges: false, form.t,
      "<p>\(text)</p>\(ButtonBar(Button(button, style: .primary).html))")
    return PageContent(title: title, content: view.html)
  }
}

/// Tells a browser that keeps passwords whose this one is.
func userNameForBrowser(_ name: String) -> HTML {
  """
  <input type="text" name="username" value="\(name)" autocomplete="username" readonly="" tabindex="-1" hidden=""/>
  """
}
