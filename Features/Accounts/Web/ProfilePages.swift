import Localization
import Platform
import Records
import Security
import Values
import Views
import Web

/// The parts of a person's own account, each a page.
enum AccountTab: String, CaseIterable {
  case profile, password, secondFactor, sessions, tokens

  private var link: Link {
    switch self {
    case .profile: AccountLinks.account
    case .password: AccountLinks.password()
    case .secondFactor: AccountLinks.secondFactor
    case .sessions: AccountLinks.sessions
    case .tokens: AccountLinks.tokens
    }
  }

  /// A page of this part, under the tabs of all.
  func page(_ t: Localizer, status: Int = 200, _ content: HTML) -> PageContent {
    let tabs = Tabs(
      t("accounts.account.title"),
      Self.allCases.map { tab in
        Tabs.Item(t("accounts.tab.\(tab.rawValue)"), tab.link, isCurrent: tab == self)
      })
    return PageContent(
      title: t("accounts.tab.\(rawValue)"), crumbs: [Crumb(t("accounts.account.title"), AccountLinks.account)],
      status: status, content: "\(tabs)<div class=\"stack\">\(content)</div>")
  }
}

/// 账号: name, language, phone, and the mail address.
struct ProfilePage: Sendable {
  let account: Account
  let profile: Profile
  let mail: String?
  /// The mail address may be changed only by who has confirmed lately that it is they.
  let isConfirmed: Bool
  let form: AccountForm
  /// What was typed, where the form comes back.
  var typed: FormData?
  var typedMail: String?

  var content: PageContent {
    AccountTab.profile.page(form.t, status: form.status, "\(profileCard)\(mailCard)")
  }

  private var profileCard: HTML {
    let t = form.t
    // Problems of the mail belong to the other form.
    let problems = typedMail == nil ? form.problems : []
    let fields = RecordForm(Profile.fields, record: profile, typed: typed, problems: problems, t)
    return Card(
      t("accounts.profile.title"),
      FormView(
        action: AccountLinks.account, csrf: form.csrf, hasErrors: !problems.isEmpty, t,
        """
        \(fields.summary)
        \(DescriptionList([.text(t("accounts.field.signInName"), account.signInName)]))
        \(fields.fields(["display_name", "phone", "language"]))
        \(ButtonBar(Button(t("accounts.profile.submit"), style: .primary).html))
        """
      ).html
    ).html
  }

  private var mailCard: HTML {
    let t = form.t
    guard isConfirmed else {
      return ConfirmFirst(
        t("accounts.mail.title"), next: AccountLinks.account, t,
        DescriptionList([.text(t("accounts.field.mail"), mail)]).html
      ).html
    }
    let problems = typedMail == nil ? [] : form.problems
    let labels = ["mail": t("accounts.field.newMail")]
    let summary = ErrorSummary(
      problems.map { ErrorSummary.Problem(field: "mail", label: labels[$0.field], t($0.message)) }, t)
    return Card(
      t("accounts.mail.title"),
      FormView(
        action: AccountLinks.changeMail, csrf: form.csrf, hasErrors: !problems.isEmpty, t,
        """
        \(summary)
        \(DescriptionList([.text(t("accounts.field.mail"), mail)]))
        \(FormField.text(
          "mail", label: t("accounts.field.newMail"), value: typedMail ?? "", kind: .email,
          hint: t("accounts.field.newMail.hint"), error: problems.first.map { t($0.message) }, required: true,
          autocomplete: "email", maxLength: 254))
        \(ButtonBar(Button(t("accounts.mail.submit")).html))
        """
      ).html
    ).html
  }
}

/// 修改密码.
struct PasswordPage: Sendable {
  let account: Account
  let mustChange: Bool
  let next: Link
  let form: AccountForm

  var content: PageContent {
    let t = form.t
    let current: HTML =
      account.hasPassword
      ? FormField.password(
        "current_password", label: t("accounts.field.currentPassword"), error: form.error("current_password"), t
      ).html : .empty
    let reason = account.hasPassword ? t("accounts.password.must.text") : t("accounts.password.none.text")
    let note: HTML =
      mustChange ? Alert(.warning, title: t("accounts.password.must"), "<p>\(reason)</p>").html : .empty
    let view = FormView(
      action: AccountLinks.password(next: next), csrf: form.csrf, guardsChanges: false, hasErrors: form.hasProblems, t,
      """
      \(form.summary(form.newPasswordLabels))\(note)
      \(userNameForBrowser(account.signInName))\(current)\(form.newPassword)
      \(ButtonBar(
        note: t("accounts.password.note"), Button(t("accounts.password.submit"), style: .primary).html))
      """)
    return AccountTab.password.page(t, status: form.status, Card(nil, view.html).html)
  }
}

/// Stands where a form will be once the person has confirmed who they are, so
/// that nothing is typed in vain.
struct ConfirmFirst: Component {
  let title: String
  let next: Link
  let t: Localizer
  let content: HTML

  init(_ title: String, next: Link, _ t: Localizer, _ content: HTML = .empty) {
    self.title = title
    self.next = next
    self.t = t
    self.content = content
  }

  var html: HTML {
    Card(
      title,
      """
      \(content)<p class="soft">\(t("accounts.confirm.first"))</p>\
      \(LinkButton(t("accounts.confirm.submit"), to: AccountLinks.confirm(next: next), icon: .lock))
      """
    ).html
  }
}

/// 确认身份, before something dangerous.
struct ConfirmPage: Sendable {
  let account: Account
  let next: Link
  let needsNoSecret: Bool
  let form: AccountForm
  var trouble: Message?

  func content(status: Int = 200) -> PageContent {
    let t = form.t
    let alert: HTML = trouble.map { Alert(.bad, "<p>\(t($0))</p>").html } ?? .empty
    let secret: HTML =
      needsNoSecret
      ? "<p class=\"soft\">\(t("accounts.confirm.demo"))</p>"
      : "\(userNameForBrowser(account.signInName))\(FormField.password("password", label: t("accounts.field.password"), t))"
    let view = FormView(
      action: AccountLinks.confirm(next: next), csrf: form.csrf, guardsChanges: false, hasErrors: trouble != nil, t,
      """
      \(alert)<p>\(t("accounts.confirm.text"))</p>\(secret)
      \(ButtonBar("""
        \(Button(t("accounts.confirm.submit"), style: .primary))\
        \(LinkButton(t("accounts.confirm.cancel"), to: AccountLinks.account, style: .quiet))
        """))
      """)
    return PageContent(
      title: t("accounts.confirm.title"), crumbs: [Crumb(t("accounts.account.title"), AccountLinks.account)],
      status: status, content: Card(nil, view.html).html)
  }
}
