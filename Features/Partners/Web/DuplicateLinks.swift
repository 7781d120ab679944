package import Organizations
package import Values
package import Views

/// The addresses of duplicates and merges.
extension PartnerLinks {
  package static let duplicates: Link = "/partners/duplicates"
  package static let dismissed: Link = "/partners/duplicates?view=dismissed"
  package static let merges: Link = "/partners/merges"

  package static func merges(of id: ID<Partnership>) -> Link { Link("/partners/\(id)/merges") }
  package static func merge(_ id: ID<Merge>) -> Link { Link("/partners/merges/\(id)") }
  package static func undo(_ id: ID<Merge>) -> Link { Link("/partners/merges/\(id)/undo") }

  /// The preview in which the first of the two is kept.
  package static func pair(_ kept: ID<EnterpriseKey>, _ gone: ID<EnterpriseKey>) -> Link {
    Link("/partners/duplicates/\(kept)/\(gone)")
  }

  package static func act(_ act: String, _ kept: ID<EnterpriseKey>, _ gone: ID<EnterpriseKey>) -> Link {
    Link("\(pair(kept, gone).text)/\(act)")
  }
}
