import Database
import DatabaseTesting
import Synchronization
import Testing
import Values

/// A kept answer is given again only while a new read would say the same.
@Suite struct KeptAnswersTests {
  private static let index = SearchIndex("words")

  private static let schema = MigrationSet(
    owner: "test",
    steps: [
      Migration(
        "001",
        """
        CREATE TABLE partners (id BIGINT PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE visits (id BIGINT PRIMARY KEY, partner_id BIGINT NOT NULL);
        """),
      index.migration("002"),
      index.waitingMigration("003"),
    ])

  /// Asks for something in `read` again and again, and counts how often it is really read.
  private struct Asked<Value: Sendable>: Sendable {
    let database: any DatabaseEngine
    let kept = KeptAnswers<String, Value>(capacity: 2)
    let read: @Sendable (any Connection) throws -> Value
    private final class Count: Sendable { let value = Atomic(0) }
    private let count = Count()

    init(_ database: any DatabaseEngine, _ read: @escaping @Sendable (any Connection) throws -> Value) {
      self.database = database
      self.read = read
    }

    var reads: Int { count.value.load(ordering: .relaxed) }

    func answer(_ key: String = "all") async throws -> Value {
      try await database.answer(key, keptIn: kept) { [read] in
        try read($0)
      } make: { found in
        count.value.add(1, ordering: .relaxed)
        return found
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `an answer is read once while nothing changes`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      let names = Asked(database) { try $0.values("SELECT name FROM partners ORDER BY id", as: String.self) }
      try await database.write { try $0.run("INSERT INTO partners VALUES (1, 'a')") }
      for _ in 0..<3 { #expect(try await names.answer() == ["a"]) }
      #expect(names.reads == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `every kind of change is seen by the next question`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      let names = Asked(database) { try $0.values("SELECT name FROM partners ORDER BY id", as: String.self) }
      #expect(try await names.answer() == [])
      let changes: [(SQL, [String])] = [
        ("INSERT INTO partners VALUES (1, 'a'), (2, 'b')", ["a", "b"]),
        ("UPDATE partners SET name = 'c' WHERE id = 2", ["a", "c"]),
        ("DELETE FROM partners WHERE id = 1", ["c"]),
        // SQLite empties a whole table without looking at its rows.
        ("DELETE FROM partners", []),
        ("INSERT INTO partners VALUES (3, 'd') ON CONFLICT (id) DO UPDATE SET name = 'e'", ["d"]),
      ]
      for (change, expected) in changes {
        try await database.write { try $0.run(change) }
        #expect(try await names.answer() == expected)
      }
      try await database.writeAlone { try $0.run("UPDATE partners SET name = 'f'") }
      #expect(try await names.answer() == ["f"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a change that is rolled back leaves the answer true`(engine: TestEngine) async throws {
    struct Refused: Error {}
    try await engine.withDatabase([Self.schema]) { database in
      let names = Asked(database) { try $0.values("SELECT name FROM partners", as: String.self) }
      #expect(try await names.answer() == [])
      await #expect(throws: Refused.self) {
        try await database.write { connection in
          try connection.run("INSERT INTO partners VALUES (1, 'a')")
          throw Refused()
        }
      }
      #expect(try await names.answer() == [])
      try await database.write { try $0.run("INSERT INTO partners VALUES (2, 'b')") }
      #expect(try await names.answer() == ["b"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `joined tables and searches count as read`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      let visited = Asked(database) {
        try $0.value(
          "SELECT count(*) FROM partners p WHERE EXISTS (SELECT 1 FROM visits v WHERE v.partner_id = p.id)",
          as: Int.self)
      }
      let found = Asked(database) { connection in
        let match = try Self.index.matches("汽车", scope: 1, on: connection)
        return try connection.values(
          "SELECT p.id FROM partners p WHERE \(match.condition("p.id", connection.dialect))", as: Int64.self)
      }
      try await database.write { try $0.run("INSERT INTO partners VALUES (1, 'a')") }
      #expect(try await visited.answer() == 0)
      #expect(try await found.answer() == [])
      try await database.write { try $0.run("INSERT INTO visits VALUES (1, 1)") }
      #expect(try await visited.answer() == 1)
      try await database.write { connection in
        try Self.index.put([SearchIndex.Entry(ID<Self>(rawValue: 1), scope: 1, ["广州汽车"])], on: connection)
      }
      #expect(try await found.answer() == [1])
    }
  }

  @Test func `on SQLite a table that was not read does not matter`() async throws {
    try await TestEngine.sqlite.withDatabase([Self.schema]) { database in
      let names = Asked(database) { try $0.values("SELECT name FROM partners", as: String.self) }
      _ = try await names.answer()
      try await database.write { try $0.run("INSERT INTO visits VALUES (1, 1)") }
      _ = try await names.answer()
      #expect(names.reads == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the longest unused answer goes first`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      let count = Asked(database) { try $0.value("SELECT count(*) FROM partners", as: Int.self) }
      for key in ["a", "b", "a", "c", "a"] { _ = try await count.answer(key) }
      #expect(count.reads == 3)
      _ = try await count.answer("b")
      #expect(count.reads == 4)
    }
  }

  @Test(arguments: TestEngine.all)
  func `nobody is told less than was written before they asked`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      let count = Asked(database) { try $0.value("SELECT count(*) FROM partners", as: Int.self) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
          group.addTask {
            for number in 1...25 {
              let id = writer * 100 + number
              let least = try await database.write { connection in
                try connection.run("INSERT INTO partners VALUES (\(id), 'x')")
                return try connection.value("SELECT count(*) FROM partners", as: Int.self)
              }
              let answer = try await count.answer()
              #expect((answer ?? 0) >= (least ?? 0))
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await count.answer() == 100)
    }
  }
}
