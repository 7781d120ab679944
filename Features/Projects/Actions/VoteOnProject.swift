import Accounts
import Database
import Organizations
import Platform
import Records
import Values

/// A member of the review group says what they think of an application; until
/// it is decided, they may change it.
struct VoteOnProject: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `Invalid`, `ProjectError.state` when there is nothing to vote on for the actor.
  func callAsFunction(
    _ choice: ProjectVote.Choice, score: Int, because reason: String, on id: ID<Project>, by actor: Actor
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try ProjectTurn.find(id, for: .review, services: services, by: actor, on: connection)
      let project = turn.dossier.project
      guard project.state == .review, actor.may(.projectsReview) else { throw ProjectError.state }
      var problems: [FieldProblem] = []
      if !(0...100).contains(score) {
        problems.append(FieldProblem("score", "kit.records.range", ["min": "0", "max": "100"]))
      }
      if reason.isEmpty { problems.append(FieldProblem("reason", "projects.problem.voteReason")) }
      if reason.count > Project.Limit.reason {
        problems.append(
          FieldProblem(
            "reason", "kit.records.tooLong", ["max": "\(Project.Limit.reason)", "count": "\(reason.count)"]))
      }
      if !problems.isEmpty { throw Invalid(problems) }
      guard
        try ProjectStoryStore.cast(
          choice, score: score, reason: reason, by: actor.accountID, of: project, at: services.now, on: connection)
      else { throw ProjectError.state }
      try turn.follow(.voted, project)
    }
  }
}
