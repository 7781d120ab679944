import Accounts
import Database
import Documents
import Localization
import Organizations
package import Platform
import Records
import Security
import Values
import Views
package import Web

extension WebRules {
  /// What this program decides about requests.
  package static func installation(_ services: Services) -> WebRules {
    var rules = WebRules()
    rules.authorize = { exchange, permission in try Authorization.check(exchange, permission) }
    rules.translate = { error in translated(error) }
    rules.errorPage = { page, exchange in ErrorPages(services: services).html(page, exchange) }
    let signer = Signer(services.keys, purpose: "flash")
    let clock = services.clock
    rules.signer = ValueSigner(
      sign: { signer.sign($0, expires: clock.now().advanced(by: .seconds(300))) },
      verify: { try? signer.value(of: $0, at: clock.now()) })
    return rules
  }

  /// What errors of the layers below mean to a client; the rest are mistakes of ours.
  private static func translated(_ error: any Error) -> WebError? {
    switch error {
    case let error as WebError: error
    case let error as Invalid: .unprocessable(error.problems)
    case let error as AccountsError: error.webError
    case DatabaseError.busy: .unavailable(Message("app.busy"), retryAfter: .seconds(2))
    case DatabaseError.unavailable: .unavailable(Message("app.database"), retryAfter: .seconds(10))
    case DatabaseError.full: .unavailable(Message("app.full"))
    case DatabaseError.unique: .conflict(Message("app.conflict"))
    case DatabaseError.foreignKey: .conflict(Message("app.inUse"))
    case let error as TypesetError: .unavailable(error.message)
    case PasswordHashingError.busy: .unavailable(Message("app.busy"), retryAfter: .seconds(3))
    default: nil
    }
  }
}

/// Error pages in the bare frame: they must work when nothing else does.
private struct ErrorPages {
  let services: Services

  func html(_ page: ErrorPage, _ exchange: Exchange?) -> HTML {
    let t = page.localizer
    let items = page.problems.map { problem -> HTML in "<li>\(t(problem.message))</li>" }
    let list: HTML = items.isEmpty ? .empty : "<ul>\(items)</ul>"
    let content: HTML = """
      <p>\(t(page.explanation))</p>\(list)<p class="soft">\(t("kit.web.error.reference", ["id": page.requestID]))</p>
      <p>\(LinkButton(t("kit.web.error.home"), to: "/", style: .primary))</p>
      """
    var shell = Shell(
      localizer: t, applicationName: t("kit.applicationName"), title: t(page.title), csrf: "", assets: services.assets)
    shell.theme = exchange?.cookie("theme").flatMap(Theme.init) ?? .automatic
    return shell.bare(content)
  }
}
