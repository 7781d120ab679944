package import Values
package import Views

/// The addresses of the registry, for linking; `PartnerRoutes` registers the same.
package enum PartnerLinks {
  package static let list: Link = "/partners"
  package static let new: Link = "/partners/new"
  package static let coverage: Link = "/partners/coverage"

  package static func show(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)") }
  package static func edit(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/edit") }
  package static func contacts(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/contacts") }
  package static func attachments(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/attachments") }
  package static func logo(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/logo") }
  /// The picture itself; its name changes with its content.
  package static func logo(_ id: ID<Partnership>, _ digest: String) -> Link { Link("/partners/\(id)/logo/\(digest)") }
  package static func history(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/history") }
}
