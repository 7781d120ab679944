import Database
import Organizations
import Values

/// Finds projects by any part of their numbers, titles, partners, goals and contents.
enum ProjectSearch {
  static let index = SearchIndex("project_search", ofDocuments: true)

  static func put(_ project: Project, partner: String, on connection: any WriteConnection) throws {
    try index.put(
      SearchIndex.Entry.document(
        project.id, scope: project.schoolID.rawValue,
        [project.number, project.title, partner, project.goal, project.content]), on: connection)
  }

  /// The school whose entries are searched; `nil`: all.
  static func school(_ scope: Actor.Scope) -> Int64? {
    switch scope {
    case .school(let id), .department(let id, _): id.rawValue
    case .nothing, .installation, .enterprise: nil
    }
  }
}
