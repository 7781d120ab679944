import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The JSON side of agreements: the same rules and acts as the pages.
struct AgreementsAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = AgreementsAPIDescription
    let one = "/api/v1/agreements/{agreement}"
    member.get("/api/v1/agreements", needs: .agreementsRead, operation: Description.list) { try await list($0) }
    member.post("/api/v1/agreements", needs: .agreementsWrite, operation: Description.create) { try await create($0) }
    member.get(one, needs: .agreementsRead, operation: Description.show) { try await answer($0, id($0)) }
    member.post("\(one)/submit", needs: .agreementsWrite, operation: Description.submit) { member in
      try await act(.submitted, member, saying: .init())
    }
    member.post("\(one)/decide", needs: .agreementsDecide, operation: Description.decide) { try await decide($0) }
    member.post("\(one)/manage", needs: .agreementsManage, operation: Description.manage) { try await manage($0) }
    member.post("\(one)/follow", needs: .agreementsWrite, operation: Description.follow) { try await follow($0) }
    member.patch(one, needs: .agreementsWrite, operation: Description.change) { try await change($0) }
  }

  private func id(_ member: Member) throws -> ID<Agreement> {
    try member.exchange.parameter("agreement", as: ID<Agreement>.self)
  }

  // MARK: Reading

  private func list(_ member: Member) async throws -> Reply {
    let query = try Self.query(member.exchange.query)
    let (scope, today) = (member.actor.scope, member.now.day)
    let page = try await services.database.read { connection in
      try AgreementListStore.page(query, in: scope, today: today, on: connection)
    }
    let next =
      page.hasNext
      ? page.rows.last.map {
        AgreementListAddress.text(of: AgreementListStore.mark(of: $0, in: query.order, isBefore: false))
      } : nil
    return .json([
      "items": .array(page.rows.map { AgreementJSON.value($0) }), "next": next.map { .string($0) } ?? .null,
    ])
  }

  static let longest = 200

  /// What means nothing is refused: a program must not take everything for what it asked.
  private static func query(_ form: FormData) throws -> AgreementQuery {
    var problems: [FieldProblem] = []
    func check(_ name: String, _ isRight: (String) -> Bool) {
      for value in form.all(name) where !isRight(value) {
        problems.append(FieldProblem(name, "kit.records.choice", ["value": String(value.prefix(60))]))
      }
    }
    check("state") { AgreementState(rawValue: $0) != nil }
    check("partner") { ID<Partnership>($0) != nil }
    check("department") { ID<Department>($0) != nil }
    check("type") { (1...30).contains($0.count) }
    check("sort") { AgreementQuery.Order(rawValue: $0) != nil }
    check("ending") { Int($0).map(AgreementRules.warnings.contains) ?? false }
    if (form["q"] ?? "").count > 60 {
      problems.append(FieldProblem("q", "kit.records.tooLong", ["max": "60", "count": "\((form["q"] ?? "").count)"]))
    }
    var query = AgreementListAddress.query(form)
    query.limit = 50
    if let text = form["limit"] {
      if let limit = Int(text), (1...longest).contains(limit) {
        query.limit = limit
      } else {
        problems.append(FieldProblem("limit", "kit.records.range", ["min": "1", "max": "\(longest)"]))
      }
    }
    if let place = form["after"], query.mark == nil {
      problems.append(FieldProblem("after", "kit.records.choice", ["value": String(place.prefix(60))]))
    }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    return query
  }

  private func answer(_ member: Member, _ id: ID<Agreement>, status: Int = 200) async throws -> Reply {
    let (scope, today, catalogue) = (member.actor.scope, member.now.day, services.catalogue)
    let found = try await services.database.read { connection -> JSONValue? in
      guard let dossier = try AgreementDossier.load(id, in: scope, today: today, catalogue, on: connection) else {
        return nil
      }
      let signed =
        dossier.agreement.state.wasActive
        ? try AgreementStoryStore.signed(dossier.agreement, on: connection)?.clauses : nil
      return AgreementJSON.value(dossier, clauses: signed ?? dossier.rendering.clauses)
    }
    guard let found, let version = found["version"]?.integer else { throw WebError.notFound }
    var reply = Reply.json(found).caching(.revalidate(tag: "\(version)"))
    reply.status = status
    return reply
  }

  // MARK: Acting

  private func create(_ member: Member) async throws -> Reply {
    let (new, edit) = try Self.draft(try member.exchange.fieldsJSON())
    let id: ID<Agreement>
    do {
      id = try await DraftAgreement(services).start(new, by: member.actor)
    } catch AgreementError.notFound {
      throw WebError.unprocessable([FieldProblem("partner", "agreements.new.nobody")])
    }
    if !edit.fields.isEmpty || edit.amount != nil {
      do {
        let draft = try await services.database.read { try AgreementStore.agreement(id, in: .installation, on: $0) }
        if var draft {
          draft.typed.merge(edit.fields) { $1 }
          draft.amount = edit.amount
          try await DraftAgreement(services).save(draft, by: member.actor)
        }
      } catch let invalid as Invalid {
        // Nothing half-made stays behind.
        try await DraftAgreement(services).discard(id, version: 1, by: member.actor)
        throw Invalid(invalid.problems.map { FieldProblem($0.field.replacing("own.", with: "fields."), $0.message) })
      }
    }
    return try await answer(member, id, status: 201).header("Location", "/api/v1/agreements/\(id)")
  }

  private struct Edit {
    var fields: [String: String] = [:]
    var amount: Int64?
  }

  private static func draft(_ json: JSONValue) throws -> (NewAgreement, Edit) {
    var problems: [FieldProblem] = []
    let known: Set<String> = [
      "partner", "type", "template", "title", "startOn", "endOn", "amount", "fields", "language",
    ]
    guard let members = json.object else { throw WebError.unprocessable([FieldProblem("", "kit.records.object")]) }
    for member in members where !known.contains(member.name) {
      problems.append(FieldProblem(member.name, "kit.records.unknownField", ["name": member.name]))
    }
    func text(_ name: String) -> String? {
      guard let value = json[name], value != .null else { return nil }
      if let text = value.string { return text }
      problems.append(FieldProblem(name, "kit.records.kind"))
      return nil
    }
    func date(_ name: String) -> CivilDate? {
      guard let typed = text(name) else { return nil }
      let date = CivilDate(typed)
      if date == nil { problems.append(FieldProblem(name, "kit.records.date")) }
      return date
    }
    let partner = text("partner").flatMap { ID<Partnership>($0) }
    if partner == nil { problems.append(FieldProblem("partner", "kit.records.required")) }
    let type = text("type")
    if type == nil { problems.append(FieldProblem("type", "kit.records.required")) }
    let asked = text("template")
    let template = asked.flatMap { ID<AgreementTemplate>($0) }
    if asked != nil, template == nil { problems.append(FieldProblem("template", "agreements.problem.template")) }
    let (title, start, end) = (text("title"), date("startOn"), date("endOn"))
    var edit = Edit()
    if let amount = json["amount"], amount != .null {
      if let fen = amount.integer, (0...Agreement.Limit.amount).contains(fen) {
        edit.amount = fen
      } else {
        problems.append(FieldProblem("amount", "kit.records.money"))
      }
    }
    for member in json["fields"]?.object ?? [] {
      switch member.value {
      case .string(let text): edit.fields[member.name] = text
      case .integer(let number): edit.fields[member.name] = "\(number)"
      case .number(let number): edit.fields[member.name] = "\(number)"
      case .bool(let flag): edit.fields[member.name] = flag ? "是" : "否"
      case .null, .array, .object: problems.append(FieldProblem("fields.\(member.name)", "kit.records.kind"))
      }
    }
    guard problems.isEmpty, let partner, let type else { throw WebError.unprocessable(problems) }
    let new = NewAgreement(
      partnershipID: partner, typeCode: type, templateID: template, title: title ?? "", startOn: start, endOn: end,
      language: try APILanguage.read(json["language"], of: "language") ?? .chinese)
    return (new, edit)
  }

  private func decide(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    let act: AgreementAct
    switch json["decision"]?.string {
    case "approve": act = .approved
    case "refuse": act = .refused
    default: throw WebError.unprocessable([FieldProblem("decision", "agreements.problem.decision")])
    }
    return try await self.act(
      act, member, saying: .init(reason: FieldText.trimmed(json["reason"]?.string ?? "")))
  }

  private func manage(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    let acts: [String: AgreementAct] = [
      "agree": .agreed, "reopen": .reopened, "recall": .recalled, "suspend": .suspended, "resume": .resumed,
      "end": .ended, "archive": .archived,
    ]
    guard let act = acts[json["decision"]?.string ?? ""] else {
      throw WebError.unprocessable([FieldProblem("decision", "agreements.problem.decision")])
    }
    return try await self.act(act, member, saying: .init(reason: FieldText.trimmed(json["reason"]?.string ?? "")))
  }

  /// Begins an amendment, a renewal or an annex anew.
  private func follow(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    guard let relation = Agreement.Relation(rawValue: json["relation"]?.string ?? ""), relation != .none else {
      throw WebError.unprocessable([FieldProblem("relation", "agreements.problem.relation")])
    }
    guard let annex = json["annex"] == nil ? 0 : json["annex"]?.integer, (0...100).contains(annex) else {
      throw WebError.unprocessable([FieldProblem("annex", "agreements.problem.relation")])
    }
    do {
      let new = try await DraftAgreement(services).follow(
        try id(member), as: relation, annex: Int(annex), by: member.actor)
      return try await answer(member, new, status: 201).header("Location", "/api/v1/agreements/\(new)")
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.api.state"))
    }
  }

  /// Changes a draft: what is not named stays as it is.
  private func change(_ member: Member) async throws -> Reply {
    let (id, version, scope) = (try id(member), try Self.version(member), member.actor.scope)
    let json = try member.exchange.json()
    guard var draft = try await services.database.read({ try AgreementStore.agreement(id, in: scope, on: $0) }) else {
      throw WebError.notFound
    }
    let (edit, problems) = DraftJSON.read(json, into: draft)
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    draft = edit
    draft.version = version
    do {
      try await DraftAgreement(services).save(draft, by: member.actor)
    } catch AgreementError.stale {
      throw WebError.preconditionFailed(Message("agreements.api.stale"))
    } catch AgreementError.state {
      throw WebError.conflict(Message("agreements.api.state"))
    } catch AgreementError.notFound {
      throw WebError.notFound
    }
    return try await answer(member, id)
  }

  /// An act is taken only for the version that its author has read.
  private func act(
    _ act: AgreementAct, _ member: Member, saying opinion: MoveAgreement.Opinion
  ) async throws -> Reply {
    let (id, version) = (try id(member), try Self.version(member))
    do {
      try await MoveAgreement(services)(act, id, version: version, saying: opinion, by: member.actor)
    } catch AgreementError.stale {
      throw WebError.preconditionFailed(Message("agreements.api.stale"))
    } catch AgreementError.state {
      throw WebError.conflict(Message("agreements.api.state"))
    } catch AgreementError.notFound {
      throw WebError.notFound
    }
    return try await answer(member, id)
  }
}

