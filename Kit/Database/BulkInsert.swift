extension WriteConnection {
  /// Inserts many rows with few statements: on PostgreSQL each statement is a
  /// journey to the server, and SQLite compiles each text once.
  ///
  /// - Parameters:
  ///   - head: `INSERT INTO table (a, b)`; the rows are written behind `VALUES`.
  ///   - rows: `(\(a), \(b))` each.
  ///   - tail: what follows the rows, `ON CONFLICT DO NOTHING`.
  ///   - atOnce: rows of one statement; times columns at most 30,000, which both engines can bind.
  package func insert(_ head: SQL, _ rows: [SQL], tail: SQL = .empty, atOnce: Int = 100) throws {
    var start = 0
    while start < rows.count {
      let end = min(start + atOnce, rows.count)
      try run("\(head) VALUES \(rows[start..<end].joined(separator: ", ")) \(tail)")
      start = end
    }
  }
}

extension Sequence {
  /// The elements in groups of at most `size`, for `IN` lists.
  package func inGroups(of size: Int) -> [[Element]] {
    var groups: [[Element]] = []
    var group: [Element] = []
    for element in self {
      group.append(element)
      if group.count == size {
        groups.append(group)
        group = []
      }
    }
    if !group.isEmpty { groups.append(group) }
    return groups
  }
}
