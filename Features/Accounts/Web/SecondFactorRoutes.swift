import Database
import Localization
import Platform
import Records
import Views
import Web

/// Turning the second factor on and off, and the recovery codes. All of it
/// asks for a fresh confirmation of identity.
struct SecondFactorRoutes: Sendable {
  let services: Services
  let limits: SignInLimits

  func add(to table: inout RouteTable) {
    table.signedIn(.get, "/account/second-factor", services, show)
    table.signedIn(.get, "/account/second-factor/setup", services, showSetup)
    table.signedIn(.post, "/account/second-factor/setup", services, enable)
    table.signedIn(.post, "/account/second-factor/off", services, disable)
    table.signedIn(.post, "/account/second-factor/codes", services, renew)
  }

  private func show(_ person: SignedIn) async throws -> Reply {
    let left = try await services.database.read { connection in
      try CredentialStore.recoveryCodesLeft(of: person.account.id, on: connection)
    }
    let page = SecondFactorPage(account: person.account, codesLeft: left, form: AccountForm(person.exchange))
    return try await person.page(page.content)
  }

  private func showSetup(_ person: SignedIn) async throws -> Reply {
    try person.requireConfirmation(thenTo: AccountLinks.secondFactorSetup)
    guard !person.account.hasSecondFactor else { return .redirect(to: AccountLinks.secondFactor) }
    let setup = SecondFactorSetup(for: person.account)
    return try await setupPage(
      person, setup, try setup.sealed(by: services.sealer, now: person.now), AccountForm(person.exchange))
  }

  private func setupPage(
    _ person: SignedIn, _ setup: SecondFactorSetup, _ sealed: String, _ form: AccountForm
  ) async throws -> Reply {
    try await person.page(SecondFactorSetupPage(setup: setup, sealed: sealed, form: form).content)
  }

  private func enable(_ person: SignedIn) async throws -> Reply {
    try person.requireConfirmation(thenTo: AccountLinks.secondFactorSetup)
    let sealed = person.exchange.form["setup"] ?? ""
    do {
      let codes = try await EnableSecondFactor(services, limits: limits)(
        setup: sealed, code: person.exchange.form["code"] ?? "", of: person.account)
      return try await person.page(RecoveryCodesPage(codes: codes, t: person.t).content)
    } catch AccountsError.invalid(let problems) {
      guard
        let setup = SecondFactorSetup(sealed, for: person.account, sealer: services.sealer, now: person.now)
      else { throw AccountsError.pendingExpired }
      return try await setupPage(person, setup, sealed, AccountForm(problems, person.exchange))
    } catch AccountsError.pendingExpired {
      return .redirect(to: AccountLinks.secondFactorSetup, flash: .bad("accounts.setup.expired"))
    }
  }

  private func disable(_ person: SignedIn) async throws -> Reply {
    try person.requireConfirmation(thenTo: AccountLinks.secondFactor)
    try await DisableSecondFactor(services)(of: person.account)
    return .redirect(to: AccountLinks.secondFactor, flash: .ok("accounts.secondFactor.turnedOff"))
  }

  private func renew(_ person: SignedIn) async throws -> Reply {
    try person.requireConfirmation(thenTo: AccountLinks.secondFactor)
    let codes = try await RenewRecoveryCodes(services)(of: person.account)
    return try await person.page(RecoveryCodesPage(codes: codes, t: person.t).content)
  }
}
