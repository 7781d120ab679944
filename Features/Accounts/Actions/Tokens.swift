import Database
package import Platform
package import Records
package import Values

/// What a person says of a new access token.
package struct TokenRequest: Sendable, Hashable {
  package var name: String
  package var days: Int
  package var scopes: [String]

  package init(name: String = "", days: Int = 90, scopes: [String] = []) {
    self.name = name
    self.days = days
    self.scopes = scopes
  }

  /// - Parameter permissions: the scopes that may be given.
  package static func fields(offering permissions: [String]) -> RecordDescription<TokenRequest> {
    RecordDescription([
      Field("name", \.name, .line(max: 60), label: "accounts.token.name", isRequired: true),
      Field(
        "days", \.days, .integer(1...Int64(PersonalToken.longestDays)), label: "accounts.token.days", isRequired: true,
        unit: "accounts.token.days.unit"),
      Field(
        "scopes", \.scopes,
        .choices(permissions.map { Choice($0, .key("permission.\($0)")) }, max: permissions.count),
        label: "accounts.token.scopes", isRequired: true),
    ])
  }
}

/// Makes a personal access token.
package struct CreateToken: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameters:
  ///   - permissions: the scopes that may be given: what the person may do.
  ///   - membershipID: in which membership the program will act.
  /// - Returns: the token, which is shown once and kept nowhere.
  /// - Throws: `AccountsError.invalid` with all problems.
  package func callAsFunction(
    _ form: FormData, offering permissions: [String], of account: Account, membershipID: Int64?
  ) async throws -> String {
    let reading = TokenRequest.fields(offering: permissions).read(form, into: TokenRequest())
    guard reading.problems.isEmpty else { throw AccountsError.invalid(reading.problems) }
    return try await self(reading.record, of: account, membershipID: membershipID)
  }

  /// - Parameter request: checked by the caller, as the command line does with its own options.
  package func callAsFunction(
    _ request: TokenRequest, of account: Account, membershipID: Int64?
  ) async throws -> String {
    let (services, now) = (services, services.now)
    let expiresAt = now.advanced(by: .days(request.days))
    return try await services.database.write { connection in
      let live = try TokenStore.list(of: account.id, on: connection).filter { $0.isLive(at: now) }
      guard live.count < PersonalToken.most else {
        throw AccountsError.invalid([
          FieldProblem("", "accounts.token.tooMany", ["max": String(PersonalToken.most)])
        ])
      }
      let token = try TokenStore.insert(
        id: services.ids.next(), of: account.id, membershipID: membershipID, name: request.name,
        scopes: Set(request.scopes), expiresAt: expiresAt, now: now, on: connection)
      try services.auditAccount(
        "token.created", account, by: account.id,
        changes: [
          FieldChange(field: "name", before: .none, after: .text(request.name)),
          FieldChange(field: "scopes", before: .none, after: .list(request.scopes)),
          FieldChange(field: "expires", before: .none, after: .date(expiresAt.day)),
        ], at: now, on: connection)
      try services.tellOwner(
        "tokenCreated", ["name": request.name], of: account, path: "/account/tokens", on: connection)
      return token
    }
  }
}

/// Makes an access token worthless.
package struct RevokeToken: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `AccountsError.notFound` for a token that is not this account's.
  package func callAsFunction(_ id: ID<PersonalToken>, of account: Account) async throws {
    let (services, now) = (services, services.now)
    try await services.database.write { connection in
      guard let token = try TokenStore.find(id, of: account.id, on: connection),
        try TokenStore.revoke(id, of: account.id, now: now, on: connection)
      else { throw AccountsError.notFound }
      try services.auditAccount("token.revoked", account, by: account.id, note: token.name, at: now, on: connection)
    }
  }
}
