import Accounts
import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values

/// Notes ideas, saves applications and throws away what was never submitted.
struct DraftProject: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// Roles whose holders may run a project.
  static let leaders: [Role] = [
    .cooperationOffice, .departmentAdministrator, .majorLeader, .teacher, .schoolAdministrator,
  ]

  /// Notes an idea with what was filled in.
  /// - Parameter idea: its partnership decides school and department.
  /// - Throws: `Invalid`, `ProjectError.notFound` for a partner that is not in sight.
  func start(_ idea: Project, by actor: Actor) async throws -> ID<Project> {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(idea.partnershipID, in: actor.scope, on: connection) else {
        throw ProjectError.notFound
      }
      var project = idea
      project.id = services.ids.next()
      project.schoolID = partner.partnership.schoolID
      project.departmentID = Self.department(of: partner, for: actor)
      (project.createdBy, project.createdAt) = (actor.accountID, now)
      project.leaderID = project.leaderID ?? actor.accountID
      try Self.check(project, instead: nil, on: connection)
      try ProjectStore.insert(project, at: now, on: connection)
      let turn = try ProjectTurn.find(project.id, for: .own, services: services, by: actor, on: connection)
      try ProjectSearch.put(project, partner: partner.enterprise.name, on: connection)
      try turn.follow(.started, project)
      return project.id
    }
  }

  /// Saves what was drafted; at any time, complete or not.
  /// - Parameter develops: whether the idea becomes an application with it.
  /// - Returns: the project as it is now.
  /// - Throws: `Invalid`, `ProjectError`.
  @discardableResult
  func save(_ draft: Project, develops: Bool = false, by actor: Actor) async throws -> Project {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      let turn = try ProjectTurn.find(draft.id, for: .own, services: services, by: actor, on: connection)
      let old = turn.dossier.project
      guard old.state.isEditable else { throw ProjectError.state }
      guard old.version == draft.version else { throw ProjectError.stale }
      var new = draft
      new.expected = Self.kept(draft, turn.dossier.classes)
      try Self.check(new, instead: old, on: connection)
      guard try ProjectStore.save(new, at: now, on: connection) else { throw ProjectError.stale }
      new.version += 1
      if develops, old.state == .idea {
        new.state = .application
        guard try ProjectStore.move(new, from: .idea, at: now, on: connection) else { throw ProjectError.stale }
        new.version += 1
        try turn.follow(.developed, new)
      }
      try ProjectSearch.put(new, partner: turn.dossier.partner.enterprise.name, on: connection)
      let changes = ProjectFields.description.difference(from: old, to: new)
      if !changes.isEmpty || new.expected != old.expected { try turn.log("saved", new, changes: changes) }
      return new
    }
  }

  /// Throws an idea or an application away that never had a number.
  func discard(_ id: ID<Project>, version: Int, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try ProjectTurn.find(id, for: .own, services: services, by: actor, on: connection)
      var project = turn.dossier.project
      guard project.state.isEditable, project.number.isEmpty else { throw ProjectError.state }
      project.version = version
      try ProjectSearch.index.remove(id, on: connection)
      guard try ProjectStore.delete(project, on: connection) else { throw ProjectError.stale }
      try InboxStore.close(.project(project), by: actor.accountID, at: services.now, on: connection)
      try turn.log("discarded", project)
    }
  }

  // MARK: Parts

  private static func department(of partner: Partner, for actor: Actor) -> ID<Department>? {
    if case .department(_, let own) = actor.scope { return own }
    return partner.partnership.departmentID
  }

  /// Only what the mode asks for is kept with the project.
  private static func kept(_ draft: Project, _ classes: ProjectClasses) -> ExpectedValues {
    var kept = ExpectedValues()
    for item in classes.mode(of: draft).asked {
      kept[number: item.name] = draft.expected[number: item.name]
      if item.measure == .words { kept[words: item.name] = draft.expected[words: item.name] }
    }
    return kept
  }

  private static func check(_ project: Project, instead old: Project?, on connection: any Connection) throws {
    var problems: [FieldProblem] = []
    let classes = try ProjectClassStore.words(of: project.schoolID, on: connection)
    let axes: [(ProjectClass.Axis, String, String?)] = [
      (.mode, project.mode, old?.mode), (.form, project.form, old?.form), (.place, project.place, old?.place),
    ]
    for (axis, code, before) in axes where code != before && (axis == .mode || !code.isEmpty) {
      guard let word = classes.word(axis, code), word.isActive else {
        problems.append(FieldProblem(axis.rawValue, "kit.records.choice", ["value": code]))
        continue
      }
    }
    if let problem = ProjectRules.problems(start: project.startOn, end: project.endOn) { problems.append(problem) }
    if let leader = project.leaderID, leader != old?.leaderID {
      let people = try MembershipStore.people(holding: leaders, school: project.schoolID, on: connection)
      if !people.contains(where: { $0.id == leader }) {
        problems.append(FieldProblem("leader", "projects.problem.leader"))
      }
    }
    if !problems.isEmpty { throw Invalid(problems) }
  }
}
