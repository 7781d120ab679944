package import Platform
package import Values
package import Views

/// The addresses of this feature, for linking; `ActivityRoutes` registers the same.
package enum ActivityLinks {
  package static let inbox: Link = "/inbox"
  package static let notices: Link = "/notices"
  package static let audit: Link = "/audit"
  package static let mailbox: Link = "/mailbox"
  package static let jobs: Link = "/jobs"
  /// What the reader has ordered.
  package static let documents: Link = "/documents"

  package static func mail(_ id: ID<StoredMail>) -> Link { Link("/mailbox/\(id)") }

  /// How far an ordered document is, and where it is fetched.
  package static func document(_ id: ID<DocumentOrder>) -> Link { Link("/documents/\(id)") }
  static func document(_ id: ID<DocumentOrder>, _ part: String) -> Link { Link("/documents/\(id)/\(part)") }

  /// What happened to one record.
  package static func audit(of subject: AuditEntry.Subject) -> Link {
    audit.with([("kind", subject.kind), ("id", ID<LoggedEntry>(rawValue: subject.id).description)])
  }
}
