import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// Takes people of the school into a project's team, and out of it. Whoever is
/// in sees the project, of whichever department they are.
struct KeepTeam: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `Invalid`, `ProjectError`.
  func add(_ person: ID<Account>, to id: ID<Project>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try Self.find(id, services, by: actor, on: connection)
      let project = turn.dossier.project
      let people = try MembershipStore.people(
        holding: DraftProject.leaders, school: project.schoolID, on: connection)
      guard let found = people.first(where: { $0.id == person }) else {
        throw Invalid([FieldProblem("member", "projects.problem.member")])
      }
      guard turn.dossier.team.count < Project.Limit.members else {
        throw Invalid([FieldProblem("member", "kit.records.tooMany", ["max": "\(Project.Limit.members)"])])
      }
      // Who comes second finds what was wanted: that is no mistake.
      guard try ProjectTeamStore.insert(person, into: project, at: services.now, on: connection) else { return }
      try turn.log("joined", project, note: found.name)
      guard person != actor.accountID else { return }
      try services.notices.post(
        Notice(
          accountIDs: [person.rawValue],
          message: Message("projects.notice.joined", ["title": project.title, "name": actor.name]),
          path: ProjectLinks.show(project.id).text, alsoByMail: false), on: connection)
    }
  }

  /// - Throws: `ProjectError`.
  func remove(_ person: ID<Account>, from id: ID<Project>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try Self.find(id, services, by: actor, on: connection)
      let project = turn.dossier.project
      guard let theirs = try ProjectTeamStore.remove(person, from: project, on: connection) else { return }
      for milestone in theirs {
        try InboxStore.close(
          .project(project), step: KeepWork.step(milestone), by: actor.accountID, at: services.now, on: connection)
      }
      try turn.log("left", project, note: turn.dossier.team.first { $0.id == person }?.name ?? "")
    }
  }

  private static func find(
    _ id: ID<Project>, _ services: Services, by actor: Actor, on connection: any WriteConnection
  ) throws -> ProjectTurn {
    let turn = try ProjectTurn.find(id, for: .own, services: services, by: actor, on: connection)
    switch turn.dossier.project.state {
    case .closed, .stopped, .rejected: throw ProjectError.state
    default: return turn
    }
  }
}
