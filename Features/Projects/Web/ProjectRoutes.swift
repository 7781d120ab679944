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

/// Applying, reviewing, running and closing projects.
struct ProjectRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/projects/{project}"
    member.get("/projects", needs: .projectsRead) { try await ProjectListPage(member: $0).reply() }
    member.get("/projects/statistics", needs: .projectsRead) { try await StatisticsPage(member: $0).reply() }
    member.get("/projects.xlsx", needs: .projectsExport) { try await ExportProjects(services).reply($0) }
    member.get("/projects/new", needs: .projectsWrite) { try await NewProjectPage(member: $0).reply() }
    member.post("/projects", needs: .projectsWrite) { try await start($0) }
    member.get("/partners/{partner}/projects", needs: .projectsRead) { try await PartnerProjects.reply($0) }
    member.get(one, needs: .projectsRead) { try await ProjectPage.load($0).reply() }
    member.get("\(one)/review", needs: .projectsRead) { try await ReviewTab(try await ProjectPage.load($0)).reply() }
    member.get("\(one)/edit", needs: .projectsWrite) { member in
      let page = try await ProjectPage.load(member)
      guard page.mayApply else { throw WebError.forbidden(Message("projects.problem.part")) }
      guard page.project.state.isEditable else {
        return .redirect(to: ProjectLinks.show(page.project.id), flash: .bad("projects.flash.closed"))
      }
      return try await ProjectFormPage.load(page).reply()
    }
    member.post("\(one)/edit", needs: .projectsWrite) { try await save($0) }
    member.post("\(one)/discard", needs: .projectsWrite) { try await discard($0) }
    member.post("\(one)/apply", needs: .projectsWrite) { member in
      try await act(
        member, among: [.developed, .submitted, .withdrawn, .revived, .begun, .reported, .concluded, .followed])
    }
    member.post("\(one)/manage", needs: .projectsManage) { member in
      try await act(
        member,
        among: [
          .convened, .returned, .granted, .rejected, .called, .questioned, .passed, .reopened, .accepted, .stopped,
        ])
    }
    member.post("\(one)/vote", needs: .projectsReview) { try await vote($0) }
    member.get("\(one)/attachments", needs: .projectsRead) { member in
      try await ProjectFiles(try await ProjectPage.load(member)).reply()
    }
    AttachmentRoutes(
      "\(one)/attachments", reads: .projectsRead, writes: .projectsWrite,
      find: { member in
        let page = try await ProjectPage.load(member)
        // Who is asked for a voice reads the files and brings none.
        guard member.exchange.method == .get || page.mayWork else {
          throw WebError.forbidden(Message("projects.problem.part"))
        }
        return ProjectFiles(page).place
      },
      page: { try await ProjectFiles(try await ProjectPage.load($0), problems: $1).reply() }
    ).add(to: &member)
  }

  // MARK: Applying

  private func start(_ member: Member) async throws -> Reply {
    let page = NewProjectPage(member: member)
    let (form, scope) = (member.exchange.form, member.actor.scope)
    guard let id = form["partner"].flatMap({ ID<Partnership>($0) }) else { return try await page.reply(typed: form) }
    let found = try await services.database.read { connection in
      try PartnershipStore.partner(id, in: scope, on: connection).map { partner in
        (partner.partnership.schoolID, try ProjectClassStore.words(of: partner.partnership.schoolID, on: connection))
      }
    }
    guard let (school, classes) = found else { throw WebError.notFound }
    let leaders = try await ProjectFormPage.leaders(of: school, services)
    let blank = Project(id: ID(rawValue: 0), schoolID: school, partnershipID: id, mode: "", createdAt: member.now)
    let reading = ProjectFields.offering(classes, leaders: leaders).read(form, into: blank)
    do {
      let made = try await DraftProject(services).start(try reading.get(), by: member.actor)
      return .redirect(to: ProjectLinks.show(made), flash: .ok("projects.flash.started"))
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch ProjectError.notFound {
      throw WebError.notFound
    }
  }

  /// Saves an application; the pressed button says what comes next.
  private func save(_ member: Member) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    let form = member.exchange.form
    guard page.mayApply else { throw WebError.forbidden(Message("projects.problem.part")) }
    guard page.project.state.isEditable else { throw WebError.conflict(Message("projects.flash.closed")) }
    let leaders = try await ProjectFormPage.leaders(of: page.project.schoolID, services)
    let (draft, problems) = ProjectFormPage.read(form, into: page.project, page.dossier.classes, leaders: leaders)
    guard problems.isEmpty else {
      return try await ProjectFormPage.load(page, draft: draft, typed: form, problems: problems).reply()
    }
    do {
      let saved = try await DraftProject(services).save(draft, develops: true, by: member.actor)
      switch form["act"] {
      case "submit":
        try await MoveProject(services)(.submitted, saved.id, version: saved.version, by: member.actor)
        return .redirect(to: ProjectLinks.show(saved.id), flash: .ok("projects.flash.submitted"))
      case "mode":
        return .redirect(to: Link("\(ProjectLinks.edit(saved.id).text)#mode-items"), flash: .ok("projects.flash.saved"))
      default: return .redirect(to: ProjectLinks.show(saved.id), flash: .ok("projects.flash.saved"))
      }
    } catch let invalid as Invalid {
      // What could be saved is saved; what is missing is said beside what was typed.
      let now = try await ProjectPage.load(member)
      return try await ProjectFormPage.load(now, draft: draft, typed: form, problems: invalid.problems).reply()
    } catch is ProjectError {
      let now = try await ProjectPage.load(member)
      guard now.project.state.isEditable else { throw WebError.conflict(Message("projects.flash.closed")) }
      return try await ProjectFormPage.load(now, draft: draft, typed: form, isStale: true).reply()
    }
  }

  private func discard(_ member: Member) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    do {
      try await DraftProject(services).discard(page.project.id, version: version(member), by: member.actor)
    } catch is ProjectError {
      return try await late(member)
    }
    return .redirect(to: ProjectLinks.of(page.project.partnershipID), flash: .ok("projects.flash.discarded"))
  }

  // MARK: Acting

  private func version(_ member: Member) -> Int { member.exchange.form["version"].flatMap { Int($0) } ?? 0 }

  private func act(_ member: Member, among acts: Set<ProjectAct>) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    let form = member.exchange.form
    guard let act = form["decision"].flatMap({ ProjectAct(rawValue: $0) }), acts.contains(act) else {
      return try await page.reply(typed: form, problems: [FieldProblem("decision", "projects.problem.decision")])
    }
    do {
      try await MoveProject(services)(
        act, page.project.id, version: version(member), saying: Self.opinion(form, act, page.dossier),
        by: member.actor)
      return .redirect(to: ProjectLinks.show(page.project.id), flash: .ok("projects.flash.\(act.rawValue)"))
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch is ProjectError {
      return try await late(member)
    }
  }

  /// Reads what was said with an act; what cannot be read is a problem of it.
  static func opinion(_ form: FormData, _ act: ProjectAct, _ dossier: ProjectDossier) -> MoveProject.Opinion {
    var opinion = MoveProject.Opinion(reason: reason(form))
    opinion.members = form.all("members").compactMap { ID<Account>($0) }
    let due = FieldText.trimmed(form["dueOn"] ?? "")
    if act == .convened, !due.isEmpty {
      opinion.dueOn = FieldText.date(due)
      if opinion.dueOn == nil { opinion.problems.append(FieldProblem("dueOn", "kit.records.date")) }
    }
    let budget = FieldText.trimmed(form["budget"] ?? "")
    if act == .granted, !budget.isEmpty {
      if let fen = Fen.parse(budget), (0...Project.Limit.money).contains(fen) {
        opinion.budget = fen
      } else {
        opinion.problems.append(FieldProblem("budget", "kit.records.money"))
      }
    }
    opinion.grade = form["grade"].flatMap { Project.Grade(rawValue: $0) }
    if act.report != nil {
      opinion.body = FieldText.trimmed((form["body"] ?? "").replacing("\r\n", with: "\n"))
      let reading = dossier.mode.description.read(form, into: ExpectedValues())
      opinion.results = reading.record
      opinion.problems += reading.problems
    }
    return opinion
  }

  /// The words of a decision; an act that stands folded has a field of its own.
  private static func reason(_ form: FormData) -> String {
    FieldText.trimmed(form["reason-\(form["decision"] ?? "")"] ?? form["reason"] ?? "")
  }

  private func vote(_ member: Member) async throws -> Reply {
    let page = try await ProjectPage.load(member)
    let form = member.exchange.form
    var problems: [FieldProblem] = []
    let choice = form["choice"].flatMap { ProjectVote.Choice(rawValue: $0) }
    if choice == nil { problems.append(FieldProblem("choice", "projects.problem.choice")) }
    let score = FieldText.integer(FieldText.trimmed(form["score"] ?? ""))
    if score == nil { problems.append(FieldProblem("score", "kit.records.integer")) }
    let reason = FieldText.trimmed(form["reason"] ?? "")
    if reason.isEmpty { problems.append(FieldProblem("reason", "projects.problem.voteReason")) }
    guard problems.isEmpty, let choice, let score else {
      return try await ReviewTab(page, typed: form, problems: problems).reply()
    }
    do {
      try await VoteOnProject(services)(
        choice, score: Int(clamping: score), because: reason, on: page.project.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await ReviewTab(page, typed: form, problems: invalid.problems).reply()
    } catch is ProjectError {
      return try await late(member)
    }
    return .redirect(to: ProjectLinks.page(page.project.id, "review"), flash: .ok("projects.flash.voted"))
  }

  /// An act that came too late shows the project as it stands, who was first,
  /// and the words that were typed.
  private func late(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    let typed = [Self.reason(form), FieldText.trimmed(form["body"] ?? "")].filter { !$0.isEmpty }
    return try await ProjectPage.load(member).reply(late: true, typedWords: typed.joined(separator: "\n"))
  }
}
