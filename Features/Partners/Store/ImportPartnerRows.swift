import Database
import Imports
import Organizations
import Security
import Values

/// Writes many rows of the registry with few statements.
extension EnterpriseStore {
  /// - Throws: `DatabaseError.unique` when another live enterprise has one of the credit codes.
  static func insert(_ enterprises: [Enterprise], at now: Instant, on connection: any WriteConnection) throws {
    let rows = enterprises.map { enterprise -> SQL in
      """
      (\(enterprise.id), \(enterprise.name), \(EnterpriseName.key(enterprise.name)), \(enterprise.shortName),
        \(enterprise.creditCode), \(enterprise.creditCodeReason), \(enterprise.legalForm), \(enterprise.nature),
        \(enterprise.industry), \(enterprise.region), \(enterprise.address), \(enterprise.park),
        \(enterprise.size?.rawValue ?? ""), \(enterprise.staffCount), \(enterprise.foundedOn), \(enterprise.products),
        \(TextList.stored(enterprise.tags)), \(enterprise.website), \(enterprise.description), \(enterprise.logo),
        \(enterprise.status), 1, \(now), \(now))
      """
    }
    try connection.insert(
      """
      INSERT INTO enterprises (id, name, name_key, short_name, credit_code, credit_code_reason, legal_form, nature,
        industry, region, address, park, size, staff_count, founded_on, products, tags, website, description, logo,
        status, version, created_at, updated_at)
      """, rows)
    try DuplicateStore.putOff(enterprises.map(\.id), on: connection)
  }

  /// The versions of live enterprises.
  static func versions(_ ids: [ID<EnterpriseKey>], on connection: any Connection) throws -> [Int64: Int] {
    var versions: [Int64: Int] = [:]
    for group in ids.inGroups(of: 500) {
      try connection.forEach(
        "SELECT id, version FROM enterprises WHERE id IN \(list: group) AND merged_into IS NULL"
      ) { versions[try $0.get(0)] = try $0.get(1) }
    }
    return versions
  }
}

extension PartnershipStore {
  /// - Throws: `DatabaseError.unique` when the school has a partnership with one of the enterprises already.
  static func insert(
    _ partners: [Partner], at now: Instant, on connection: any WriteConnection
  ) throws {
    for school in Set(partners.map(\.partnership.schoolID)) {
      try PartnerLevelStore.putUsual(for: school, on: connection)
    }
    let rows = partners.map { partner -> SQL in
      let (partnership, enterprise) = (partner.partnership, partner.enterprise)
      return """
        (\(partnership.id), \(partnership.schoolID), \(enterprise.id), \(partnership.departmentID),
          \(partnership.level), \(partnership.source), \(partnership.ownerID), \(TextList.stored(partnership.motives)),
          \(partnership.since), \(partnership.note), \(partnership.status), \(enterprise.name), \(enterprise.industry),
          \(enterprise.province), \(enterprise.region), \(enterprise.size?.rawValue ?? ""), \(enterprise.status),
          \(partnership.reviewState), \(partnership.reviewValidUntil), 1, \(now), \(now))
        """
    }
    try connection.insert(
      """
      INSERT INTO partnerships (id, school_id, enterprise_id, department_id, level, source, owner_id, motives, since,
        note, status, name, industry, province, region, size, enterprise_status, review_state, review_valid_until,
        version, created_at, updated_at)
      """, rows)
    // The majors were chosen among the school's own.
    let majors = partners.flatMap { partner in
      partner.partnership.majorIDs.compactMap { ID<Major>($0) }.map { major -> SQL in
        "(\(partner.partnership.schoolID), \(partner.partnership.id), \(major))"
      }
    }
    try connection.insert(
      "INSERT INTO partnership_majors (school_id, partnership_id, major_id)", majors, atOnce: 300)
  }

  /// The versions of a school's partnerships.
  static func versions(
    _ ids: [ID<Partnership>], school: ID<School>, on connection: any Connection
  ) throws -> [Int64: Int] {
    var versions: [Int64: Int] = [:]
    for group in ids.inGroups(of: 500) {
      try connection.forEach(
        "SELECT id, version FROM partnerships WHERE id IN \(list: group) AND school_id = \(school)"
      ) { versions[try $0.get(0)] = try $0.get(1) }
    }
    return versions
  }
}
