import Organizations
import Partners
import Values
import Views

/// The addresses of the feature.
enum ProjectLinks {
  static let list: Link = "/projects"
  static let new: Link = "/projects/new"
  static let statistics: Link = "/projects/statistics"
  static let classes: Link = "/projects/classes"

  static func show(_ id: ID<Project>) -> Link { Link("/projects/\(id)") }
  static func edit(_ id: ID<Project>) -> Link { Link("/projects/\(id)/edit") }
  static func page(_ id: ID<Project>, _ word: String) -> Link { Link("/projects/\(id)/\(word)") }
  static func new(with partner: ID<Partnership>) -> Link { new.with([("partner", partner.description)]) }
  static func of(_ partner: ID<Partnership>) -> Link { Link("/partners/\(partner)/projects") }
  static func word(_ axis: ProjectClass.Axis, _ code: String) -> Link {
    Link("\(classes.text)/\(axis.rawValue)/\(Link.encode(code))/edit")
  }

  static let ledger: Link = "/projects/ledger"
  static let balances: Link = "/projects/balances"
  static let valuation: Link = "/projects/valuation"
  static func entry(_ id: ID<LedgerEntry>, _ word: String) -> Link { Link("\(ledger.text)/\(id)/\(word)") }
  static func rule(_ kind: LedgerKind) -> Link { Link("\(valuation.text)/\(kind.rawValue)") }
  static func balance(_ partner: ID<Partnership>, year: Int? = nil) -> Link {
    Link("/partners/\(partner)/balance").with(year.map { [("year", "\($0)")] } ?? [])
  }

  /// The rows behind a figure of a balance sheet.
  static func rows(
    _ partner: ID<Partnership>, year: Int?, kind: LedgerKind? = nil, side: LedgerSide? = nil, given: Bool? = nil
  ) -> Link {
    ledger.with([
      ("partner", "\(partner)"), ("year", year.map { "\($0)" } ?? ""), ("kind", kind?.rawValue ?? ""),
      ("side", side?.rawValue ?? ""), ("part", given.map { $0 ? "given" : "gained" } ?? ""), ("counted", "1"),
    ])
  }

  static let schemes: Link = "/projects/schemes"
  static func scheme(_ id: ID<Scheme>) -> Link { Link("/projects/schemes/\(id)") }
}
