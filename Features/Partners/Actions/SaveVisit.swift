import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values

/// What an act on a visit can be refused for.
package enum VisitError: Error, Sendable, Equatable {
  /// Not there, or not in sight.
  case notFound
  /// Somebody changed it meanwhile, or took it out of the log.
  case stale
  case task(VisitTask.Refusal)
}

/// Writes a visit down, or changes it.
package struct SaveVisit: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameters:
  ///   - visit: everything but who took part.
  ///   - task: what has to follow, for a visit that is new.
  ///   - line: of a tour, which a visit that is new was written down from.
  /// - Throws: `Invalid`, `VisitError.notFound`, `VisitError.stale`.
  package func callAsFunction(
    _ visit: Visit, guests: VisitGuests, followedBy task: VisitTask? = nil, filling line: ID<TourLine>? = nil,
    isNew: Bool, by actor: Actor
  ) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(visit.partnershipID, in: .school(visit.schoolID), on: connection)
      else { throw VisitError.notFound }
      var visit = visit
      let old = isNew ? nil : try VisitStore.record(visit.id, in: actor.scope, on: connection)?.visit
      if !isNew, old == nil { throw VisitError.notFound }
      guard visit.day <= now.day else { throw Invalid([FieldProblem("day", "partners.visit.problem.future")]) }
      visit.people = try guests.people(of: visit, before: old, on: connection)
      if !visit.isOutreach { visit = visit.withoutOutreach }
      let changes = Self.changes(from: old, to: visit)
      if isNew {
        visit.departmentID = visit.departmentID ?? partner.partnership.departmentID
        visit.province = partner.enterprise.province
        visit.ownerID = actor.accountID
        try VisitStore.insert(visit, at: now, on: connection)
        if let line { try TourLines.fill(line, by: visit, on: connection) }
      } else {
        guard old?.version == visit.version else { throw VisitError.stale }
        if changes.isEmpty { return }
        guard try VisitStore.update(visit, at: now, on: connection) else { throw VisitError.stale }
      }
      try TrackContacts.settle(visit.partnershipID, by: actor.accountID, at: now, on: connection)
      try services.audit.record(
        AuditEntry(
          action: isNew ? "partners.visit.created" : "partners.visit.changed",
          subject: .partner(partner.partnership, partner.enterprise), accountID: actor.accountID.rawValue,
          schoolID: visit.schoolID.rawValue, changes: changes, note: isNew ? "" : (old?.day ?? visit.day).description,
          at: now), on: connection)
      if let task { try VisitTasks.insert(task, of: visit, partner, by: actor, services, on: connection) }
    }
  }

  /// What differs, people of the partner masked: the log must not become a second place where they can be read.
  static func changes(from old: Visit?, to new: Visit?) -> [FieldChange] {
    var changes = VisitFields.description.difference(from: old, to: new)
    func add(_ field: String, _ words: (Visit) -> String) {
      let (before, after) = (old.map(words) ?? "", new.map(words) ?? "")
      guard before != after else { return }
      changes.append(FieldChange(field: field, before: before.fieldValue, after: after.fieldValue))
    }
    for side in VisitPerson.Side.allCases {
      add(side == .school ? "schoolPeople" : "partnerPeople") { visit in
        visit.people(of: side).map { $0.words(unmasked: false) }.joined(separator: "、")
      }
    }
    add("openings") { visit in
      visit.openings.map { opening in
        let pay = opening.pay.map { " \(Fen.text($0))" } ?? ""
        return "\(opening.kind.rawValue) \(opening.major) \(opening.level?.rawValue ?? "") × \(opening.count)\(pay)"
      }.joined(separator: "；")
    }
    return changes
  }
}

extension Visit {
  /// What is asked only of outreach visits goes when it is none.
  fileprivate var withoutOutreach: Visit {
    var visit = self
    (visit.needs, visit.posts, visit.averagePay, visit.outcome, visit.intentions) = ("", nil, nil, nil, "")
    visit.openings = []
    return visit
  }

  /// Who wrote it may change it, and who looks after partners.
  func mayBeChanged(by actor: Actor) -> Bool {
    actor.may(.visitsWrite) && (ownerID == actor.accountID || actor.may(.partnersManage))
  }
}

/// Takes a visit out of the log, and puts it back.
package struct RemoveVisit: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `VisitError.notFound`, `VisitError.stale` when somebody changed it since `version`.
  package func callAsFunction(_ id: ID<Visit>, version: Int, by actor: Actor) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      guard let record = try VisitStore.record(id, in: actor.scope, on: connection) else { throw VisitError.notFound }
      var visit = record.visit
      visit.version = version
      guard try VisitStore.remove(visit, by: actor.accountID, at: now, on: connection) else { throw VisitError.stale }
      for task in try VisitTaskStore.tasks(of: [id], school: visit.schoolID, on: connection) {
        try InboxStore.close(
          record.subject, step: VisitTasks.step(task.id), by: actor.accountID, at: now, on: connection)
      }
      try TrackContacts.settle(visit.partnershipID, by: actor.accountID, at: now, on: connection)
      try Self.log("removed", record, by: actor, services, on: connection)
    }
  }

  /// Putting back what is in the log already is no mistake.
  /// - Throws: `VisitError.notFound`.
  package func undo(_ id: ID<Visit>, by actor: Actor) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      guard let record = try VisitStore.record(id, in: actor.scope, on: connection) else { throw VisitError.notFound }
      guard try VisitStore.restore(record.visit, at: now, on: connection) else { return }
      for task in try VisitTaskStore.tasks(of: [id], school: record.visit.schoolID, on: connection)
      where task.state == .open {
        try VisitTasks.post(task, of: record.visit, record.partner, services, on: connection)
      }
      try TrackContacts.settle(record.visit.partnershipID, by: actor.accountID, at: now, on: connection)
      try Self.log("restored", record, by: actor, services, on: connection)
    }
  }

  /// Logs that somebody reads the partner's people unmasked (PIPL art. 51).
  package func reveal(_ record: VisitRecord, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      try Self.log("revealed", record, by: actor, services, on: connection)
    }
  }

  private static func log(
    _ act: String, _ record: VisitRecord, by actor: Actor, _ services: Services, on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: "partners.visit.\(act)", subject: record.subject, accountID: actor.accountID.rawValue,
        schoolID: record.visit.schoolID.rawValue, note: record.visit.day.description, at: services.now),
      on: connection)
  }
}

extension VisitRecord {
  /// Visits are logged with their partner, whose history shows them.
  package var subject: AuditEntry.Subject { .partner(partner.partnership, partner.enterprise) }
}
