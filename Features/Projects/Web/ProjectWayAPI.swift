import Accounts
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The whole way of a project as JSON, from the idea to the follow-up: the
/// fields, acts, rules and messages of the pages.
struct ProjectWayAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = ProjectWayDescription
    let one = "/api/v1/projects/{project}"
    member.get(one, needs: .projectsRead, operation: Description.show) { try await answer($0, id($0)) }
    member.post("/api/v1/projects", needs: .projectsWrite, operation: Description.create) { try await create($0) }
    member.patch(one, needs: .projectsWrite, operation: Description.change) { try await change($0) }
    member.delete(one, needs: .projectsWrite, operation: Description.discard) { member in
      let (id, version) = (try id(member), try ReadVersion.of(member))
      try await ReadVersion.acting {
        try await DraftProject(services).discard(id, version: version, by: member.actor)
      }
      return .noContent
    }
    member.post("\(one)/apply", needs: .projectsWrite, operation: Description.apply) { member in
      try await act(member, among: ProjectAct.applied)
    }
    member.post("\(one)/manage", needs: .projectsManage, operation: Description.manage) { member in
      try await act(member, among: ProjectAct.managed)
    }
    member.get("\(one)/review", needs: .projectsRead, operation: Description.review) { try await review($0) }
    member.post("\(one)/vote", needs: .projectsReview, operation: Description.vote) { try await vote($0) }
  }

  private func id(_ member: Member) throws -> ID<Project> {
    try member.exchange.parameter("project", as: ID<Project>.self)
  }

  private func dossier(_ member: Member) async throws -> ProjectDossier {
    let (id, sight) = (try id(member), ProjectSight(member.actor))
    guard let found = try await services.database.read({ try ProjectDossier.load(id, in: sight, on: $0) }) else {
      throw WebError.notFound
    }
    return found
  }

  private func answer(_ member: Member, _ id: ID<Project>, status: Int = 200) async throws -> Reply {
    let sight = ProjectSight(member.actor)
    guard let found = try await services.database.read({ try ProjectDossier.load(id, in: sight, on: $0) }) else {
      throw WebError.notFound
    }
    var reply = Reply.json(ProjectJSON.value(found)).caching(.revalidate(tag: "\(found.project.version)"))
    reply.status = status
    return reply
  }

  // MARK: Applying

  private func create(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    let scope = member.actor.scope
    guard json.object != nil else { throw WebError.unprocessable([FieldProblem("", "kit.records.object")]) }
    let asked = json["partner"]?.string.flatMap { ID<Partnership>($0) }
    let found = try await services.database.read { connection in
      try asked.flatMap { try PartnershipStore.partner($0, in: scope, on: connection) }.map { partner in
        (partner.partnership, try ProjectClassStore.words(of: partner.partnership.schoolID, on: connection))
      }
    }
    guard let (partnership, classes) = found else {
      let key = json["partner"] == nil ? "kit.records.required" : "projects.new.nobody"
      throw WebError.unprocessable([FieldProblem("partner", key)])
    }
    let leaders = try await ProjectFormPage.leaders(of: partnership.schoolID, services)
    let blank = Project(
      id: ID(rawValue: 0), schoolID: partnership.schoolID, partnershipID: partnership.id, mode: "",
      createdAt: member.now)
    let (idea, problems) = ProjectBody.read(json, into: blank, classes, leaders: leaders, besides: ["partner"])
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    let made = try await ReadVersion.acting { try await DraftProject(services).start(idea, by: member.actor) }
    return try await answer(member, made, status: 201).header("Location", "/api/v1/projects/\(made)")
  }

  /// Changes what is named; with its first change an idea becomes an application, as on the page.
  private func change(_ member: Member) async throws -> Reply {
    let version = try ReadVersion.of(member)
    let found = try await dossier(member)
    guard found.part >= .own else { throw WebError.forbidden(Message("projects.problem.part")) }
    guard found.project.state.isEditable else { throw WebError.conflict(Message("projects.flash.closed")) }
    let leaders = try await ProjectFormPage.leaders(of: found.project.schoolID, services)
    var (draft, problems) = ProjectBody.read(
      try member.exchange.fieldsJSON(), into: found.project, found.classes, leaders: leaders)
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    draft.version = version
    let new = draft
    try await ReadVersion.acting {
      try await DraftProject(services).save(new, develops: true, by: member.actor)
    }
    return try await answer(member, new.id)
  }

  // MARK: Acting

  private func act(_ member: Member, among acts: [ProjectAct]) async throws -> Reply {
    let version = try ReadVersion.of(member)
    let found = try await dossier(member)
    var body = try JSONBody(
      member,
      known: ["decision", "reason", "members", "dueOn", "budget", "grade", "body", "results"])
    let act = body.word("decision", as: ProjectAct.self)
    guard let act, acts.contains(act) else {
      throw WebError.unprocessable([FieldProblem("decision", "projects.problem.decision")])
    }
    var opinion = MoveProject.Opinion(reason: body.text("reason"))
    opinion.members = body.ids("members", as: ID<Account>.self)
    opinion.dueOn = body.date("dueOn")
    opinion.grade = body.word("grade", as: Project.Grade.self)
    opinion.body = body.text("body")
    if let fen = body.integer("budget") {
      if (0...Project.Limit.money).contains(fen) {
        opinion.budget = fen
      } else {
        body.refuse(FieldProblem("budget", "kit.records.money"))
      }
    }
    if let results = body.json["results"], results != .null {
      let reading = found.mode.description.read(results, into: ExpectedValues())
      opinion.results = reading.record
      body.refuse(reading.problems.map { FieldProblem("results.\($0.field)", $0.message) })
    }
    // What cannot be read is said together with what the act asks for.
    opinion.problems = body.problems
    let said = opinion
    try await ReadVersion.acting {
      try await MoveProject(services)(act, found.project.id, version: version, saying: said, by: member.actor)
    }
    return try await answer(member, found.project.id)
  }

  // MARK: Reviewing

  private func vote(_ member: Member) async throws -> Reply {
    let found = try await dossier(member)
    var body = try JSONBody(member, known: ["choice", "score", "reason"])
    let choice = body.word("choice", as: ProjectVote.Choice.self)
    let score = body.integer("score")
    let reason = body.text("reason")
    if choice == nil, !body.has("choice") { body.refuse(FieldProblem("choice", "projects.problem.choice")) }
    if score == nil, !body.has("score") { body.refuse(FieldProblem("score", "kit.records.integer")) }
    try body.check()
    guard let choice, let score else { throw WebError.unprocessable([FieldProblem("score", "kit.records.integer")]) }
    try await ReadVersion.acting {
      try await VoteOnProject(services)(
        choice, score: Int(clamping: score), because: reason, on: found.project.id, by: member.actor)
    }
    return try await review(member)
  }

  private func review(_ member: Member) async throws -> Reply {
    let found = try await dossier(member)
    let project = found.project
    let standing = try await services.database.read { try ProjectStoryStore.standing(of: project, on: $0) }
    let isOpen = ReviewTab.isOpen(project, to: member.actor)
    return .json([
      "round": .integer(Int64(project.round)), "dueOn": project.dueOn.map { .string("\($0)") } ?? .null,
      "cast": .integer(Int64(standing.cast)),
      "members": .array(
        standing.votes.map { vote in
          let shows = isOpen || vote.accountID == member.actor.accountID
          return [
            "account": .string(vote.accountID.description), "name": .string(vote.name),
            "hasVoted": .bool(vote.choice != nil),
            "choice": shows ? vote.choice.map { .string($0.rawValue) } ?? .null : .null,
            "score": shows ? vote.score.map { .integer(Int64($0)) } ?? .null : .null,
            "reason": shows && !vote.reason.isEmpty ? .string(vote.reason) : .null,
          ]
        }),
    ])
  }
}

