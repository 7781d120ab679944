import Database
import Imports
import Platform
import Records
import Values

/// Writes checked rows of a roster and the log, some hundred rows with each statement.
struct RosterWriting<Person: ImportedPerson> {
  let services: Services
  let batch: ImportBatch

  private typealias Plan = ImportPlan<ImportRoster<Person>.Draft>

  private var school: ID<School> { ID(rawValue: batch.owner.schoolID) }
  private var store: PeopleStore { PeopleStore(services.sealer) }

  func write(
    _ plans: [ImportPlan<ImportRoster<Person>.Draft>], on connection: any WriteConnection, progress: (Int) -> Void
  ) throws -> [WrittenRow] {
    let before = try people(plans.compactMap { $0.draft?.old?.id.rawValue }, on: connection)
    let places = try RosterPlaces(in: batch.owner.scope, on: connection)
    let moved = plans.filter { plan in
      guard let draft = plan.draft else { return false }
      if let old = draft.old, before[old.id.rawValue]?.version != plan.basis { return true }
      return !draft.person.stands(in: places)
    }
    guard moved.isEmpty else { throw ImportConflict(rows: moved.map(\.row)) }

    var written: [WrittenRow] = []
    written.reserveCapacity(plans.count)
    for group in plans.inGroups(of: 500) {
      do {
        written += try write(group: group, before, on: connection)
      } catch DatabaseError.unique {
        // Somebody entered one of these numbers since the comparison.
        throw ImportConflict(rows: group.map(\.row))
      }
      progress(written.count)
    }
    return written
  }

  private func write(
    group plans: [Plan], _ before: [Int64: KnownPerson<Person>], on connection: any WriteConnection
  ) throws -> [WrittenRow] {
    let now = services.now
    let drafts = plans.compactMap(\.draft)
    try Person.insert(drafts.filter { $0.old == nil }.map(\.person), store, at: now, on: connection)
    for plan in plans {
      guard let draft = plan.draft, draft.old != nil else { continue }
      guard try draft.person.update(store, in: batch.owner.scope, on: connection) else {
        throw ImportConflict(rows: [plan.row])
      }
    }
    try services.audit.record(plans.compactMap { entry($0, at: now) }, on: connection)
    let after = try people(drafts.map(\.person.id.rawValue), on: connection)
    return plans.compactMap { plan in
      plan.draft.map { draft in
        let id = draft.person.id.rawValue
        var undo: [(String, JSONValue)] = [("after", .string(after[id]?.version ?? ""))]
        if let image = before[id]?.image { undo.append(("before", image)) }
        return WrittenRow(row: plan.row, target: id, title: plan.title, undo: JSONValue.members(undo).text)
      }
    }
  }

  private func people(_ ids: [Int64], on connection: any Connection) throws -> [Int64: KnownPerson<Person>] {
    let found = try Person.known(.id, ids.map { "\($0)" }, of: school, store, on: connection)
    return Dictionary(found.map { ($0.person.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func entry(_ plan: Plan, at now: Instant) -> AuditEntry? {
    plan.draft.map { draft in
      AuditEntry(
        action: "organizations.\(Person.sheet.kind).\(draft.old == nil ? "imported" : "changed")",
        subject: draft.person.subject, accountID: batch.owner.accountID, schoolID: batch.owner.schoolID,
        changes: draft.changes, note: "\(batch.fileName) · \(plan.row)", at: now)
    }
  }
}