extension AgreementsAPI {
  /// The version that `If-Match` names.
  static func version(_ member: Member) throws -> Int {
    guard let asked = member.exchange.header("If-Match") else { throw WebError.preconditionRequired }
    let plain = asked.hasPrefix("W/") ? String(asked.dropFirst(2)) : asked
    guard let match = plain.wholeMatch(of: /"([0-9]{1,9})"/), let version = Int(match.1) else {
      throw WebError.badRequest(Message("agreements.api.ifMatch.malformed"))
    }
    return version
  }
}

/// Agreements as JSON.
enum AgreementJSON {
  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
  private static func integer(_ number: Int64?) -> JSONValue { number.map { .integer($0) } ?? .null }
  private static func day(_ day: CivilDate?) -> JSONValue { day.map { .string($0.description) } ?? .null }

  static func value(_ row: AgreementSummary) -> JSONValue {
    [
      "id": .string(row.id.description), "number": text(row.number), "title": .string(row.title),
      "state": .string(row.state.rawValue), "type": .string(row.typeCode), "kind": .string(row.kind.rawValue),
      "partner": .string(row.partnershipID.description), "enterprise": .string(row.enterpriseName),
      "startOn": day(row.startOn), "endOn": day(row.endOn), "amount": integer(row.amount),
      "signedOn": day(row.signedOn), "dueOn": day(row.dueOn),
    ]
  }

