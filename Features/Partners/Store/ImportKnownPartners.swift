import Database
import Imports
import Organizations
import Security
import Values

/// An enterprise of the installation with what the school has with it.
struct KnownPartner: Sendable {
  let enterprise: Enterprise
  /// `nil` while only other schools work with it.
  var partnership: Partnership?
  var contacts: [PartnerContact] = []
}

/// The enterprises that the rows of a sheet may mean, read with few statements.
struct KnownPartners: Sendable {
  private(set) var byCode: [String: KnownPartner] = [:]
  private(set) var byName: [String: [KnownPartner]] = [:]

  /// Keys of one `IN` list.
  private static let groupSize = 500

  init(
    of rows: [TypedPartnerRow], school: ID<School>, sealer: Sealer, on connection: any Connection
  ) throws {
    var found: [Int64: KnownPartner] = [:]
    var keys: [Int64: String] = [:]
    let codes = Set(rows.map(\.creditCode).filter { !$0.isEmpty })
    for group in codes.sorted().inGroups(of: Self.groupSize) {
      try Self.read(
        "e.credit_code <> '' AND e.credit_code IN \(list: group)", school, into: &found, &keys, on: connection)
    }
    let names = Set(rows.map(\.nameKey).filter { !$0.isEmpty })
    for group in names.sorted().inGroups(of: Self.groupSize) {
      try Self.read("e.name_key IN \(list: group)", school, into: &found, &keys, on: connection)
    }
    try Self.addMajors(to: &found, on: connection)
    if rows.contains(where: { row in row.cells.keys.contains { $0.hasPrefix(ImportPartners.contactPrefix) } }) {
      try Self.addContacts(to: &found, sealer: sealer, on: connection)
    }
    for (id, known) in found.sorted(by: { $0.key < $1.key }) {
      if !known.enterprise.creditCode.isEmpty { byCode[known.enterprise.creditCode] = known }
      if let key = keys[id] { byName[key, default: []].append(known) }
    }
  }

  private static func read(
    _ condition: SQL, _ school: ID<School>, into found: inout [Int64: KnownPartner], _ keys: inout [Int64: String],
    on connection: any Connection
  ) throws {
    try connection.forEach(
      """
      SELECT \(EnterpriseStore.columns), e.name_key, \(PartnershipStore.columns)
      FROM enterprises e LEFT JOIN partnerships p ON p.enterprise_id = e.id AND p.school_id = \(school)
      WHERE \(condition) AND e.merged_into IS NULL
      """
    ) { row in
      let enterprise = try EnterpriseStore.enterprise(row)
      let place = EnterpriseStore.columnCount
      keys[enterprise.id.rawValue] = try row.get(place)
      found[enterprise.id.rawValue] = KnownPartner(
        enterprise: enterprise, partnership: try PartnershipStore.partnership(row, at: place + 1))
    }
  }

  private static func addMajors(to found: inout [Int64: KnownPartner], on connection: any Connection) throws {
    let places = Self.places(found)
    for group in places.keys.sorted().inGroups(of: groupSize) {
      try connection.forEach(
        """
        SELECT partnership_id, major_id FROM partnership_majors WHERE partnership_id IN \(list: group)
        ORDER BY partnership_id, major_id
        """
      ) { row in
        guard let enterprise = places[try row.get(0)] else { return }
        found[enterprise]?.partnership?.majorIDs.append(try row.get(1, as: ID<Major>.self).description)
      }
    }
  }

  private static func addContacts(
    to found: inout [Int64: KnownPartner], sealer: Sealer, on connection: any Connection
  ) throws {
    let (places, book) = (Self.places(found), ContactBook(sealer))
    for group in places.keys.sorted().inGroups(of: groupSize) {
      for contact in try book.contacts(ofAll: group, on: connection) {
        guard let enterprise = places[contact.partnershipID.rawValue] else { continue }
        found[enterprise]?.contacts.append(contact)
      }
    }
  }

  /// The enterprise of each partnership.
  private static func places(_ found: [Int64: KnownPartner]) -> [Int64: Int64] {
    var places: [Int64: Int64] = [:]
    for (id, known) in found {
      if let partnership = known.partnership { places[partnership.id.rawValue] = id }
    }
    return places
  }
}

extension PartnershipStore {
  /// The columns of a partnership `p` without its majors.
  static let columns: SQL = """
    p.id, p.school_id, p.enterprise_id, p.department_id, p.level, p.source, p.owner_id, p.motives, p.since, p.note,
    p.status, p.review_state, p.review_valid_until, p.version
    """

  /// - Returns: `nil` where a join found no partnership.
  static func partnership(_ row: Row, at offset: Int) throws -> Partnership? {
    guard let id: ID<Partnership> = try row.get(offset) else { return nil }
    var partnership = Partnership(
      id: id, schoolID: try row.get(offset + 1), enterpriseID: try row.get(offset + 2), level: try row.get(offset + 4))
    partnership.departmentID = try row.get(offset + 3)
    partnership.source = try row.get(offset + 5)
    partnership.ownerID = try row.get(offset + 6)
    partnership.motives = TextList.items(try row.get(offset + 7))
    partnership.since = try row.get(offset + 8)
    partnership.note = try row.get(offset + 9)
    partnership.status = try row.get(offset + 10)
    partnership.reviewState = try row.get(offset + 11)
    partnership.reviewValidUntil = try row.get(offset + 12)
    partnership.version = try row.get(offset + 13)
    return partnership
  }
}
