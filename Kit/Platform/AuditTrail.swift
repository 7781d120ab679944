package import Database
package import Localization
package import Records
package import Values

/// The log of every change: who did what to which record, when, and what was
/// before. Written in the same transaction as the change, so neither is there
/// without the other.
package protocol AuditTrail: Sendable {
  func record(_ entry: AuditEntry, on connection: any WriteConnection) throws

  /// Logs the acts of one batch, in order.
  func record(_ entries: [AuditEntry], on connection: any WriteConnection) throws
}

extension AuditTrail {
  package func record(_ entries: [AuditEntry], on connection: any WriteConnection) throws {
    for entry in entries { try record(entry, on: connection) }
  }
}

/// One act of one person on one record.
package struct AuditEntry: Sendable {
  /// `partners.enterprise.changed`; its sentence is the text `audit.partners.enterprise.changed`.
  package var action: String
  /// The record's kind and key: `enterprise`, `0123…`.
  package var subject: Subject
  /// Who acted; `nil` for the program itself.
  package var accountID: Int64?
  /// The tenant in whose log it stands; `nil` for the installation's.
  package var schoolID: Int64?
  package var changes: LoggedChanges
  /// What a list of changes cannot say, such as a reason; personal values masked.
  package var note: String
  package var at: Instant

  package struct Subject: Sendable, Hashable {
    package let kind: String
    package let id: Int64
    /// The record's name at that time, so that the log can be read after it is gone.
    package let name: String

    package init(kind: String, id: Int64, name: String) {
      self.kind = kind
      self.id = id
      self.name = name
    }
  }

  package init(
    action: String, subject: Subject, accountID: Int64?, schoolID: Int64?, changes: [FieldChange] = [],
    note: String = "", at: Instant
  ) {
    self.init(
      action: action, subject: subject, accountID: accountID, schoolID: schoolID, changes: LoggedChanges(changes),
      note: note, at: at)
  }

  package init(
    action: String, subject: Subject, accountID: Int64?, schoolID: Int64?, changes: LoggedChanges, note: String = "",
    at: Instant
  ) {
    self.action = action
    self.subject = subject
    self.accountID = accountID
    self.schoolID = schoolID
    self.changes = changes
    self.note = note
    self.at = at
  }
}

/// Changes as the log keeps them: JSON. Who logs thousands makes them before the transaction, which others wait for.
package struct LoggedChanges: Sendable, Hashable {
  package let text: String

  package init(_ changes: [FieldChange]) {
    text = JSONValue.array(changes.map(\.json)).text
  }
}

/// Where people are told things: in the application, and by mail through the
/// outbox. Written in the transaction of the act they tell of.
package protocol NoticeBoard: Sendable {
  /// Tells accounts something.
  func post(_ notice: Notice, on connection: any WriteConnection) throws

  /// Sends a mail to an address that may belong to nobody here.
  func mail(_ letter: Letter, on connection: any WriteConnection) throws

  /// How many entries wait for this account (and membership).
  func waiting(for accountID: Int64, membershipID: Int64?, on connection: any Connection) throws -> Int
}

/// A message in the application to some accounts.
package struct Notice: Sendable {
  package var accountIDs: [Int64]
  package var message: Message
  /// The page it leads to: `/partners/…`.
  package var path: String
  package var alsoByMail: Bool

  package init(accountIDs: [Int64], message: Message, path: String, alsoByMail: Bool = false) {
    self.accountIDs = accountIDs
    self.message = message
    self.path = path
    self.alsoByMail = alsoByMail
  }
}

/// A mail: subject and body are texts of the catalogue, said in the reader's language.
package struct Letter: Sendable {
  package var address: String
  package var name: String
  package var language: Language
  package var subject: Message
  package var body: Message
  /// An address inside the installation, shown as the one button: `/reset/…`.
  package var path: String?

  package init(
    address: String, name: String, language: Language, subject: Message, body: Message, path: String? = nil
  ) {
    self.address = address
    self.name = name
    self.language = language
    self.subject = subject
    self.body = body
    self.path = path
  }
}
