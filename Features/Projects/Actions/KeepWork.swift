import Accounts
import Activity
import Database
import Organizations
import Platform
import Records
import Values

/// Keeps the milestones, meetings and yearly plans of a project that was granted.
struct KeepWork: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// Adds a milestone, or changes one: done, put off, given up.
  /// - Throws: `Invalid`, `ProjectError`.
  func keep(_ milestone: Milestone, isNew: Bool, of id: ID<Project>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try Self.find(id, services, by: actor, on: connection)
      let project = turn.dossier.project
      var problems: [FieldProblem] = []
      if milestone.title.isEmpty { problems.append(FieldProblem("title", "projects.problem.milestone")) }
      Self.limit(milestone.title, "title", Milestone.Limit.title, &problems)
      Self.limit(milestone.note, "note", Milestone.Limit.note, &problems)
      if milestone.state == .cancelled, milestone.note.isEmpty {
        problems.append(FieldProblem("note", "projects.problem.cancelled"))
      }
      if let done = milestone.doneOn, done > services.now.day {
        problems.append(FieldProblem("doneOn", "projects.problem.future"))
      }
      if let owner = milestone.ownerID, !turn.dossier.workers.contains(where: { $0.id == owner }) {
        problems.append(FieldProblem("owner", "projects.problem.owner"))
      }
      if isNew, try ProjectWorkStore.milestones(of: project, on: connection).count >= Project.Limit.milestones {
        problems.append(FieldProblem("title", "kit.records.tooMany", ["max": "\(Project.Limit.milestones)"]))
      }
      if !problems.isEmpty { throw Invalid(problems) }
      if isNew {
        try ProjectWorkStore.insert(milestone, of: project, at: services.now, on: connection)
      } else {
        guard try ProjectWorkStore.update(milestone, of: project, on: connection) else { throw ProjectError.stale }
        try InboxStore.close(
          .project(project), step: Self.step(milestone.id), by: actor.accountID, at: services.now, on: connection)
      }
      try turn.log(isNew ? "milestone" : "milestone.\(milestone.state.rawValue)", project, note: milestone.title)
    }
  }

  /// The inbox's step of a milestone that is late.
  static func step(_ id: ID<Milestone>) -> String { "project-milestone-\(id)" }

  /// - Throws: `Invalid`, `ProjectError`.
  func keep(_ meeting: ProjectMeeting, of id: ID<Project>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try Self.find(id, services, by: actor, on: connection)
      var problems: [FieldProblem] = []
      if meeting.content.isEmpty { problems.append(FieldProblem("content", "projects.problem.meeting")) }
      if meeting.heldOn > services.now.day { problems.append(FieldProblem("heldOn", "projects.problem.future")) }
      Self.limit(meeting.place, "place", ProjectMeeting.Limit.line, &problems)
      Self.limit(meeting.people, "people", ProjectMeeting.Limit.line, &problems)
      Self.limit(meeting.content, "content", ProjectMeeting.Limit.text, &problems)
      Self.limit(meeting.decisions, "decisions", ProjectMeeting.Limit.text, &problems)
      if !problems.isEmpty { throw Invalid(problems) }
      let project = turn.dossier.project
      try ProjectWorkStore.insert(meeting, of: project, by: actor.accountID, on: connection)
      try turn.log("meeting", project, note: meeting.heldOn.description)
    }
  }

  /// - Throws: `Invalid`, `ProjectError`.
  func keep(_ plan: YearPlan, of id: ID<Project>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try Self.find(id, services, by: actor, on: connection)
      var problems: [FieldProblem] = []
      if !YearPlan.years.contains(plan.year) {
        problems.append(
          FieldProblem(
            "year", "kit.records.range",
            ["min": "\(YearPlan.years.lowerBound)", "max": "\(YearPlan.years.upperBound)"]))
      }
      if plan.plan.isEmpty, plan.summary.isEmpty { problems.append(FieldProblem("plan", "projects.problem.plan")) }
      Self.limit(plan.plan, "plan", YearPlan.longest, &problems)
      Self.limit(plan.summary, "summary", YearPlan.longest, &problems)
      if !problems.isEmpty { throw Invalid(problems) }
      let project = turn.dossier.project
      guard try ProjectWorkStore.put(plan, of: project, on: connection) else { throw ProjectError.stale }
      try turn.log("plan", project, note: "\(plan.year)")
    }
  }

  private static func limit(_ text: String, _ field: String, _ most: Int, _ problems: inout [FieldProblem]) {
    guard text.count > most else { return }
    problems.append(FieldProblem(field, "kit.records.tooLong", ["max": "\(most)", "count": "\(text.count)"]))
  }

  private static func find(
    _ id: ID<Project>, _ services: Services, by actor: Actor, on connection: any WriteConnection
  ) throws -> ProjectTurn {
    let turn = try ProjectTurn.find(id, for: .work, services: services, by: actor, on: connection)
    let state = turn.dossier.project.state
    guard state.isRunning || state == .approved else { throw ProjectError.state }
    return turn
  }
}
