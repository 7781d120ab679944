package import Database
package import Organizations
package import Values

/// One merge as the log of merges keeps it.
package struct Merge: Sendable, Hashable {
  package let id: ID<Merge>
  /// `nil`: done for all schools.
  package let schoolID: ID<School>?
  package let reach: Reach
  package let keptID: ID<EnterpriseKey>
  package let goneID: ID<EnterpriseKey>
  package let keptName: String
  package let goneName: String
  package let accountName: String
  package let mergedAt: Instant
  package let undoneAt: Instant?

  /// What became one.
  package enum Reach: String, Sendable, SQLConvertible {
    /// A school's two partnerships; other schools still know both enterprises.
    case partnership
    /// The enterprises themselves, with every partnership.
    case enterprise
  }

  package static let undoDays = 30

  /// Until when it can be taken back.
  package var undoableUntil: Instant { mergedAt.advanced(by: .seconds(Self.undoDays * 86_400)) }

  package func isUndoable(at now: Instant) -> Bool { undoneAt == nil && now < undoableUntil }
}

/// The rows of `enterprise_merges` and `partnership_redirects`.
package enum MergeStore {
  static func insert(
    _ id: ID<Merge>, school: ID<School>?, reach: Merge.Reach, kept: Enterprise, gone: Enterprise, undo: JSONValue,
    by account: Int64, at now: Instant, on connection: any WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO enterprise_merges (id, school_id, reach, kept_id, gone_id, kept_name, gone_name, undo, merged_by,
        merged_at)
      VALUES (\(id), \(school?.rawValue ?? 0), \(reach), \(kept.id), \(gone.id), \(kept.name), \(gone.name),
        \(undo.text), \(account), \(now))
      """)
  }

  /// A merge that is the school's; `nil` for the installation finds those of all schools.
  package static func merge(
    _ id: ID<Merge>, school: ID<School>?, on connection: some Connection
  ) throws -> Merge? {
    try read("m.id = \(id) AND m.school_id = \(school?.rawValue ?? 0)", limit: 1, on: connection).first
  }

  /// The merges of a school, or those for all schools, newest first.
  package static func merges(
    of school: ID<School>?, before: ID<Merge>?, limit: Int, on connection: some Connection
  ) throws -> [Merge] {
    let place: SQL = before.map { "AND m.id < \($0)" } ?? ""
    return try read("m.school_id = \(school?.rawValue ?? 0) \(place)", limit: limit, on: connection)
  }

  /// What was merged into an enterprise by the school or for all schools, newest first.
  package static func merges(
    into enterprise: ID<EnterpriseKey>, school: ID<School>, on connection: some Connection
  ) throws -> [Merge] {
    try read(
      "m.kept_id = \(enterprise) AND m.school_id IN (0, \(school)) AND m.undone_at IS NULL", limit: 50, on: connection)
  }

  private static func read(_ condition: SQL, limit: Int, on connection: some Connection) throws -> [Merge] {
    try connection.rows(
      """
      SELECT m.id, m.school_id, m.reach, m.kept_id, m.gone_id, m.kept_name, m.gone_name, coalesce(a.display_name, ''),
        m.merged_at, m.undone_at
      FROM enterprise_merges m LEFT JOIN accounts a ON a.id = m.merged_by
      WHERE \(condition) ORDER BY m.id DESC LIMIT \(literal: limit)
      """
    ).map { row in
      let school: Int64 = try row.get(1)
      return Merge(
        id: try row.get(0), schoolID: school == 0 ? nil : ID(rawValue: school), reach: try row.get(2),
        keptID: try row.get(3), goneID: try row.get(4), keptName: try row.get(5), goneName: try row.get(6),
        accountName: try row.get(7), mergedAt: try row.get(8), undoneAt: try row.get(9))
    }
  }

  static func undo(_ id: ID<Merge>, on connection: any Connection) throws -> JSONValue? {
    try connection.value("SELECT undo FROM enterprise_merges WHERE id = \(id)", as: String.self)
      .flatMap { JSONValue.parse($0) }
  }

  static func close(_ id: ID<Merge>, by account: Int64, at now: Instant, on connection: any WriteConnection) throws {
    try connection.run(
      """
      UPDATE enterprise_merges SET undone_by = \(account), undone_at = \(now) WHERE id = \(id) AND undone_at IS NULL
      """)
  }

  /// Whether one of the two took part in a later merge that stands.
  static func hasLater(_ merge: Merge, on connection: any Connection) throws -> Bool {
    let ids = [merge.keptID, merge.goneID]
    // Two schools may fold their own partnerships of the same enterprises, each for itself.
    let mine: SQL =
      merge.reach == .enterprise
      ? "1 = 1" : "(m.reach = 'enterprise' OR m.school_id = \(merge.schoolID?.rawValue ?? 0))"
    return try connection.first(
      """
      SELECT 1 FROM enterprise_merges m WHERE m.id > \(merge.id) AND m.undone_at IS NULL AND \(mine)
        AND (m.kept_id IN \(list: ids) OR m.gone_id IN \(list: ids)) LIMIT 1
      """) != nil
  }

  // MARK: Where gone partnerships lead

  static func redirect(
    _ gone: ID<Partnership>, of school: ID<School>, to kept: ID<Partnership>, merge: ID<Merge>,
    on connection: any WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO partnership_redirects (gone_id, school_id, kept_id, merge_id)
      VALUES (\(gone), \(school), \(kept), \(merge))
      """)
  }

  static func forgetRedirects(of merge: ID<Merge>, on connection: any WriteConnection) throws {
    try connection.run("DELETE FROM partnership_redirects WHERE merge_id = \(merge)")
  }

  /// The partnership that a merged one became, when it is in sight.
  package static func partnership(
    after gone: ID<Partnership>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> ID<Partnership>? {
    var id = gone
    // What was kept may have been merged again.
    for _ in 0..<20 {
      guard
        let next = try connection.value(
          "SELECT kept_id FROM partnership_redirects WHERE gone_id = \(id)", as: ID<Partnership>.self)
      else { break }
      id = next
    }
    guard id != gone, try PartnershipStore.partner(id, in: scope, on: connection) != nil else { return nil }
    return id
  }
}
