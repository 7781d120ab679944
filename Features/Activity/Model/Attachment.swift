package import Files
import Localization
package import Organizations
package import Platform
package import Records
package import Values
package import Views

/// A file that is kept with a record: what it was called, what it is, who brought it.
package struct Attachment: Sendable, Hashable {
  package let id: ID<Attachment>
  package let schoolID: ID<School>
  /// What of the record it shows, such as an item of a checklist; empty for the record as a whole.
  package let slot: String
  package let digest: FileDigest
  package let name: String
  package let type: FileType
  /// In bytes.
  package let size: Int
  /// Empty for the program itself.
  package let uploaderName: String
  package let uploadedAt: Instant
  package let removal: Removal?

  /// Who took it away; until the record goes it can be put back.
  package struct Removal: Sendable, Hashable {
    package let name: String
    package let at: Instant
  }
}

/// A checked file whose bytes are in the store, before a row names it.
package struct IncomingAttachment: Sendable, Hashable {
  package let slot: String
  package let digest: FileDigest
  package let name: String
  package let type: FileType
  package let size: Int

  package init(slot: String, digest: FileDigest, name: String, type: FileType, size: Int) {
    self.slot = slot
    self.digest = digest
    self.name = name
    self.type = type
    self.size = size
  }
}

/// A record that keeps files, as the person who asks may use it. Whoever makes
/// one has looked the record up in the actor's scope.
package struct AttachmentPlace: Sendable {
  package let subject: AuditEntry.Subject
  package let schoolID: ID<School>
  /// Under which its files are: `/partners/…/attachments`.
  package let link: Link
  /// The page that shows them.
  package let page: Link
  /// Whether files may be brought and taken away now.
  package let isChangeable: Bool

  package init(
    subject: AuditEntry.Subject, schoolID: ID<School>, link: Link, page: Link, isChangeable: Bool
  ) {
    self.subject = subject
    self.schoolID = schoolID
    self.link = link
    self.page = page
    self.isChangeable = isChangeable
  }

  package func file(_ id: ID<Attachment>) -> Link { Link("\(link.text)/\(id)") }
}

/// What may be kept with a record.
package enum AttachmentRules {
  package static let policy = FilePolicy.attachments
  /// No record needs more; a mistake or an abuse ends here.
  package static let mostFiles = 200
  /// How many may be sent at once.
  package static let mostAtOnce = 20

  /// The kinds that a browser offers for choosing: `.pdf,.png,…`.
  package static let endings = policy.types.flatMap(\.endings).map { ".\($0)" }.sorted().joined(separator: ",")

  /// Why a file was not taken, said with its name.
  /// - Returns: `nil` for an error that is the machine's.
  package static func problem(_ error: FileError, of fileName: String, field: String) -> FieldProblem? {
    switch error {
    case .empty: FieldProblem(field, "activity.attachment.problem.empty", ["name": fileName])
    case .tooLarge(let limit):
      FieldProblem(
        field, "activity.attachment.problem.tooLarge", ["name": fileName, "limit": "\(limit >> 20) MB"])
    case .notAllowed(.markup):
      FieldProblem(field, "activity.attachment.problem.markup", ["name": fileName])
    case .notAllowed(.macros):
      FieldProblem(field, "activity.attachment.problem.macros", ["name": fileName])
    case .notAllowed(.locked):
      FieldProblem(field, "activity.attachment.problem.locked", ["name": fileName])
    case .notAllowed:
      FieldProblem(field, "activity.attachment.problem.type", ["name": fileName])
    case .missing, .system: nil
    }
  }
}
