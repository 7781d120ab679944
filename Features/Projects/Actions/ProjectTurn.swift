import Accounts
import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// What an act on a project can be refused for.
enum ProjectError: Error, Sendable, Equatable {
  /// Somebody else acted on it since the page was opened.
  case stale
  /// The state does not allow the act, or it is somebody else's turn.
  case state
  case notFound
}

/// What every act on a project writes besides the project: the step, the log,
/// who acts now, and who is told.
struct ProjectTurn {
  let services: Services
  let dossier: ProjectDossier
  let actor: Actor
  let connection: any WriteConnection

  /// - Parameter part: what the actor must at least have to do with the project.
  /// - Throws: `ProjectError.notFound` for what is not in sight, `WebError.forbidden` for what may only be looked at.
  static func find(
    _ id: ID<Project>, for part: ProjectPart, services: Services, by actor: Actor, on connection: any WriteConnection
  ) throws -> ProjectTurn {
    guard let found = try ProjectDossier.load(id, in: ProjectSight(actor), on: connection) else {
      throw ProjectError.notFound
    }
    guard found.part >= part else { throw WebError.forbidden(Message("projects.problem.part")) }
    return ProjectTurn(services: services, dossier: found, actor: actor, connection: connection)
  }

  /// Writes what follows from an act.
  /// - Parameter project: as it is now.
  func follow(_ act: ProjectAct, _ project: Project, reason: String = "") throws {
    try ProjectStoryStore.insert(
      act, id: services.ids.next(), of: project, by: actor.accountID, reason: reason, at: services.now, on: connection)
    try log(act.rawValue, project, note: reason)
    try ProjectInbox.handOver(project, services: services, by: actor.accountID, on: connection)
    try tell(act, project, reason)
  }

  func log(_ what: String, _ project: Project, changes: [FieldChange] = [], note: String = "") throws {
    try services.audit.record(
      AuditEntry(
        action: "projects.project.\(what)", subject: .project(project), accountID: actor.accountID.rawValue,
        schoolID: project.schoolID.rawValue, changes: changes, note: note, at: services.now), on: connection)
  }

  /// Tells who applied and who runs it how it went on.
  private func tell(_ act: ProjectAct, _ project: Project, _ reason: String) throws {
    let told: Set<ProjectAct> = [
      .returned, .granted, .rejected, .called, .questioned, .passed, .reopened, .accepted, .stopped,
    ]
    guard told.contains(act) else { return }
    let people = Set([project.createdBy, project.leaderID].compactMap(\.self)).subtracting([actor.accountID])
    guard !people.isEmpty else { return }
    try services.notices.post(
      Notice(
        accountIDs: people.map(\.rawValue).sorted(),
        message: Message(
          "projects.notice.\(act.rawValue)",
          ["title": project.title, "name": actor.name, "reason": String(reason.prefix(200))]),
        path: ProjectLinks.show(project.id).text, alsoByMail: true), on: connection)
  }
}
