import Database
package import Localization
package import Platform
package import Values
package import Views
package import Web

/// A request of a person who is signed in with a session, whatever their
/// memberships are. A handler that takes one cannot be reached by anybody
/// else, nor by a program with an access token.
package struct SignedIn: Sendable {
  package let exchange: Exchange
  package let services: Services
  package let account: Account
  package let session: LoadedSession

  package var t: Localizer { exchange.localizer }
  package var now: Instant { exchange.now }

  /// The content in the frame of people who are signed in.
  package func page(_ content: PageContent) async throws -> Reply {
    try await services.frame.page(content, for: exchange)
  }

  /// Lets only those on who have confirmed lately that it is they.
  /// - Parameter link: where the person goes on after confirming: a page, never the address of a form.
  /// - Throws: `NeedsConfirmation`, which `RouteTable.signedIn` answers with the way to that page.
  package func requireConfirmation(thenTo link: Link) throws {
    guard session.hasSudo(at: now) else { throw NeedsConfirmation(next: link) }
  }
}

/// A dangerous act was asked for without a fresh confirmation of identity.
package struct NeedsConfirmation: Error, Sendable {
  package let next: Link

  package init(next: Link) {
    self.next = next
  }

  /// The way to the page that asks for the password.
  package var reply: Reply { .redirect(to: AccountLinks.confirm(next: next)) }
}

extension RouteTable {
  /// A page that every person who is signed in may use.
  ///
  /// A person whose password has to be replaced is sent to do that first.
  package mutating func signedIn(
    _ method: Method, _ path: String, _ services: Services, body: BodyRule? = nil,
    _ handler: @escaping @Sendable (SignedIn) async throws -> Reply
  ) {
    add(
      Route(method, path, access: .signedIn, body: body) { exchange in
        let person = try await SignedIn.load(exchange, services)
        guard !person.session.mustChangePassword || path == AccountLinks.password().text else {
          let next = method == .get ? Link(exchange.pathText) : nil
          return .redirect(to: AccountLinks.password(next: next))
        }
        do {
          return try await handler(person)
        } catch let error as NeedsConfirmation {
          return error.reply
        } catch let error as AccountsError {
          throw error.webError
        }
      })
  }

  /// A page for everybody.
  package mutating func visitor(
    _ method: Method, _ path: String, body: BodyRule? = nil,
    _ handler: @escaping @Sendable (Exchange) async throws -> Reply
  ) {
    add(
      Route(method, path, access: .visitor, body: body) { exchange in
        do {
          return try await handler(exchange)
        } catch let error as AccountsError {
          throw error.webError
        }
      })
  }
}

extension SignedIn {
  /// - Throws: `WebError.forbidden` for a program with an access token, which
  ///   has no business in a person's account.
  package static func load(_ exchange: Exchange, _ services: Services) async throws -> SignedIn {
    guard let principal = exchange.principal else { throw WebError.unauthenticated }
    guard let sessionID = principal.sessionID else { throw WebError.forbidden(Message("accounts.error.token")) }
    let now = exchange.now
    let found = try await services.database.read { connection -> (Account, LoadedSession)? in
      guard let session = try SessionStore.load(ID(rawValue: sessionID), now: now, on: connection),
        let account = try AccountStore.find(session.accountID, on: connection)
      else { return nil }
      return (account, session)
    }
    guard let (account, session) = found else { throw WebError.unauthenticated }
    return SignedIn(exchange: exchange, services: services, account: account, session: session)
  }
}

extension AccountsError {
  /// The answer where a page has none of its own.
  package var webError: WebError {
    switch self {
    case .refused: .forbidden(Message("accounts.error.refused"))
    case .limited(let delay): .tooManyRequests(retryAfter: delay)
    case .busy: .unavailable(Message("accounts.error.busy"), retryAfter: .seconds(5))
    case .linkUnusable, .notFound: .notFound
    case .pendingExpired: .conflict(Message("accounts.error.expired"))
    case .invalid(let problems): .unprocessable(problems)
    }
  }
}

extension Exchange {
  /// Where the request comes from, for the list of devices.
  var device: Device { Device(name: DeviceName.of(userAgent: userAgent), address: remoteAddress) }

  /// The page to go to after signing in; never one of those that sign in.
  var next: Link {
    let link = destination("next")
    return link.text.hasPrefix("/sign-") ? "/" : link
  }
}
