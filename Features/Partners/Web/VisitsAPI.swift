import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The JSON side of visits: the same fields, rules and acts as their pages.
struct VisitsAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = VisitsAPIDescription
    let one = "/api/v1/visits/{visit}"
    member.get("/api/v1/visits", needs: .visitsRead, operation: Description.list) { try await list($0) }
    member.post("/api/v1/visits", needs: .visitsWrite, operation: Description.create) { try await create($0) }
    member.get(one, needs: .visitsRead, operation: Description.show) { try await show($0) }
    member.patch(one, needs: .visitsWrite, operation: Description.change) { try await change($0) }
    member.delete(one, needs: .visitsWrite, operation: Description.remove) { try await remove($0) }
    member.post("\(one)/restore", needs: .visitsWrite, operation: Description.restore) { try await restore($0) }
    member.post("\(one)/tasks", needs: .visitsWrite, operation: Description.addTask) { try await addTask($0) }
    member.patch("\(one)/tasks/{task}", needs: .visitsWrite, operation: Description.changeTask) { member in
      try await changeTask(member)
    }
  }

  private func list(_ member: Member) async throws -> Reply {
    let query = try VisitsAPIQuery.read(member.exchange.query)
    let scope = member.actor.scope
    let page = try await services.database.read { connection -> VisitListing in
      if let id = query.partnershipID, try PartnershipStore.partner(id, in: scope, on: connection) == nil {
        throw WebError.notFound
      }
      return try VisitListStore.page(query, in: scope, on: connection)
    }
    let next =
      page.hasNext
      ? page.rows.last.map { VisitListAddress.text(of: VisitListStore.mark(of: $0, in: query.order, isBefore: false)) }
      : nil
    return .json(["items": .array(page.rows.map(VisitJSON.value)), "next": next.map { .string($0) } ?? .null])
  }

  private func show(_ member: Member) async throws -> Reply {
    let record = try await self.record(member)
    let isRevealed = try PartnersAPIQuery.flag("reveal", member.exchange.query)
    guard isRevealed else { return try await answer(record) }
    try Authorization.check(member.exchange, Permission.personalReveal.rawValue)
    try await RemoveVisit(services).reveal(record, by: member.actor)
    return try await answer(record, unmasked: true)
  }

  private func create(_ member: Member) async throws -> Reply {
    let json = try member.exchange.fieldsJSON()
    let scope = member.actor.scope
    guard member.actor.schoolID != nil else { throw WebError.forbidden(Message("partners.problem.noSchool")) }
    guard let id = json["partner"]?.string.flatMap({ ID<Partnership>($0) }),
      let partner = try await services.database.read({ try PartnershipStore.partner(id, in: scope, on: $0) })
    else { throw Invalid([FieldProblem("partner", "partners.visit.problem.partner")]) }
    var blank = Visit(
      id: services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: id, day: member.now.day)
    if case .department(_, let own) = scope { blank.departmentID = own }
    let (visit, guests) = try VisitJSON.read(json, into: blank, guests: VisitGuests())
    try await inTermsOfTheAPI {
      try await SaveVisit(services)(visit, guests: guests, isNew: true, by: member.actor)
    }
    var reply = try await answer(try await record(member, visit.id))
    reply.status = 201
    return reply.header("Location", "/api/v1/visits/\(visit.id)")
  }

  private func change(_ member: Member) async throws -> Reply {
    let old = try await changeable(member)
    try requireVersion(of: old.visit, member.exchange)
    let json = try member.exchange.fieldsJSON()
    guard json["partner"] == nil else {
      throw Invalid([FieldProblem("partner", "kit.records.unknownField", ["name": "partner"])])
    }
    let (visit, guests) = try VisitJSON.read(json, into: old.visit, guests: VisitGuests(old.visit))
    try await inTermsOfTheAPI {
      try await SaveVisit(services)(visit, guests: guests, isNew: false, by: member.actor)
    }
    return try await answer(try await record(member))
  }

  private func remove(_ member: Member) async throws -> Reply {
    let old = try await changeable(member)
    try requireVersion(of: old.visit, member.exchange)
    try await inTermsOfTheAPI {
      try await RemoveVisit(services)(old.visit.id, version: old.visit.version, by: member.actor)
    }
    return .noContent
  }

  private func restore(_ member: Member) async throws -> Reply {
    let record = try await record(member, evenRemoved: true)
    guard record.visit.mayBeChanged(by: member.actor) else { throw WebError.forbidden() }
    try await inTermsOfTheAPI { try await RemoveVisit(services).undo(record.visit.id, by: member.actor) }
    return try await answer(try await self.record(member))
  }

  // MARK: Tasks

  private func addTask(_ member: Member) async throws -> Reply {
    let record = try await record(member)
    let task = try VisitJSON.task(
      try member.exchange.json(), id: services.ids.next(), of: record.visit, by: member.actor.accountID,
      today: member.now.day)
    try await inTermsOfTheAPI { try await VisitTasks(services).add(task, by: member.actor) }
    var reply = try await answer(try await self.record(member))
    reply.status = 201
    return reply
  }

  /// `{"act": "finish", "version": 1, "until": "2026-03-01", "note": "…"}`
  private func changeTask(_ member: Member) async throws -> Reply {
    let record = try await record(member)
    let json = try member.exchange.json()
    let id = try member.exchange.parameter("task", as: ID<VisitTask>.self)
    let visit = record.visit
    guard let task = try await services.database.read({ try VisitTaskStore.task(id, of: visit, on: $0) }) else {
      throw WebError.notFound
    }
    guard visit.mayBeChanged(by: member.actor) || task.ownerID == member.actor.accountID else {
      throw WebError.forbidden()
    }
    guard let act = json["act"]?.string.flatMap({ VisitTask.Act(rawValue: $0) }) else {
      throw Invalid([FieldProblem("act", "kit.records.choice", ["value": json["act"]?.string ?? ""])])
    }
    let note = FieldText.trimmed(json["note"]?.string ?? "")
    guard note.count <= VisitForm.longestTitle else {
      throw Invalid([
        FieldProblem("note", "kit.records.tooLong", ["max": "\(VisitForm.longestTitle)", "count": "\(note.count)"])
      ])
    }
    do {
      try await VisitTasks(services)(
        act, id, of: visit.id, version: Int(json["version"]?.integer ?? 0),
        until: json["until"]?.string.flatMap { CivilDate($0) }, note: note, by: member.actor)
    } catch VisitError.task(.notLater) {
      throw Invalid([
        FieldProblem("until", "partners.visit.problem.later", ["date": task.dueOn.description])
      ])
    } catch is VisitError {
      throw WebError.conflict(Message("partners.visit.task.late"))
    }
    return try await answer(try await self.record(member))
  }

  // MARK: Parts

  private func changeable(_ member: Member) async throws -> VisitRecord {
    let record = try await record(member)
    guard record.visit.mayBeChanged(by: member.actor) else {
      throw WebError.forbidden(Message("partners.visit.problem.notYours"))
    }
    return record
  }

  private func record(_ member: Member, _ id: ID<Visit>? = nil, evenRemoved: Bool = false) async throws -> VisitRecord {
    let id = try id ?? member.exchange.parameter("visit", as: ID<Visit>.self)
    let scope = member.actor.scope
    let found = try await services.database.read { try VisitStore.record(id, in: scope, on: $0) }
    guard let found, found.removal == nil || evenRemoved else { throw WebError.notFound }
    return found
  }

  private func answer(_ record: VisitRecord, unmasked: Bool = false) async throws -> Reply {
    let visit = record.visit
    let tasks = try await services.database.read { connection in
      try VisitTaskStore.tasks(of: [visit.id], school: visit.schoolID, on: connection)
    }
    // The tag is what a change of the visit names; its tasks have versions of their own, so no copy is kept by it.
    return .json(VisitJSON.value(record, tasks: tasks, unmasked: unmasked)).caching(.never)
      .header("ETag", "\"\(visit.version)\"")
  }

  private func requireVersion(of visit: Visit, _ exchange: Exchange) throws {
    try PartnersAPIQuery.requireVersion(visit.version, exchange)
  }

  private func inTermsOfTheAPI<Result: Sendable>(_ act: () async throws -> Result) async throws -> Result {
    do {
      return try await act()
    } catch let invalid as Invalid {
      throw Invalid(VisitJSON.inTermsOfTheBody(invalid.problems))
    } catch VisitError.stale {
      throw WebError.preconditionFailed(Message("kit.web.error.412.text"))
    } catch VisitError.notFound {
      throw WebError.notFound
    }
  }
}

