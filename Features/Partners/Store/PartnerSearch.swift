package import Database
package import Organizations
import Standards
package import Values

/// Finds partners by any part of their names, codes, products and contacts,
/// and by the pinyin initials of their names. Phones and mails are not in it:
/// what is sealed must not be readable here.
package enum PartnerSearch {
  static let index = SearchIndex("partner_search")

  /// Puts partnerships into the index as they are now, or anew.
  package static func put(_ ids: [ID<Partnership>], on connection: any WriteConnection) throws {
    for chunk in stride(from: 0, to: ids.count, by: 400).map({ ids[$0..<min($0 + 400, ids.count)] }) {
      try put(where: "p.id IN \(list: chunk)", on: connection)
    }
  }

  package static func put(_ id: ID<Partnership>, on connection: any WriteConnection) throws {
    try put(where: "p.id = \(id)", on: connection)
  }

  /// Puts every school's partnership with an enterprise, when that has changed.
  package static func putAll(of enterprise: ID<EnterpriseKey>, on connection: any WriteConnection) throws {
    try put(where: "p.enterprise_id = \(enterprise)", on: connection)
  }

  package static func remove(_ id: ID<Partnership>, on connection: any WriteConnection) throws {
    try index.remove(id, on: connection)
  }

  /// The partnerships that a text means, as a condition of a list.
  static func condition(_ text: String, in scope: Actor.Scope, on connection: any Connection) throws -> SQL {
    try index.matches(text, scope: scope.searched, on: connection).condition("p.id", connection.dialect)
  }

  /// Whether a text stands in so many partners that reading them all is not worth a page.
  static func isCommon(_ text: String, in scope: Actor.Scope, on connection: any Connection) throws -> Bool {
    try !text.isEmpty && index.matches(text, scope: scope.searched, on: connection).isCommon
  }

  private static func put(where condition: SQL, on connection: any WriteConnection) throws {
    var contacts: [Int64: [String]] = [:]
    for row in try connection.rows(
      """
      SELECT c.partnership_id, c.name FROM partnerships p
      JOIN partner_contacts c ON c.school_id = p.school_id AND c.partnership_id = p.id
      WHERE \(condition) ORDER BY c.id
      """)
    {
      contacts[try row.get(0), default: []].append(try row.get(1))
    }
    let entries = try connection.rows(
      """
      SELECT p.id, p.school_id, e.name, e.short_name, e.credit_code, e.products
      FROM partnerships p JOIN enterprises e ON e.id = p.enterprise_id WHERE \(condition)
      """
    ).map { row in
      let id: ID<Partnership> = try row.get(0)
      return entry(
        id, school: try row.get(1), name: try row.get(2), [try row.get(3), try row.get(4), try row.get(5)],
        contacts: contacts[id.rawValue] ?? [])
    }
    try index.put(entries, on: connection)
  }

  /// What a partnership is found by that is not written yet.
  static func entry(_ partnership: Partnership, of enterprise: Enterprise, contacts: [String?]) -> SearchIndex.Entry {
    entry(
      partnership.id, school: partnership.schoolID.rawValue, name: enterprise.name,
      [enterprise.shortName, enterprise.creditCode, enterprise.products], contacts: contacts)
  }

  private static func entry(
    _ id: ID<Partnership>, school: Int64, name: String, _ others: [String], contacts: [String?]
  ) -> SearchIndex.Entry {
    SearchIndex.Entry(id, scope: school, [name] + others + Pinyin.initialForms(name, limit: 2) + contacts)
  }
}

extension Actor.Scope {
  /// The school whose entries of the index are searched; `nil`: all.
  var searched: Int64? {
    switch self {
    case .school(let id), .department(let id, _): id.rawValue
    case .nothing, .installation, .enterprise: nil
    }
  }
}
