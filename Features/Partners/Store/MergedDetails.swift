import Database
import Organizations
import Values

extension ContactBook {
  /// Takes the mark of the main contact from one partnership's contacts when another's have one.
  /// - Returns: who had it.
  static func demote(
    _ gone: ID<Partnership>, in school: ID<School>, unlessAloneWith kept: ID<Partnership>,
    on connection: any WriteConnection
  ) throws -> [Int64] {
    let ids = try connection.values(
      """
      SELECT id FROM partner_contacts WHERE school_id = \(school) AND partnership_id = \(gone) AND is_main = 1
        AND EXISTS (SELECT 1 FROM partner_contacts k WHERE k.school_id = \(school) AND k.partnership_id = \(kept)
          AND k.is_main = 1)
      """, as: Int64.self)
    try connection.run("UPDATE partner_contacts SET is_main = 0 WHERE id IN \(list: ids)")
    return ids
  }
}

/// What an enterprise did or asks waits once for a school's two partnerships that become one.
enum WaitingTwins {
  /// Closes what waits on the one that goes and on the other as well.
  /// - Returns: which, so that undoing opens them again.
  static func close(
    _ gone: ID<Partnership>, openOn kept: ID<Partnership>, at now: Instant, on connection: any WriteConnection
  ) throws -> [Int64] {
    let ids = try connection.values(
      """
      SELECT i.id FROM inbox_entries i WHERE i.subject_kind = 'partnership' AND i.subject_id = \(gone)
        AND i.closed_at IS NULL AND i.step IN (\(SpaceAct.changesStep), \(SpaceAct.identityStep))
        AND EXISTS (SELECT 1 FROM inbox_entries k WHERE k.subject_kind = 'partnership' AND k.subject_id = \(kept)
          AND k.step = i.step AND k.closed_at IS NULL)
      """, as: Int64.self)
    guard !ids.isEmpty else { return [] }
    try connection.run("UPDATE inbox_entries SET closed_at = \(now) WHERE id IN \(list: ids)")
    return ids
  }

  static func open(_ ids: [Int64], on connection: any WriteConnection) throws {
    guard !ids.isEmpty else { return }
    try connection.run("UPDATE inbox_entries SET closed_at = NULL WHERE id IN \(list: ids)")
  }
}

extension ReviewStore {
  /// Of the decisions of several partnerships that become one, only the best
  /// counts: an approval before a refusal, then the one that is valid longer.
  /// - Returns: those that count no longer.
  static func replaceWeaker(
    of partnerships: [ID<Partnership>], in school: ID<School>, on connection: any WriteConnection
  ) throws -> [Int64] {
    let ids = try connection.values(
      """
      SELECT id FROM qualification_reviews
      WHERE school_id = \(school) AND partnership_id IN \(list: partnerships) AND is_replaced = 0
        AND state IN ('approved', 'refused')
      ORDER BY CASE state WHEN 'approved' THEN 0 ELSE 1 END, coalesce(valid_until, '') DESC, id DESC
      """, as: Int64.self)
    let weaker = Array(ids.dropFirst())
    try setReplaced(true, weaker, on: connection)
    return weaker
  }

  static func setReplaced(_ isReplaced: Bool, _ ids: [Int64], on connection: any WriteConnection) throws {
    guard !ids.isEmpty else { return }
    try connection.run("UPDATE qualification_reviews SET is_replaced = \(isReplaced) WHERE id IN \(list: ids)")
  }

  static func hasAny(_ partnership: Partnership, on connection: any Connection) throws -> Bool {
    try connection.first(
      """
      SELECT 1 FROM qualification_reviews
      WHERE school_id = \(partnership.schoolID) AND partnership_id = \(partnership.id) LIMIT 1
      """) != nil
  }
}
