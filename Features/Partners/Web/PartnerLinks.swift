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
  package static func history(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/history") }
}
