import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// A person's own account: who they are, their language, their password, and
/// the confirmation of their identity.
struct ProfileRoutes: Sendable {
  let services: Services
  let limits: SignInLimits
  let rules: SessionRules

  private static let smallForm = BodyRule.form(limit: 16 << 10)

  func add(to table: inout RouteTable) {
    table.signedIn(.get, "/account", services, showProfile)
    table.signedIn(.post, "/account", services, body: Self.smallForm, changeProfile)
    table.signedIn(.get, "/account/mail", services) { _ in .redirect(to: AccountLinks.account) }
    table.signedIn(.post, "/account/mail", services, body: Self.smallForm, changeMail)
    table.signedIn(.get, "/account/password", services, showPassword)
    table.signedIn(.post, "/account/password", services, body: Self.smallForm, changePassword)
    table.signedIn(.get, "/account/confirm", services, showConfirm)
    table.signedIn(.post, "/account/confirm", services, body: Self.smallForm, confirm)
    table.visitor(.post, "/language", body: Self.smallForm, chooseLanguage)
  }

  // MARK: Profile

  private func showProfile(_ person: SignedIn) async throws -> Reply {
    try await profilePage(person, AccountForm(person.exchange))
  }

  private func profilePage(
    _ person: SignedIn, _ form: AccountForm, typed: FormData? = nil, typedMail: String? = nil
  ) async throws -> Reply {
    let (services, account) = (services, person.account)
    let contact = try await services.database.read { connection in
      try ContactStore.load(of: account.id, sealer: services.sealer, on: connection)
    }
    let page = ProfilePage(
      account: account,
      profile: Profile(displayName: account.displayName, language: account.language, phone: contact.phone ?? ""),
      mail: contact.mail, isConfirmed: person.session.hasSudo(at: person.now), form: form, typed: typed,
      typedMail: typedMail)
    return try await person.page(page.content)
  }

  private func changeProfile(_ person: SignedIn) async throws -> Reply {
    let form = person.exchange.form
    do {
      try await ChangeProfile(services)(form, of: person.account)
    } catch AccountsError.invalid(let problems) {
      return try await profilePage(person, AccountForm(problems, person.exchange), typed: form)
    }
    return .redirect(to: AccountLinks.account, flash: .ok("accounts.profile.done"))
  }

  private func changeMail(_ person: SignedIn) async throws -> Reply {
    try person.requireConfirmation(thenTo: AccountLinks.account)
    let typed = person.exchange.form["mail"] ?? ""
    do {
      let address = try await ChangeMail(services, limits: limits)(
        typed, of: person.account, language: person.t.language)
      return .redirect(to: AccountLinks.account, flash: .ok("accounts.mail.sent", ["mail": address]))
    } catch AccountsError.invalid(let problems) {
      return try await profilePage(person, AccountForm(problems, person.exchange), typedMail: typed)
    }
  }

  /// Also for visitors, whose browser keeps the choice.
  private func chooseLanguage(_ exchange: Exchange) async throws -> Reply {
    guard let language = exchange.form["language"].flatMap(Language.init(rawValue:)) else {
      throw WebError.badRequest(Message("accounts.language.unknown"))
    }
    if exchange.principal?.sessionID != nil {
      let person = try await SignedIn.load(exchange, services)
      try await ChooseLanguage(services)(language, of: person.account)
    }
    return Reply.redirect(to: exchange.destination("return"))
      .cookie(Cookie("language", language.rawValue, maxAge: .days(365)))
  }

  // MARK: Password

  private func showPassword(_ person: SignedIn) async throws -> Reply {
    try await passwordPage(person, AccountForm(person.exchange))
  }

  private func passwordPage(_ person: SignedIn, _ form: AccountForm) async throws -> Reply {
    let page = PasswordPage(
      account: person.account, mustChange: person.session.mustChangePassword, next: person.exchange.next, form: form)
    return try await person.page(page.content)
  }

  private func changePassword(_ person: SignedIn) async throws -> Reply {
    let form = person.exchange.form
    do {
      try await ChangePassword(services, limits: limits)(
        current: form["current_password"] ?? "", new: NewPassword(form), of: person.account.id,
        keeping: person.session.sessionID)
    } catch AccountsError.invalid(let problems) {
      return try await passwordPage(person, AccountForm(problems, person.exchange))
    }
    let next = person.exchange.destination("next", otherwise: AccountLinks.password())
    return .redirect(to: next, flash: .ok("accounts.password.done"))
  }

  // MARK: Confirmation

  private func showConfirm(_ person: SignedIn) async throws -> Reply {
    guard !person.session.hasSudo(at: person.now) else { return .redirect(to: person.exchange.next) }
    return try await person.page(confirmPage(person, nil).content())
  }

  private func confirmPage(_ person: SignedIn, _ trouble: Message?) -> ConfirmPage {
    ConfirmPage(
      account: person.account, next: person.exchange.next,
      needsNoSecret: ConfirmIdentity.needsNoSecret(person.account, services), form: AccountForm(person.exchange),
      trouble: trouble)
  }

  private func confirm(_ person: SignedIn) async throws -> Reply {
    do {
      try await ConfirmIdentity(services, limits: limits, rules: rules)(
        password: person.exchange.form["password"] ?? "", of: person.account, in: person.session.sessionID)
      return .redirect(to: person.exchange.next)
    } catch AccountsError.refused {
      return try await person.page(confirmPage(person, Message("accounts.password.wrong")).content(status: 422))
    } catch AccountsError.limited(let delay) {
      let trouble = Message("accounts.signIn.limited", ["minutes": String(delay.minutesRoundedUp)])
      return try await person.page(confirmPage(person, trouble).content(status: 429))
        .header("Retry-After", String(delay.secondsRoundedUp))
    }
  }
}
