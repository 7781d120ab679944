import Database
import Organizations
import Values

/// Finds visits by what was said, where and by whom; the partner's own names
/// are asked of `PartnerSearch`, so that a partner that is renamed or merged is
/// found by its name of today.
enum VisitSearch {
  static let index = SearchIndex("visit_search")

  static func put(_ visit: Visit, on connection: any WriteConnection) throws {
    // The index keeps 2,000 bytes: what is short and names something comes first.
    let texts =
      [visit.place, visit.needs, visit.intentions] + visit.people.flatMap { [$0.name, $0.number] }
      + visit.openings.map(\.major) + [visit.result, visit.content]
    try index.put(SearchIndex.Entry(visit.id, scope: visit.schoolID.rawValue, texts), on: connection)
  }

  /// The visits that a text means, as a condition of a list over `visits v`.
  static func condition(_ text: String, in scope: Actor.Scope, on connection: any Connection) throws -> SQL {
    let own = try index.matches(text, scope: scope.searched, on: connection).condition("f.id", connection.dialect)
    let partners = try PartnerSearch.condition(text, in: scope, on: connection)
    return """
      v.id IN (
        SELECT f.id FROM visits f WHERE \(own)
        UNION
        SELECT f.id FROM partnerships p JOIN visits f ON f.partnership_id = p.id WHERE \(partners))
      """
  }
}
