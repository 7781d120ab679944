package import Database
package import Platform
package import Values

/// Begins a session for a person whose identity is certain, in the transaction
/// of the act that made it certain.
package struct StartSession: Sendable {
  let services: Services
  let rules: SessionRules

  /// How the person showed who they are; stands in the audit log.
  package enum Way: String, Sendable {
    case password, code
    case recoveryCode = "recovery-code"
    case link, demo
  }

  package init(_ services: Services, rules: SessionRules = .standard) {
    self.services = services
    self.rules = rules
  }

  package func callAsFunction(
    for account: Account, by way: Way, device: Device, isRemembered: Bool = false, now: Instant,
    on connection: any WriteConnection
  ) throws -> StartedSession {
    let session = try SessionStore.start(
      id: services.ids.next(), of: account, device: device, isRemembered: isRemembered, rules: rules, now: now,
      on: connection)
    try services.auditAccount(
      "session.started", account, by: account.id, note: "\(way.rawValue) · \(device.name)", at: now, on: connection)
    return session
  }
}

/// Ends one session, or all others, of an account.
package struct EndSession: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Ends one session; of a session that is not this account's nothing is told.
  /// - Throws: `AccountsError.notFound`.
  package func callAsFunction(_ id: ID<Session>, of account: Account) async throws {
    let (services, now) = (services, services.now)
    try await services.database.write { connection in
      guard try SessionStore.end(id, of: account.id, on: connection) else { throw AccountsError.notFound }
      try services.auditAccount("session.ended", account, by: account.id, at: now, on: connection)
    }
  }

  /// Ends all sessions but the one this is asked from.
  /// - Returns: how many.
  package func others(than kept: ID<Session>, of account: Account) async throws -> Int {
    let (services, now) = (services, services.now)
    return try await services.database.write { connection in
      let count = try SessionStore.endAll(of: account.id, except: kept, on: connection)
      if count > 0 {
        try services.auditAccount(
          "sessions.ended", account, by: account.id, note: String(count), at: now, on: connection)
      }
      return count
    }
  }
}