extension ProjectAct {
  /// What whoever applies and runs a project does.
  static let applied: [ProjectAct] = [
    .developed, .submitted, .withdrawn, .revived, .begun, .reported, .concluded, .followed,
  ]
  /// What the office does.
  static let managed: [ProjectAct] = [
    .convened, .returned, .granted, .rejected, .called, .questioned, .passed, .reopened, .accepted, .stopped,
  ]
}

/// The fields of a project in a body, with what its mode asks for under `expected`.
enum ProjectBody {
  /// - Parameter besides: members that are read elsewhere.
  static func read(
    _ json: JSONValue, into old: Project, _ classes: ProjectClasses, leaders: [(id: ID<Account>, name: String)],
    besides: Set<String> = []
  ) -> (Project, [FieldProblem]) {
    guard let members = json.object else { return (old, [FieldProblem("", "kit.records.object")]) }
    let rest = JSONValue.object(members.filter { $0.name != "expected" && !besides.contains($0.name) })
    let reading = ProjectFields.offering(classes, leaders: leaders, for: old).read(rest, into: old)
    var (draft, problems) = (reading.record, reading.problems)
    if let expected = json["expected"], expected != .null {
      let asked = classes.mode(of: draft).description.read(expected, into: old.expected)
      draft.expected = asked.record
      problems += asked.problems.map { FieldProblem("expected.\($0.field)", $0.message) }
    }
    return (draft, problems)
  }
}
