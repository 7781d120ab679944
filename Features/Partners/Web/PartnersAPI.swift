import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The JSON side of the registry: the same fields, rules and acts as its pages.
struct PartnersAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = PartnersAPIDescription
    let one = "/api/v1/partners/{partner}"
    member.get("/api/v1/partners", needs: .partnersRead, operation: Description.list) { try await list($0) }
    member.post("/api/v1/partners", needs: .partnersManage, operation: Description.create) { try await create($0) }
    member.get("/api/v1/partners/levels", needs: .partnersRead, operation: Description.levels) { try await levels($0) }
    member.get("/api/v1/partners/coverage", needs: .partnersRead, operation: Description.coverage) { member in
      try await coverage(member)
    }
    member.get(one, needs: .partnersRead, operation: Description.show) { try await show($0) }
    member.patch(one, needs: .partnersManage, operation: Description.change) { try await change($0) }
    member.get("\(one)/contacts", needs: .partnersRead, operation: Description.contacts) { try await contacts($0) }
    member.post("\(one)/contacts", needs: .partnersManage, operation: Description.addContact) { member in
      try await addContact(member)
    }
  }

  // MARK: Partners

  private func list(_ member: Member) async throws -> Reply {
    let query = try PartnersAPIQuery.read(member.exchange.query)
    let scope = member.actor.scope
    let (page, partners) = try await services.database.read { connection in
      let page = try PartnerListStore.page(query, in: scope, on: connection)
      return (page, try PartnershipStore.partners(page.rows.map(\.partnershipID), in: scope, on: connection))
    }
    let next =
      page.hasNext
      ? page.rows.last.map {
        PartnerListAddress.text(of: PartnerListStore.mark(of: $0, in: query.order, isBefore: false))
      } : nil
    return .json([
      "items": .array(partners.map(PartnerJSON.value)), "next": next.map { .string($0) } ?? .null,
    ])
  }

  /// A partner that was merged leads on to the one that was kept, until that is undone.
  private func show(_ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    do {
      return answer(try await partner(member, id))
    } catch WebError.notFound {
      let scope = member.actor.scope
      let kept = try await services.database.read { try MergeStore.partnership(after: id, in: scope, on: $0) }
      guard let kept else { throw WebError.notFound }
      var reply = Reply.redirect(to: Link("/api/v1/partners/\(kept)"))
      reply.status = 307
      return reply
    }
  }

  private func create(_ member: Member) async throws -> Reply {
    let page = try await PartnerFormPage.load(member, school: member.actor.schoolID)
    let partner = try PartnerJSON.read(try member.exchange.fieldsJSON(), into: page.blank, choices: page.choices)
    let outcome = try await inTermsOfTheBody {
      try await CreatePartner(services)(partner.enterprise, partner.partnership, by: member.actor)
    }
    switch outcome {
    case .created(let id), .joined(let id):
      var reply = answer(try await self.partner(member, id))
      reply.status = 201
      return reply.header("Location", "/api/v1/partners/\(id)")
    case .known(let id):
      throw WebError.conflict(
        Message("partners.api.known", ["name": partner.enterprise.name, "partner": id.description]))
    }
  }

  private func change(_ member: Member) async throws -> Reply {
    let old = try await partner(member)
    try requireVersion(of: old, member.exchange)
    let page = try await PartnerFormPage.load(member, school: old.partnership.schoolID)
    let partner = try PartnerJSON.read(try member.exchange.fieldsJSON(), into: old, choices: page.choices)
    try await inTermsOfTheBody { try await ChangePartner(services)(partner, by: member.actor) }
    return answer(try await self.partner(member))
  }

  /// A change is taken only for the version that its author has read.
  private func requireVersion(of partner: Partner, _ exchange: Exchange) throws {
    try VersionTag.require(PartnerJSON.version(partner), exchange)
  }

  /// What acts are refused for, in terms of the API and of the body's members.
  private func inTermsOfTheBody<Result: Sendable>(_ act: () async throws -> Result) async throws -> Result {
    do {
      return try await act()
    } catch let invalid as Invalid {
      throw Invalid(invalid.problems.map { FieldProblem("partnership.\($0.field)", $0.message) })
    } catch PartnersError.stale {
      throw WebError.preconditionFailed(Message("kit.web.error.412.text"))
    } catch PartnersError.creditCodeTaken(let name) {
      throw WebError.conflict(Message("partners.problem.creditCodeTaken", ["name": name]))
    } catch PartnersError.notFound {
      throw WebError.notFound
    }
  }

  private func partner(_ member: Member) async throws -> Partner {
    try await partner(member, try member.exchange.parameter("partner", as: ID<Partnership>.self))
  }

  private func partner(_ member: Member, _ id: ID<Partnership>) async throws -> Partner {
    let scope = member.actor.scope
    let found = try await services.database.read { connection in
      try PartnershipStore.partner(id, in: scope, on: connection)
    }
    guard let found else { throw WebError.notFound }
    return found
  }

  private func answer(_ partner: Partner) -> Reply {
    .json(PartnerJSON.value(partner)).caching(.revalidate(tag: PartnerJSON.version(partner)))
  }

  // MARK: Contacts

  private func contacts(_ member: Member) async throws -> Reply {
    let partner = try await partner(member)
    let isRevealed = try PartnersAPIQuery.flag("reveal", member.exchange.query)
    if isRevealed {
      try Authorization.check(member.exchange, Permission.personalReveal.rawValue)
      try await RevealContacts(services)(of: partner, by: member.actor)
    }
    let (scope, sealer, id) = (member.actor.scope, services.sealer, partner.partnership.id)
    let contacts = try await services.database.read { connection in
      try ContactBook(sealer).contacts(of: id, in: scope, on: connection)
    }
    return .json(["items": .array(contacts.map { PartnerJSON.value($0, unmasked: isRevealed) })]).caching(.never)
  }

  private func addContact(_ member: Member) async throws -> Reply {
    let partner = try await partner(member)
    let blank = PartnerContact(
      id: services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: partner.partnership.id)
    let contact = try ContactFields.description.read(try member.exchange.fieldsJSON(), into: blank).get()
    do {
      try await SaveContact(services)(contact, of: partner, isNew: true, by: member.actor)
    } catch PartnersError.notFound {
      throw WebError.notFound
    }
    return .json(PartnerJSON.value(contact, unmasked: false), status: 201)
      .header("Location", "/api/v1/partners/\(partner.partnership.id)/contacts")
  }

  // MARK: Levels and coverage

  private func levels(_ member: Member) async throws -> Reply {
    let (t, scope) = (member.t, member.actor.scope)
    let levels = try await services.database.read { connection in
      try PartnerLevelStore.levels(in: scope, on: connection)
    }
    return .json([
      "items": .array(
        levels.map { level in
          [
            "code": .string(level.code), "name": .string(LevelText.name(level.code, level.name, t)),
            "position": .integer(Int64(level.position)), "isCounted": .bool(level.isCounted),
          ]
        })
    ])
  }

  private func coverage(_ member: Member) async throws -> Reply {
    let scope = member.actor.scope
    let majors = try await services.database.readLong { connection in
      try CoverageStore.majors(in: scope, on: connection)
    }
    return .json([
      "least": .integer(Int64(CoverageStore.leastPartners)),
      "items": .array(
        majors.map { row in
          [
            "major": .string(row.major.id.description), "name": .string(row.major.name),
            "catalogueCode": .string(row.major.catalogueCode), "department": .string(row.departmentName),
            "partners": .integer(Int64(row.partners)), "isCovered": .bool(row.isCovered),
          ]
        }),
    ])
  }
}

extension PartnershipStore {
  /// The partnerships in sight, in the order of the keys.
  static func partners(
    _ ids: [ID<Partnership>], in scope: Actor.Scope, on connection: some Connection
  ) throws -> [Partner] {
    guard !ids.isEmpty else { return [] }
    var found: [ID<Partnership>: Partner] = [:]
    for row in try connection.rows(
      """
      SELECT \(columns), \(EnterpriseStore.columns) FROM partnerships p JOIN enterprises e ON e.id = p.enterprise_id
      WHERE p.id IN \(list: ids) AND \(scope.condition(school: "p.school_id", department: "p.department_id"))
      """)
    {
      guard let partnership = try partnership(row, at: 0) else { continue }
      found[partnership.id] = Partner(
        partnership: partnership, enterprise: try EnterpriseStore.enterprise(row, at: columnCount))
    }
    for row in try connection.rows(
      """
      SELECT partnership_id, major_id FROM partnership_majors WHERE partnership_id IN \(list: ids)
      ORDER BY partnership_id, major_id
      """)
    {
      found[try row.get(0)]?.partnership.majorIDs.append(try row.get(1, as: ID<Major>.self).description)
    }
    return ids.compactMap { found[$0] }
  }

  private static var columnCount: Int { 14 }
}
