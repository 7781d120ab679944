package import Localization
package import Organizations
package import Platform
package import Values

/// A link for somebody without an account: one named person, one record, one
/// matter, until a day. The row keeps the digest of its secret only, and the
/// address sealed.
package struct GuestLink: Sendable, Hashable {
  package let id: ID<GuestLink>
  package let schoolID: ID<School>
  /// `GuestPurpose.name`
  package let purpose: String
  package let subject: AuditEntry.Subject
  package let person: GuestPerson
  package let createdAt: Instant
  package let expiresAt: Instant
  /// When it was opened first.
  package let openedAt: Instant?
  /// How often something was done by it.
  package let uses: Int
  package let finishedAt: Instant?
  package let revokedAt: Instant?
  package let forwardedAt: Instant?

  /// What a link is still good for.
  package enum State: String, Sendable, Hashable, CaseIterable {
    case open
    /// What it was made for is done: it may still be read.
    case finished
    /// Somebody else acts now: it may still be read.
    case forwarded
    /// Whoever sent it took it back.
    case revoked
    case expired
  }

  package func state(at now: Instant) -> State {
    if revokedAt != nil { return .revoked }
    if finishedAt != nil { return .finished }
    if forwardedAt != nil { return .forwarded }
    return expiresAt <= now ? .expired : .open
  }
}

/// Who is written to.
package struct GuestPerson: Sendable, Hashable {
  package let name: String
  package let mail: String
  package let language: Language

  package init(name: String, mail: String, language: Language = .chinese) {
    self.name = name
    self.mail = mail
    self.language = language
  }
}

/// A matter that links are made for, declared by the feature whose pages they open.
package struct GuestPurpose: Sendable, Hashable {
  /// `agreements.sign`: a link for one matter opens no other.
  package let name: String
  /// What its pages begin with: `sign` for `/l/sign/…`.
  package let path: String
  package let days: Int

  package init(_ name: String, path: String, days: Int) {
    self.name = name
    self.path = path
    self.days = days
  }

  /// The page of a link with that token.
  package func page(_ token: String) -> String { "/l/\(path)/\(token)" }
}

/// Why nothing was done by a link.
package struct GuestLinkClosed: Error, Sendable, Equatable {
  package let state: GuestLink.State

  package init(_ state: GuestLink.State) {
    self.state = state
  }
}
