import Database
import Localization
import Platform
import Records
import Views
import Web

/// Pages that are reached by a link which works once.
struct LinkRoutes: Sendable {
  let services: Services
  let limits: SignInLimits
  let rules: SessionRules

  private static let smallForm = BodyRule.form(limit: 16 << 10)

  func add(to table: inout RouteTable) {
    table.visitor(.get, "/password/forgotten", showForgotten)
    table.visitor(.post, "/password/forgotten", body: Self.smallForm, requestReset)
    table.visitor(.get, "/password/reset/{token}", showReset)
    table.visitor(.post, "/password/reset/{token}", body: Self.smallForm, reset)
    table.visitor(.get, "/invitation/{token}", showInvitation)
    table.visitor(.post, "/invitation/{token}", body: Self.smallForm, accept)
    table.visitor(.get, "/sign-in/link/{token}", showSignIn)
    table.visitor(.post, "/sign-in/link/{token}", body: Self.smallForm, signIn)
    table.visitor(.get, "/account/mail/{token}", showMail)
    table.visitor(.post, "/account/mail/{token}", body: Self.smallForm, confirmMail)
  }

  private func bare(_ content: PageContent, _ exchange: Exchange) async throws -> Reply {
    // The address is a secret, which must not lie in the browser's store.
    try await services.bareFrame.page(content, for: exchange).caching(.never)
  }

  private func opened(_ purpose: OneTimeLink.Purpose, _ exchange: Exchange) async throws -> OpenedLink? {
    let (services, token) = (services, try exchange.parameter("token"))
    return try await services.database.read { connection in
      try OpenedLink.find(token, for: purpose, services: services, on: connection)
    }
  }

  private func unusable(_ exchange: Exchange) async throws -> Reply {
    try await bare(UnusableLinkPage(t: exchange.localizer).content, exchange)
  }

  // MARK: Forgotten password

  private func showForgotten(_ exchange: Exchange) async throws -> Reply {
    try await bare(ForgottenPage(form: AccountForm(exchange)).content, exchange)
  }

  private func requestReset(_ exchange: Exchange) async throws -> Reply {
    let name = exchange.form["name"] ?? ""
    guard !Identifier(name).name.isEmpty else {
      let form = AccountForm([FieldProblem("name", "kit.records.required")], exchange)
      return try await bare(ForgottenPage(name: name, form: form).content, exchange)
    }
    try await RequestPasswordReset(services, limits: limits)(
      name: name, address: exchange.remoteAddress, language: exchange.localizer.language)
    return .redirect(to: AccountLinks.signIn(), flash: FlashMessage(.info, Message("accounts.forgotten.done")))
  }

  private func showReset(_ exchange: Exchange) async throws -> Reply {
    guard let opened = try await opened(.reset, exchange) else { return try await unusable(exchange) }
    return try await resetPage(opened, AccountForm(exchange), exchange)
  }

  private func resetPage(_ opened: OpenedLink, _ form: AccountForm, _ exchange: Exchange) async throws -> Reply {
    let page = ResetPage(token: try exchange.parameter("token"), account: opened.account, form: form)
    return try await bare(page.content, exchange)
  }

  private func reset(_ exchange: Exchange) async throws -> Reply {
    do {
      try await ResetPassword(services)(token: try exchange.parameter("token"), new: NewPassword(exchange.form))
      return .redirect(to: AccountLinks.signIn(), flash: .ok("accounts.reset.done"))
    } catch AccountsError.invalid(let problems) {
      guard let opened = try await opened(.reset, exchange) else { return try await unusable(exchange) }
      return try await resetPage(opened, AccountForm(problems, exchange), exchange)
    } catch AccountsError.linkUnusable {
      return try await unusable(exchange)
    }
  }

  // MARK: Invitation

  private func showInvitation(_ exchange: Exchange) async throws -> Reply {
    guard let opened = try await opened(.invitation, exchange) else { return try await unusable(exchange) }
    return try await invitationPage(opened, nil, AccountForm(exchange), exchange)
  }

  private func invitationPage(
    _ opened: OpenedLink, _ typedName: String?, _ form: AccountForm, _ exchange: Exchange
  ) async throws -> Reply {
    let page = InvitationPage(
      token: try exchange.parameter("token"), account: opened.account,
      displayName: typedName ?? opened.account.displayName,
      form: form)
    return try await bare(page.content, exchange)
  }

  private func accept(_ exchange: Exchange) async throws -> Reply {
    let name = exchange.form["display_name"] ?? ""
    do {
      let session = try await AcceptInvitation(services, rules: rules)(
        token: try exchange.parameter("token"), displayName: name, new: NewPassword(exchange.form),
        device: exchange.device)
      return try await doors.entering(session, exchange).flash(.ok("accounts.invitation.done"))
    } catch AccountsError.invalid(let problems) {
      guard let opened = try await opened(.invitation, exchange) else { return try await unusable(exchange) }
      return try await invitationPage(opened, name, AccountForm(problems, exchange), exchange)
    } catch AccountsError.linkUnusable {
      return try await unusable(exchange)
    }
  }

  private var doors: SignInRoutes { SignInRoutes(services: services, limits: limits, rules: rules) }

  // MARK: Sign-in link

  private func showSignIn(_ exchange: Exchange) async throws -> Reply {
    guard let opened = try await opened(.signIn, exchange) else { return try await unusable(exchange) }
    let t = exchange.localizer
    let page = PressPage(
      form: AccountForm(exchange), title: t("accounts.signInLink.title"),
      text: t("accounts.signInLink.text", ["name": opened.account.displayName]),
      button: t("accounts.signIn.submit"), action: AccountLinks.signInByLink(try exchange.parameter("token")))
    return try await bare(page.content, exchange)
  }

  private func signIn(_ exchange: Exchange) async throws -> Reply {
    do {
      switch try await SignInByLink(services, rules: rules)(
        token: try exchange.parameter("token"), device: exchange.device)
      {
      case .signedIn(let session): return try await doors.entering(session, exchange)
      case .needsCode(let pending): return SignInRoutes.asking(forCode: pending, next: "/")
      }
    } catch AccountsError.linkUnusable {
      return try await unusable(exchange)
    }
  }

  // MARK: Mail address

  private func showMail(_ exchange: Exchange) async throws -> Reply {
    guard let opened = try await opened(.mail, exchange), let address = opened.link.payload else {
      return try await unusable(exchange)
    }
    let t = exchange.localizer
    let page = PressPage(
      form: AccountForm(exchange), title: t("accounts.mailLink.title"),
      text: t("accounts.mailLink.text", ["mail": address, "name": opened.account.displayName]),
      button: t("accounts.mailLink.submit"), action: AccountLinks.mail(try exchange.parameter("token")))
    return try await bare(page.content, exchange)
  }

  private func confirmMail(_ exchange: Exchange) async throws -> Reply {
    do {
      try await ConfirmMail(services)(token: try exchange.parameter("token"))
      return .redirect(to: AccountLinks.account, flash: .ok("accounts.mailLink.done"))
    } catch AccountsError.invalid(let problems) {
      let message = problems.first?.message ?? Message("accounts.mail.taken")
      return .redirect(to: AccountLinks.account, flash: FlashMessage(.bad, message))
    } catch AccountsError.linkUnusable {
      return try await unusable(exchange)
    }
  }
}
