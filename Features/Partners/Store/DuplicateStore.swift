package import Database
package import Organizations
package import Values

/// Finds enterprises that may be one. The buckets and the pairs found in them
/// are kept up by every write of an enterprise, so that looking at them costs
/// the rows that are shown.
package enum DuplicateStore {
  /// A bucket with more enterprises says nothing of any of them: everybody's
  /// website, a whole business park.
  package static let largestBucket = 25

  /// Puts enterprises into their buckets as they are now, and compares them
  /// with whoever else is there.
  static func note(_ enterprises: [Enterprise], areNew: Bool, on connection: any WriteConnection) throws {
    for group in enterprises.inGroups(of: 200) {
      if !areNew { try forget(group.map(\.id), on: connection) }
      let traits = Dictionary(
        group.map { ($0.id.rawValue, DuplicateTraits($0)) }, uniquingKeysWith: { first, _ in first })
      try connection.insert(
        "INSERT INTO enterprise_keys (key, enterprise_id)",
        traits.sorted { $0.key < $1.key }.flatMap { id, traits in
          DuplicateKeys.keys(of: traits).sorted().map { "(\($0), \(id))" as SQL }
        }, atOnce: 500)
      try addPairs(of: traits, on: connection)
    }
  }

  /// Leaves the comparison of new enterprises to `CompareEnterprises`.
  static func putOff(_ ids: [ID<EnterpriseKey>], on connection: any WriteConnection) throws {
    try connection.insert("INSERT INTO uncompared_enterprises (enterprise_id)", ids.map { "(\($0))" })
  }

  /// Compares some of those that were put off.
  /// - Returns: how many; 0 when none waits.
  static func noteWaiting(limit: Int, on connection: any WriteConnection) throws -> Int {
    let ids = try connection.values(
      "SELECT enterprise_id FROM uncompared_enterprises ORDER BY enterprise_id LIMIT \(literal: limit)", as: Int64.self)
    guard !ids.isEmpty else { return 0 }
    // Somebody may have changed one meanwhile, which compared it.
    try note(Array(try enterprises(ids, on: connection).values), areNew: false, on: connection)
    try connection.run("DELETE FROM uncompared_enterprises WHERE enterprise_id IN \(list: ids)")
    return ids.count
  }

  /// Takes enterprises out of their buckets and pairs.
  static func forget(_ ids: [ID<EnterpriseKey>], on connection: any WriteConnection) throws {
    try connection.run("DELETE FROM enterprise_keys WHERE enterprise_id IN \(list: ids)")
    try connection.run("DELETE FROM duplicate_pairs WHERE first_id IN \(list: ids)")
    try connection.run("DELETE FROM duplicate_pairs WHERE second_id IN \(list: ids)")
  }

  /// Live enterprises that may be this one, which need not be stored yet, the likeliest first.
  package static func likely(
    _ enterprise: Enterprise, on connection: any Connection
  ) throws -> [(enterprise: Enterprise, comparison: DuplicateComparison)] {
    let keys = DuplicateKeys.keys(of: enterprise).sorted()
    let small = try connection.rows(
      """
      SELECT key, enterprise_id FROM enterprise_keys WHERE key IN \(list: try smallBuckets(keys, on: connection))
      """
    ).map { try $0.get(1, as: Int64.self) }
    let traits = DuplicateTraits(enterprise)
    return try enterprises(Set(small).subtracting([enterprise.id.rawValue]).sorted(), on: connection).values
      .map { ($0, DuplicateComparison(traits, DuplicateTraits($0))) }
      .filter { $0.1.weight >= DuplicateComparison.least }
      .sorted { ($1.1.weight, $0.0.id) < ($0.1.weight, $1.0.id) }
  }

  private static func addPairs(of group: [Int64: DuplicateTraits], on connection: any WriteConnection) throws {
    let ids = group.keys.sorted()
    let keys = try connection.values(
      """
      SELECT DISTINCT k.key FROM enterprise_keys k WHERE k.enterprise_id IN \(list: ids)
        AND (SELECT count(*) FROM (SELECT 1 FROM enterprise_keys c WHERE c.key = k.key
          LIMIT \(literal: largestBucket + 1)) found) BETWEEN 2 AND \(literal: largestBucket)
      """, as: Int64.self)
    var buckets: [Int64: [Int64]] = [:]
    for part in keys.inGroups(of: 500) {
      for row in try connection.rows("SELECT key, enterprise_id FROM enterprise_keys WHERE key IN \(list: part)") {
        buckets[try row.get(0), default: []].append(try row.get(1))
      }
    }
    var pairs: Set<Pair> = []
    for members in buckets.values {
      for member in members where group[member] != nil {
        for other in members where other != member { pairs.insert(Pair(member, other)) }
      }
    }
    let missing = Set(pairs.flatMap { [$0.first, $0.second] }).subtracting(ids)
    let known = try enterprises(missing.sorted(), on: connection).mapValues(DuplicateTraits.init)
      .merging(group) { first, _ in first }
    let rows = pairs.sorted { ($0.first, $0.second) < ($1.first, $1.second) }.compactMap { pair -> SQL? in
      guard let first = known[pair.first], let second = known[pair.second] else { return nil }
      let weight = DuplicateComparison(first, second).weight
      return weight >= DuplicateComparison.least ? "(\(pair.first), \(pair.second), \(weight))" : nil
    }
    try connection.insert(
      "INSERT INTO duplicate_pairs (first_id, second_id, weight)", rows, tail: "ON CONFLICT DO NOTHING")
  }

  private static func smallBuckets(_ keys: [Int64], on connection: any Connection) throws -> [Int64] {
    try keys.filter { key in
      let count = try connection.value(
        """
        SELECT count(*) FROM (SELECT 1 FROM enterprise_keys WHERE key = \(key)
          LIMIT \(literal: largestBucket + 1)) found
        """, as: Int.self)
      return (1...largestBucket).contains(count ?? 0)
    }
  }

  static func enterprises(_ ids: [Int64], on connection: any Connection) throws -> [Int64: Enterprise] {
    var found: [Int64: Enterprise] = [:]
    for part in ids.inGroups(of: 500) {
      try connection.forEach(
        "SELECT \(EnterpriseStore.columns) FROM enterprises e WHERE e.id IN \(list: part) AND e.merged_into IS NULL"
      ) { row in
        let enterprise = try EnterpriseStore.enterprise(row)
        found[enterprise.id.rawValue] = enterprise
      }
    }
    return found
  }

  /// Two keys, the smaller one first.
  package struct Pair: Sendable, Hashable {
    package let first: Int64
    package let second: Int64

    package init(_ one: Int64, _ other: Int64) {
      first = min(one, other)
      second = max(one, other)
    }
  }
}

