import Accounts
import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values

/// What a new agreement begins with.
struct NewAgreement: Sendable, Hashable {
  var partnershipID: ID<Partnership>
  var typeCode: String
  /// `nil` begins with the clauses that the type asks for, without words.
  var templateID: ID<AgreementTemplate>?
  /// Empty for the usual title.
  var title: String = ""
  var startOn: CivilDate?
  var endOn: CivilDate?
  /// Of a text without a template; a template has its own.
  var language = Language.chinese
}

/// Begins agreements, saves drafts and throws them away.
struct DraftAgreement: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `Invalid`, `AgreementError.notFound` for a partner that is not in sight.
  func start(_ new: NewAgreement, by actor: Actor) async throws -> ID<Agreement> {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(new.partnershipID, in: actor.scope, on: connection) else {
        throw AgreementError.notFound
      }
      let school = partner.partnership.schoolID
      try AgreementTypeStore.putUsual(for: school, on: connection)
      guard let type = try AgreementTypeStore.type(new.typeCode, of: school, on: connection), type.isActive else {
        throw Invalid([FieldProblem("type", "agreements.problem.type")])
      }
      var agreement = Agreement(
        id: services.ids.next(), schoolID: school, partnershipID: partner.partnership.id,
        departmentID: Self.department(of: partner, for: actor), typeCode: type.code, kind: type.kind, createdAt: now)
      if let template = new.templateID {
        try Self.take(template, into: &agreement, for: school, on: connection)
      } else {
        agreement.language = new.language
        agreement.text = Self.blank(type, services.localizer(new.language))
      }
      agreement.title =
        new.title.isEmpty
        ? Self.title(with: partner, type, services.localizer(agreement.language)) : new.title
      agreement.startOn = new.startOn
      agreement.endOn = new.endOn ?? new.startOn?.adding(months: type.usualMonths).adding(days: -1)
      agreement.takesInterns = type.kind.takesInterns
      agreement.ownerID = actor.accountID.rawValue
      agreement.createdBy = actor.accountID.rawValue
      let problems =
        AgreementRules.problems(start: agreement.startOn, end: agreement.endOn)
        + (agreement.title.count > Agreement.Limit.title
          ? [
            FieldProblem(
              "title", "kit.records.tooLong", ["max": "\(Agreement.Limit.title)", "count": "\(agreement.title.count)"])
          ]
          : [])
      if !problems.isEmpty { throw Invalid(problems) }
      try Self.write(agreement, services: services, by: actor, on: connection)
      return agreement.id
    }
  }

  /// Begins an agreement that changes, renews or adds to one that is in force.
  /// - Parameter annex: which annex is renewed; for `.annex` only.
  /// - Throws: `AgreementError`.
  func follow(
    _ id: ID<Agreement>, as relation: Agreement.Relation, annex: Int = 0, by actor: Actor
  ) async throws -> ID<Agreement> {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      guard let old = try AgreementStore.agreement(id, in: actor.scope, on: connection) else {
        throw AgreementError.notFound
      }
      guard Self.allows(old, relation, annex: annex) else { throw AgreementError.state }
      // One at a time: who comes second finds what the first began.
      let begun = try AgreementStore.related(to: old, on: connection).first {
        $0.relation == relation && $0.annex == annex && $0.state.isUnderWay
      }
      if let begun { return begun.id }
      var new = old
      new.id = services.ids.next()
      new.createdAt = now
      (new.relation, new.relatedID, new.annex) = (relation, old.id, annex)
      (new.number, new.state, new.chain, new.step, new.dueOn, new.reason) = ("", .draft, [], nil, nil, "")
      (new.signedOn, new.scannedBy, new.activeOn, new.endedOn) = (nil, nil, nil, nil)
      new.createdBy = actor.accountID.rawValue
      let t = services.localizer(old.language)
      switch relation {
      case .renewal:
        new.startOn = old.endOn.map { $0.adding(days: 1) }
        new.endOn = new.startOn.flatMap { start in old.months.map { start.adding(months: $0).adding(days: -1) } }
      case .annex:
        // The clauses of that annex become the main text of their own agreement.
        new.text.clauses = old.text.clauses(ofAnnex: annex).map { clause in
          var clause = clause
          clause.annex = 0
          return clause
        }
        new.text.annexes = []
      case .amendment, .none: break
      }
      let what = relation == .annex ? old.text.annexes[annex - 1] : t(relation.label)
      let title = old.language == .chinese ? "\(old.title)（\(what)）" : "\(old.title) (\(what))"
      new.title = String(title.prefix(Agreement.Limit.title))
      try Self.write(new, services: services, by: actor, on: connection)
      return new.id
    }
  }

  static func allows(_ old: Agreement, _ relation: Agreement.Relation, annex: Int) -> Bool {
    switch relation {
    case .none: false
    case .amendment: old.state == .active || old.state == .suspended
    case .renewal: old.state == .active || old.state == .suspended || old.state == .ended
    case .annex:
      (old.state == .active || old.state == .suspended) && (1...max(1, old.text.annexes.count)).contains(annex)
        && !old.text.clauses(ofAnnex: annex).isEmpty
    }
  }

  /// Saves what was drafted; at any time, complete or not.
  /// - Returns: the agreement as it is now.
  /// - Throws: `Invalid`, `AgreementError`.
  @discardableResult
  func save(_ draft: Agreement, by actor: Actor) async throws -> Agreement {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      let turn = try AgreementTurn.find(draft.id, services: services, by: actor, on: connection)
      let old = turn.dossier.agreement
      guard old.state.isEditable else { throw AgreementError.state }
      guard old.version == draft.version else { throw AgreementError.stale }
      try DraftRules.check(draft, instead: old, turn.dossier.type)
      if let owner = draft.ownerID, owner != old.ownerID {
        let people = try MembershipStore.people(
          holding: [.cooperationOffice, .departmentAdministrator, .majorLeader, .teacher, .schoolAdministrator],
          school: old.schoolID, on: connection)
        guard people.contains(where: { $0.id.rawValue == owner }) else {
          throw Invalid([FieldProblem("owner", "agreements.problem.owner")])
        }
      }
      guard try AgreementStore.save(draft, at: now, on: connection) else { throw AgreementError.stale }
      var saved = draft
      saved.version += 1
      var dossier = turn.dossier
      dossier.agreement = saved
      // Values depend on what was changed: the dates, the amount, the owner.
      let fresh = try AgreementDossier.of(saved, today: now.day, services.catalogue, on: connection) ?? dossier
      try turn.index(saved, fresh.rendering.clauses)
      if saved.text != old.text || saved.typed != old.typed || saved.title != old.title || saved.startOn != old.startOn
        || saved.language != old.language || saved.endOn != old.endOn || saved.amount != old.amount
        || saved.ownerID != old.ownerID
      {
        try turn.log("saved", saved)
      }
      return saved
    }
  }

  /// Throws a draft away that was never submitted.
  func discard(_ id: ID<Agreement>, version: Int, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      var agreement = turn.dossier.agreement
      guard agreement.state == .draft, agreement.number.isEmpty else { throw AgreementError.state }
      agreement.version = version
      try AgreementSearch.remove(id, on: connection)
      guard try AgreementStore.delete(agreement, on: connection) else { throw AgreementError.stale }
      try InboxStore.close(.agreement(agreement), by: actor.accountID, at: services.now, on: connection)
      try turn.log("discarded", agreement)
    }
  }

  // MARK: Parts

  private static func department(of partner: Partner, for actor: Actor) -> ID<Department>? {
    if case .department(_, let own) = actor.scope { return own }
    return partner.partnership.departmentID
  }

  private static func take(
    _ id: ID<AgreementTemplate>, into agreement: inout Agreement, for school: ID<School>, on connection: any Connection
  ) throws {
    guard let template = try TemplateStore.template(id, in: .school(school), on: connection), template.isActive,
      let number = template.published, template.kind == agreement.kind,
      let version = try TemplateStore.version(number, of: template, on: connection)
    else { throw Invalid([FieldProblem("template", "agreements.problem.template")]) }
    agreement.templateID = id
    agreement.templateVersion = number
    (agreement.text, agreement.language) = (version.text, template.language)
  }

  /// What an agreement is called until somebody says otherwise.
  static func title(with partner: Partner, _ type: AgreementType, _ t: Localizer) -> String {
    let space = t.language == .chinese ? "" : " "
    return String("\(partner.enterprise.name)\(space)\(type.name.text(t))".prefix(Agreement.Limit.title))
  }

  /// Headings for everything that law and type ask for.
  private static func blank(_ type: AgreementType, _ t: Localizer) -> TemplateText {
    let byLaw = AgreementLaw.rules.filter { $0.kinds.contains(type.kind) }.flatMap(\.topics)
    var seen: Set<ClauseTopic> = []
    let topics = (byLaw + type.required).filter { seen.insert($0).inserted }
    return TemplateText(
      clauses: topics.enumerated().map { index, topic in
        Clause(
          key: "c\(index + 1)", heading: t(topic.label), topic: topic,
          isMandatory: AgreementLaw.article(for: topic, in: type.kind) != nil)
      })
  }

  private static func write(
    _ agreement: Agreement, services: Services, by actor: Actor, on connection: any WriteConnection
  ) throws {
    try AgreementStore.insert(agreement, at: services.now, on: connection)
    let turn = try AgreementTurn.find(agreement.id, services: services, by: actor, on: connection)
    try turn.index(agreement, turn.dossier.rendering.clauses)
    try turn.follow(.started, agreement)
  }
}
