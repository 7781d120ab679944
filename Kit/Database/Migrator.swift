package import Values

/// Brings a database to the schema of this program.
///
/// Each applied step stands in the table `migration_ledger` with the checksum
/// of its text. All missing steps are applied in one transaction: a failing
/// step leaves the database as it was. Two processes that start together do
/// not race: on SQLite the transaction is the only writer, on PostgreSQL it
/// holds a lock on the ledger until it ends.
package struct Migrator: Sendable {
  private let sets: [MigrationSet]
  private let clock: Clock

  /// - Parameter sets: in the order in which they may refer to each other's tables; every owner once.
  package init(sets: [MigrationSet], clock: Clock = .system) {
    self.sets = sets
    self.clock = clock
  }

  /// The steps that are missing, as `owner/name`, in the order of applying.
  /// - Throws: `MigrationError` when the ledger and this program contradict each other.
  package func pending(on engine: some DatabaseEngine) async throws -> [String] {
    try await engine.read { connection in
      let ledger = try Ledger.exists(on: connection) ? Ledger.entries(on: connection) : []
      return try missing(from: ledger, dialect: connection.dialect).map(\.title)
    }
  }

  /// Applies the missing steps.
  /// - Returns: what was applied, as `owner/name`.
  /// - Throws: `MigrationError`; nothing has changed then.
  @discardableResult
  package func migrate(_ engine: some DatabaseEngine) async throws -> [String] {
    // Several may try at once: one succeeds, and the lock below tells whether the table is there.
    _ = try? await engine.write { try Ledger.create(on: $0) }
    return try await engine.writeAlone { connection in
      if connection.dialect == .postgres {
        // As the first statement it comes before the transaction's view of the data is fixed: who waited here sees
        // what the other has done. Reading stays possible.
        try connection.run("LOCK TABLE migration_ledger IN EXCLUSIVE MODE")
      }
      let steps = try missing(from: Ledger.entries(on: connection), dialect: connection.dialect)
      for step in steps {
        try apply(step, on: connection)
      }
      return steps.map(\.title)
    }
  }

  private struct Step {
    let owner: String
    let position: Int
    let migration: Migration

    var title: String { "\(owner)/\(migration.name)" }
  }

  private func apply(_ step: Step, on connection: any WriteConnection) throws {
    let text = step.migration.text(for: connection.dialect)
    for (index, statement) in StatementSplitter.statements(in: text).enumerated() {
      do {
        try connection.run(SQL(trusted: statement))
      } catch let error as DatabaseError {
        throw MigrationError.failed(step: step.title, statement: index + 1, error)
      }
    }
    try connection.run(
      """
      INSERT INTO migration_ledger (owner, name, position, checksum, applied_at)
      VALUES (\(step.owner), \(step.migration.name), \(step.position), \(Checksum.of(text)), \(clock.now()))
      """)
  }

  private func missing(from ledger: [Ledger.Entry], dialect: Dialect) throws -> [Step] {
    let applied = Dictionary(grouping: ledger, by: \.owner)
    let known = Set(sets.map(\.owner))
    if let stranger = ledger.first(where: { !known.contains($0.owner) }) {
      throw MigrationError.databaseIsNewer(step: "\(stranger.owner)/\(stranger.name)")
    }
    return try sets.flatMap { set in
      try check(set, against: applied[set.owner] ?? [], dialect: dialect)
    }
  }

  private func check(_ set: MigrationSet, against entries: [Ledger.Entry], dialect: Dialect) throws -> [Step] {
    let entries = entries.sorted { $0.position < $1.position }
    for (step, entry) in zip(set.steps, entries) {
      let title = "\(set.owner)/\(entry.name)"
      guard step.name == entry.name else {
        throw MigrationError.reordered(step: title, found: "\(set.owner)/\(step.name)")
      }
      guard Checksum.of(step.text(for: dialect)) == entry.checksum else { throw MigrationError.changed(step: title) }
    }
    if entries.count > set.steps.count {
      throw MigrationError.databaseIsNewer(step: "\(set.owner)/\(entries[set.steps.count].name)")
    }
    return set.steps.enumerated().dropFirst(entries.count).map { position, migration in
      Step(owner: set.owner, position: position + 1, migration: migration)
    }
  }
}

/// Why a database and a program do not fit together. `step` is `owner/name`.
package enum MigrationError: Error, Sendable, Equatable {
  /// The text of a step that this database already has is no longer the text that was applied.
  case changed(step: String)
  /// This database has `step` where the program has `found`: a step was removed, renamed or moved.
  case reordered(step: String, found: String)
  /// This database has a step that this program does not know: the program is older than the database.
  case databaseIsNewer(step: String)
  /// The engine refused the statement with this number, counted from 1, of a step.
  case failed(step: String, statement: Int, DatabaseError)
}

private enum Ledger {
  struct Entry {
    let owner: String
    let name: String
    let position: Int
    let checksum: String
  }

  static func exists(on connection: any Connection) throws -> Bool {
    switch connection.dialect {
    case .sqlite:
      try connection.first("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration_ledger'") != nil
    case .postgres:
      try connection.value("SELECT to_regclass('migration_ledger') IS NOT NULL", as: Bool.self) ?? false
    }
  }

  static func create(on connection: any WriteConnection) throws {
    guard try !exists(on: connection) else { return }
    try connection.run(
      """
      CREATE TABLE migration_ledger (
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL CHECK (position > 0),
        checksum TEXT NOT NULL,
        applied_at BIGINT NOT NULL,
        PRIMARY KEY (owner, name),
        UNIQUE (owner, position)
      )
      """)
  }

  static func entries(on connection: any Connection) throws -> [Entry] {
    try connection.rows("SELECT owner, name, position, checksum FROM migration_ledger ORDER BY owner, position").map {
      Entry(owner: try $0.get(0), name: try $0.get(1), position: try $0.get(2), checksum: try $0.get(3))
    }
  }
}
