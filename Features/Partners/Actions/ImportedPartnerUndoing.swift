import Database
import Imports
import Localization
import Organizations
import Platform
import Records
import Values

/// Takes written rows back: deletes what they made and restores what they
/// changed, while nothing was built on either.
struct ImportedPartnerUndoing {
  let services: Services
  let batch: ImportBatch

  private var school: ID<School> { ID(rawValue: batch.owner.schoolID) }

  func undo(
    _ rows: [WrittenRow], on connection: any WriteConnection, progress: (Int) -> Void
  ) throws {
    let written = rows.map(WrittenPartner.init)
    let obstacles = try ImportObstacles(school: school, sealer: services.sealer)
      .reasons(written, on: connection)
    guard obstacles.isEmpty else { throw ImportBlocked(obstacles) }
    var done = 0
    for group in written.inGroups(of: 500) {
      try restore(group.filter { !$0.isMade }, on: connection)
      try delete(group.filter(\.isMade), on: connection)
      try log(group, on: connection)
      done += group.count
      progress(done)
    }
  }

  // MARK: What rows made

  private func delete(_ made: [WrittenPartner], on connection: any WriteConnection) throws {
    let partnerships = made.map(\.partnership)
    guard !partnerships.isEmpty else { return }
    for id in partnerships { try PartnerSearch.remove(ID(rawValue: id), on: connection) }
    try connection.run(
      "DELETE FROM partner_contacts WHERE school_id = \(school) AND partnership_id IN \(list: partnerships)")
    try connection.run(
      "DELETE FROM partnership_majors WHERE school_id = \(school) AND partnership_id IN \(list: partnerships)")
    do {
      try connection.savepoint {
        try connection.run("DELETE FROM partnerships WHERE school_id = \(school) AND id IN \(list: partnerships)")
        try deleteEnterprises(made, on: connection)
      }
    } catch DatabaseError.foreignKey {
      throw ImportBlocked(
        try made.filter { try isNeeded($0, on: connection) }.map {
          ImportBlocked.Reason(row: $0.row, Message("partners.import.blocked.needed"))
        })
    }
  }

  /// An enterprise that another school works with by now stays: it is no longer only ours.
  private func deleteEnterprises(_ made: [WrittenPartner], on connection: any WriteConnection) throws {
    try connection.run(
      """
      DELETE FROM enterprises WHERE id IN \(list: made.compactMap(\.madeEnterprise))
        AND NOT EXISTS (SELECT 1 FROM partnerships p WHERE p.enterprise_id = enterprises.id)
      """)
  }

  /// Whether a record of a later feature points at what the row made.
  private func isNeeded(_ row: WrittenPartner, on connection: any WriteConnection) throws -> Bool {
    do {
      try connection.savepoint {
        try connection.run("DELETE FROM partnerships WHERE school_id = \(school) AND id = \(row.partnership)")
        try deleteEnterprises([row], on: connection)
      }
      return false
    } catch DatabaseError.foreignKey {
      return true
    }
  }

  // MARK: What rows changed

  private func restore(_ changed: [WrittenPartner], on connection: any WriteConnection) throws {
    let now = services.now
    for row in changed {
      if let image = RowImage.row(row.undo["enterprise"]), let version = row.enterpriseVersion {
        var enterprise = try EnterpriseStore.enterprise(image)
        enterprise.version = version
        guard try EnterpriseStore.update(enterprise, at: now, on: connection) else { throw stale(row) }
        try PartnerSearch.putAll(of: enterprise.id, on: connection)
      }
      if let image = RowImage.row(row.undo["partnership"]), let version = row.partnershipVersion,
        var partnership = try PartnershipStore.partnership(image, at: 0)
      {
        partnership.version = version
        partnership.majorIDs = (row.undo["majors"]?.array ?? []).compactMap(\.string)
        guard try PartnershipStore.update(partnership, at: now, on: connection) else { throw stale(row) }
      }
      if let old = row.undo["oldContact"] {
        try ContactBook(services.sealer).restore(old, on: connection)
      } else if let contact = row.contactID {
        try connection.run("DELETE FROM partner_contacts WHERE school_id = \(school) AND id = \(contact)")
      }
    }
    try PartnerSearch.put(changed.map { ID(rawValue: $0.partnership) }, on: connection)
  }

  private func stale(_ row: WrittenPartner) -> ImportBlocked {
    ImportBlocked([ImportBlocked.Reason(row: row.row, Message("partners.import.blocked.changed"))])
  }

  // MARK: The log

  private func log(_ rows: [WrittenPartner], on connection: any WriteConnection) throws {
    let now = services.now
    try services.audit.record(
      rows.map { row in
        AuditEntry(
          action: row.isMade ? "partners.partner.importUndone" : "partners.partner.importReversed",
          subject: AuditEntry.Subject(kind: "partnership", id: row.partnership, name: row.title),
          accountID: batch.owner.accountID, schoolID: batch.owner.schoolID, note: "\(batch.fileName) · \(row.row)",
          at: now)
      }, on: connection)
  }
}

/// What a written row left for taking it back.
struct WrittenPartner: Sendable {
  let row: Int
  let partnership: Int64
  let title: String
  let undo: JSONValue

  init(_ written: WrittenRow) {
    row = written.row
    partnership = written.target
    title = written.title
    undo = JSONValue.parse(written.undo) ?? .null
  }

  /// Whether the row made the partnership; otherwise it changed what was there.
  var isMade: Bool { partnershipVersion == nil }
  /// The enterprise that the row made.
  var madeEnterprise: Int64? { undo["madeEnterprise"]?.integer }
  /// The enterprise whose values the row changed.
  var changedEnterprise: Int64? { undo["enterprise"]?.array?.first?.integer }
  /// The versions that the row left behind.
  var enterpriseVersion: Int? { undo["enterpriseVersion"]?.integer.map { Int($0) } }
  var partnershipVersion: Int? { undo["partnershipVersion"]?.integer.map { Int($0) } }
  /// The contact that the row made or changed, as it left it.
  var contact: JSONValue? { undo["contact"] }
  var contactID: Int64? { contact?.array?.first?.integer }
}
