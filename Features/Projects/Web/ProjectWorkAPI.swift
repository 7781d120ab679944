import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// The work of a project as JSON: team, milestones, meetings, yearly plans, and the reports that were handed in.
struct ProjectWorkAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = ProjectWayDescription
    let one = "/api/v1/projects/{project}"
    member.get("\(one)/progress", needs: .projectsRead, operation: Description.progress) { try await answer($0) }
    member.post("\(one)/milestones", needs: .projectsWrite, operation: Description.addMilestone) { member in
      try await milestone(member, isNew: true)
    }
    member.patch("\(one)/milestones/{milestone}", needs: .projectsWrite, operation: Description.changeMilestone) {
      try await milestone($0, isNew: false)
    }
    member.post("\(one)/meetings", needs: .projectsWrite, operation: Description.addMeeting) { try await meeting($0) }
    member.post("\(one)/plans", needs: .projectsWrite, operation: Description.putPlan) { try await plan($0) }
    member.post("\(one)/team", needs: .projectsWrite, operation: Description.join) { member in
      var body = try JSONBody(member, known: ["account"])
      let person = body.id("account", as: ID<Account>.self)
      try body.check()
      guard let person else { throw WebError.unprocessable([FieldProblem("account", "kit.records.required")]) }
      do {
        try await ReadVersion.acting { try await KeepTeam(services).add(person, to: try id(member), by: member.actor) }
      } catch let invalid as Invalid {
        throw Invalid(invalid.problems.map { FieldProblem("account", $0.message) })
      }
      return try await answer(member)
    }
    member.delete("\(one)/team/{person}", needs: .projectsWrite, operation: Description.leave) { member in
      let person = try member.exchange.parameter("person", as: ID<Account>.self)
      try await ReadVersion.acting {
        try await KeepTeam(services).remove(person, from: try id(member), by: member.actor)
      }
      return .noContent
    }
  }

  private func id(_ member: Member) throws -> ID<Project> {
    try member.exchange.parameter("project", as: ID<Project>.self)
  }

  /// A milestone names the version it was read in itself: the project's does not change with it.
  private func milestone(_ member: Member, isNew: Bool) async throws -> Reply {
    let (id, sight) = (try id(member), ProjectSight(member.actor))
    let known = isNew ? nil : try member.exchange.parameter("milestone", as: ID<Milestone>.self)
    let old = try await services.database.read { connection -> Milestone? in
      guard let project = try ProjectStore.project(id, in: sight, on: connection) else { return nil }
      guard let known else { return Milestone(id: services.ids.next(), title: "", dueOn: project.createdAt.day) }
      return try ProjectWorkStore.milestones(of: project, on: connection).first { $0.id == known }
    }
    guard var milestone = old else { throw WebError.notFound }
    var body = try JSONBody(
      member,
      known: isNew
        ? ["title", "dueOn", "owner", "note"]
        : ["title", "dueOn", "owner", "note", "state", "doneOn", "version"])
    if body.has("title") { milestone.title = body.text("title") }
    if body.has("note") { milestone.note = body.text("note") }
    if body.has("owner") { milestone.ownerID = body.id("owner", as: ID<Account>.self) }
    if let day = body.date("dueOn") {
      milestone.dueOn = day
    } else if isNew, !body.problems.contains(where: { $0.field == "dueOn" }) {
      body.refuse(FieldProblem("dueOn", "kit.records.date"))
    }
    if !isNew {
      milestone.state = body.word("state", as: Milestone.State.self) ?? milestone.state
      milestone.doneOn =
        milestone.state == .done ? body.date("doneOn") ?? milestone.doneOn ?? member.now.day : nil
      if let version = body.integer("version") {
        milestone.version = Int(clamping: version)
      } else {
        body.refuse(FieldProblem("version", "kit.records.required"))
      }
    }
    try body.check()
    let kept = milestone
    try await ReadVersion.acting {
      try await KeepWork(services).keep(kept, isNew: isNew, of: id, by: member.actor)
    }
    return try await answer(member, status: isNew ? 201 : 200)
  }

  private func meeting(_ member: Member) async throws -> Reply {
    var body = try JSONBody(member, known: ["heldOn", "place", "people", "content", "decisions"])
    let day = body.date("heldOn")
    if day == nil, !body.problems.contains(where: { $0.field == "heldOn" }) {
      body.refuse(FieldProblem("heldOn", "kit.records.date"))
    }
    let meeting = ProjectMeeting(
      id: services.ids.next(), heldOn: day ?? member.now.day, place: body.text("place"), people: body.text("people"),
      content: body.text("content"), decisions: body.text("decisions"), writer: member.actor.name, at: services.now)
    try body.check()
    try await ReadVersion.acting {
      try await KeepWork(services).keep(meeting, of: try id(member), by: member.actor)
    }
    return try await answer(member, status: 201)
  }

  /// Version 0 is a year without a plan.
  private func plan(_ member: Member) async throws -> Reply {
    var body = try JSONBody(member, known: ["year", "plan", "summary", "version"])
    let year = body.integer("year")
    if year == nil, !body.has("year") { body.refuse(FieldProblem("year", "kit.records.required")) }
    let plan = YearPlan(
      year: Int(clamping: year ?? 0), plan: body.text("plan"), summary: body.text("summary"),
      version: Int(clamping: body.integer("version") ?? 0))
    try body.check()
    try await ReadVersion.acting { try await KeepWork(services).keep(plan, of: try id(member), by: member.actor) }
    return try await answer(member)
  }

  private func answer(_ member: Member, status: Int = 200) async throws -> Reply {
    let (id, sight) = (try id(member), ProjectSight(member.actor))
    let found = try await services.database.read { connection -> JSONValue? in
      guard let dossier = try ProjectDossier.load(id, in: sight, on: connection) else { return nil }
      let project = dossier.project
      return [
        "team": .array(
          dossier.team.map { ["account": .string($0.id.description), "name": .string($0.name)] }),
        "milestones": .array(
          try ProjectWorkStore.milestones(of: project, on: connection).map(Self.value)),
        "meetings": .array(try ProjectWorkStore.meetings(of: project, on: connection).map(Self.value)),
        "plans": .array(try ProjectWorkStore.plans(of: project, on: connection).map(Self.value)),
        "reports": .array(try ProjectStoryStore.reports(of: project, on: connection).map(Self.value)),
      ]
    }
    guard let found else { throw WebError.notFound }
    return .json(found, status: status)
  }

  // MARK: JSON

  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }

  private static func value(_ milestone: Milestone) -> JSONValue {
    [
      "id": .string(milestone.id.description), "title": .string(milestone.title),
      "dueOn": .string(milestone.dueOn.description), "state": .string(milestone.state.rawValue),
      "doneOn": milestone.doneOn.map { .string($0.description) } ?? .null, "note": text(milestone.note),
      "owner": milestone.ownerID.map { .string($0.description) } ?? .null,
      "version": .integer(Int64(milestone.version)),
    ]
  }

  private static func value(_ meeting: ProjectMeeting) -> JSONValue {
    [
      "id": .string(meeting.id.description), "heldOn": .string(meeting.heldOn.description),
      "place": text(meeting.place), "people": text(meeting.people), "content": .string(meeting.content),
      "decisions": text(meeting.decisions),
    ]
  }

  private static func value(_ plan: YearPlan) -> JSONValue {
    [
      "year": .integer(Int64(plan.year)), "plan": text(plan.plan), "summary": text(plan.summary),
      "version": .integer(Int64(plan.version)),
    ]
  }

  private static func value(_ report: ProjectReport) -> JSONValue {
    .members([
      ("kind", .string(report.kind.rawValue)), ("body", .string(report.body)), ("person", text(report.person)),
      ("at", .string(report.at.iso8601)),
      ("results", .members(report.results.values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
    ])
  }
}
