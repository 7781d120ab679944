import Accounts
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Web

/// Keeps the ledger: entries of a project or a partnership, and the rules by which they are valued.
struct KeepLedger: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// Adds an entry. Its project, or else its partnership, decides school and partner.
  /// - Throws: `Invalid`, `ProjectError.notFound` for what is not in sight.
  @discardableResult
  func add(_ typed: LedgerEntry, by actor: Actor) async throws -> LedgerEntry {
    let services = services
    return try await services.database.write { connection in
      var entry = typed
      if let id = typed.projectID {
        let sight = ProjectSight(actor)
        guard let project = try ProjectStore.project(id, in: sight, on: connection) else {
          throw ProjectError.notFound
        }
        guard try sight.part(in: project, on: connection) >= .work else {
          throw WebError.forbidden(Message("projects.problem.part"))
        }
        guard project.state.wasGranted else {
          throw Invalid([FieldProblem("project", "projects.problem.ledgerProject")])
        }
        (entry.schoolID, entry.partnershipID) = (project.schoolID, project.partnershipID)
      } else {
        guard let partner = try PartnershipStore.partner(typed.partnershipID, in: actor.scope, on: connection) else {
          throw ProjectError.notFound
        }
        entry.schoolID = partner.partnership.schoolID
      }
      (entry.id, entry.notedSide, entry.notedBy) = (services.ids.next(), .school, actor.name)
      try Self.check(entry, today: services.now.day)
      entry.value = try ValuationStore.rules(of: entry.schoolID, on: connection).value(of: entry)
      try LedgerStore.insert(entry, by: actor.accountID, at: services.now, on: connection)
      try ConfirmLedger.note(
        .noted, "", entry, .school, actor.name, by: actor.accountID, services, on: connection)
      try LedgerInbox(services: services, connection: connection).settle(entry, by: actor.accountID)
      return entry
    }
  }

  /// Changes an entry, takes it out or puts it back. Whoever changes one has
  /// noted it: what the other side said to it before does not hold any more.
  /// - Returns: whether a confirmation was taken back with it.
  /// - Throws: `Invalid`, `ProjectError`.
  @discardableResult
  func change(_ entry: LedgerEntry, by actor: Actor) async throws -> Bool {
    let services = services
    return try await services.database.write { connection in
      let sight = ProjectSight(actor, least: .work)
      guard let old = try LedgerStore.entry(entry.id, in: sight, on: connection)?.entry else {
        throw ProjectError.notFound
      }
      guard old.version == entry.version else { throw ProjectError.stale }
      var new = entry
      try Self.check(new, today: services.now.day)
      new.value = try ValuationStore.rules(of: new.schoolID, on: connection).value(of: new)
      let changes = LedgerFields.description(new.kind).difference(from: old, to: new)
      guard !changes.isEmpty || new.isRemoved != old.isRemoved else { return false }
      (new.notedSide, new.notedBy, new.standing) = (.school, actor.name, .noted)
      (new.answer, new.answeredBy, new.answeredAt) = ("", "", nil)
      guard try LedgerStore.update(new, on: connection) else { throw ProjectError.stale }
      try ConfirmLedger.note(
        new.isRemoved == old.isRemoved ? .changed : new.isRemoved ? .removed : .restored, "", new, .school, actor.name,
        by: actor.accountID, changes: changes, services, on: connection)
      let inbox = LedgerInbox(services: services, connection: connection)
      let takenBack = old.standing == .confirmed
      try inbox.settle(new, takenBack: takenBack, by: actor.accountID)
      if old.day.year != new.day.year { try inbox.settle(old, by: actor.accountID) }
      return takenBack
    }
  }

  /// What must hold of an entry whatever brought it.
  static func check(_ entry: LedgerEntry, today: CivilDate) throws {
    var problems: [FieldProblem] = []
    if !entry.kind.sides.contains(entry.side) {
      problems.append(FieldProblem("side", "kit.records.choice", ["value": entry.side.rawValue]))
    }
    if entry.day > today { problems.append(FieldProblem("day", "projects.problem.future")) }
    if !LedgerEntry.Limit.years.contains(entry.day.year) {
      problems.append(FieldProblem("day", "kit.records.date"))
    }
    if entry.title.isEmpty { problems.append(FieldProblem("title", "kit.records.required")) }
    switch entry.kind.measure {
    case .promise:
      if entry.amount == nil { problems.append(FieldProblem("amount", "kit.records.required")) }
      if let amount = entry.amount, let arrived = entry.arrived, arrived > amount {
        problems.append(FieldProblem("arrived", "projects.problem.arrived", ["amount": Fen.text(amount)]))
      }
    case .amount:
      if entry.amount == nil { problems.append(FieldProblem("amount", "kit.records.required")) }
    case .count:
      if entry.quantity == nil { problems.append(FieldProblem("quantity", "projects.problem.quantity")) }
    case .area:
      if entry.quantity == nil { problems.append(FieldProblem("quantity", "projects.problem.quantity")) }
      if entry.months == nil { problems.append(FieldProblem("months", "kit.records.required")) }
    }
    if !problems.isEmpty { throw Invalid(problems) }
  }

  /// Sets how a kind is valued from a year on, and values its entries anew.
  /// - Returns: how many entries have another value now.
  /// - Throws: `Invalid`, `ProjectError.stale`.
  @discardableResult
  func value(_ rule: ValuationRule, of school: ID<School>, by actor: Actor) async throws -> Int {
    let services = services
    return try await services.database.write { connection in
      let isShare = rule.kind.measure == .promise || rule.kind.measure == .amount
      let most = isShare ? ValuationRule.Limit.share : ValuationRule.Limit.rate
      var problems: [FieldProblem] = []
      if !(0...most).contains(rule.rate) {
        problems.append(FieldProblem("rate", "kit.records.range", ["min": "0", "max": Fen.text(most)]))
      }
      if !LedgerEntry.Limit.years.contains(rule.since) {
        problems.append(
          FieldProblem(
            "since", "kit.records.range",
            ["min": "\(LedgerEntry.Limit.years.lowerBound)", "max": "\(LedgerEntry.Limit.years.upperBound)"]))
      }
      if rule.basis.count > ValuationRule.Limit.basis {
        problems.append(
          FieldProblem(
            "basis", "kit.records.tooLong", ["max": "\(ValuationRule.Limit.basis)", "count": "\(rule.basis.count)"]))
      }
      if !problems.isEmpty { throw Invalid(problems) }
      var kept = rule
      let before = try ValuationStore.rules(of: school, on: connection)
      // The same year again is a change of that year's rule.
      if kept.version == 0, let same = before.own.first(where: { $0.kind == rule.kind && $0.since == rule.since }) {
        kept.version = same.version
      }
      guard try ValuationStore.put(kept, of: school, on: connection) else { throw ProjectError.stale }
      let rules = try ValuationStore.rules(of: school, on: connection)
      let changed = try ValuationStore.revalue(rule.kind, from: rule.since, by: rules, of: school, on: connection)
      let t = services.localizer(.chinese)
      try services.audit.record(
        AuditEntry(
          action: "projects.valuation.changed",
          subject: AuditEntry.Subject(kind: "school", id: school.rawValue, name: t(rule.kind.label)),
          accountID: actor.accountID.rawValue, schoolID: school.rawValue,
          note: "\(rule.since): \(rule.rate) × \(changed)", at: services.now), on: connection)
      return changed
    }
  }
}
