import Accounts
import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values

/// Takes a project a step on: submits it, names the review group, grants or
/// refuses, begins, checks at the mid-term, closes, follows up.
struct MoveProject: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What a person says with the act.
  struct Opinion: Sendable {
    var reason = ""
    /// The members of the review group, and until when they vote.
    var members: [ID<Account>] = []
    var dueOn: CivilDate?
    /// Fen.
    var budget: Int64?
    /// The report that is handed in.
    var body = ""
    var results = ExpectedValues()
    var grade: Project.Grade?
    /// What could not be read.
    var problems: [FieldProblem] = []
  }

  /// - Parameter version: which the page was opened on.
  /// - Returns: the project as it is now.
  /// - Throws: `Invalid` with everything that is wrong, `ProjectError`.
  @discardableResult
  func callAsFunction(
    _ act: ProjectAct, _ id: ID<Project>, version: Int, saying opinion: Opinion = Opinion(), by actor: Actor
  ) async throws -> Project {
    let services = services
    return try await services.database.write { connection in
      let turn = try ProjectTurn.find(
        id, for: ProjectFlow.permission(for: act) == .projectsManage ? .whole : .own, services: services, by: actor,
        on: connection)
      let old = turn.dossier.project
      guard old.version == version else { throw ProjectError.stale }
      guard actor.may(ProjectFlow.permission(for: act)), act != .saved, act != .voted,
        let next = ProjectFlow.next(old.state, act, hasReport: old.reportedBy != nil)
      else { throw ProjectError.state }
      var move = Move(turn: turn, act: act, opinion: opinion, project: old)
      try move.prepare(for: next)
      guard try ProjectStore.move(move.project, from: old.state, at: services.now, on: connection) else {
        throw ProjectError.stale
      }
      move.project.version += 1
      try move.finish()
      return move.project
    }
  }
}

/// One act within its transaction.
private struct Move {
  let turn: ProjectTurn
  let act: ProjectAct
  let opinion: MoveProject.Opinion
  var project: Project

  private var services: Services { turn.services }
  private var today: CivilDate { turn.services.now.day }
  private var connection: any WriteConnection { turn.connection }
  private var actor: Actor { turn.actor }

  init(turn: ProjectTurn, act: ProjectAct, opinion: MoveProject.Opinion, project: Project) {
    self.turn = turn
    self.act = act
    self.opinion = opinion
    self.project = project
  }

  /// What the act asks for and sets before it is written.
  mutating func prepare(for next: ProjectState) throws {
    let before = project.state
    var problems = opinion.problems + reasonProblems
    project.state = next
    project.reason = act.needsReason ? opinion.reason : ""
    if before != next || act == .questioned {
      project.dueOn = ProjectFlow.days(in: next).map { today.adding(days: $0) }
    }
    switch act {
    case .submitted: problems += try submit()
    case .convened: problems += try convene()
    case .granted, .rejected: problems += try decide()
    case .begun: begin()
    case .reported, .concluded, .followed: problems += try report()
    case .questioned, .passed:
      problems += secondPerson
      project.reportedBy = nil
      if act == .passed { project.midtermOn = nil }
    case .accepted:
      problems += secondPerson
      if opinion.grade == nil { problems.append(FieldProblem("grade", "projects.problem.grade")) }
      project.grade = opinion.grade
      project.reportedBy = nil
    case .reopened: project.reportedBy = nil
    case .stopped: (project.reportedBy, project.closedOn) = (nil, today)
    default: break
    }
    if next == .approved { project.dueOn = project.startOn }
    if !problems.isEmpty { throw Invalid(problems) }
  }

  /// What follows once it is written.
  func finish() throws {
    if act == .convened {
      for member in Set(opinion.members).sorted() {
        try ProjectStoryStore.name(member, of: project, on: connection)
      }
    }
    if let kind = act.report {
      try ProjectStoryStore.insert(
        kind, id: services.ids.next(), body: opinion.body, results: opinion.results, of: project, by: actor.accountID,
        at: services.now, on: connection)
    }
    if act == .submitted {
      try ProjectSearch.put(project, partner: turn.dossier.partner.enterprise.name, on: connection)
    }
    if [.convened, .granted, .called, .passed, .concluded, .reopened, .stopped].contains(act) {
      try ProjectStore.setTold("", of: project, on: connection)
      try InboxStore.close(
        .project(project), step: ProjectInbox.reminder, by: actor.accountID, at: services.now, on: connection)
    }
    try turn.follow(act, project, reason: opinion.reason)
  }

