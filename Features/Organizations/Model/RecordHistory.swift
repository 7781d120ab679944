package import Database
import Platform
package import Values

/// What happened to one record, read back from the audit log.
///
/// The log belongs to a feature to the right of this one. Its trail is given to
/// everybody as `AuditTrail`; where it can also be read record by record it
/// conforms to this, and then detail pages have a tab with the history.
package protocol RecordHistory: Sendable {
  /// The newest entries of one record of a school, newest first.
  func entries(
    of kind: String, id: Int64, school: ID<School>, limit: Int, on connection: any Connection
  ) throws -> [HistoryEntry]
}

extension Services {
  /// The readable history of records; `nil` where the log cannot be read back.
  var history: (any RecordHistory)? { audit as? any RecordHistory }
}

/// One act on a record, as its history shows it.
package struct HistoryEntry: Sendable {
  /// `organizations.teacher.changed`; its sentence is the text `audit.organizations.teacher.changed`.
  package let action: String
  /// Empty for the program itself.
  package let accountName: String
  package let subjectName: String
  package let changes: [Change]
  package let note: String
  package let at: Instant

  /// One field before and after, as texts; personal values are masked already.
  package struct Change: Sendable, Hashable {
    package let field: String
    package let before: String
    package let after: String

    package init(field: String, before: String, after: String) {
      self.field = field
      self.before = before
      self.after = after
    }
  }

  package init(
    action: String, accountName: String, subjectName: String, changes: [Change], note: String, at: Instant
  ) {
    self.action = action
    self.accountName = accountName
    self.subjectName = subjectName
    self.changes = changes
    self.note = note
    self.at = at
  }
}
