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
    ProjectWayAPI(services: services).add(to: &member)
    ProjectWorkAPI(services: services).add(to: &member)
    LedgerAPI(services: services).add(to: &member)
    SchemesAPI(services: services).add(to: &member)
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
        ("mine", { $0 == "1" }),
      ])
    if let text = form["q"], text.count > ProjectsAPIDescription.longestSearch {
      problems.append(
        FieldProblem(
          "q", "kit.records.tooLong", ["max": "\(ProjectsAPIDescription.longestSearch)", "count": "\(text.count)"]))
    }
    var query = ProjectListAddress.query(form, by: member.actor)
    query.limit = Self.limit(form, &problems)
    if let place = form["after"], query.mark == nil {
      problems.append(FieldProblem("after", "kit.records.choice", ["value": String(place.prefix(60))]))
    }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    let (asked, sight, today) = (query, ProjectSight(member.actor), member.now.day)
    let page = try await services.database.read {
      try ProjectListStore.page(asked, in: sight, today: today, on: $0)
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

  /// Values of one filter.
  static let most = 40

  /// What means nothing is refused: a program must not take everything for what it asked.
  static func unknown(_ form: FormData, _ checks: [(String, (String) -> Bool)]) -> [FieldProblem] {
    checks.flatMap { name, isRight -> [FieldProblem] in
      let values = form.all(name)
      guard values.count <= most else { return [FieldProblem(name, "kit.records.tooMany", ["max": "\(most)"])] }
      return values.filter { !isRight($0) }.map {
        FieldProblem(name, "kit.records.choice", ["value": String($0.prefix(60))])
      }
    }
  }

  static func limit(_ form: FormData, _ problems: inout [FieldProblem]) -> Int {
    guard let text = form["limit"] else { return 50 }
    if let limit = Int(text), (1...longest).contains(limit) { return limit }
    problems.append(FieldProblem("limit", "kit.records.range", ["min": "1", "max": "\(longest)"]))
    return 50
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
      ("department", text(dossier.departmentName)),
      ("leader", project.leaderID.map { .string($0.description) } ?? .null), ("midtermOn", day(project.midtermOn)),
      ("closedOn", day(project.closedOn)), ("expected", .members(expected)),
      ("version", .integer(Int64(project.version))),
    ])
  }

  static func value(_ row: LedgerRow) -> JSONValue {
    let entry = row.entry
    return .members([
      ("id", .string(entry.id.description)), ("partner", .string(entry.partnershipID.description)),
      ("project", entry.projectID.map { .string($0.description) } ?? .null), ("kind", .string(entry.kind.rawValue)),
      ("side", .string(entry.side.rawValue)), ("day", day(entry.day)), ("title", .string(entry.title)),
      ("amount", integer(entry.amount)), ("arrived", integer(entry.arrived)), ("quantity", text(entry.quantityText)),
      ("months", integer(entry.months)), ("owner", entry.owner.map { .string($0.rawValue) } ?? .null),
      ("location", text(entry.location)), ("note", text(entry.note)), ("value", .integer(entry.value)),
      ("standing", .string(entry.standing.rawValue)), ("noted", .string(entry.notedSide.rawValue)),
      ("answer", text(entry.answer)), ("answeredBy", text(entry.answeredBy)), ("isRemoved", .bool(entry.isRemoved)),
      ("version", .integer(Int64(entry.version))),
    ])
  }

  static func value(_ sheet: BalanceSheet, year: Int?) -> JSONValue {
    func totals(_ given: Bool) -> JSONValue {
      .members(LedgerSide.allCases.map { ($0.rawValue, .integer(sheet.total($0, given: given))) })
    }
    return .members([
      ("year", year.map { .integer(Int64($0)) } ?? .null), ("given", totals(true)), ("gained", totals(false)),
      ("value", .integer(sheet.value)), ("confirmed", .integer(sheet.confirmed)),
      ("disputed", .integer(sheet.share(.disputed).value)),
      (
        "lines",
        .array(
          sheet.lines.map { line in
            .members([
              ("kind", .string(line.kind.rawValue)), ("side", .string(line.side.rawValue)),
              ("entries", .integer(Int64(line.entries))), ("value", .integer(line.value)),
              ("confirmed", .integer(line.confirmed)),
            ])
          })
      ),
    ])
  }
}
