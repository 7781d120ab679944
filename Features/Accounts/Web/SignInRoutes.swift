import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// The doors: sign in, second step, one click in a demo, sign out.
struct SignInRoutes: Sendable {
  let services: Services
  let limits: SignInLimits
  let rules: SessionRules

  /// Keeps the half-finished sign-in until the code is typed.
  private static let pendingCookie = "pending"
  /// Shows later that the account was at home in this browser.
  private static let deviceCookie = "device"
  private static let smallForm = BodyRule.form(limit: 16 << 10)

  func add(to table: inout RouteTable) {
    table.visitor(.get, "/sign-in", show)
    table.visitor(.post, "/sign-in", body: Self.smallForm, signIn)
    table.visitor(.get, "/sign-in/code", showCode)
    table.visitor(.post, "/sign-in/code", body: Self.smallForm, finish)
    table.visitor(.post, "/sign-in/demo/{account}", body: Self.smallForm, enterDemo)
    table.visitor(.post, "/sign-out", body: Self.smallForm, signOut)
  }

  private func show(_ exchange: Exchange) async throws -> Reply {
    guard exchange.principal?.sessionID == nil else { return .redirect(to: exchange.next) }
    return try await page(for: exchange)
  }

  private func page(
    for exchange: Exchange, name: String = "", isRemembered: Bool = false, trouble: Message? = nil, status: Int = 200
  ) async throws -> Reply {
    let isDemo = services.installation.isDemo
    let demo = isDemo ? try await services.database.read { try AccountStore.demoAccounts(on: $0) } : []
    let page = SignInPage(
      form: AccountForm(exchange), next: exchange.next, name: name, isRemembered: isRemembered, trouble: trouble,
      demo: demo)
    return try await services.bareFrame.page(page.content(status: status), for: exchange)
  }

  private func signIn(_ exchange: Exchange) async throws -> Reply {
    let attempt = SignIn.Attempt(
      name: exchange.form["name"] ?? "", password: exchange.form["password"] ?? "",
      isRemembered: exchange.form["remembered"] == "1", device: exchange.device,
      knownDevice: exchange.cookie(Self.deviceCookie))
    func again(_ key: String, _ arguments: [String: String] = [:], status: Int) async throws -> Reply {
      try await page(
        for: exchange, name: attempt.name, isRemembered: attempt.isRemembered, trouble: Message(key, arguments),
        status: status)
    }
    guard !Identifier(attempt.name).name.isEmpty, !attempt.password.isEmpty else {
      return try await again("accounts.signIn.incomplete", status: 422)
    }
    do {
      switch try await SignIn(services, limits: limits, rules: rules)(attempt) {
      case .signedIn(let session): return try await entering(session, exchange)
      case .needsCode(let pending): return Self.asking(forCode: pending, next: exchange.next)
      }
    } catch AccountsError.refused {
      return try await again("accounts.signIn.refused", status: 422)
    } catch AccountsError.limited(let delay) {
      return try await again("accounts.signIn.limited", ["minutes": String(delay.minutesRoundedUp)], status: 429)
        .header("Retry-After", String(delay.secondsRoundedUp))
    } catch AccountsError.busy {
      return try await again("accounts.error.busy", status: 503).header("Retry-After", "5")
    }
  }

  /// Sends a browser on with its new session; one that it had before ends.
  func entering(_ session: StartedSession, _ exchange: Exchange) async throws -> Reply {
    if let former = exchange.principal, let id = former.sessionID {
      _ = try await services.database.write {
        try SessionStore.end(ID(rawValue: id), of: ID(rawValue: former.accountID), on: $0)
      }
    }
    let known = KnownDevice(exchange.cookie(Self.deviceCookie), keys: services.keys, at: exchange.now)
    let device = known?.accountID == session.accountID ? known : nil
    let text = (device ?? KnownDevice(accountID: session.accountID)).signed(by: services.keys, at: exchange.now)
    let next = session.mustChangePassword ? AccountLinks.password(next: exchange.next) : exchange.next
    return Reply.redirect(to: next)
      .beginningSession(session.cookie, maxAge: session.cookieAge)
      .cookie(.removal(of: Self.pendingCookie))
      .cookie(Cookie(Self.deviceCookie, text, maxAge: KnownDevice.lifetime))
  }

  /// Sends a browser on to the second step.
  static func asking(forCode pending: String, next: Link) -> Reply {
    Reply.redirect(to: AccountLinks.code(next: next))
      .cookie(Cookie(pendingCookie, pending, maxAge: PendingSignIn.lifetime))
  }

  private func showCode(_ exchange: Exchange) async throws -> Reply {
    guard let pending = exchange.cookie(Self.pendingCookie),
      PendingSignIn(pending, keys: services.keys, at: exchange.now) != nil
    else { return Self.startingOver(exchange) }
    let page = CodePage(form: AccountForm(exchange), next: exchange.next)
    return try await services.bareFrame.page(page.content(), for: exchange)
  }

  private static func startingOver(_ exchange: Exchange) -> Reply {
    Reply.redirect(to: AccountLinks.signIn(next: exchange.next), flash: .bad("accounts.code.expired"))
      .cookie(.removal(of: pendingCookie))
  }

  private func finish(_ exchange: Exchange) async throws -> Reply {
    func again(_ message: Message, status: Int) async throws -> Reply {
      let page = CodePage(form: AccountForm(exchange), next: exchange.next, trouble: message)
      return try await services.bareFrame.page(page.content(status: status), for: exchange)
    }
    do {
      let session = try await FinishSignIn(services, limits: limits, rules: rules)(
        pending: exchange.cookie(Self.pendingCookie) ?? "", code: exchange.form["code"] ?? "", device: exchange.device)
      return try await entering(session, exchange)
    } catch AccountsError.pendingExpired {
      return Self.startingOver(exchange)
    } catch AccountsError.refused {
      return try await again(Message("accounts.code.wrong"), status: 422)
    } catch AccountsError.limited(let delay) {
      let minutes = String(delay.minutesRoundedUp)
      return try await again(Message("accounts.signIn.limited", ["minutes": minutes]), status: 429)
        .header("Retry-After", String(delay.secondsRoundedUp))
    }
  }

  private func enterDemo(_ exchange: Exchange) async throws -> Reply {
    let id = try exchange.parameter("account", as: ID<Account>.self)
    let session = try await SignInAsDemo(services, limits: limits, rules: rules)(id, device: exchange.device)
    return try await entering(session, exchange)
  }

  /// Also for a browser whose session is gone already: the person wants to be out.
  private func signOut(_ exchange: Exchange) async throws -> Reply {
    if exchange.principal?.sessionID != nil {
      let person = try await SignedIn.load(exchange, services)
      try await EndSession(services)(person.session.sessionID, of: person.account)
    }
    return Reply.redirect(to: AccountLinks.signIn(), flash: .ok("accounts.signOut.done")).endingSession()
  }
}

extension Duration {
  var secondsRoundedUp: Int64 {
    let (seconds, attoseconds) = components
    return max(1, attoseconds > 0 ? seconds + 1 : seconds)
  }

  var minutesRoundedUp: Int64 { (secondsRoundedUp + 59) / 60 }
}
