package import Database
package import Organizations
package import Values

/// Two enterprises that are to become one, with everything that is to be said
/// about it before and done then.
package struct MergePair: Sendable {
  package let kept: Enterprise
  package let gone: Enterprise
  package let reach: Merge.Reach
  /// What each school has with the two; of a school, only its own.
  package let sides: [Side]
  /// The levels of each school in order.
  let levels: [ID<School>: [String]]

  /// What one school has with the two.
  package struct Side: Sendable {
    package let schoolID: ID<School>
    package let schoolName: String
    package let kept: Partnership?
    package let gone: Partnership?
  }

  /// All versions that the pair was read with.
  package var version: String {
    let partnerships = sides.flatMap { side in
      [side.kept, side.gone].map { $0.map { "\($0.id):\($0.version)" } ?? "-" }
    }
    return "\(reach.rawValue) \(kept.version) \(gone.version) " + partnerships.joined(separator: " ")
  }

  /// Reads the pair as the actor may merge it: roles of the installation merge
  /// the shared records; a school merges those that it alone works with, and
  /// its own partnerships otherwise.
  /// - Returns: `nil` when the two are not in sight, or are one.
  package static func load(
    kept: ID<EnterpriseKey>, gone: ID<EnterpriseKey>, by actor: Actor, on connection: any Connection
  ) throws -> MergePair? {
    guard kept != gone, let first = try live(kept, on: connection), let second = try live(gone, on: connection) else {
      return nil
    }
    let school = actor.schoolID
    if school == nil, actor.scope != .installation { return nil }
    let all = try partnerships(of: [kept, gone], on: connection)
    let reach: Merge.Reach =
      school == nil || all.allSatisfy { $0.schoolID == school } ? .enterprise : .partnership
    let seen = school.map { id in all.filter { $0.schoolID == id } } ?? all
    let both = [kept, gone].allSatisfy { id in seen.contains { $0.enterpriseID == id } }
    if school != nil, !both { return nil }
    var levels: [ID<School>: [String]] = [:]
    let sides = try Set(seen.map(\.schoolID)).sorted().map { id in
      levels[id] = try PartnerLevelStore.levels(of: id, on: connection).map(\.code)
      return Side(
        schoolID: id, schoolName: try SchoolStore.school(id, on: connection)?.name ?? "",
        kept: seen.first { $0.schoolID == id && $0.enterpriseID == kept },
        gone: seen.first { $0.schoolID == id && $0.enterpriseID == gone })
    }
    return MergePair(kept: first, gone: second, reach: reach, sides: sides, levels: levels)
  }

  /// The school's own two partnerships; `nil` for roles of the installation.
  package func own(_ actor: Actor) -> Side? {
    actor.schoolID.flatMap { id in sides.first { $0.schoolID == id } }
  }

  func merge(_ choices: [String: PartnerMerge.Side], for school: ID<School>?) -> PartnerMerge {
    PartnerMerge(choices: choices, levels: school.flatMap { levels[$0] } ?? [])
  }

  private static func live(_ id: ID<EnterpriseKey>, on connection: any Connection) throws -> Enterprise? {
    try connection.first(
      "SELECT \(EnterpriseStore.columns) FROM enterprises e WHERE e.id = \(id) AND e.merged_into IS NULL"
    ).map { try EnterpriseStore.enterprise($0) }
  }

  private static func partnerships(
    of enterprises: [ID<EnterpriseKey>], on connection: any Connection
  ) throws -> [Partnership] {
    let ids = try connection.values(
      "SELECT id FROM partnerships WHERE enterprise_id IN \(list: enterprises) ORDER BY school_id, id",
      as: ID<Partnership>.self)
    return try PartnershipStore.partners(ids, in: .installation, on: connection).map(\.partnership)
  }
}