  private var reasonProblems: [FieldProblem] {
    if act.needsReason, opinion.reason.isEmpty {
      return [FieldProblem("reason", "projects.problem.reason.\(act.rawValue)")]
    }
    guard opinion.reason.count > Project.Limit.reason else { return [] }
    return [
      FieldProblem(
        "reason", "kit.records.tooLong", ["max": "\(Project.Limit.reason)", "count": "\(opinion.reason.count)"])
    ]
  }

  /// Four eyes: who applied or runs it does not decide on it.
  private var secondPerson: [FieldProblem] {
    [project.leaderID, project.createdBy, project.reportedBy].contains(actor.accountID)
      ? [FieldProblem("decision", "projects.problem.secondPerson")] : []
  }

  // MARK: Review

  private mutating func submit() throws -> [FieldProblem] {
    let problems = ProjectRules.obstacles(project, turn.dossier.mode)
    guard problems.isEmpty, project.number.isEmpty else { return problems }
    let school = try SchoolStore.school(project.schoolID, on: connection)
    let serial = try ProjectStore.nextSerial(year: today.year, of: project.schoolID, on: connection)
    let digits = String(serial)
    project.number =
      "\(school?.code ?? "")-\(today.year)-XM-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return []
  }

  private mutating func convene() throws -> [FieldProblem] {
    var problems: [FieldProblem] = []
    let people = try MembershipStore.people(
      holding: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator, .expert], school: project.schoolID,
      on: connection)
    let members = Set(opinion.members)
    if members.isEmpty { problems.append(FieldProblem("members", "projects.problem.members")) }
    if members.count > Project.Limit.reviewers {
      problems.append(FieldProblem("members", "kit.records.tooMany", ["max": "\(Project.Limit.reviewers)"]))
    }
    if members.contains(where: { id in !people.contains { $0.id == id } }) {
      problems.append(FieldProblem("members", "projects.problem.stranger"))
    }
    if members.contains(where: { $0 == project.leaderID || $0 == project.createdBy }) {
      problems.append(FieldProblem("members", "projects.problem.ownVoice"))
    }
    let due = opinion.dueOn ?? project.dueOn ?? today
    if due < today { problems.append(FieldProblem("dueOn", "projects.problem.past")) }
    project.dueOn = due
    project.round += 1
    return problems
  }

  private mutating func decide() throws -> [FieldProblem] {
    var problems = secondPerson
    let standing = try ProjectStoryStore.standing(of: turn.dossier.project, on: connection)
    if !standing.mayDecide(dueOn: turn.dossier.project.dueOn, today: today) {
      problems.append(
        FieldProblem(
          "decision", "projects.problem.votes", ["cast": "\(standing.cast)", "all": "\(standing.votes.count)"]))
    }
    guard act == .granted else { return problems }
    // Against the group a grant is possible, with words for it.
    if !standing.isInFavour, opinion.reason.isEmpty {
      problems.append(FieldProblem("reason", "projects.problem.againstGroup"))
    }
    guard let budget = opinion.budget else { return problems + [FieldProblem("budget", "projects.problem.budget")] }
    project.granted = budget
    return problems
  }

  // MARK: Running

  private mutating func begin() {
    // Who begins late has the time that was granted all the same: the days stay as they were approved.
    guard let start = project.startOn, let end = project.endOn else { return }
    project.midtermOn = ProjectRules.midterm(start: start, end: end)
  }

  private mutating func report() throws -> [FieldProblem] {
    var problems: [FieldProblem] = []
    if opinion.body.isEmpty { problems.append(FieldProblem("body", "projects.problem.body.\(act.rawValue)")) }
    if opinion.body.count > Project.Limit.report {
      problems.append(
        FieldProblem(
          "body", "kit.records.tooLong", ["max": "\(Project.Limit.report)", "count": "\(opinion.body.count)"]))
    }
    if act == .followed {
      project.closedOn = today
    } else {
      project.reportedBy = actor.accountID
    }
    return problems
  }
}