// MARK: What people see

/// Two enterprises in sight that may be one.
package struct DuplicatePair: Sendable {
  package let first: Enterprise
  package let second: Enterprise
  package let weight: Int
  /// When somebody said that they are two; only where those are asked for.
  package let dismissedAt: Instant?

  package var comparison: DuplicateComparison { DuplicateComparison(first, second) }

  /// The two with the one first that is usually kept: whose code is right, then who was there first.
  package var inOrder: (kept: Enterprise, gone: Enterprise) {
    func isSure(_ enterprise: Enterprise) -> Bool {
      !enterprise.creditCode.isEmpty && enterprise.creditCodeReason.isEmpty
    }
    return isSure(second) && !isSure(first) ? (second, first) : (first, second)
  }
}

extension DuplicateStore {
  /// The place in a list of pairs: the last one that was shown.
  package struct Mark: Sendable, Hashable {
    package let weight: Int
    package let first: Int64
    package let second: Int64

    package init(weight: Int, first: Int64, second: Int64) {
      self.weight = weight
      self.first = first
      self.second = second
    }
  }

  /// Pairs in sight, the likeliest first.
  /// - Parameter school: `nil` sees the pairs of all schools.
  package static func pairs(
    of school: ID<School>?, after mark: Mark?, limit: Int, on connection: some Connection
  ) throws -> [DuplicatePair] {
    let place: SQL =
      mark.map { "AND (d.weight, d.first_id, d.second_id) < (\($0.weight), \($0.first), \($0.second))" } ?? ""
    return try read(
      """
      SELECT d.first_id, d.second_id, d.weight, NULL FROM duplicate_pairs d
      WHERE \(inSight(school)) AND NOT EXISTS (SELECT 1 FROM duplicate_dismissals x
        WHERE x.school_id = \(school?.rawValue ?? 0) AND x.first_id = d.first_id AND x.second_id = d.second_id) \(place)
      ORDER BY d.weight DESC, d.first_id DESC, d.second_id DESC LIMIT \(literal: limit)
      """, on: connection)
  }

  /// Pairs of which somebody said that they are two, the newest first.
  package static func dismissed(
    of school: ID<School>?, limit: Int, on connection: some Connection
  ) throws -> [DuplicatePair] {
    try read(
      """
      SELECT d.first_id, d.second_id, 0, d.dismissed_at FROM duplicate_dismissals d
      WHERE d.school_id = \(school?.rawValue ?? 0) AND \(inSight(school))
      ORDER BY d.dismissed_at DESC, d.first_id, d.second_id LIMIT \(literal: limit)
      """, on: connection)
  }

  /// - Returns: whether it was not dismissed before.
  package static func dismiss(
    _ pair: Pair, for school: ID<School>?, by account: Int64, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      INSERT INTO duplicate_dismissals (school_id, first_id, second_id, dismissed_by, dismissed_at)
      VALUES (\(school?.rawValue ?? 0), \(pair.first), \(pair.second), \(account), \(now)) ON CONFLICT DO NOTHING
      """) == 1
  }

  /// - Returns: whether it was dismissed.
  package static func restore(
    _ pair: Pair, for school: ID<School>?, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      DELETE FROM duplicate_dismissals
      WHERE school_id = \(school?.rawValue ?? 0) AND first_id = \(pair.first) AND second_id = \(pair.second)
      """) == 1
  }

  /// A school sees a pair when it works with both.
  private static func inSight(_ school: ID<School>?) -> SQL {
    guard let school else { return "1 = 1" }
    return """
      EXISTS (SELECT 1 FROM partnerships p WHERE p.school_id = \(school) AND p.enterprise_id = d.first_id)
        AND EXISTS (SELECT 1 FROM partnerships p WHERE p.school_id = \(school) AND p.enterprise_id = d.second_id)
      """
  }

  private static func read(_ query: SQL, on connection: some Connection) throws -> [DuplicatePair] {
    let rows = try connection.rows(query)
    let ids = Set(try rows.flatMap { [try $0.get(0, as: Int64.self), try $0.get(1, as: Int64.self)] })
    let known = try enterprises(ids.sorted(), on: connection)
    return try rows.compactMap { row in
      guard let first = known[try row.get(0)], let second = known[try row.get(1)] else { return nil }
      return DuplicatePair(first: first, second: second, weight: try row.get(2), dismissedAt: try row.get(3))
    }
  }
}
