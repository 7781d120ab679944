import Database
package import Organizations
package import Platform
import Records
package import Values

/// Puts a partner into a school's registry: the enterprise, unless another
/// school brought it already, and this school's partnership with it.
package struct CreatePartner: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// What came of it.
  package enum Outcome: Sendable {
    case created(ID<Partnership>)
    /// The enterprise was known by its credit code; only the partnership is new.
    case joined(ID<Partnership>)
    /// The school has this enterprise already.
    case known(ID<Partnership>)
  }

  /// - Parameter different: the school's enterprises that look alike and are not the same, as somebody said.
  /// - Throws: `Invalid` when a major, department or level is not the school's.
  package func callAsFunction(
    _ enterprise: Enterprise, _ partnership: Partnership, differentFrom different: [ID<EnterpriseKey>] = [],
    by actor: Actor
  ) async throws -> Outcome {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      try PartnershipRules.check(partnership, by: actor, on: connection)
      guard let known = try EnterpriseStore.enterprise(creditCode: enterprise.creditCode, on: connection) else {
        try EnterpriseStore.insert(enterprise, at: now, on: connection)
        try Self.insert(partnership, with: enterprise, services: services, by: actor, at: now, on: connection)
        for other in different
        where try PartnershipStore.partner(
          of: partnership.schoolID, with: other, on: connection) != nil
        {
          _ = try DuplicateStore.dismiss(
            DuplicateStore.Pair(enterprise.id.rawValue, other.rawValue), for: partnership.schoolID,
            by: actor.accountID.rawValue, at: now, on: connection)
        }
        return .created(partnership.id)
      }
      if let partner = try PartnershipStore.partner(of: partnership.schoolID, with: known.id, on: connection) {
        return .known(partner.partnership.id)
      }
      var joined = partnership
      joined.enterpriseID = known.id
      try Self.insert(joined, with: known, services: services, by: actor, at: now, on: connection)
      return .joined(joined.id)
    }
  }

  static func insert(
    _ partnership: Partnership, with enterprise: Enterprise, services: Services, by actor: Actor, at now: Instant,
    on connection: any WriteConnection
  ) throws {
    try PartnershipStore.insert(partnership, with: enterprise, at: now, on: connection)
    try PartnerSearch.put(partnership.id, on: connection)
    try services.audit.record(
      AuditEntry(
        action: "partners.partner.created",
        subject: .partner(partnership, enterprise), accountID: actor.accountID.rawValue,
        schoolID: partnership.schoolID.rawValue,
        changes: EnterpriseFields.description.difference(from: nil, to: enterprise)
          + PartnershipFields.description.difference(from: nil, to: partnership), at: now), on: connection)
  }
}

/// Changes a partner: what is the enterprise's for all schools, what is the
/// partnership's for this one.
package struct ChangePartner: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `PartnersError.stale` when somebody changed it meanwhile,
  ///   `PartnersError.creditCodeTaken`, `Invalid`.
  package func callAsFunction(_ partner: Partner, by actor: Actor) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      guard let old = try PartnershipStore.partner(partner.partnership.id, in: actor.scope, on: connection) else {
        throw PartnersError.notFound
      }
      try PartnershipRules.check(partner.partnership, by: actor, on: connection)
      if let other = try EnterpriseStore.enterprise(creditCode: partner.enterprise.creditCode, on: connection),
        other.id != partner.enterprise.id
      {
        throw PartnersError.creditCodeTaken(by: other.name)
      }
      let enterpriseChanges = EnterpriseFields.description.difference(from: old.enterprise, to: partner.enterprise)
      let partnershipChanges = PartnershipFields.description.difference(from: old.partnership, to: partner.partnership)
      if !enterpriseChanges.isEmpty {
        guard try EnterpriseStore.update(partner.enterprise, at: now, on: connection) else { throw PartnersError.stale }
      }
      if !partnershipChanges.isEmpty {
        guard try PartnershipStore.update(partner.partnership, at: now, on: connection) else {
          throw PartnersError.stale
        }
      }
      guard !enterpriseChanges.isEmpty || !partnershipChanges.isEmpty else { return }
      try PartnerSearch.putAll(of: partner.enterprise.id, on: connection)
      try services.audit.record(
        AuditEntry(
          action: "partners.partner.changed", subject: .partner(partner.partnership, partner.enterprise),
          accountID: actor.accountID.rawValue, schoolID: partner.partnership.schoolID.rawValue,
          changes: enterpriseChanges + partnershipChanges, at: now), on: connection)
    }
  }
}

/// What an act on a partner can be refused for.
package enum PartnersError: Error, Sendable, Equatable {
  /// Not there, or not in sight.
  case notFound
  /// Somebody changed it since the form was opened.
  case stale
  case creditCodeTaken(by: String)
  /// So many partners have the level; the first of them by name.
  case levelInUse(count: Int, names: [String])
  /// A school has at least one level.
  case lastLevel
  case mergeRefused(MergeRefusal)
  case undoRefused(UndoMerge.Obstacle)
}

/// Why two records cannot be made one.
package enum MergeRefusal: String, Sendable {
  /// A record points at the one that would go and cannot be moved.
  case inUse
  /// Both have something of which one record may have only one.
  case twice
}

/// What must hold of a partnership beyond its fields.
enum PartnershipRules {
  /// - Throws: `Invalid` for a level, department or major that is not the school's.
  static func check(_ partnership: Partnership, by actor: Actor, on connection: any Connection) throws {
    var problems: [FieldProblem] = []
    let levels = try PartnerLevelStore.levels(of: partnership.schoolID, on: connection)
    if !levels.contains(where: { $0.code == partnership.level }) {
      problems.append(FieldProblem("level", "kit.records.choice", ["value": partnership.level]))
    }
    if let department = partnership.departmentID,
      try SchoolStore.department(department, in: .school(partnership.schoolID), on: connection) == nil
    {
      problems.append(FieldProblem("department", "kit.records.choice", ["value": department.description]))
    }
    if case .department(_, let own) = actor.scope, partnership.departmentID != own {
      problems.append(FieldProblem("department", "partners.problem.otherDepartment"))
    }
    let majors = Set(try MajorStore.majors(in: .school(partnership.schoolID), on: connection).map(\.id.description))
    if let foreign = partnership.majorIDs.first(where: { !majors.contains($0) }) {
      problems.append(FieldProblem("majors", "kit.records.choice", ["value": foreign]))
    }
    if !problems.isEmpty { throw Invalid(problems) }
  }
}

extension AuditEntry.Subject {
  /// A partnership as the log and the inbox name it.
  package static func partner(_ partnership: Partnership, _ enterprise: Enterprise) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "partnership", id: partnership.id.rawValue, name: enterprise.name)
  }
}
