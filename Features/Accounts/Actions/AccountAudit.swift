import Database
import Localization
import Platform
import Records
import Values

extension Services {
  /// Writes an act on an account into the audit log. Such acts belong to the
  /// installation, not to a school: a person may be in several.
  /// - Parameter actor: `nil` for the program itself or for an operator at the command line.
  func auditAccount(
    _ action: String, _ account: Account, by actor: ID<Account>?, changes: [FieldChange] = [], note: String = "",
    at now: Instant, on connection: any WriteConnection
  ) throws {
    try audit.record(
      AuditEntry(
        action: "accounts.\(action)",
        subject: AuditEntry.Subject(kind: "account", id: account.id.rawValue, name: account.displayName),
        accountID: actor?.rawValue, schoolID: nil, changes: changes, note: note, at: now),
      on: connection)
  }

  /// Tells the owner of an account what was done with it, in the application
  /// and by mail: the one who did it may be somebody else.
  func tellOwner(
    _ key: String, _ arguments: [String: String] = [:], of account: Account, path: String,
    on connection: any WriteConnection
  ) throws {
    try notices.post(
      Notice(
        accountIDs: [account.id.rawValue], message: Message("notice.accounts.\(key)", arguments), path: path,
        alsoByMail: true),
      on: connection)
  }
}
