package import Values
package import Views

/// The addresses of visits, for linking; `VisitRoutes` registers the same.
package enum VisitLinks {
  package static let list: Link = "/visits"
  package static let new: Link = "/visits/new"

  package static func show(_ id: ID<Visit>) -> Link { Link("/visits/\(id)") }
  package static func new(with partnership: ID<Partnership>) -> Link {
    new.with([("partner", partnership.description)])
  }
  /// The tab of a partner.
  package static func list(of partnership: ID<Partnership>) -> Link { Link("/partners/\(partnership)/visits") }

  static func edit(_ id: ID<Visit>) -> Link { sub(id, "edit") }
  static func remove(_ id: ID<Visit>) -> Link { sub(id, "remove") }
  static func restore(_ id: ID<Visit>) -> Link { sub(id, "restore") }
  static func reveal(_ id: ID<Visit>) -> Link { sub(id, "reveal") }
  static func attachments(_ id: ID<Visit>) -> Link { sub(id, "attachments") }
  static func report(_ id: ID<Visit>) -> Link { sub(id, "report.pdf") }
  static func tasks(_ id: ID<Visit>) -> Link { sub(id, "tasks") }
  static func task(_ id: ID<VisitTask>, of visit: ID<Visit>, _ act: VisitTask.Act) -> Link {
    sub(visit, "tasks/\(id)/\(act.rawValue)")
  }

  private static func sub(_ id: ID<Visit>, _ name: String) -> Link { Link("\(show(id).text)/\(name)") }
}
