package import Database
package import Organizations
package import Values

/// When partners were seen last and are to be seen next: columns of
/// `partnerships` that follow the visits and the surveys that a partner has
/// answered, in the same transaction. They are written here and nowhere else.
package enum TrackingStore {
  static let migration = """
    ALTER TABLE partnerships ADD COLUMN last_contact_on TEXT;
    ALTER TABLE partnerships ADD COLUMN next_contact_on TEXT;
    ALTER TABLE partnerships ADD COLUMN next_contact_is_set SMALLINT NOT NULL DEFAULT 0
      CHECK (next_contact_is_set IN (0, 1));
    ALTER TABLE partnerships ADD COLUMN is_silent SMALLINT NOT NULL DEFAULT 0 CHECK (is_silent IN (0, 1));
    ALTER TABLE partner_levels ADD COLUMN contact_months INTEGER CHECK (contact_months BETWEEN 1 AND 60);
    CREATE TABLE partner_tracking (
      school_id BIGINT NOT NULL PRIMARY KEY REFERENCES schools (id),
      silent_months INTEGER NOT NULL CHECK (silent_months BETWEEN 1 AND 60)
    );
    CREATE INDEX partnerships_silent ON partnerships (school_id, name, id) WHERE status = 'active' AND is_silent = 1;
    CREATE INDEX partnerships_by_contact ON partnerships (school_id, last_contact_on, created_at)
      WHERE status = 'active' AND is_silent = 0;
    CREATE INDEX partnership_redirects_by_kept ON partnership_redirects (kept_id);
    CREATE INDEX partnerships_by_next_contact ON partnerships (school_id, next_contact_on, id)
      WHERE status = 'active' AND next_contact_on IS NOT NULL;
    CREATE INDEX partnerships_unplanned ON partnerships (id) WHERE status = 'active' AND next_contact_on IS NULL
    """

  package static func silentMonths(of school: ID<School>, on connection: some Connection) throws -> Int {
    try connection.value("SELECT silent_months FROM partner_tracking WHERE school_id = \(school)")
      ?? ContactRhythm.usualSilentMonths
  }

  static func setSilentMonths(_ months: Int, of school: ID<School>, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO partner_tracking (school_id, silent_months) VALUES (\(school), \(months))
      ON CONFLICT (school_id) DO UPDATE SET silent_months = EXCLUDED.silent_months
      """)
  }

  /// How a partnership that was found in sight stands.
  package static func state(
    of id: ID<Partnership>, on connection: some Connection
  ) throws -> PartnerContactState? {
    try connection.first(
      """
      SELECT p.last_contact_on, p.next_contact_on, p.next_contact_is_set, p.is_silent, l.contact_months, p.level
      FROM partnerships p LEFT JOIN partner_levels l ON l.school_id = p.school_id AND l.code = p.level
      WHERE p.id = \(id)
      """
    ).map { row in
      let own: Int? = try row.get(4)
      return PartnerContactState(
        lastOn: try row.get(0), nextOn: try row.get(1), isByHand: try row.get(2), isSilent: try row.get(3),
        months: try own ?? ContactRhythm.usualMonths(of: row.get(5)))
    }
  }

  /// Writes what follows from the visits and answers that a partner has now.
  package static func settle(
    _ id: ID<Partnership>, today: CivilDate, on connection: some WriteConnection
  ) throws {
    guard let state = try state(of: id, on: connection),
      let school = try connection.value("SELECT school_id FROM partnerships WHERE id = \(id)", as: ID<School>.self)
    else { return }
    let visited = try connection.value(
      """
      SELECT held_on FROM visits WHERE partnership_id = \(id) AND removed_at IS NULL
      ORDER BY held_on DESC, id DESC LIMIT 1
      """, as: CivilDate.self)
    let answered = try connection.value(
      """
      SELECT answered_on FROM survey_participants WHERE partnership_id = \(id) AND answered_on IS NOT NULL
      ORDER BY answered_on DESC LIMIT 1
      """, as: CivilDate.self)
    let last = [visited, answered].compactMap(\.self).max()
    let next = ContactRhythm.next(
      after: last, months: state.months, planned: state.nextOn.map { ($0, state.isByHand) })
    let months = try silentMonths(of: school, on: connection)
    // Who was never seen becomes silent by the daily job, which asks how long the partner is known.
    let isSilent = last.map { $0 < ContactRhythm.silentBefore(today, months: months) } ?? state.isSilent
    try connection.run(
      """
      UPDATE partnerships SET last_contact_on = \(last), next_contact_on = \(next?.day),
        next_contact_is_set = \(next?.isByHand ?? false), is_silent = \(isSilent)
      WHERE id = \(id) AND school_id = \(school)
      """)
  }

  static func setNext(_ day: CivilDate?, of id: ID<Partnership>, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE partnerships SET next_contact_on = \(day), next_contact_is_set = \(day != nil) WHERE id = \(id)")
  }

  // MARK: The daily work

  /// Partners without a day for the next contact, with when they were entered.
  static func unplanned(
    limit: Int, on connection: some Connection
  ) throws -> [(id: ID<Partnership>, enteredAt: Instant, lastOn: CivilDate?, months: Int)] {
    try connection.rows(
      """
      SELECT p.id, p.created_at, p.last_contact_on, l.contact_months, p.level
      FROM partnerships p LEFT JOIN partner_levels l ON l.school_id = p.school_id AND l.code = p.level
      WHERE p.status = 'active' AND p.next_contact_on IS NULL ORDER BY p.id LIMIT \(literal: limit)
      """
    ).map { row in
      let own: Int? = try row.get(3)
      return (
        try row.get(0), try row.get(1), try row.get(2), try own ?? ContactRhythm.usualMonths(of: row.get(4))
      )
    }
  }

  static func propose(_ day: CivilDate, for id: ID<Partnership>, on connection: some WriteConnection) throws {
    try connection.run(
      "UPDATE partnerships SET next_contact_on = \(day), next_contact_is_set = 0 WHERE id = \(id)")
  }

  /// Partners of a school that have become silent and are not marked yet.
  static func newlySilent(
    of school: ID<School>, today: CivilDate, limit: Int, on connection: some Connection
  ) throws -> [ID<Partnership>] {
    let day = ContactRhythm.silentBefore(today, months: try silentMonths(of: school, on: connection))
    let start = Instant(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000 - 28_800_000)
    // Two walks along one index: those who were seen long ago, and those never seen since they were entered.
    return try connection.values(
      """
      SELECT id FROM (
        SELECT p.id FROM partnerships p WHERE p.school_id = \(school) AND p.status = 'active' AND p.is_silent = 0
          AND p.last_contact_on < \(day)
        UNION ALL
        SELECT p.id FROM partnerships p WHERE p.school_id = \(school) AND p.status = 'active' AND p.is_silent = 0
          AND p.last_contact_on IS NULL AND p.created_at < \(start)
        LIMIT \(literal: limit)) silent
      """, as: ID<Partnership>.self)
  }

  static func setSilent(_ isSilent: Bool, _ ids: [ID<Partnership>], on connection: some WriteConnection) throws {
    guard !ids.isEmpty else { return }
    try connection.run("UPDATE partnerships SET is_silent = \(isSilent) WHERE id IN \(list: ids)")
  }

  /// Silent partners of a school that are not silent by a new number of months.
  static func noLongerSilent(
    of school: ID<School>, today: CivilDate, months: Int, on connection: some Connection
  ) throws -> [ID<Partnership>] {
    let day = ContactRhythm.silentBefore(today, months: months)
    let start = Instant(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000 - 28_800_000)
    return try connection.values(
      """
      SELECT p.id FROM partnerships p WHERE p.school_id = \(school) AND p.status = 'active' AND p.is_silent = 1
        AND (p.last_contact_on >= \(day) OR (p.last_contact_on IS NULL AND p.created_at >= \(start)))
      """, as: ID<Partnership>.self)
  }
}