  static func value(_ dossier: AgreementDossier, clauses: [RenderedClause]) -> JSONValue {
    let agreement = dossier.agreement
    let step: JSONValue = agreement.post.map { .string($0.step.rawValue) } ?? .null
    let fields: [(String, JSONValue)] = agreement.typed.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }
    let members: [(String, JSONValue)] = [
      ("id", .string(agreement.id.description)), ("number", text(agreement.number)),
      ("title", .string(agreement.title)), ("state", .string(agreement.state.rawValue)),
      ("type", .string(agreement.typeCode)), ("kind", .string(agreement.kind.rawValue)),
      ("partner", .string(agreement.partnershipID.description)),
      ("enterprise", .string(dossier.partner.enterprise.name)), ("startOn", day(agreement.startOn)),
      ("endOn", day(agreement.endOn)), ("amount", integer(agreement.amount)), ("signedOn", day(agreement.signedOn)),
      ("dueOn", day(agreement.dueOn)), ("step", step), ("reason", text(agreement.reason)),
      ("version", .integer(Int64(agreement.version))), ("language", .string(agreement.language.rawValue)),
      ("fields", .members(fields)),
      ("clauses", .array(clauses.map(clause))),
    ]
    return .members(members)
  }

  static func clause(_ clause: RenderedClause) -> JSONValue {
    .members([
      ("key", .string(clause.key)), ("annex", .integer(Int64(clause.annex))),
      ("number", .integer(Int64(clause.number))), ("heading", .string(clause.heading)), ("text", .string(clause.text)),
      ("gaps", .array(clause.gaps.map { .string($0) })),
    ])
  }
}
