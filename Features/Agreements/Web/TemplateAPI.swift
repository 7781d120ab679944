import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// The JSON side of templates and types: the same rules and acts as the pages. The tag of an answer is
/// the revision of the version it shows; whoever changes or publishes a draft names it in `If-Match`.
struct TemplateAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = TemplateAPIDescription
    let (list, one) = ("/api/v1/agreements/templates", "/api/v1/agreements/templates/{template}")
    member.get("/api/v1/agreements/types", needs: .agreementsRead, operation: Description.types) { member in
      let (scope, t) = (member.actor.scope, member.t)
      let types = try await services.database.read { try AgreementTypeStore.types(in: scope, on: $0) }
      return .json(["items": .array(types.map { TemplateJSON.value($0, t) })])
    }
    member.get(list, needs: .agreementsRead, operation: Description.list) { try await self.list($0) }
    member.post(list, needs: .agreementsTemplates, operation: Description.create) { try await create($0) }
    member.get(one, needs: .agreementsRead, operation: Description.show) {
      Self.answer(try await TemplatePage.load($0))
    }
    member.patch(one, needs: .agreementsTemplates, operation: Description.change) { try await change($0) }
    member.post("\(one)/draft", needs: .agreementsTemplates, body: BodyRule.none, operation: Description.draft) {
      member in
      let id = try id(member)
      try await acting { try await WriteTemplate(services).begin(id, by: member.actor) }
      return Self.answer(try await TemplatePage.load(member).ofDraft(), status: 201)
    }
    member.post("\(one)/publish", needs: .agreementsTemplates, operation: Description.publish) { member in
      let (id, revision) = (try id(member), try AgreementsAPI.version(member))
      let note = FieldText.trimmed(try member.exchange.json()["note"]?.string ?? "")
      try await acting {
        try await WriteTemplate(services).publish(
          id, revision: revision, note: String(note.prefix(300)), by: member.actor)
      }
      return Self.answer(try await TemplatePage.load(member))
    }
  }

  private func id(_ member: Member) throws -> ID<AgreementTemplate> {
    try member.exchange.parameter("template", as: ID<AgreementTemplate>.self)
  }

  private static func answer(_ page: TemplatePage, status: Int = 200) -> Reply {
    var reply = Reply.json(TemplateJSON.value(page)).caching(.revalidate(tag: "\(page.version.revision)"))
    reply.status = status
    return reply
  }

  private func list(_ member: Member) async throws -> Reply {
    let asked = member.exchange.query["kind"]
    let kind = asked.flatMap { AgreementKind(rawValue: $0) }
    if let asked, kind == nil {
      throw WebError.unprocessable([FieldProblem("kind", "kit.records.choice", ["value": String(asked.prefix(60))])])
    }
    let scope = member.actor.scope
    let found = try await services.database.read { try TemplateStore.templates(in: scope, kind: kind, on: $0) }
    return .json(["items": .array(found.map { .members(TemplateJSON.members($0)) })])
  }

  private func create(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    var (text, problems) = TemplateJSON.text(json, otherwise: TemplateText())
    let title = FieldText.trimmed(json["title"]?.string ?? "")
    let note = FieldText.trimmed(json["note"]?.string ?? "")
    let kind = json["kind"]?.string.flatMap { AgreementKind(rawValue: $0) }
    if kind == nil { problems.append(FieldProblem("kind", "kit.records.required")) }
    if title.isEmpty { problems.append(FieldProblem("title", "kit.records.required")) }
    for (name, words, most) in [("title", title, 80), ("note", note, 300)] where words.count > most {
      problems.append(FieldProblem(name, "kit.records.tooLong", ["max": "\(most)", "count": "\(words.count)"]))
    }
    let language = try APILanguage.read(json["language"], of: "language") ?? .chinese
    if let kind, text.clauses.isEmpty { text = FirstText.of(kind, services.localizer(language)) }
    problems += TemplateJSON.problems(TemplateCheck(text).problems, in: text)
    guard problems.isEmpty, let kind else { throw WebError.unprocessable(problems) }
    let whole = text
    var made: ID<AgreementTemplate>?
    try await acting {
      made = try await WriteTemplate(services).create(
        kind, title: title, note: note, text: whole, in: language, by: member.actor)
    }
    guard let made else { throw WebError.notFound }
    let page = try await TemplatePage.load(member, made)
    return Self.answer(page, status: 201).header("Location", "/api/v1/agreements/templates/\(made)")
  }

  /// Changes the text of a draft: what is not named stays as it is.
  private func change(_ member: Member) async throws -> Reply {
    let (id, revision) = (try id(member), try AgreementsAPI.version(member))
    let json = try member.exchange.json()
    let page = try await TemplatePage.load(member).ofDraft()
    let (text, problems) = TemplateJSON.text(json, otherwise: page.version.text)
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    try await acting {
      do {
        try await WriteTemplate(services).write(id, revision: revision, by: member.actor) { $0 = text }
      } catch TemplateError.text(let problems) {
        throw WebError.unprocessable(TemplateJSON.problems(problems, in: text))
      }
    }
    return Self.answer(try await page.ofDraft())
  }

  /// Says in the terms of the interface what kept an act from being done.
  private func acting(_ act: () async throws -> Void) async throws {
    do {
      try await act()
    } catch TemplateError.notFound {
      throw WebError.notFound
    } catch TemplateError.foreign {
      throw WebError.forbidden(Message("agreements.template.problem.foreign"))
    } catch TemplateError.stale {
      throw WebError.preconditionFailed(Message("agreements.api.stale"))
    } catch TemplateError.frozen {
      throw WebError.conflict(Message("agreements.template.problem.frozen"))
    } catch TemplateError.text(let problems) {
      throw WebError.unprocessable(TemplateJSON.problems(problems, in: TemplateText()))
    }
  }
}
