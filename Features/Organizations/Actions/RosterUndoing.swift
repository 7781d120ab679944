import Database
import Imports
import Localization
import Platform
import Records
import Values

/// Takes written rows of a roster back: removes whom they added and restores
/// whom they changed, while nothing was built on either.
struct RosterUndoing<Person: ImportedPerson> {
  let services: Services
  let batch: ImportBatch

  private var school: ID<School> { ID(rawValue: batch.owner.schoolID) }
  private var store: PeopleStore { PeopleStore(services.sealer) }
  private var table: SQL { Person.sheet.name == "students" ? "students" : "teachers" }

  func undo(_ rows: [WrittenRow], on connection: any WriteConnection, progress: (Int) -> Void) throws {
    let written = rows.map(Written.init)
    let obstacles = try obstacles(written, on: connection)
    guard obstacles.isEmpty else { throw ImportBlocked(obstacles) }
    var done = 0
    for group in written.inGroups(of: 500) {
      try delete(group.filter { $0.before == nil }, on: connection)
      for row in group where row.before != nil { try restore(row, on: connection) }
      try log(group, on: connection)
      done += group.count
      progress(done)
    }
  }

  /// A written row with what it left for taking it back.
  private struct Written {
    let row: WrittenRow
    /// What was there before; `nil` for whom the row added.
    let before: Row?
    /// The version that the row left behind.
    let after: String

    init(_ row: WrittenRow) {
      let undo = JSONValue.parse(row.undo)
      self.row = row
      before = RowImage.row(undo?["before"])
      after = undo?["after"]?.string ?? ""
    }
  }

  private func blocked(_ row: WrittenRow, _ key: String, _ arguments: [String: String] = [:]) -> ImportBlocked.Reason {
    ImportBlocked.Reason(row: row.row, Message("organizations.import.blocked.\(key)", arguments))
  }

  private func obstacles(_ rows: [Written], on connection: any Connection) throws -> [ImportBlocked.Reason] {
    let known = try Person.known(.id, rows.map { "\($0.row.target)" }, of: school, store, on: connection)
    let versions = Dictionary(
      known.map { ($0.person.id.rawValue, $0.version) }, uniquingKeysWith: { first, _ in first })
    let added = rows.filter { $0.before == nil }.map(\.row.target)
    let built = try Person.obstacles(added, of: school, on: connection)
    return rows.compactMap { row in
      guard let version = versions[row.row.target] else { return blocked(row.row, "gone") }
      if version != row.after { return blocked(row.row, "changed") }
      guard row.before == nil else { return nil }
      return built[row.row.target].map { blocked(row.row, "adviser", ["class": $0]) }
    }
  }

  private func delete(_ rows: [Written], on connection: any WriteConnection) throws {
    guard !rows.isEmpty else { return }
    func delete(_ ids: [Int64]) throws {
      try connection.savepoint {
        _ = try connection.run("DELETE FROM \(table) WHERE school_id = \(school) AND id IN \(list: ids)")
      }
    }
    do {
      try delete(rows.map(\.row.target))
    } catch DatabaseError.foreignKey {
      // One by one: which of them does a record of a later feature point at?
      throw ImportBlocked(
        try rows.filter { row in
          do {
            try delete([row.row.target])
            return false
          } catch DatabaseError.foreignKey {
            return true
          }
        }.map { blocked($0.row, "needed") })
    }
  }

  private func restore(_ row: Written, on connection: any WriteConnection) throws {
    guard let image = row.before else { return }
    do {
      // The batch may have moved the person from another department of the school.
      guard try Person.person(image, store).update(store, in: .school(school), on: connection) else {
        throw ImportBlocked([blocked(row.row, "gone")])
      }
    } catch DatabaseError.unique {
      throw ImportBlocked([blocked(row.row, "taken")])
    }
  }

  private func log(_ rows: [Written], on connection: any WriteConnection) throws {
    let now = services.now
    try services.audit.record(
      rows.map { row in
        AuditEntry(
          action: "organizations.\(Person.sheet.kind).\(row.before == nil ? "importUndone" : "importReversed")",
          subject: AuditEntry.Subject(kind: Person.sheet.kind, id: row.row.target, name: row.row.title),
          accountID: batch.owner.accountID, schoolID: batch.owner.schoolID,
          note: "\(batch.fileName) · \(row.row.row)", at: now)
      }, on: connection)
  }
}
