import Organizations
import Partners
import Values
import Views

/// The addresses of the feature.
enum AgreementLinks {
  static let list: Link = "/agreements"
  static let new: Link = "/agreements/new"
  static let delegations: Link = "/agreements/delegations"
  static let types: Link = "/agreements/types"
  static let templates: Link = "/agreements/templates"
  static let variables: Link = "/agreements/templates/variables"

  static func show(_ id: ID<Agreement>) -> Link { Link("/agreements/\(id)") }
  static func edit(_ id: ID<Agreement>) -> Link { Link("/agreements/\(id)/edit") }
  static func page(_ id: ID<Agreement>, _ word: String) -> Link { Link("/agreements/\(id)/\(word)") }
  static func new(with partner: ID<Partnership>) -> Link { new.with([("partner", partner.description)]) }
  static func of(_ partner: ID<Partnership>) -> Link { Link("/partners/\(partner)/agreements") }

  static func type(_ code: String) -> Link { Link("\(types.text)/\(Link.encode(code))/edit") }

  static func template(_ id: ID<AgreementTemplate>) -> Link { Link("/agreements/templates/\(id)") }
  static func template(_ id: ID<AgreementTemplate>, _ word: String) -> Link {
    Link("/agreements/templates/\(id)/\(word)")
  }
  static func clause(_ id: ID<AgreementTemplate>, _ key: String, _ word: String) -> Link {
    Link("/agreements/templates/\(id)/clauses/\(Link.encode(key))/\(word)")
  }
}
