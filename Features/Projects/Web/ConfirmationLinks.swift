import Partners
import Values
import Views

/// The addresses at which both sides answer to each other's entries.
enum ConfirmationLinks {
  static func confirm(_ partner: ID<Partnership>, year: Int) -> Link {
    Link("/partners/\(partner)/balance/confirm").with([("year", "\(year)")])
  }
  static func requests(_ partner: ID<Partnership>, year: Int) -> Link {
    Link("/partners/\(partner)/balance/requests").with([("year", "\(year)")])
  }
  static func revoke(_ partner: ID<Partnership>, _ link: String, year: Int) -> Link {
    Link("/partners/\(partner)/balance/requests/\(link)/revoke").with([("year", "\(year)")])
  }

  /// Where the enterprise's own people look, with an account.
  static let ownList: Link = "/enterprise/balances"
  static func own(_ partner: ID<Partnership>, year: Int) -> Link { Link("/enterprise/balances/\(partner)/\(year)") }
}
