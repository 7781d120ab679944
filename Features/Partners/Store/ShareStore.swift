import Accounts
import Database
import Organizations
import Values

/// The rows of `enterprise_shares`: what of an enterprise which school may see.
enum ShareStore {
  /// What of the enterprise the school may see beyond the public part.
  static func shared(
    by enterprise: ID<EnterpriseKey>, with school: ID<School>, on connection: any Connection
  ) throws -> SharedWith {
    try shares(of: enterprise, with: school, on: connection)[school] ?? SharedWith()
  }

  /// By school; schools that see nothing more are left out.
  static func shares(
    of enterprise: ID<EnterpriseKey>, with school: ID<School>? = nil, on connection: any Connection
  ) throws -> [ID<School>: SharedWith] {
    let one: SQL = school.map { "AND school_id = \($0)" } ?? ""
    var shares: [ID<School>: SharedWith] = [:]
    for row in try connection.rows(
      "SELECT school_id, part, contact_id FROM enterprise_shares WHERE enterprise_id = \(enterprise) \(one)")
    {
      let part = try row.get(1, as: String.self)
      let school: ID<School> = try row.get(0)
      if let part = SharedPart(rawValue: part) {
        shares[school, default: SharedWith()].parts.insert(part)
      } else {
        shares[school, default: SharedWith()].contacts.insert(try row.get(2))
      }
    }
    return shares
  }

  /// The schools that work with the enterprise and see a part of it.
  static func schools(
    seeing part: SharedPart, of enterprise: ID<EnterpriseKey>, on connection: any Connection
  ) throws -> [ID<School>] {
    try schools("s.part = \(part)", enterprise, on: connection)
  }

  static func schools(
    seeing contact: ID<EnterpriseContact>, of enterprise: ID<EnterpriseKey>, on connection: any Connection
  ) throws -> [ID<School>] {
    try schools("s.part = 'contact' AND s.contact_id = \(contact)", enterprise, on: connection)
  }

  private static func schools(
    _ condition: SQL, _ enterprise: ID<EnterpriseKey>, on connection: any Connection
  ) throws -> [ID<School>] {
    try connection.values(
      """
      SELECT s.school_id FROM enterprise_shares s
      JOIN partnerships p ON p.school_id = s.school_id AND p.enterprise_id = s.enterprise_id
      WHERE s.enterprise_id = \(enterprise) AND \(condition) ORDER BY s.school_id
      """)
  }

  /// - Returns: `false` when it was so already.
  static func set(
    _ isShared: Bool, _ what: Sharing.What, of enterprise: ID<EnterpriseKey>, with school: ID<School>,
    id: ID<SharedWith>, by account: ID<Account>, at now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    let (part, contact): (String, Int64) =
      switch what {
      case .part(let part): (part.rawValue, 0)
      case .contact(let id): ("contact", id.rawValue)
      }
    guard isShared else {
      return try connection.run(
        """
        DELETE FROM enterprise_shares WHERE enterprise_id = \(enterprise) AND school_id = \(school)
          AND part = \(part) AND contact_id = \(contact)
        """) > 0
    }
    return try connection.run(
      """
      INSERT INTO enterprise_shares (id, enterprise_id, school_id, part, contact_id, shared_by, shared_at)
      VALUES (\(id), \(enterprise), \(school), \(part), \(contact), \(account), \(now))
      ON CONFLICT (enterprise_id, school_id, part, contact_id) DO NOTHING
      """) > 0
  }
}
