import Database
package import Localization
package import Platform
import Records
import Security
import Values

/// A person wants another mail address. It counts once a mail to it was
/// answered: passwords are reset through it, so a slip of the finger would
/// give the account to a stranger.
package struct ChangeMail: Sendable {
  let services: Services
  let limits: SignInLimits

  package init(_ services: Services, limits: SignInLimits = .standard) {
    self.services = services
    self.limits = limits
  }

  /// - Returns: the address to which a mail was sent.
  /// - Throws: `AccountsError.invalid`, `.limited`.
  package func callAsFunction(_ typed: String, of account: Account, language: Language) async throws -> String {
    guard let address = AccountMail.canonical(typed) else {
      throw AccountsError.invalid([
        FieldProblem("mail", FieldText.trimmed(typed).isEmpty ? "kit.records.required" : "kit.records.mail")
      ])
    }
    let (services, limits, now) = (services, limits, services.now)
    let refusal = try await services.database.write { connection -> Duration? in
      let limit = limits.letters(account.id, services.sealer)
      if let delay = try RateLimitStore.take([limit], now: now, on: connection) { return delay }
      let path = try OneTimeLinkStore.issue(
        .mail, id: services.ids.next(), for: account.id, payload: address, sealer: services.sealer, now: now,
        on: connection)
      try services.notices.mail(
        Letter(
          address: address, name: account.displayName, language: account.language ?? language,
          subject: Message("accounts.mail.confirm.subject"),
          body: Message("accounts.mail.confirm.body", ["name": account.displayName]), path: path),
        on: connection)
      try services.auditAccount(
        "mail.requested", account, by: account.id, note: Masking.mail(address), at: now, on: connection)
      return nil
    }
    if let refusal { throw AccountsError.limited(retryAfter: refusal) }
    return address
  }
}

/// The new address has answered.
package struct ConfirmMail: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `AccountsError.linkUnusable`; `.invalid` when another account has the address by now.
  package func callAsFunction(token: String) async throws {
    let (services, now) = (services, services.now)
    do {
      try await services.database.write { connection in
        guard let opened = try OpenedLink.find(token, for: .mail, services: services, on: connection),
          let address = opened.link.payload,
          try OneTimeLinkStore.use(opened.link.id, now: now, on: connection)
        else { throw AccountsError.linkUnusable }
        let account = opened.account
        var contact = opened.contact
        let former = contact.mail
        contact.mail = address
        try ContactStore.set(contact, of: account.id, sealer: services.sealer, on: connection)
        try services.auditAccount(
          "mail.changed", account, by: account.id,
          changes: [
            FieldChange(
              field: "mail", before: former.map { .text(Masking.mail($0)) } ?? .none,
              after: .text(Masking.mail(address)))
          ], at: now, on: connection)
        // The former address hears of it, in case somebody else did this.
        if let former, former != address {
          try services.notices.mail(
            Letter(
              address: former, name: account.displayName, language: account.language ?? .chinese,
              subject: Message("accounts.mail.moved.subject"),
              body: Message(
                "accounts.mail.moved.body", ["name": account.displayName, "mail": Masking.mail(address)])),
            on: connection)
        }
      }
    } catch  where AccountStore.takenField(error) == "mail" {
      throw AccountsError.invalid([FieldProblem("mail", "accounts.mail.taken")])
    }
  }
}
