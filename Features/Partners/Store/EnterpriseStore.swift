package import Database
package import Organizations
package import Values

/// The rows of `enterprises`, with the columns that partnerships repeat kept in step.
package enum EnterpriseStore {
  /// The record itself, whoever asks: for the program's own rules. Pages go
  /// through a partnership, which is what a school may see.
  package static func enterprise(_ id: ID<EnterpriseKey>, on connection: some Connection) throws -> Enterprise? {
    try connection.first("SELECT \(columns) FROM enterprises e WHERE e.id = \(id)").map { try enterprise($0) }
  }

  /// The live enterprise with this credit code.
  package static func enterprise(creditCode: String, on connection: some Connection) throws -> Enterprise? {
    try connection.first(
      "SELECT \(columns) FROM enterprises e WHERE e.credit_code = \(creditCode) AND e.credit_code <> '' AND e.merged_into IS NULL"
    ).map { try enterprise($0) }
  }

  /// Live enterprises whose name is the same but for blanks, brackets and width.
  package static func enterprises(nameKey: String, on connection: some Connection) throws -> [Enterprise] {
    try connection.rows(
      "SELECT \(columns) FROM enterprises e WHERE e.name_key = \(nameKey) AND e.merged_into IS NULL ORDER BY e.id"
    ).map { try enterprise($0) }
  }

  /// - Parameter isCompared: `false` leaves it out of the search for duplicates, for rows that are invented for measurement.
  /// - Throws: `DatabaseError.unique` when another live enterprise has the credit code.
  package static func insert(
    _ enterprise: Enterprise, isCompared: Bool = true, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO enterprises (id, name, name_key, short_name, credit_code, credit_code_reason, legal_form, nature,
        industry, region, address, park, size, staff_count, founded_on, products, tags, website, description, logo,
        status, version, created_at, updated_at)
      VALUES (\(enterprise.id), \(enterprise.name), \(EnterpriseName.key(enterprise.name)), \(enterprise.shortName),
        \(enterprise.creditCode), \(enterprise.creditCodeReason), \(enterprise.legalForm), \(enterprise.nature),
        \(enterprise.industry), \(enterprise.region), \(enterprise.address), \(enterprise.park),
        \(enterprise.size?.rawValue ?? ""), \(enterprise.staffCount), \(enterprise.foundedOn), \(enterprise.products),
        \(TextList.stored(enterprise.tags)), \(enterprise.website), \(enterprise.description), \(enterprise.logo),
        \(enterprise.status), 1, \(now), \(now))
      """)
    if isCompared { try DuplicateStore.note([enterprise], areNew: true, on: connection) }
  }

  /// Writes a changed enterprise and what partnerships repeat of it.
  /// - Returns: `false` when somebody changed it since `enterprise.version` was read.
  package static func update(
    _ enterprise: Enterprise, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    let changed = try connection.run(
      """
      UPDATE enterprises SET name = \(enterprise.name), name_key = \(EnterpriseName.key(enterprise.name)),
        short_name = \(enterprise.shortName), credit_code = \(enterprise.creditCode),
        credit_code_reason = \(enterprise.creditCodeReason), legal_form = \(enterprise.legalForm),
        nature = \(enterprise.nature), industry = \(enterprise.industry), region = \(enterprise.region),
        address = \(enterprise.address), park = \(enterprise.park), size = \(enterprise.size?.rawValue ?? ""),
        staff_count = \(enterprise.staffCount), founded_on = \(enterprise.foundedOn),
        products = \(enterprise.products), tags = \(TextList.stored(enterprise.tags)), website = \(enterprise.website),
        description = \(enterprise.description), logo = \(enterprise.logo), status = \(enterprise.status),
        version = version + 1, updated_at = \(now)
      WHERE id = \(enterprise.id) AND version = \(enterprise.version) AND merged_into IS NULL
      """)
    guard changed == 1 else { return false }
    try connection.run(
      """
      UPDATE partnerships SET name = \(enterprise.name), industry = \(enterprise.industry),
        province = \(enterprise.province), region = \(enterprise.region), size = \(enterprise.size?.rawValue ?? ""),
        enterprise_status = \(enterprise.status), updated_at = \(now)
      WHERE enterprise_id = \(enterprise.id)
      """)
    try MembershipStore.setName(enterprise.menuName, ofEnterprise: enterprise.id, on: connection)
    try DuplicateStore.note([enterprise], areNew: false, on: connection)
    return true
  }

  static let columns: SQL = """
    e.id, e.name, e.short_name, e.credit_code, e.credit_code_reason, e.legal_form, e.nature, e.industry, e.region,
    e.address, e.park, e.size, e.staff_count, e.founded_on, e.products, e.tags, e.website, e.description, e.logo,
    e.status, e.version
    """
  static let columnCount = 21

  /// - Parameter offset: where the enterprise's columns begin in a joined row.
  static func enterprise(_ row: Row, at offset: Int = 0) throws -> Enterprise {
    var enterprise = Enterprise(id: try row.get(offset), name: try row.get(offset + 1))
    enterprise.shortName = try row.get(offset + 2)
    enterprise.creditCode = try row.get(offset + 3)
    enterprise.creditCodeReason = try row.get(offset + 4)
    enterprise.legalForm = try row.get(offset + 5)
    enterprise.nature = try row.get(offset + 6)
    enterprise.industry = try row.get(offset + 7)
    enterprise.region = try row.get(offset + 8)
    enterprise.address = try row.get(offset + 9)
    enterprise.park = try row.get(offset + 10)
    enterprise.size = Enterprise.Size(rawValue: try row.get(offset + 11))
    enterprise.staffCount = try row.get(offset + 12)
    enterprise.foundedOn = try row.get(offset + 13)
    enterprise.products = try row.get(offset + 14)
    enterprise.tags = TextList.items(try row.get(offset + 15))
    enterprise.website = try row.get(offset + 16)
    enterprise.description = try row.get(offset + 17)
    enterprise.logo = try row.get(offset + 18)
    enterprise.status = try row.get(offset + 19)
    enterprise.version = try row.get(offset + 20)
    return enterprise
  }
}

/// Lists of short texts in one column: JSON, so that no separator is forbidden.
package enum TextList {
  package static func stored(_ items: [String]) -> String {
    JSONValue.array(items.map { .string($0) }).text
  }

  package static func items(_ text: String) -> [String] {
    if text == "[]" { return [] }
    // Nearly all: without escapes the quotes are only those around the items.
    let bytes = text.utf8
    if bytes.starts(with: "[\"".utf8), text.hasSuffix("\"]"), !bytes.contains(UInt8(ascii: "\\")) {
      // Between two quotes stands an item, between that and the next item a comma.
      return bytes.dropFirst(2).dropLast(2).split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        .enumerated().compactMap { $0.offset.isMultiple(of: 2) ? String($0.element) : nil }
    }
    return (JSONValue.parse(text)?.array ?? []).compactMap(\.string)
  }
}
