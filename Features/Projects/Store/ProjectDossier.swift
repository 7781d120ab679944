import Accounts
import Database
import Organizations
import Partners
import Values

/// A project with everything that its pages need besides its story.
struct ProjectDossier: Sendable {
  var project: Project
  let partner: Partner
  let classes: ProjectClasses
  let departmentName: String
  let leaderName: String
  /// Who of the school works on it beside its leader.
  let team: [(id: ID<Account>, name: String)]
  /// What the reader has to do with it.
  let part: ProjectPart

  /// Who may answer for a milestone.
  var workers: [(id: ID<Account>, name: String)] {
    let leader = project.leaderID.map { [(id: $0, name: leaderName)] } ?? []
    return leader + team.filter { $0.id != project.leaderID }
  }

  var mode: ProjectClass { classes.mode(of: project) }

  /// - Returns: `nil` when the project is not in sight.
  static func load(
    _ id: ID<Project>, in sight: ProjectSight, on connection: some Connection
  ) throws -> ProjectDossier? {
    guard let project = try ProjectStore.project(id, in: sight, on: connection) else { return nil }
    let school = Actor.Scope.school(project.schoolID)
    guard let partner = try PartnershipStore.partner(project.partnershipID, in: school, on: connection) else {
      return nil
    }
    let department = try project.departmentID.flatMap { try SchoolStore.department($0, in: school, on: connection) }
    let leader = try project.leaderID.flatMap {
      try connection.value("SELECT display_name FROM accounts WHERE id = \($0)", as: String.self)
    }
    return ProjectDossier(
      project: project, partner: partner,
      classes: try ProjectClassStore.words(of: project.schoolID, on: connection),
      departmentName: department?.name ?? "", leaderName: leader ?? "",
      team: try ProjectTeamStore.members(of: project, on: connection),
      part: try sight.part(in: project, on: connection))
  }
}
