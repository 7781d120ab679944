import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// What an act on a template can be refused for.
enum TemplateError: Error, Sendable {
  /// Somebody else changed it since the page was opened.
  case stale
  /// Its version is published and frozen, or there is no draft.
  case frozen
  case notFound
  /// It belongs to somebody else: the platform's, or another's.
  case foreign
  /// What is wrong with its text.
  case text([TemplateProblem])
}

/// Makes templates, writes their drafts and publishes them.
struct WriteTemplate: Sendable {
  let services: Services
  static let most = 300

  init(_ services: Services) {
    self.services = services
  }

  /// Whose templates a person writes: the own school's, or the shared ones.
  static func mayWrite(_ template: AgreementTemplate, _ actor: Actor) -> Bool {
    guard actor.may(.agreementsTemplates) else { return false }
    return template.schoolID == nil ? actor.scope == .installation : template.schoolID == actor.schoolID
  }

  /// - Parameter source: a version whose text the new template begins with.
  func create(
    _ kind: AgreementKind, title: String, note: String, text: TemplateText, in language: Language = .chinese,
    by actor: Actor
  ) async throws -> ID<AgreementTemplate> {
    guard actor.schoolID != nil || actor.scope == .installation else { throw TemplateError.foreign }
    let services = services
    return try await services.database.write { connection in
      let template = AgreementTemplate(
        id: services.ids.next(), schoolID: actor.schoolID, kind: kind, title: title, note: note, isActive: true,
        published: nil, draft: 1, version: 1, language: language)
      try TemplateStore.insert(template, by: actor.accountID, at: services.now, on: connection)
      let version = TemplateVersion(
        id: services.ids.next(), templateID: template.id, number: 1, text: text, publishedAt: nil, publisherName: "",
        note: "", revision: 1)
      try TemplateStore.insert(version, of: template, by: actor.accountID, at: services.now, on: connection)
      try Self.log("created", template, services, by: actor, on: connection)
      return template.id
    }
  }

  /// Title, note and whether it is offered.
  func describe(
    _ id: ID<AgreementTemplate>, title: String, note: String, isActive: Bool, version: Int, by actor: Actor
  ) async throws {
    try await change(id, by: actor, "described") { template, _ in
      guard template.version == version else { throw TemplateError.stale }
      template.title = title
      template.note = note
      template.isActive = isActive
    }
  }

  /// A new draft that begins with the published text.
  /// - Returns: its number.
  @discardableResult
  func begin(_ id: ID<AgreementTemplate>, by actor: Actor) async throws -> Int {
    let services = services
    return try await services.database.write { connection in
      var template = try Self.find(id, by: actor, on: connection)
      if let draft = template.draft { return draft }
      guard let number = template.published,
        let published = try TemplateStore.version(number, of: template, on: connection)
      else { throw TemplateError.frozen }
      let last = try TemplateStore.versions(of: template, on: connection).map(\.number).max() ?? number
      let draft = TemplateVersion(
        id: services.ids.next(), templateID: id, number: last + 1, text: published.text, publishedAt: nil,
        publisherName: "", note: "", revision: 1)
      try TemplateStore.insert(draft, of: template, by: actor.accountID, at: services.now, on: connection)
      template.draft = draft.number
      guard try TemplateStore.update(template, at: services.now, on: connection) else { throw TemplateError.stale }
      try Self.log("begun", template, services, by: actor, on: connection)
      return draft.number
    }
  }

  /// Changes the text of a draft.
  /// - Parameter revision: which the page was opened on.
  /// - Throws: `TemplateError.text` with everything that is wrong; nothing is saved then.
  func write(
    _ id: ID<AgreementTemplate>, revision: Int, by actor: Actor,
    _ change: @escaping @Sendable (inout TemplateText) throws -> Void
  ) async throws {
    let services = services
    try await services.database.write { connection in
      let template = try Self.find(id, by: actor, on: connection)
      guard let number = template.draft, var draft = try TemplateStore.version(number, of: template, on: connection)
      else { throw TemplateError.frozen }
      guard draft.revision == revision else { throw TemplateError.stale }
      let before = draft.text
      try change(&draft.text)
      let problems = TemplateCheck(draft.text).problems
      guard problems.isEmpty else { throw TemplateError.text(problems) }
      guard draft.text != before else { return }
      guard try TemplateStore.save(draft, on: connection) else { throw TemplateError.stale }
      try Self.log("written", template, services, by: actor, on: connection)
    }
  }

  /// Freezes the draft: new agreements are drafted from it.
  /// - Throws: `Invalid` with every article that the text does not keep.
  func publish(_ id: ID<AgreementTemplate>, revision: Int, note: String, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      var template = try Self.find(id, by: actor, on: connection)
      guard let number = template.draft, let draft = try TemplateStore.version(number, of: template, on: connection)
      else { throw TemplateError.frozen }
      guard draft.revision == revision else { throw TemplateError.stale }
      let problems = TemplateCheck(draft.text).problems
      guard problems.isEmpty else { throw TemplateError.text(problems) }
      let missing = Self.findings(draft.text, template.kind).filter(\.blocks)
      if !missing.isEmpty {
        throw Invalid(
          missing.map { finding in
            FieldProblem(
              "text",
              "agreements.problem.law.\(finding.article?.source.rawValue ?? "").\(finding.topic?.rawValue ?? "")")
          })
      }
      guard
        try TemplateStore.publish(draft, note: note, by: actor.accountID, at: services.now, on: connection)
      else { throw TemplateError.stale }
      template.published = number
      template.draft = nil
      guard try TemplateStore.update(template, at: services.now, on: connection) else { throw TemplateError.stale }
      try Self.log("published", template, services, by: actor, on: connection)
    }
  }

  /// What the law says of a template's text; conditions do not count, since they may hold.
  static func findings(_ text: TemplateText, _ kind: AgreementKind) -> [AgreementLaw.Finding] {
    AgreementLaw.findings(
      text.clauses.filter(\.condition.isEmpty).map { ($0.topic, $0.text) },
      AgreementLaw.Facts(kind: kind, months: nil, takesInterns: kind.takesInterns))
  }

  // MARK: Parts

  private func change(
    _ id: ID<AgreementTemplate>, by actor: Actor, _ what: String,
    _ body: @escaping @Sendable (inout AgreementTemplate, any WriteConnection) throws -> Void
  ) async throws {
    let services = services
    try await services.database.write { connection in
      var template = try Self.find(id, by: actor, on: connection)
      try body(&template, connection)
      guard try TemplateStore.update(template, at: services.now, on: connection) else { throw TemplateError.stale }
      try Self.log(what, template, services, by: actor, on: connection)
    }
  }

  private static func find(
    _ id: ID<AgreementTemplate>, by actor: Actor, on connection: any Connection
  ) throws -> AgreementTemplate {
    guard let template = try TemplateStore.template(id, in: actor.scope, on: connection) else {
      throw TemplateError.notFound
    }
    guard mayWrite(template, actor) else { throw TemplateError.foreign }
    return template
  }

  private static func log(
    _ what: String, _ template: AgreementTemplate, _ services: Services, by actor: Actor,
    on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: "agreements.template.\(what)",
        subject: AuditEntry.Subject(kind: "agreement-template", id: template.id.rawValue, name: template.title),
        accountID: actor.accountID.rawValue, schoolID: template.schoolID?.rawValue, at: services.now), on: connection)
  }
}
