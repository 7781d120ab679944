package import Accounts
package import Database
package import Localization
package import Organizations
import Security
package import Values

/// An address to which a person's calendar program subscribes, in one of their memberships.
package struct CalendarFeed: Sendable, Hashable {
  package let id: ID<CalendarFeed>
  package let schoolID: ID<School>
  package let accountID: ID<Account>
  package let membershipID: ID<Membership>
  package let language: Language
  package let createdAt: Instant
  /// The last day on which a program asked.
  package let usedOn: CivilDate?
  /// When it was renewed or withdrawn.
  package let endedAt: Instant?
}

/// The rows of `calendar_feeds`.
package enum CalendarFeedStore {
  private static let columns: SQL = """
    f.id, f.school_id, f.account_id, f.membership_id, f.language, f.created_at, f.used_on, f.ended_at
    """

  /// Makes an address.
  /// - Returns: its secret, which is known only now.
  package static func insert(
    _ id: ID<CalendarFeed>, of membership: Membership, school: ID<School>, language: Language, at now: Instant,
    on connection: some WriteConnection
  ) throws -> String {
    let token = Token<CalendarFeed>(id: id)
    try connection.run(
      """
      INSERT INTO calendar_feeds (id, school_id, account_id, membership_id, secret_digest, language, created_at)
      VALUES (\(id), \(school), \(membership.accountID), \(membership.id), \(token.digest), \(language.rawValue), \(now))
      """)
    return token.text()
  }

  /// Ends the address of a membership.
  /// - Returns: `false` when there was none.
  package static func end(
    of membership: Membership, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE calendar_feeds SET ended_at = \(now)
      WHERE account_id = \(membership.accountID) AND membership_id = \(membership.id) AND ended_at IS NULL
      """) > 0
  }

  /// The address that a membership has.
  package static func live(of membership: Membership, on connection: some Connection) throws -> CalendarFeed? {
    try connection.first(
      """
      SELECT \(columns) FROM calendar_feeds f
      WHERE f.account_id = \(membership.accountID) AND f.membership_id = \(membership.id) AND f.ended_at IS NULL
      """
    ).map(feed)
  }

  /// The address of a token, also one that has ended; `nil` for one that was never made.
  package static func find(_ token: String, on connection: some Connection) throws -> CalendarFeed? {
    guard let token = Token<CalendarFeed>(token),
      let row = try connection.first(
        "SELECT \(columns), f.secret_digest FROM calendar_feeds f WHERE f.id = \(token.id)"),
      token.matches(digest: try row.get(8))
    else { return nil }
    return try feed(row)
  }

  /// Notes the day; once a day is enough to see whether a program still asks.
  package static func note(_ feed: CalendarFeed, on day: CivilDate, on connection: some WriteConnection) throws {
    try connection.run("UPDATE calendar_feeds SET used_on = \(day) WHERE id = \(feed.id)")
  }

  private static func feed(_ row: Row) throws -> CalendarFeed {
    CalendarFeed(
      id: try row.get(0), schoolID: try row.get(1), accountID: try row.get(2), membershipID: try row.get(3),
      language: Language(rawValue: try row.get(4)) ?? .chinese, createdAt: try row.get(5), usedOn: try row.get(6),
      endedAt: try row.get(7))
  }
}
