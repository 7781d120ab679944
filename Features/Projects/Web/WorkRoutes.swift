import Accounts
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Milestones, meetings and yearly plans of a project.
struct WorkRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/projects/{project}"
    member.get("\(one)/progress", needs: .projectsRead) {
      try await ProgressTab(try await ProjectPage.load($0)).reply()
    }
    member.post("\(one)/milestones", needs: .projectsWrite) { try await milestone($0, isNew: true) }
    member.post("\(one)/milestones/{milestone}", needs: .projectsWrite) { try await milestone($0, isNew: false) }
    member.post("\(one)/meetings", needs: .projectsWrite) { try await meeting($0) }
    member.post("\(one)/plans", needs: .projectsWrite) { try await plan($0) }
    member.post("\(one)/team", needs: .projectsWrite) { try await join($0) }
    member.post("\(one)/team/{person}/remove", needs: .projectsWrite) { try await leave($0) }
  }

  /// What was typed into one of the page's forms, whose names begin with where it stands.
  private struct Typed {
    let form: FormData
    var place: String { form["at"] ?? "" }

    func has(_ name: String) -> Bool { form.has("\(place)-\(name)") }

    subscript(name: String) -> String {
      FieldText.trimmed((form["\(place)-\(name)"] ?? "").replacing("\r\n", with: "\n"))
    }
  }

  private func milestone(_ member: Member, isNew: Bool) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    let form = Typed(form: member.exchange.form)
    var problems: [FieldProblem] = []
    var milestone: Milestone
    if isNew {
      milestone = Milestone(id: services.ids.next(), title: "", dueOn: page.today)
    } else {
      let id = try member.exchange.parameter("milestone", as: ID<Milestone>.self)
      guard let found = page.milestones.first(where: { $0.id == id }) else { throw WebError.notFound }
      milestone = found
      milestone.version = Int(form["version"]) ?? 0
    }
    if form.has("title") { milestone.title = form["title"] }
    if form.has("note") { milestone.note = form["note"] }
    if form.has("owner") {
      milestone.ownerID = ID<Account>(form["owner"])
      if milestone.ownerID == nil, !form["owner"].isEmpty {
        problems.append(FieldProblem("owner", "projects.problem.owner"))
      }
    }
    if form.has("due") {
      if let day = FieldText.date(form["due"]) {
        milestone.dueOn = day
      } else {
        problems.append(FieldProblem("due", "kit.records.date"))
      }
    }
    if !isNew { milestone.state = Milestone.State(rawValue: form["state"]) ?? milestone.state }
    milestone.doneOn = milestone.state == .done ? milestone.doneOn ?? page.today : nil
    if milestone.state == .done, !form["doneOn"].isEmpty {
      milestone.doneOn = FieldText.date(form["doneOn"])
      if milestone.doneOn == nil { problems.append(FieldProblem("doneOn", "kit.records.date")) }
    }
    let kept = milestone
    return try await keep(page, form, problems, flash: "projects.flash.milestone") {
      try await KeepWork(services).keep(kept, isNew: isNew, of: page.project.id, by: member.actor)
    }
  }

  private func meeting(_ member: Member) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    let form = Typed(form: member.exchange.form)
    let day = FieldText.date(form["heldOn"])
    let problems = day == nil ? [FieldProblem("heldOn", "kit.records.date")] : []
    let meeting = ProjectMeeting(
      id: services.ids.next(), heldOn: day ?? page.today, place: form["place"], people: form["people"],
      content: form["content"], decisions: form["decisions"], writer: member.actor.name, at: services.now)
    return try await keep(page, form, problems, flash: "projects.flash.meeting") {
      try await KeepWork(services).keep(meeting, of: page.project.id, by: member.actor)
    }
  }

  private func plan(_ member: Member) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    let form = Typed(form: member.exchange.form)
    let year = FieldText.integer(form["year"]).flatMap { Int(exactly: $0) }
    let problems = year == nil ? [FieldProblem("year", "kit.records.integer")] : []
    let plan = YearPlan(
      year: year ?? page.today.year, plan: form["plan"], summary: form["summary"],
      version: Int(form["version"]) ?? 0)
    return try await keep(page, form, problems, flash: "projects.flash.plan") {
      try await KeepWork(services).keep(plan, of: page.project.id, by: member.actor)
    }
  }

  private func join(_ member: Member) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    do {
      guard let person = member.exchange.form["member"].flatMap({ ID<Account>($0) }) else {
        throw Invalid([FieldProblem("member", "kit.records.required")])
      }
      try await KeepTeam(services).add(person, to: page.project.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(problems: invalid.problems)
    } catch is ProjectError {
      throw WebError.conflict(Message("projects.problem.over"))
    }
    return .redirect(to: ProjectLinks.show(page.project.id), flash: .ok("projects.flash.joined"))
  }

  private func leave(_ member: Member) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    do {
      try await KeepTeam(services).remove(
        try member.exchange.parameter("person", as: ID<Account>.self), from: page.project.id, by: member.actor)
    } catch is ProjectError {
      throw WebError.conflict(Message("projects.problem.over"))
    }
    return .redirect(to: ProjectLinks.show(page.project.id), flash: .ok("projects.flash.left"))
  }

  private func keep(
    _ page: ProjectPage, _ form: Typed, _ problems: [FieldProblem], flash: String, _ act: () async throws -> Void
  ) async throws -> Reply {
    guard problems.isEmpty else {
      return try await ProgressTab(page, typed: form.form, problems: problems, at: form.place).reply()
    }
    do {
      try await act()
    } catch let invalid as Invalid {
      return try await ProgressTab(page, typed: form.form, problems: invalid.problems, at: form.place).reply()
    } catch ProjectError.stale {
      let now = try await ProjectPage.load(page.member)
      return try await ProgressTab(now, typed: form.form, problems: [], at: form.place, isStale: true).reply()
    } catch ProjectError.notFound {
      throw WebError.notFound
    } catch is ProjectError {
      throw WebError.conflict(Message("projects.problem.notRunning"))
    }
    return .redirect(to: ProjectLinks.page(page.project.id, "progress"), flash: .ok(flash))
  }
}
