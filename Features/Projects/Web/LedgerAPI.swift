import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Web

/// The ledger as JSON: to list, note, change, take out and put back, to answer
/// what the enterprise noted, and to ask it for its word.
struct LedgerAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = LedgerAPIDescription
    let one = "/api/v1/ledger/{entry}"
    member.get("/api/v1/ledger", needs: .projectsRead, operation: Description.list) { try await list($0) }
    member.post("/api/v1/ledger", needs: .projectsWrite, operation: Description.add) { try await note($0) }
    member.get(one, needs: .projectsRead, operation: Description.show) { try await answer($0, try await entry($0)) }
    member.patch(one, needs: .projectsWrite, operation: Description.change) { try await change($0) }
    member.delete(one, needs: .projectsWrite, operation: Description.remove) { member in
      _ = try await remove(member, true)
      return .noContent
    }
    member.post("\(one)/restore", needs: .projectsWrite, operation: Description.restore) { member in
      try await answer(member, try await remove(member, false))
    }
    let balance = "/api/v1/partners/{partner}/balance"
    member.get(balance, needs: .projectsRead, operation: Description.balance) { try await self.balance($0) }
    member.post("\(balance)/answers", needs: .projectsWrite, operation: Description.answer) { member in
      try await answers(member)
    }
    member.post("\(balance)/requests", needs: .projectsManage, operation: Description.ask) { try await ask($0) }
  }

  // MARK: Reading

  private func list(_ member: Member) async throws -> Reply {
    let form = member.exchange.query
    var problems = ProjectsAPI.unknown(
      form,
      [
        ("partner", { ID<Partnership>($0) != nil }), ("project", { ID<Project>($0) != nil }),
        ("kind", { LedgerKind(rawValue: $0) != nil }), ("side", { LedgerSide(rawValue: $0) != nil }),
        ("part", { $0 == "given" || $0 == "gained" }), ("standing", { LedgerStanding(rawValue: $0) != nil }),
        ("noted", { $0 == "school" || $0 == "enterprise" }),
        ("year", { Int($0).map(LedgerEntry.Limit.years.contains) ?? false }),
      ])
    var query = LedgerAddress.query(form)
    query.limit = ProjectsAPI.limit(form, &problems)
    if let place = form["after"], query.after == nil {
      problems.append(FieldProblem("after", "kit.records.choice", ["value": String(place.prefix(60))]))
    }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    let (asked, sight) = (query, ProjectSight(member.actor, least: .work))
    let page = try await services.database.read { try LedgerStore.page(asked, in: sight, on: $0) }
    let next = page.hasNext ? page.rows.last.map { "\($0.entry.id).\($0.entry.day)" } : nil
    return .json([
      "items": .array(page.rows.map(ProjectJSON.value)), "next": next.map { .string($0) } ?? .null,
    ])
  }

  private func entry(_ member: Member, _ id: ID<LedgerEntry>? = nil) async throws -> LedgerRow {
    let id = try id ?? member.exchange.parameter("entry", as: ID<LedgerEntry>.self)
    let sight = ProjectSight(member.actor, least: .work)
    guard let row = try await services.database.read({ try LedgerStore.entry(id, in: sight, on: $0) }) else {
      throw WebError.notFound
    }
    return row
  }

  private func answer(_ member: Member, _ row: LedgerRow, status: Int = 200) async throws -> Reply {
    var reply = Reply.json(ProjectJSON.value(row)).caching(.revalidate(tag: "\(row.entry.version)"))
    reply.status = status
    return reply
  }

  // MARK: Writing

  private func note(_ member: Member) async throws -> Reply {
    let json = try member.exchange.fieldsJSON()
    guard let members = json.object else { throw WebError.unprocessable([FieldProblem("", "kit.records.object")]) }
    guard let kind = json["kind"]?.string.flatMap({ LedgerKind(rawValue: $0) }) else {
      throw WebError.unprocessable([FieldProblem("kind", "kit.records.required")])
    }
    let partner = json["partner"]?.string.flatMap { ID<Partnership>($0) }
    let project = json["project"]?.string.flatMap { ID<Project>($0) }
    guard partner != nil || project != nil else {
      throw WebError.unprocessable([FieldProblem("partner", "kit.records.required")])
    }
    var blank = LedgerEntry(
      id: ID(rawValue: 0), school: ID(rawValue: 0), partnership: partner ?? ID(rawValue: 0), kind: kind,
      day: member.now.day)
    blank.projectID = project
    let rest = JSONValue.object(members.filter { !["kind", "partner", "project"].contains($0.name) })
    let reading = LedgerFields.description(kind).read(rest, into: blank)
    guard reading.problems.isEmpty else { throw WebError.unprocessable(reading.problems) }
    do {
      let made = try await KeepLedger(services).add(reading.record, by: member.actor)
      return try await answer(member, try await entry(member, made.id), status: 201)
        .header("Location", "/api/v1/ledger/\(made.id)")
    } catch ProjectError.notFound {
      throw WebError.unprocessable([FieldProblem(project == nil ? "partner" : "project", "projects.new.nobody")])
    }
  }

  private func change(_ member: Member) async throws -> Reply {
    let version = try ReadVersion.of(member)
    let old = try await entry(member).entry
    let reading = LedgerFields.description(old.kind).read(try member.exchange.fieldsJSON(), into: old)
    guard reading.problems.isEmpty else { throw WebError.unprocessable(reading.problems) }
    var new = reading.record
    new.version = version
    let typed = new
    try await ReadVersion.acting { try await KeepLedger(services).change(typed, by: member.actor) }
    return try await answer(member, try await entry(member))
  }

  private func remove(_ member: Member, _ isRemoved: Bool) async throws -> LedgerRow {
    let version = try ReadVersion.of(member)
    var entry = try await entry(member).entry
    entry.isRemoved = isRemoved
    entry.version = version
    let wanted = entry
    try await ReadVersion.acting { try await KeepLedger(services).change(wanted, by: member.actor) }
    return try await self.entry(member)
  }

  // MARK: Balances

  private func year(_ member: Member) throws -> Int? {
    let text = member.exchange.query["year"]
    let year = text.flatMap { Int($0) }
    if text != nil, year.map({ !LedgerEntry.Limit.years.contains($0) }) ?? true {
      throw WebError.unprocessable([FieldProblem("year", "kit.records.integer")])
    }
    return year
  }

  private func balance(_ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let year = try year(member)
    let scope = member.actor.scope
    let found = try await services.database.read { connection in
      try PartnershipStore.partner(id, in: scope, on: connection).map { _ in
        try LedgerStore.balance(of: id, year: year, on: connection)
      }
    }
    guard let sheet = found else { throw WebError.notFound }
    return .json(ProjectJSON.value(sheet, year: year))
  }

  /// Answers what the enterprise noted.
  private func answers(_ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    guard let year = try year(member) else {
      throw WebError.unprocessable([FieldProblem("year", "kit.records.required")])
    }
    let (seen, standing, words) = try AnswerJSON.read(try member.exchange.json())
    let outcome = try await ReadVersion.acting {
      try await ConfirmLedger(services).answer(
        seen, standing, saying: words, in: id, year: year, by: .school(member.actor))
    }
    return .json([
      "done": .integer(Int64(outcome.done)),
      "late": .array(outcome.late.map { .string($0.id.description) }),
    ])
  }

  private func ask(_ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    var body = try JSONBody(member, known: ["name", "mail", "year"])
    let (name, mail) = (body.text("name"), body.text("mail"))
    let year = body.integer("year")
    if year == nil, !body.has("year") { body.refuse(FieldProblem("year", "kit.records.required")) }
    try body.check()
    do {
      try await ReadVersion.acting {
        try await AskForConfirmation(services)(
          name: name, mail: mail, about: id, year: Int(clamping: year ?? 0), by: member.actor)
      }
    } catch let invalid as Invalid {
      throw Invalid(invalid.problems.map { FieldProblem($0.field.replacing("guest.", with: ""), $0.message) })
    }
    return .noContent
  }
}
