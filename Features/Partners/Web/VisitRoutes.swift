import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The pages of visits.
struct VisitRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/visits", needs: .visitsRead) { try await VisitListPage(member: $0).reply() }
    member.get("/visits.xlsx", needs: .visitsExport) { try await ExportVisits.reply($0) }
    member.get("/visits/new", needs: .visitsWrite) { try await new($0) }
    member.post("/visits", needs: .visitsWrite) { try await create($0) }
    member.get("/partners/{partner}/visits", needs: .visitsRead) { member in
      try await PartnerPage.load(member).reply(.visits)
    }
    member.get("/visits/{visit}", needs: .visitsRead) { try await VisitPage.load($0).reply() }
    member.get("/visits/{visit}/edit", needs: .visitsWrite) { member in
      let page = try await changeable(member)
      return try await VisitFormPage.load(member, page.record.partner)
        .reply(page.visit, guests: VisitGuests(page.visit), isNew: false)
    }
    member.post("/visits/{visit}/edit", needs: .visitsWrite) { try await change($0) }
    member.post("/visits/{visit}/remove", needs: .visitsWrite) { try await remove($0) }
    member.post("/visits/{visit}/restore", needs: .visitsWrite) { member in
      let page = try await VisitPage.load(member)
      guard page.visit.mayBeChanged(by: member.actor) else { throw WebError.forbidden() }
      try await RemoveVisit(services).undo(page.visit.id, by: member.actor)
      return .redirect(to: VisitLinks.show(page.visit.id), flash: .ok("partners.visit.flash.restored"))
    }
    member.post("/visits/{visit}/reveal", needs: .personalReveal) { member in
      // Who may read personal data in general may still not read visits.
      guard member.actor.may(.visitsRead) else { throw WebError.forbidden() }
      let page = try await VisitPage.load(member)
      try await RemoveVisit(services).reveal(page.record, by: member.actor)
      return try await page.reply(isRevealed: true)
    }
    AttachmentRoutes(
      "/visits/{visit}/attachments", reads: .visitsRead, writes: .visitsWrite,
      find: { member in
        let page = try await VisitPage.load(member)
        return VisitPage.place(page.record, isChangeable: page.mayChange)
      }, page: { try await VisitPage.load($0).reply(problems: $1) }
    ).add(to: &member)
    member.post("/visits/{visit}/tasks", needs: .visitsWrite) { try await addTask($0) }
    for act in VisitTask.Act.allCases {
      member.post("/visits/{visit}/tasks/{task}/\(act.rawValue)", needs: .visitsWrite) { try await self.act(act, $0) }
    }
  }

  // MARK: Writing visits

  /// Without a partner it asks for one.
  private func new(_ member: Member) async throws -> Reply {
    guard member.actor.schoolID != nil else { throw WebError.forbidden(Message("partners.problem.noSchool")) }
    let plan = try await VisitPlan.load(member, line: member.exchange.query["line"])
    guard let text = member.exchange.query["partner"], !text.isEmpty else {
      return try await VisitPartnerPage(member: member, plan: plan).reply()
    }
    let page = try await form(member, partner: text, plan)
    let (visit, guests) = try await page.blank()
    return try await page.reply(visit, guests: guests, isNew: true)
  }

  private func form(_ member: Member, partner text: String, _ plan: VisitPlan?) async throws -> VisitFormPage {
    guard let id = ID<Partnership>(text) else { throw WebError.notFound }
    let scope = member.actor.scope
    let found = try await services.database.read { try PartnershipStore.partner(id, in: scope, on: $0) }
    guard let found else { throw WebError.notFound }
    return try await VisitFormPage.load(member, found, plan: plan)
  }

  private func create(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    let plan = try await VisitPlan.load(member, line: form["line"])
    let page = try await self.form(member, partner: form["partner"] ?? "", plan)
    let blank = try await page.blank().visit
    let read = VisitForm.read(form, into: blank, newTask: services.ids.next(), today: member.now.day)
    func again(_ problems: [FieldProblem]) async throws -> Reply {
      try await page.reply(read.visit, guests: read.guests, isNew: true, typed: form, problems: problems)
    }
    guard read.problems.isEmpty else { return try await again(read.problems) }
    do {
      try await SaveVisit(services)(
        read.visit, guests: read.guests, followedBy: read.task, filling: plan?.line.id, isNew: true, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(invalid.problems)
    }
    return .redirect(
      to: VisitLinks.show(read.visit.id),
      flash: .ok("partners.visit.flash.created", ["name": page.partner.enterprise.name]))
  }

  /// - Throws: `WebError.forbidden` for a visit that is somebody else's to change.
  private func changeable(_ member: Member) async throws -> VisitPage {
    let page = try await VisitPage.load(member)
    guard page.visit.mayBeChanged(by: member.actor) else {
      throw WebError.forbidden(Message("partners.visit.problem.notYours"))
    }
    guard page.record.removal == nil else { throw WebError.conflict(Message("partners.visit.problem.removed")) }
    return page
  }

  private func change(_ member: Member) async throws -> Reply {
    let old = try await changeable(member).record
    let form = member.exchange.form
    let page = try await VisitFormPage.load(member, old.partner)
    var read = VisitForm.read(form, into: old.visit, newTask: nil, today: member.now.day)
    // The version that the form was opened on: a change made meanwhile is not overwritten.
    read.visit.version = form["version"].flatMap { Int($0) } ?? 0
    func again(_ visit: Visit, _ problems: [FieldProblem]) async throws -> Reply {
      try await page.reply(visit, guests: read.guests, isNew: false, typed: form, problems: problems)
    }
    guard read.problems.isEmpty else { return try await again(read.visit, read.problems) }
    do {
      try await SaveVisit(services)(read.visit, guests: read.guests, isNew: false, by: member.actor)
    } catch let invalid as Invalid {
      return try await again(read.visit, invalid.problems)
    } catch VisitError.stale {
      // What was typed stays; sent once more it replaces what the other has written.
      let now = try await changeable(member).visit
      return try await again(now, [FieldProblem("", "partners.visit.problem.stale")])
    }
    return .redirect(to: VisitLinks.show(old.visit.id), flash: .ok("partners.visit.flash.changed"))
  }

  private func remove(_ member: Member) async throws -> Reply {
    let page = try await VisitPage.load(member)
    guard page.visit.mayBeChanged(by: member.actor) else { throw WebError.forbidden() }
    guard page.record.removal == nil else { return .redirect(to: VisitLinks.show(page.visit.id)) }
    do {
      let version = member.exchange.form["version"].flatMap { Int($0) } ?? 0
      try await RemoveVisit(services)(page.visit.id, version: version, by: member.actor)
    } catch VisitError.stale {
      return .redirect(to: VisitLinks.show(page.visit.id), flash: .bad("partners.visit.flash.stale"))
    }
    // Its page says that it is gone and offers to put it back.
    return .redirect(to: VisitLinks.show(page.visit.id), flash: .ok("partners.visit.flash.removed"))
  }

  // MARK: Tasks

  private func addTask(_ member: Member) async throws -> Reply {
    let page = try await VisitPage.load(member)
    let form = member.exchange.form
    guard page.record.removal == nil else { throw WebError.conflict(Message("partners.visit.problem.removed")) }
    let read = VisitForm.task(
      form, id: services.ids.next(), of: page.visit, today: member.now.day, isRequired: true)
    guard let task = read.task else { return try await page.reply(typed: form, problems: read.problems) }
    do {
      try await VisitTasks(services).add(task, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    }
    return .redirect(to: VisitLinks.show(page.visit.id), flash: .ok("partners.visit.task.flash.added"))
  }

  private func act(_ act: VisitTask.Act, _ member: Member) async throws -> Reply {
    let page = try await VisitPage.load(member)
    let task = try page.task(try member.exchange.parameter("task", as: ID<VisitTask>.self))
    guard page.mayChange || task.ownerID == member.actor.accountID else { throw WebError.forbidden() }
    let form = member.exchange.form
    let note = FieldText.trimmed(form["note-\(task.id)"] ?? form["note"] ?? "")
    let until = FieldText.date(form["until-\(task.id)"] ?? form["until"] ?? "")
    let field = "until-\(task.id)"
    guard note.count <= VisitForm.longestTitle else {
      return try await page.reply(
        typed: form,
        problems: [
          FieldProblem("", "kit.records.tooLong", ["max": "\(VisitForm.longestTitle)", "count": "\(note.count)"])
        ])
    }
    do {
      try await VisitTasks(services)(
        act, task.id, of: page.visit.id, version: form["version"].flatMap { Int($0) } ?? 0, until: until, note: note,
        by: member.actor)
    } catch VisitError.task(.notLater) {
      let problem = FieldProblem(field, "partners.visit.problem.later", ["date": task.dueOn.description])
      return try await page.reply(typed: form, problems: [problem])
    } catch is VisitError {
      // Somebody was first: the page shows how the task stands now.
      let now = try await VisitPage.load(member)
      let notice = Alert(.warning, "<p>\(member.t("partners.visit.task.late"))</p>").html
      return try await now.reply(notice: notice, status: 409)
    }
    return .redirect(
      to: VisitLinks.show(page.visit.id),
      flash: .ok("partners.visit.task.flash.\(act.rawValue)", ["title": task.title]))
  }
}
