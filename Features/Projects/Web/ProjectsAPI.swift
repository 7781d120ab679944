import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The JSON side of projects, ledger and balances: the same fields, rules and acts as the pages.
struct ProjectsAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = ProjectsAPIDescription
    member.get("/api/v1/projects", needs: .projectsRead, operation: Description.list) { try await list($0) }
    member.get("/api/v1/projects/{project}", needs: .projectsRead, operation: Description.show) { member in
      try await answer(member, try member.exchange.parameter("project", as: ID<Project>.self))
    }
    member.get("/api/v1/ledger", needs: .projectsRead, operation: Description.ledger) { try await ledger($0) }
    member.post("/api/v1/ledger", needs: .projectsWrite, operation: Description.addEntry) { try await addEntry($0) }
    member.get("/api/v1/partners/{partner}/balance", needs: .projectsRead, operation: Description.balance) { member in
      try await balance(member)
    }
  }

  static let longest = 200

  // MARK: Projects

  private func list(_ member: Member) async throws -> Reply {
    let form = member.exchange.query
    var problems = Self.unknown(
      form,
      [
        ("state", { ProjectState(rawValue: $0) != nil }), ("partner", { ID<Partnership>($0) != nil }),
        ("department", { ID<Department>($0) != nil }), ("sort", { ProjectQuery.Order(rawValue: $0) != nil }),
        ("year", { Int($0).map(YearPlan.years.contains) ?? false }), ("mode", { (1...30).contains($0.count) }),
      ])
    if let text = form["q"], text.count > ProjectsAPIDescription.longestSearch {
      problems.append(
        FieldProblem(
          "q", "kit.records.tooLong", ["max": "\(ProjectsAPIDescription.longestSearch)", "count": "\(text.count)"]))
    }
    var query = ProjectListAddress.query(form)
    query.limit = Self.limit(form, &problems)
    if let place = form["after"], query.mark == nil {
      problems.append(FieldProblem("after", "kit.records.choice", ["value": String(place.prefix(60))]))
    }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    let (asked, scope, today) = (query, member.actor.scope, member.now.day)
    let page = try await services.database.read {
      try ProjectListStore.page(asked, in: scope, today: today, on: $0)
    }
    let next =
      page.hasNext
      ? page.rows.last.map {
        ProjectListAddress.text(of: ProjectListStore.mark(of: $0, in: asked.order, isBefore: false))
      }
      : nil
    return .json([
      "items": .array(page.rows.map(ProjectJSON.value)), "next": next.map { .string($0) } ?? .null,
    ])
  }

  /// What means nothing is refused: a program must not take everything for what it asked.
  private static func unknown(_ form: FormData, _ checks: [(String, (String) -> Bool)]) -> [FieldProblem] {
    checks.flatMap { name, isRight in
      form.all(name).filter { !isRight($0) }.map {
        FieldProblem(name, "kit.records.choice", ["value": String($0.prefix(60))])
      }
    }
  }

  private static func limit(_ form: FormData, _ problems: inout [FieldProblem]) -> Int {
    guard let text = form["limit"] else { return 50 }
    if let limit = Int(text), (1...longest).contains(limit) { return limit }
    problems.append(FieldProblem("limit", "kit.records.range", ["min": "1", "max": "\(longest)"]))
    return 50
  }

  private func answer(_ member: Member, _ id: ID<Project>) async throws -> Reply {
    let scope = member.actor.scope
    let found = try await services.database.read { try ProjectDossier.load(id, in: scope, on: $0) }
    guard let found else { throw WebError.notFound }
    return .json(ProjectJSON.value(found)).caching(.revalidate(tag: "\(found.project.version)"))
  }

  // MARK: Ledger

  private func ledger(_ member: Member) async throws -> Reply {
    let form = member.exchange.query
    var problems = Self.unknown(
      form,
      [
        ("partner", { ID<Partnership>($0) != nil }), ("project", { ID<Project>($0) != nil }),
        ("kind", { LedgerKind(rawValue: $0) != nil }), ("side", { LedgerSide(rawValue: $0) != nil }),
        ("part", { $0 == "given" || $0 == "gained" }),
        ("year", { Int($0).map(LedgerEntry.Limit.years.contains) ?? false }),
      ])
    var query = LedgerAddress.query(form)
    query.limit = Self.limit(form, &problems)
    if let place = form["after"], query.after == nil {
      problems.append(FieldProblem("after", "kit.records.choice", ["value": String(place.prefix(60))]))
    }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    let (asked, scope) = (query, member.actor.scope)
    let page = try await services.database.read { try LedgerStore.page(asked, in: scope, on: $0) }
    let next = page.hasNext ? page.rows.last.map { "\($0.entry.id).\($0.entry.day)" } : nil
    return .json([
      "items": .array(page.rows.map(ProjectJSON.value)), "next": next.map { .string($0) } ?? .null,
    ])
  }

  private func addEntry(_ member: Member) async throws -> Reply {
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
    var entry = LedgerEntry(
      id: ID(rawValue: 0), school: ID(rawValue: 0), partnership: partner ?? ID(rawValue: 0), kind: kind,
      day: member.now.day)
    entry.projectID = project
    let rest = JSONValue.object(members.filter { !["kind", "partner", "project"].contains($0.name) })
    let reading = LedgerFields.description(kind).read(rest, into: entry)
    guard reading.problems.isEmpty else { throw WebError.unprocessable(reading.problems) }
    do {
      let made = try await KeepLedger(services).add(reading.record, by: member.actor)
      let scope = Actor.Scope.school(made.schoolID)
      let row = try await services.database.read { try LedgerStore.entry(made.id, in: scope, on: $0) }
      guard let row else { throw WebError.notFound }
      return .json(ProjectJSON.value(row), status: 201)
    } catch let invalid as Invalid {
      throw WebError.unprocessable(invalid.problems)
    } catch ProjectError.notFound {
      throw WebError.unprocessable([FieldProblem(project == nil ? "partner" : "project", "projects.new.nobody")])
    }
  }

  private func balance(_ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let text = member.exchange.query["year"]
    let year = text.flatMap { Int($0) }
    if text != nil, year.map({ !LedgerEntry.Limit.years.contains($0) }) ?? true {
      throw WebError.unprocessable([FieldProblem("year", "kit.records.integer")])
    }
    let scope = member.actor.scope
    let found = try await services.database.read { connection in
      try PartnershipStore.partner(id, in: scope, on: connection).map { _ in
        try LedgerStore.balance(of: id, year: year, on: connection)
      }
    }
    guard let sheet = found else { throw WebError.notFound }
    return .json(ProjectJSON.value(sheet, year: year))
  }
}

