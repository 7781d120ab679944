import Accounts
import Database
import Organizations
import Partners
import Platform
import Records
import Values

/// What the other side says to an entry of the ledger.
enum LedgerStanding: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
  /// One side says so; the other has not answered yet.
  case noted
  /// Both sides say so.
  case confirmed
  /// The other side says that it is not so: until it is mended it does not count.
  case disputed
  var label: String { "projects.standing.\(rawValue)" }
}

/// One line of an entry's story.
struct LedgerAnswer: Sendable, Hashable {
  enum Act: String, Sendable, CaseIterable, SQLConvertible {
    case noted, changed, confirmed, disputed, removed, restored
    var label: String { "projects.answer.\(rawValue)" }
  }

  let act: Act
  let side: LedgerSide
  let person: String
  let words: String
  let at: Instant

  enum Limit {
    static let words = 500
    /// Entries of one balance that an enterprise may have waiting for the school.
    static let waiting = 200
  }
}

/// An entry as somebody saw it who answers: another version is not answered.
struct SeenEntry: Sendable, Hashable {
  let id: ID<LedgerEntry>
  let version: Int

  init(_ entry: LedgerEntry) { (id, version) = (entry.id, entry.version) }

  /// Reads `<id>.<version>`.
  init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let id = ID<LedgerEntry>(parts[0]), let version = Int(parts[1]) else { return nil }
    (self.id, self.version) = (id, version)
  }

  init(id: ID<LedgerEntry>, version: Int) { (self.id, self.version) = (id, version) }

  var text: String { "\(id).\(version)" }
}

/// The school asks its partner to confirm the balance of a year.
struct BalanceRequest: Sendable, Hashable {
  let id: ID<BalanceRequest>
  let schoolID: ID<School>
  let partnershipID: ID<Partnership>
  let year: Int
  let askedBy: ID<Account>?
  let askedAt: Instant
  let reminders: Int
  /// When nothing waited for the partner any more.
  let closedAt: Instant?

  /// Days between reminders, and how many there are.
  static let reminderDays = 7
  static let mostReminders = 4
}
