import Values
package import Views

/// The addresses of this feature's pages.
package enum AccountLinks {
  /// - Parameter next: the page to go to afterwards.
  package static func signIn(next: Link? = nil) -> Link { Link("/sign-in").to(next) }
  package static let signOut: Link = "/sign-out"
  static func code(next: Link?) -> Link { Link("/sign-in/code").to(next) }
  static func demo(_ id: ID<Account>, next: Link?) -> Link { Link("/sign-in/demo/\(id)").to(next) }
  static func signInByLink(_ token: String) -> Link { Link(OneTimeLink.Purpose.signIn.path(token)) }
  static let forgotten: Link = "/password/forgotten"
  static func reset(_ token: String) -> Link { Link(OneTimeLink.Purpose.reset.path(token)) }
  static func invitation(_ token: String) -> Link { Link(OneTimeLink.Purpose.invitation.path(token)) }
  static func mail(_ token: String) -> Link { Link(OneTimeLink.Purpose.mail.path(token)) }

  /// A person's own account: name, language, mail.
  package static let account: Link = "/account"
  static let changeMail: Link = "/account/mail"
  /// - Parameter next: the page that was asked for before the password had to be replaced.
  package static func password(next: Link? = nil) -> Link { Link("/account/password").to(next) }
  static let sessions: Link = "/account/sessions"
  static func endSession(_ id: ID<Session>) -> Link { Link("/account/sessions/\(id)/end") }
  static let endOtherSessions: Link = "/account/sessions/end-others"
  static let secondFactor: Link = "/account/second-factor"
  static let secondFactorSetup: Link = "/account/second-factor/setup"
  static let secondFactorOff: Link = "/account/second-factor/off"
  static let recoveryCodes: Link = "/account/second-factor/codes"
  static let tokens: Link = "/account/tokens"
  static func revokeToken(_ id: ID<PersonalToken>) -> Link { Link("/account/tokens/\(id)/revoke") }
  /// Where a person shows again who they are before something dangerous.
  package static func confirm(next: Link) -> Link { Link("/account/confirm").to(next) }
  package static let language: Link = "/language"
}

extension Link {
  fileprivate func to(_ next: Link?) -> Link {
    guard let next, next.text != "/" else { return self }
    return with([("next", next.text)])
  }
}