/// Projects, entries and balances as JSON; money in fen.
enum ProjectJSON {
  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
  private static func integer(_ number: Int64?) -> JSONValue { number.map { .integer($0) } ?? .null }
  private static func day(_ day: CivilDate?) -> JSONValue { day.map { .string($0.description) } ?? .null }

  static func value(_ row: ProjectSummary) -> JSONValue {
    [
      "id": .string(row.id.description), "number": text(row.number), "title": .string(row.title),
      "state": .string(row.state.rawValue), "mode": .string(row.mode), "form": text(row.form),
      "place": text(row.place), "partner": .string(row.partnershipID.description),
      "enterprise": .string(row.enterpriseName), "startOn": day(row.startOn), "endOn": day(row.endOn),
      "asked": integer(row.asked), "granted": integer(row.granted), "dueOn": day(row.dueOn),
    ]
  }

  static func value(_ dossier: ProjectDossier) -> JSONValue {
    let project = dossier.project
    let expected = dossier.mode.asked.compactMap { item in
      project.expected.values[item.name].map { (item.name, $0.json) }
    }
    return .members([
      ("id", .string(project.id.description)), ("number", text(project.number)), ("title", .string(project.title)),
      ("state", .string(project.state.rawValue)), ("mode", .string(project.mode)), ("form", text(project.form)),
      ("place", text(project.place)), ("partner", .string(project.partnershipID.description)),
      ("enterprise", .string(dossier.partner.enterprise.name)), ("startOn", day(project.startOn)),
      ("endOn", day(project.endOn)), ("asked", integer(project.asked)), ("granted", integer(project.granted)),
      ("dueOn", day(project.dueOn)), ("goal", text(project.goal)), ("content", text(project.content)),
      ("reason", text(project.reason)), ("grade", project.grade.map { .string($0.rawValue) } ?? .null),
      ("expected", .members(expected)), ("version", .integer(Int64(project.version))),
    ])
  }

  static func value(_ row: LedgerRow) -> JSONValue {
    let entry = row.entry
    return .members([
      ("id", .string(entry.id.description)), ("partner", .string(entry.partnershipID.description)),
      ("project", entry.projectID.map { .string($0.description) } ?? .null), ("kind", .string(entry.kind.rawValue)),
      ("side", .string(entry.side.rawValue)), ("day", day(entry.day)), ("title", .string(entry.title)),
      ("amount", integer(entry.amount)), ("arrived", integer(entry.arrived)), ("quantity", text(entry.quantityText)),
      ("months", integer(entry.months)), ("note", text(entry.note)), ("value", .integer(entry.value)),
    ])
  }

  static func value(_ sheet: BalanceSheet, year: Int?) -> JSONValue {
    func totals(_ given: Bool) -> JSONValue {
      .members(LedgerSide.allCases.map { ($0.rawValue, .integer(sheet.total($0, given: given))) })
    }
    return .members([
      ("year", year.map { .integer(Int64($0)) } ?? .null), ("given", totals(true)), ("gained", totals(false)),
      (
        "lines",
        .array(
          sheet.lines.map { line in
            .members([
              ("kind", .string(line.kind.rawValue)), ("side", .string(line.side.rawValue)),
              ("entries", .integer(Int64(line.entries))), ("value", .integer(line.value)),
            ])
          })
      ),
    ])
  }
}
