import Localization
import Platform
import Security
import Views
import Web

/// 两步验证: whether it is on, and what can be done about it.
struct SecondFactorPage: Sendable {
  let account: Account
  let codesLeft: Int
  let form: AccountForm

  var content: PageContent {
    let t = form.t
    guard account.hasSecondFactor else {
      return AccountTab.secondFactor.page(
        t,
        EmptyState(
          icon: .shield, title: t("accounts.secondFactor.off"), text: t("accounts.secondFactor.text"),
          actions: LinkButton(
            t("accounts.secondFactor.setUp"), to: AccountLinks.secondFactorSetup, style: .primary
          ).html
        ).html)
    }
    let left = Badge(codesLeft > 2 ? .ok : .warning, t("accounts.recovery.left", ["count": String(codesLeft)]))
    return AccountTab.secondFactor.page(
      t,
      """
      \(Card(
        t("accounts.secondFactor.on"),
        actions: PostButton(
          t("accounts.secondFactor.turnOff"), to: AccountLinks.secondFactorOff, csrf: form.csrf, style: .danger,
          confirm: t("accounts.secondFactor.turnOff.confirm"), isSmall: true
        ).html, "<p>\(t("accounts.secondFactor.text"))</p>"))
      \(Card(
        t("accounts.recovery.title"),
        actions: PostButton(
          t("accounts.recovery.renew"), to: AccountLinks.recoveryCodes, csrf: form.csrf,
          confirm: t("accounts.recovery.renew.confirm"), isSmall: true
        ).html, "<p>\(left)</p><p class=\"soft\">\(t("accounts.recovery.text"))</p>"))
      """)
  }
}

/// Setting up: the picture to scan and the first code.
struct SecondFactorSetupPage: Sendable {
  let setup: SecondFactorSetup
  let sealed: String
  let form: AccountForm

  var content: PageContent {
    let t = form.t
    let uri = setup.uri(issuer: t("kit.applicationName"))
    let picture: HTML = QRCode(uri).map { $0.picture(title: t("accounts.setup.picture")) } ?? .empty
    let view = FormView(
      action: AccountLinks.secondFactorSetup, csrf: form.csrf, guardsChanges: false, hasErrors: form.hasProblems, t,
      """
      \(form.summary(["code": t("accounts.code.label")]))
      <ol class="stack">
      <li>\(t("accounts.setup.app"))</li>
      <li>\(t("accounts.setup.scan"))<div>\(picture)</div>
      <p>\(t("accounts.setup.type")) \(CopyButton(setup.totp.base32.inGroups(of: 4), t))</p></li>
      <li>\(t("accounts.setup.code"))</li>
      </ol>
      \(FormField.hidden("setup", sealed))
      \(FormField.text(
        "code", label: t("accounts.code.label"), kind: .code, error: form.error("code"), required: true, width: .short,
        autocomplete: "one-time-code", maxLength: 10))
      \(ButtonBar("""
        \(Button(t("accounts.setup.submit"), style: .primary))\
        \(LinkButton(t("accounts.setup.cancel"), to: AccountLinks.secondFactor, style: .quiet))
        """))
      """)
    return AccountTab.secondFactor.page(t, status: form.status, Card(t("accounts.secondFactor.setUp"), view.html).html)
  }
}

/// The recovery codes, on the only occasion they can be read.
struct RecoveryCodesPage: Sendable {
  let codes: [String]
  let t: Localizer

  var content: PageContent {
    let items = codes.map { "<span class=\"code\">\($0)</span>" as HTML }
    return AccountTab.secondFactor.page(
      t,
      """
      \(Alert(.warning, title: t("accounts.recovery.once"), "<p>\(t("accounts.recovery.text"))</p>"))
      \(Card(t("accounts.recovery.title"), "<div class=\"grid\">\(items)</div>"))
      \(LinkButton(t("accounts.recovery.kept"), to: AccountLinks.secondFactor, style: .primary))
      """)
  }
}

extension QRCode {
  /// The symbol on white with the margin of four modules that readers need.
  func picture(title: String) -> HTML {
    var path = ""
    for row in 0..<size {
      var column = 0
      while column < size {
        let start = column
        while isDark(column, row) { column += 1 }
        if column > start { path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z" }
        column += 1
      }
    }
    let side = size + 8
    return """
      <svg viewBox="0 0 \(side) \(side)" width="\(side * 5)" height="\(side * 5)" role="img" aria-label="\(title)" \
      shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/><path fill="#000" d="\(path)"/></svg>
      """
  }
}

extension String {
  /// `ABCDEFGH` as `ABCD EFGH`.
  func inGroups(of length: Int) -> String {
    let characters = Array(self)
    return stride(from: 0, to: characters.count, by: length)
      .map { String(characters[$0..<min($0 + length, characters.count)]) }
      .joined(separator: " ")
  }
}
