import Organizations
import Values
import Views

/// The addresses of an enterprise's own space, of what schools see of it, and
/// of what everybody sees; the routes register the same.
enum SpaceLinks {
  static let home: Link = "/enterprise"
  static let profile: Link = "/enterprise/profile"
  static let editProfile: Link = "/enterprise/profile/edit"
  static let identity: Link = "/enterprise/identity"
  static let statement: Link = "/enterprise/statement"
  static let page: Link = "/enterprise/page"
  static let preview: Link = "/enterprise/page/preview"
  static let contacts: Link = "/enterprise/contacts"
  static let newContact: Link = "/enterprise/contacts/new"
  static let documents: Link = "/enterprise/documents"
  static let sharing: Link = "/enterprise/sharing"
  static let schools: Link = "/enterprise/schools"
  static let people: Link = "/enterprise/people"
  static let invite: Link = "/enterprise/people/invite"

  static func logo(_ digest: String) -> Link { Link("/enterprise/logo/\(digest)") }
  static func picture(_ digest: String) -> Link { Link("/enterprise/page/pictures/\(digest)") }
  static func section(_ kind: PublicitySection.Kind) -> Link { Link("/enterprise/page/sections/\(kind.rawValue)") }
  static func contact(_ id: ID<EnterpriseContact>) -> Link { Link("/enterprise/contacts/\(id)") }
  static func document(_ id: ID<EnterpriseDocument>) -> Link { Link("/enterprise/documents/\(id)") }
  static func person(_ id: ID<Membership>) -> Link { Link("/enterprise/people/\(id)") }

  // MARK: For schools

  /// The tab of a partner's page with what the enterprise keeps.
  static func tab(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/enterprise") }
  static func see(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/changes/seen") }
  static func invite(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/administrators/new") }
  static func administrators(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/administrators") }
  static func hide(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/page/hide") }
  static func show(_ id: ID<Partnership>) -> Link { Link("/partners/\(id)/page/show") }
  static func document(_ document: ID<EnterpriseDocument>, of id: ID<Partnership>) -> Link {
    Link("/partners/\(id)/documents/\(document)")
  }
  static func decide(_ request: ID<IdentityRequest>, of id: ID<Partnership>) -> Link {
    Link("/partners/\(id)/identity/\(request)")
  }

  // MARK: For everybody

  static let all: Link = "/enterprises"
  static func show(_ id: ID<EnterpriseKey>) -> Link { Link("/enterprises/\(id)") }
  static func picture(_ digest: String, of id: ID<EnterpriseKey>) -> Link {
    Link("/enterprises/\(id)/pictures/\(digest)")
  }
  static func logo(_ digest: String, of id: ID<EnterpriseKey>) -> Link { Link("/enterprises/\(id)/logo/\(digest)") }
}
