import Database
package import Localization
package import Platform
package import Records
import Values

/// A person changes their own name, language and phone number.
package struct ChangeProfile: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `AccountsError.invalid` with all problems.
  package func callAsFunction(_ form: FormData, of account: Account) async throws {
    let (services, now) = (services, services.now)
    let before = try await services.database.read { connection in
      let contact = try ContactStore.load(of: account.id, sealer: services.sealer, on: connection)
      return Profile(displayName: account.displayName, language: account.language, phone: contact.phone ?? "")
    }
    let reading = Profile.fields.read(form, into: before)
    guard reading.problems.isEmpty else { throw AccountsError.invalid(reading.problems) }
    let after = reading.record
    let changes = Profile.fields.difference(from: before, to: after)
    guard !changes.isEmpty else { return }
    do {
      try await services.database.write { connection in
        try AccountStore.setProfile(
          displayName: after.displayName, language: after.language, of: account.id, on: connection)
        if after.phone != before.phone {
          var contact = try ContactStore.load(of: account.id, sealer: services.sealer, on: connection)
          contact.phone = after.phone.isEmpty ? nil : after.phone
          try ContactStore.set(contact, of: account.id, sealer: services.sealer, on: connection)
        }
        try services.auditAccount("profile.changed", account, by: account.id, changes: changes, at: now, on: connection)
      }
    } catch  where AccountStore.takenField(error) == "phone" {
      throw AccountsError.invalid([FieldProblem("phone", "accounts.phone.taken")])
    }
  }
}

/// Chooses the language of an account's pages and mails.
package struct ChooseLanguage: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package func callAsFunction(_ language: Language, of account: Account) async throws {
    let (services, now) = (services, services.now)
    guard language != account.language else { return }
    let before = Profile(displayName: account.displayName, language: account.language)
    let after = Profile(displayName: account.displayName, language: language)
    try await services.database.write { connection in
      try AccountStore.setProfile(
        displayName: account.displayName, language: language, of: account.id, on: connection)
      try services.auditAccount(
        "profile.changed", account, by: account.id, changes: Profile.fields.difference(from: before, to: after),
        at: now, on: connection)
    }
  }
}
