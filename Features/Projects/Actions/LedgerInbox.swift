import Accounts
import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Values
import Views

/// Keeps inbox and reminders in step with what waits in the balance of a
/// partner and year, in the transaction of whatever changed it.
struct LedgerInbox {
  let services: Services
  let connection: any WriteConnection

  /// What the enterprise noted waits for the school.
  static func waiting(_ year: Int) -> String { "balance-waiting-\(year)" }
  /// What the enterprise disputes waits to be mended.
  static func disputed(_ year: Int) -> String { "balance-disputed-\(year)" }

  /// - Parameter takenBack: whether an answer of the enterprise does not hold any more, so that it is asked again.
  func settle(_ entry: LedgerEntry, takenBack: Bool = false, by account: ID<Account>?) throws {
    try settle(entry.partnershipID, of: entry.schoolID, year: entry.day.year, takenBack: takenBack, by: account)
  }

  func settle(
    _ partnership: ID<Partnership>, of school: ID<School>, year: Int, takenBack: Bool = false, by account: ID<Account>?
  ) throws {
    func count(_ standing: LedgerStanding, _ side: LedgerSide) throws -> Int {
      try ConfirmationStore.count(standing, notedBy: side, of: partnership, year: year, on: connection)
    }
    let subject = try Self.subject(partnership, on: connection)
    try put(
      try count(.noted, .enterprise), "projects.inbox.balanceWaiting", step: Self.waiting(year), subject, school,
      path: ConfirmationLinks.confirm(partnership, year: year).text, by: account)
    try put(
      try count(.disputed, .school), "projects.inbox.balanceDisputed", step: Self.disputed(year), subject, school,
      path: ProjectLinks.ledger.with([
        ("partner", "\(partnership)"), ("year", "\(year)"), ("standing", LedgerStanding.disputed.rawValue),
      ]).text, by: account)
    let waits = try count(.noted, .school) > 0
    guard !waits || takenBack else { return }
    try ConfirmationStore.settle(partnership, year: year, isWaiting: waits, at: services.now, on: connection)
  }

  private func put(
    _ count: Int, _ key: String, step: String, _ subject: AuditEntry.Subject, _ school: ID<School>, path: String,
    by account: ID<Account>?
  ) throws {
    guard count > 0 else {
      return try InboxStore.close(subject, step: step, by: account, at: services.now, on: connection)
    }
    try InboxStore.put(
      InboxEntry(
        holder: .role(.cooperationOffice, school, nil), schoolID: school, subject: subject, step: step,
        message: Message(key, ["count": "\(count)"]), path: path, dueOn: nil), id: services.ids.next(),
      at: services.now, on: connection)
  }

  static func subject(_ partnership: ID<Partnership>, on connection: some Connection) throws -> AuditEntry.Subject {
    let name = try connection.value("SELECT name FROM partnerships WHERE id = \(partnership)", as: String.self)
    return AuditEntry.Subject(kind: "balance", id: partnership.rawValue, name: name ?? "")
  }
}

extension AuditEntry.Subject {
  static func entry(_ entry: LedgerEntry) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "ledger-entry", id: entry.id.rawValue, name: entry.title)
  }

  /// - Parameter enterprise: how the mail and the link's page name what they are about.
  static func request(_ request: BalanceRequest, _ enterprise: String) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "balance-request", id: request.id.rawValue, name: "\(enterprise) \(request.year)")
  }
}
