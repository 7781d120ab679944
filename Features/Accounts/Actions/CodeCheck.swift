import Database
import Platform
import Security
import Values

/// Checks a code of the authenticator app or a recovery code, and uses it up.
struct CodeCheck: Sendable {
  let services: Services

  /// - Returns: which kind of code it was; `nil` for a wrong or used one, and
  ///   for an account without second factor.
  func callAsFunction(
    _ code: String, of account: Account, now: Instant, on connection: any WriteConnection
  ) throws -> StartSession.Way? {
    guard
      let (totp, lastStep) = try CredentialStore.totp(of: account.id, sealer: services.sealer, on: connection)
    else { return nil }
    let typed = String(code.prefix(100))
    if let step = totp.step(matching: typed, at: now, after: lastStep) {
      return try CredentialStore.useTOTP(step: step, of: account.id, on: connection) ? .code : nil
    }
    let digest = RecoveryCodes.digest(typed)
    guard try CredentialStore.useRecoveryCode(digest: digest, of: account.id, now: now, on: connection) else {
      return nil
    }
    let left = try CredentialStore.recoveryCodesLeft(of: account.id, on: connection)
    try services.auditAccount("recovery-code.used", account, by: account.id, at: now, on: connection)
    try services.tellOwner(
      "recoveryCodeUsed", ["count": String(left)], of: account, path: "/account/second-factor", on: connection)
    return .recoveryCode
  }
}
