import Database
import DatabaseTesting
import Testing

@Suite struct MigratorTests {
  private static let first = Migration("001-rooms", "CREATE TABLE rooms (id BIGINT PRIMARY KEY); -- why; not\n")
  private static let second = Migration(
    "002-names",
    "ALTER TABLE rooms ADD COLUMN name TEXT; UPDATE rooms SET name = 'a;b'; INSERT INTO rooms VALUES (1, 'x')")

  private static func migrator(_ steps: Migration...) -> Migrator {
    Migrator(sets: [MigrationSet(owner: "rooms", steps: steps)])
  }

  @Test(arguments: TestEngine.all)
  func `applies what is missing, once and in order`(engine: TestEngine) async throws {
    try await engine.withDatabase { database in
      try await #expect(
        Self.migrator(Self.first, Self.second).pending(on: database) == [
          "rooms/001-rooms", "rooms/002-names",
        ])
      try await #expect(Self.migrator(Self.first).migrate(database) == ["rooms/001-rooms"])
      try await #expect(Self.migrator(Self.first, Self.second).migrate(database) == ["rooms/002-names"])
      try await #expect(Self.migrator(Self.first, Self.second).migrate(database) == [])
      try await #expect(Self.migrator(Self.first, Self.second).pending(on: database) == [])
      try await #expect(database.read { try $0.value("SELECT name FROM rooms", as: String.self) } == "x")
    }
  }

  @Test(arguments: TestEngine.all)
  func `a changed, removed or renamed step refuses`(engine: TestEngine) async throws {
    try await engine.withDatabase { database in
      try await Self.migrator(Self.first, Self.second).migrate(database)
      let changed = Migration("001-rooms", "CREATE TABLE rooms (id BIGINT PRIMARY KEY, extra TEXT)")
      await #expect(throws: MigrationError.changed(step: "rooms/001-rooms")) {
        try await Self.migrator(changed, Self.second).migrate(database)
      }
      await #expect(throws: MigrationError.reordered(step: "rooms/001-rooms", found: "rooms/002-names")) {
        try await Self.migrator(Self.second).pending(on: database)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `an old program refuses a newer database`(engine: TestEngine) async throws {
    try await engine.withDatabase { database in
      try await Self.migrator(Self.first, Self.second).migrate(database)
      await #expect(throws: MigrationError.databaseIsNewer(step: "rooms/002-names")) {
        try await Self.migrator(Self.first).migrate(database)
      }
      await #expect(throws: MigrationError.databaseIsNewer(step: "rooms/001-rooms")) {
        try await Migrator(sets: []).pending(on: database)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a failing step leaves the database as it was`(engine: TestEngine) async throws {
    try await engine.withDatabase { database in
      let broken = Migration("002-broken", "CREATE TABLE halls (id BIGINT); INSERT INTO nowhere VALUES (1)")
      do {
        try await Self.migrator(Self.first, broken).migrate(database)
        Issue.record("a broken step was applied")
      } catch MigrationError.failed(let step, let statement, _) {
        #expect(step == "rooms/002-broken")
        #expect(statement == 2)
      }
      try await #expect(Self.migrator(Self.first).migrate(database) == ["rooms/001-rooms"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `programs that start together do not race`(engine: TestEngine) async throws {
    try await engine.withDatabase { database in
      let applied = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<6 { group.addTask { try await Self.migrator(Self.first, Self.second).migrate(database) } }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(applied == ["rooms/001-rooms", "rooms/002-names"])
    }
  }
}
