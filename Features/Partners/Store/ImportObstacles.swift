import Database
import Imports
import Localization
import Organizations
import Security
import Values

/// Finds what was built on written rows since, for all rows at once.
struct ImportObstacles {
  let school: ID<School>
  let sealer: Sealer

  func reasons(_ rows: [WrittenPartner], on connection: any Connection) throws -> [ImportBlocked.Reason] {
    let enterprises = rows.compactMap { $0.madeEnterprise ?? $0.changedEnterprise }
    let enterpriseVersions = try EnterpriseStore.versions(enterprises.map { ID(rawValue: $0) }, on: connection)
    let partnershipVersions = try PartnershipStore.versions(
      rows.map { ID(rawValue: $0.partnership) }, school: school, on: connection)
    let reviewed = try Self.found(
      rows.map(\.partnership), on: connection
    ) { "SELECT DISTINCT partnership_id FROM qualification_reviews WHERE partnership_id IN \(list: $0)" }
    let visited = try Self.found(
      rows.map(\.partnership), on: connection
    ) { "SELECT DISTINCT partnership_id FROM visits WHERE partnership_id IN \(list: $0)" }
    let attached = try Self.found(rows.map(\.partnership), on: connection) { ids in
      """
      SELECT DISTINCT subject_id FROM attachments
      WHERE school_id = \(school) AND subject_kind = 'partnership' AND subject_id IN \(list: ids)
        AND removed_at IS NULL
      """
    }
    let joined = try Self.found(
      rows.compactMap(\.madeEnterprise), on: connection
    ) { "SELECT DISTINCT enterprise_id FROM memberships WHERE enterprise_id IN \(list: $0)" }
    let counts = try Self.contactCounts(rows.filter(\.isMade).map(\.partnership), on: connection)
    let contacts = try ContactBook(sealer).images(rows.compactMap(\.contactID), on: connection)

    return rows.compactMap { row in
      func blocked(_ key: String) -> ImportBlocked.Reason {
        ImportBlocked.Reason(row: row.row, Message("partners.import.blocked.\(key)"))
      }
      guard let version = partnershipVersions[row.partnership] else { return blocked("gone") }
      if version != row.partnershipVersion ?? 1 { return blocked("changed") }
      if let id = row.madeEnterprise ?? row.changedEnterprise {
        if enterpriseVersions[id] != row.enterpriseVersion ?? 1 { return blocked("enterpriseChanged") }
        if row.madeEnterprise != nil, joined.contains(id) { return blocked("members") }
      }
      if row.isMade, reviewed.contains(row.partnership) { return blocked("review") }
      if row.isMade, visited.contains(row.partnership) { return blocked("visits") }
      if row.isMade, attached.contains(row.partnership) { return blocked("attachments") }
      if row.isMade, counts[row.partnership, default: 0] != (row.contact == nil ? 0 : 1) { return blocked("contacts") }
      if let contact = row.contact, let id = row.contactID, contacts[id] != contact { return blocked("contact") }
      return nil
    }
  }

  private static func contactCounts(_ ids: [Int64], on connection: any Connection) throws -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    for group in ids.inGroups(of: 500) {
      try connection.forEach(
        """
        SELECT partnership_id, count(*) FROM partner_contacts WHERE partnership_id IN \(list: group)
        GROUP BY partnership_id
        """
      ) { counts[try $0.get(0)] = try $0.get(1) }
    }
    return counts
  }

  private static func found(
    _ ids: [Int64], on connection: any Connection, _ query: ([Int64]) -> SQL
  ) throws -> Set<Int64> {
    var found: Set<Int64> = []
    for group in ids.inGroups(of: 500) {
      found.formUnion(try connection.values(query(group), as: Int64.self))
    }
    return found
  }
}