/// The parameters of the API's list: the page's, but what means nothing is
/// refused, because a program must not take everything for what it asked.
enum VisitsAPIQuery {
  /// - Throws: `WebError.unprocessable` with every parameter that means nothing.
  static func read(_ form: FormData) throws -> VisitQuery {
    var problems: [FieldProblem] = []
    func refuse(_ name: String, _ value: String) {
      problems.append(FieldProblem(name, "kit.records.choice", ["value": String(value.prefix(60))]))
    }
    func check(_ name: String, _ isRight: (String) -> Bool) {
      for value in form.all(name) where !isRight(value) { refuse(name, value) }
    }
    check("partner") { ID<Partnership>($0) != nil }
    check("department") { ID<Department>($0) != nil }
    check("owner") { ID<Account>($0) != nil }
    check("tour") { ID<Tour>($0) != nil }
    check("kind") { Visit.Kind(rawValue: $0) != nil }
    check("province") { $0.wholeMatch(of: /[1-9][0-9]/) != nil }
    check("from") { CivilDate($0) != nil }
    check("until") { CivilDate($0) != nil }
    check("outreach") { $0 == "true" || $0 == "false" }
    check("sort") { VisitQuery.Order(rawValue: String($0.hasPrefix("-") ? $0.dropFirst() : $0[...])) != nil }
    if (form["q"] ?? "").count > 60 {
      problems.append(FieldProblem("q", "kit.records.tooLong", ["max": "60", "count": "\((form["q"] ?? "").count)"]))
    }
    var query = VisitListAddress.query(form)
    query.isRemoved = false
    query.isOutreach = form["outreach"] == "true"
    query.limit = PartnersAPIQuery.usual
    if let text = form["limit"] {
      if let limit = Int(text), (1...PartnersAPIQuery.longest).contains(limit) {
        query.limit = limit
      } else {
        problems.append(FieldProblem("limit", "kit.records.range", ["min": "1", "max": "\(PartnersAPIQuery.longest)"]))
      }
    }
    if let place = form["after"], query.mark == nil || place.count > 200 { refuse("after", place) }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    return query
  }
}
