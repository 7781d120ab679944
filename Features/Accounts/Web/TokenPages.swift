import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// 访问令牌: for programs that act for this account.
struct TokensPage: Sendable {
  let tokens: [PersonalToken]
  let permissions: [String]
  let now: Instant
  /// A token may be made only by who has confirmed lately that it is they.
  let isConfirmed: Bool
  let form: AccountForm
  var typed: FormData?

  var content: PageContent {
    AccountTab.tokens.page(
      form.t, status: form.status, "<p class=\"soft\">\(form.t("accounts.tokens.text"))</p>\(table)\(newToken)")
  }

  private var table: HTML {
    let t = form.t
    let rows = tokens.map { token -> DataTable.Row in
      let state =
        token.isLive(at: now)
        ? Badge(.ok, t("accounts.tokens.until", ["date": token.expiresAt.day.description]))
        : Badge(.warning, t("accounts.tokens.expired"))
      let used: HTML = token.usedAt.map { RelativeTime($0, now: now, t).html } ?? .dash
      let scopes = token.scopes.sorted().map { t("permission.\($0)") }.joined(separator: "、")
      return DataTable.Row(
        id: token.id.description, name: token.name,
        [
          .text(token.name, second: scopes), .init(state.html), .init(used),
          .init(
            PostButton(
              t("accounts.tokens.revoke"), to: AccountLinks.revokeToken(token.id), csrf: form.csrf, style: .danger,
              confirm: t("accounts.tokens.revoke.confirm", ["name": token.name]), isSmall: true
            ).html),
        ])
    }
    return DataTable(
      caption: t("accounts.tokens.caption"),
      columns: [
        .init("name", t("accounts.token.name"), phone: .title), .init("state", t("accounts.tokens.state")),
        .init("used", t("accounts.tokens.used")), .init("act", t("accounts.sessions.act")),
      ],
      rows: rows,
      empty: EmptyState(icon: .lock, title: t("accounts.tokens.none"), text: t("accounts.tokens.none.text")),
      t
    ).html
  }

  private var newToken: HTML {
    let t = form.t
    guard isConfirmed else { return ConfirmFirst(t("accounts.tokens.new"), next: AccountLinks.tokens, t).html }
    let fields = RecordForm(
      TokenRequest.fields(offering: permissions), record: TokenRequest(), typed: typed, problems: form.problems, t)
    return Card(
      t("accounts.tokens.new"),
      FormView(
        action: AccountLinks.tokens, csrf: form.csrf, hasErrors: form.hasProblems, t,
        """
        \(fields.summary)\(fields.fields(["name", "days", "scopes"]))
        \(FormField.hidden("scopes", ""))
        \(ButtonBar(note: t("accounts.tokens.note"), Button(t("accounts.tokens.create"), style: .primary).html))
        """
      ).html
    ).html
  }
}

/// A new token, on the only occasion it can be read.
struct NewTokenPage: Sendable {
  let token: String
  let t: Localizer

  var content: PageContent {
    AccountTab.tokens.page(
      t,
      """
      \(Alert(.warning, title: t("accounts.tokens.once"), "<p>\(t("accounts.tokens.once.text"))</p>"))
      \(Card(t("accounts.tokens.new"), "<p>\(CopyButton(token, t))</p>"))
      \(LinkButton(t("accounts.tokens.back"), to: AccountLinks.tokens))
      """)
  }
}

/// Making and revoking access tokens.
struct TokenRoutes: Sendable {
  let services: Services
  /// The permissions that a person may give to a token.
  let offered: @Sendable (SignedIn) async throws -> [String]

  func add(to table: inout RouteTable) {
    table.signedIn(.get, "/account/tokens", services, show)
    table.signedIn(.post, "/account/tokens", services, create)
    table.signedIn(.post, "/account/tokens/{token}/revoke", services, revoke)
  }

  private func show(_ person: SignedIn) async throws -> Reply {
    try await page(person, AccountForm(person.exchange))
  }

  private func page(_ person: SignedIn, _ form: AccountForm, typed: FormData? = nil) async throws -> Reply {
    let tokens = try await services.database.read { connection in
      try TokenStore.list(of: person.account.id, on: connection)
    }
    let page = TokensPage(
      tokens: tokens, permissions: try await offered(person), now: person.now,
      isConfirmed: person.session.hasSudo(at: person.now), form: form, typed: typed)
    return try await person.page(page.content)
  }

  private func create(_ person: SignedIn) async throws -> Reply {
    try person.requireConfirmation(thenTo: AccountLinks.tokens)
    let form = person.exchange.form
    do {
      let token = try await CreateToken(services)(
        form, offering: try await offered(person), of: person.account, membershipID: person.session.membershipID)
      return try await person.page(NewTokenPage(token: token, t: person.t).content)
    } catch AccountsError.invalid(let problems) {
      return try await page(person, AccountForm(problems, person.exchange), typed: form)
    }
  }

  private func revoke(_ person: SignedIn) async throws -> Reply {
    let id = try person.exchange.parameter("token", as: ID<PersonalToken>.self)
    try await RevokeToken(services)(id, of: person.account)
    return .redirect(to: AccountLinks.tokens, flash: .ok("accounts.tokens.revoked"))
  }
}
