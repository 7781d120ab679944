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
}
