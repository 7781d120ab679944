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

  package static func mail(_ id: ID<StoredMail>) -> Link { Link("/mailbox/\(id)") }

  /// What happened to one record.
  package static func audit(of subject: AuditEntry.Subject) -> Link {
    audit.with([("kind", subject.kind), ("id", ID<LoggedEntry>(rawValue: subject.id).description)])
  }
}
