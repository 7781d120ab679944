package import Database
import Security
package import Values

/// What an account proves itself with.
package enum CredentialStore {
  package static func passwordHash(of id: ID<Account>, on connection: any Connection) throws -> String? {
    try connection.value("SELECT password_hash FROM accounts WHERE id = \(id)", as: String?.self) ?? nil
  }

  /// Sets a password; unused links that would set another one or do without stop working.
  /// - Parameter mustChange: the person has to replace it on the next occasion.
  package static func setPassword(
    hash: String, mustChange: Bool, of id: ID<Account>, on connection: any WriteConnection
  ) throws {
    try connection.run(
      "UPDATE accounts SET password_hash = \(hash), must_change_password = \(mustChange) WHERE id = \(id)")
    for purpose in [OneTimeLink.Purpose.invitation, .reset, .signIn] {
      try OneTimeLinkStore.void(purpose, of: id, on: connection)
    }
  }

  /// Takes the password away; the person sets a new one before anything else.
  static func removePassword(of id: ID<Account>, on connection: any WriteConnection) throws {
    try connection.run("UPDATE accounts SET password_hash = NULL, must_change_password = 1 WHERE id = \(id)")
  }

  /// Replaces a hash by one of the same password with today's cost, unless the
  /// password was changed in the meantime.
  static func rehash(from old: String, to new: String, of id: ID<Account>, on connection: any WriteConnection) throws {
    try connection.run(
      "UPDATE accounts SET password_hash = \(new) WHERE id = \(id) AND password_hash = \(old)")
  }

  // MARK: Second factor

  private static func context(_ id: ID<Account>) -> String { "accounts.totp/\(id)" }

  /// The authenticator app of an account with the step it used last.
  static func totp(
    of id: ID<Account>, sealer: Sealer, on connection: any Connection
  ) throws -> (totp: TOTP, lastStep: Int64?)? {
    guard let row = try connection.first("SELECT totp_sealed, totp_last_step FROM accounts WHERE id = \(id)"),
      let sealed: String = try row.get(0, as: String?.self)
    else { return nil }
    guard let totp = TOTP(base32: try sealer.open(sealed, context: context(id))) else { throw SealError.damaged }
    return (totp, try row.get(1))
  }

  /// - Parameter step: that of the code which showed that the app is set up.
  static func setTOTP(
    _ totp: TOTP, step: Int64, of id: ID<Account>, sealer: Sealer, on connection: any WriteConnection
  ) throws {
    let sealed = try sealer.seal(totp.base32, context: context(id))
    try connection.run(
      "UPDATE accounts SET totp_sealed = \(sealed), totp_last_step = \(step) WHERE id = \(id)")
  }

  /// Notes that the code of a step was used.
  /// - Returns: false when it or a later one was used already, also at this very moment elsewhere.
  static func useTOTP(step: Int64, of id: ID<Account>, on connection: any WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE accounts SET totp_last_step = \(step)
      WHERE id = \(id) AND totp_sealed IS NOT NULL AND (totp_last_step IS NULL OR totp_last_step < \(step))
      """) == 1
  }

  /// Takes the app and the recovery codes away.
  static func removeSecondFactor(of id: ID<Account>, on connection: any WriteConnection) throws {
    try connection.run("UPDATE accounts SET totp_sealed = NULL, totp_last_step = NULL WHERE id = \(id)")
    try connection.run("DELETE FROM recovery_codes WHERE account_id = \(id)")
  }

  // MARK: Recovery codes

  /// Replaces all recovery codes.
  static func setRecoveryCodes(
    digests: [String], of id: ID<Account>, on connection: any WriteConnection
  ) throws {
    try connection.run("DELETE FROM recovery_codes WHERE account_id = \(id)")
    for digest in digests {
      try connection.run("INSERT INTO recovery_codes (account_id, digest) VALUES (\(id), \(digest))")
    }
  }

  /// Strikes a code out.
  /// - Returns: false when there is no such code or it was used.
  static func useRecoveryCode(
    digest: String, of id: ID<Account>, now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE recovery_codes SET used_at = \(now)
      WHERE account_id = \(id) AND digest = \(digest) AND used_at IS NULL
      """) == 1
  }

  /// How many codes are left.
  package static func recoveryCodesLeft(of id: ID<Account>, on connection: any Connection) throws -> Int {
    try connection.value(
      "SELECT COUNT(*) FROM recovery_codes WHERE account_id = \(id) AND used_at IS NULL") ?? 0
  }
}
