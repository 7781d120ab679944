package import Database
package import Localization
package import Platform
package import Records
import Security
package import Values

/// Makes accounts for other people, inside the transaction of a feature that
/// gives them a place: a membership, a roster, the demo.
package struct CreateAccount: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// What is wrong with the account, by field: `sign_in_name`, `display_name`, `phone`, `mail`.
  package static func problems(_ new: NewAccount) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    if let problem = SignInName.problem(in: SignInName.canonical(new.signInName)) {
      problems.append(FieldProblem("sign_in_name", problem))
    }
    let profile = Profile(displayName: "", language: nil)
    problems +=
      Profile.fields.only(["display_name"])
      .read(FormData([("display_name", new.displayName)]), into: profile).problems
    if let phone = new.contact.phone, PhoneNumber.canonical(phone) == nil {
      problems.append(FieldProblem("phone", "kit.records.phone"))
    }
    if let mail = new.contact.mail, AccountMail.canonical(mail) == nil {
      problems.append(FieldProblem("mail", "kit.records.mail"))
    }
    return problems
  }

  /// - Parameter actor: who makes it; `nil` for the program.
  /// - Throws: `AccountsError.invalid` for wrong fields and for a name, phone or
  ///   mail that another account has; the transaction must then be given up.
  package func callAsFunction(
    _ new: NewAccount, by actor: ID<Account>?, on connection: any WriteConnection
  ) throws -> ID<Account> {
    let problems = Self.problems(new)
    guard problems.isEmpty else { throw AccountsError.invalid(problems) }
    let id: ID<Account> = services.ids.next()
    let now = services.now
    do {
      try AccountStore.insert(new, id: id, sealer: services.sealer, now: now, on: connection)
    } catch {
      guard let field = AccountStore.takenField(error) else { throw error }
      let name = field == "name" ? "sign_in_name" : field
      throw AccountsError.invalid([FieldProblem(name, "accounts.\(field == "name" ? "signInName" : field).taken")])
    }
    guard let account = try AccountStore.find(id, on: connection) else { throw AccountsError.notFound }
    try services.auditAccount(
      "account.created", account, by: actor,
      changes: [
        FieldChange(field: "sign_in_name", before: .none, after: .text(account.signInName)),
        FieldChange(field: "display_name", before: .none, after: .text(account.displayName)),
      ], at: now, on: connection)
    return id
  }
}

/// Invites a person whose account was made for them: a link under which they
/// set their password, mailed where there is an address.
package struct InviteAccount: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameters:
  ///   - organisation: who invites, as the mail says it.
  ///   - language: for accounts that have chosen none.
  /// - Returns: the link's page, `/invitation/…`, for handing it over by other
  ///   means; it works for 14 days, and an earlier one no more.
  /// - Throws: `AccountsError.notFound` for an account that is not there, closed, or has a password already.
  package func callAsFunction(
    _ id: ID<Account>, organisation: String, language: Language, by actor: ID<Account>?,
    on connection: any WriteConnection
  ) throws -> String {
    let now = services.now
    guard let account = try AccountStore.find(id, on: connection), account.status == .active, !account.hasPassword
    else { throw AccountsError.notFound }
    let path = try OneTimeLinkStore.issue(
      .invitation, id: services.ids.next(), for: id, sealer: services.sealer, now: now, on: connection)
    if let mail = try ContactStore.load(of: id, sealer: services.sealer, on: connection).mail {
      try services.notices.mail(
        Letter(
          address: mail, name: account.displayName, language: account.language ?? language,
          subject: Message("accounts.mail.invitation.subject", ["organisation": organisation]),
          body: Message(
            "accounts.mail.invitation.body",
            ["name": account.displayName, "signInName": account.signInName, "organisation": organisation]),
          path: path),
        on: connection)
    }
    try services.auditAccount("invitation.issued", account, by: actor, note: organisation, at: now, on: connection)
    return path
  }
}
